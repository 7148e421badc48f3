"""The loyal customer’s mark of an emotional tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="emotion",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="A1",
    inputs=("responses: emotion",),
    source="Allen & Meyer 1990; Student 1908; Cochran 1977",
    page="method",
    leading=True,
    ratios=("score:emotion",),
)
FORMULA: Final = msg(
    "The mean of “feels attached to the company”, moved to 0–100 (affective commitment; Allen & Meyer 1990). 95 % "
    "interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("emotion"))
