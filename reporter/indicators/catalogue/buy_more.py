"""The loyal customer’s mark of meaning to buy more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="buy_more",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="A1",
    inputs=("responses: buy_more",),
    source="Zeithaml, Berry & Parasuraman 1996; Student 1908; Cochran 1977",
    page="method",
    leading=True,
    ratios=("score:buy_more",),
)
FORMULA: Final = msg(
    "The mean of “will buy more from the company”, moved to 0–100; an intention, which overstates what is then "
    "bought (Zeithaml, Berry & Parasuraman 1996). 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("buy_more"))
