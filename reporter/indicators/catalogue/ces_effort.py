"""Customer effort, version 1.0: how much effort the customer had to make (SAT5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="ces_effort",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="SAT5",
    inputs=("responses: ces_effort",),
    source="Dixon, Freeman & Toman 2010; Student 1908; Cochran 1977",
    page="method",
    ratios=("score:ces_effort",),
)
FORMULA: Final = msg(
    "The mean of “how much effort did you have to make”, turned round and moved to 0–100, so that high is good: little "
    "effort (Customer Effort Score 1.0; Dixon, Freeman & Toman 2010). Another question than version 2.0, and never "
    "compared with it. 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, turned round and rescaled to 0–100."""
    found = index_of_item(INDICATOR, basis.items.get("ces_effort"))
    if found.value is None or found.low is None or found.high is None:
        return found
    return replace(found, value=100.0 - found.value, low=100.0 - found.high, high=100.0 - found.low)
