"""The share who are likely to switch (LOY4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import share_of_item
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="switch_intent",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=3.0,
    survey=True,
    code="LOY4",
    ratios=("mark:switch",),
    inputs=("responses: switch",),
    source="Wilson 1927; Kish 1965",
    page="loyalty",
    leading=True,
)
FORMULA: Final = msg(
    "The share of answers in the top box of “likely to switch”; low is good. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of answers in the top box."""
    return share_of_item(INDICATOR, basis, basis.items.get("switch"))
