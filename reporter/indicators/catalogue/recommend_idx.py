"""The recommendation question as an index, on whatever scale it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="recommend_idx",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="LOY1",
    inputs=("responses: nps",),
    source="Reichheld 2003; Student 1908; Cochran 1977",
    page="method",
    leading=True,
    ratios=("score:nps",),
)
FORMULA: Final = msg(
    "The mean of “would recommend the company”, moved to 0–100. Unlike NPS it counts every step of the scale, and "
    "a scale of five or seven steps too. 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("nps"))
