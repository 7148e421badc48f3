"""The loyal customer’s mark of giving honest feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="feedback",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="A1",
    inputs=("responses: feedback",),
    source="Hirschman 1970; Student 1908; Cochran 1977",
    page="method",
    leading=False,
    ratios=("score:feedback",),
)
FORMULA: Final = msg(
    "The mean of “tells the company honestly what could be better”, moved to 0–100 (voice; Hirschman 1970). 95 % "
    "interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("feedback"))
