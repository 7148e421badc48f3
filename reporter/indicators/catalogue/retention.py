"""Retention by id: who was a customer at the start and still is at the end (RET1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.retained import moved_share
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="retention",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    relevant=2.0,
    code="RET1",
    ratios=("retention",),
    inputs=(
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="Wilson 1927",
    page="loyalty",
)
FORMULA: Final = msg(
    "Customers at the start of the period who still are customers at its end, by identity, as a share of all "
    "at the start: kept ÷ S. With contracts: a running contract, 30 days of grace. Without: an order "
    "within the time of inactivity. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the customers at the start who were kept."""
    return moved_share(INDICATOR, basis, kept=True)
