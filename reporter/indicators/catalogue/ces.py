"""Customer effort, version 2.0: the company made it easy (SAT5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="ces",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="SAT5",
    ratios=("score:ces",),
    inputs=("responses: ces",),
    source="Dixon, Freeman & Toman 2010; Student 1908; Cochran 1977",
    page="satisfaction",
)
FORMULA: Final = msg(
    "The mean of “the company made it easy”, moved to 0–100; high is good (Customer Effort Score 2.0, after "
    "Dixon, Freeman & Toman 2010). 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("ces"))
