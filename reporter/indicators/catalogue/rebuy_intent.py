"""The share who would choose the company again (LOY3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import share_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="rebuy_intent",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    relevant=3.0,
    survey=True,
    code="LOY3",
    ratios=("mark:rebuy",),
    inputs=("responses: rebuy",),
    source="Wilson 1927; Kish 1965",
    page="loyalty",
    leading=True,
)
FORMULA: Final = msg(
    "The share of answers in the top box of “would choose again”. Intentions overstate behaviour. 95 % "
    "interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of answers in the top box."""
    return share_of_item(INDICATOR, basis, basis.items.get("rebuy"))
