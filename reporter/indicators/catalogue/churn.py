"""Churn, or without contracts inactivity: 100 − retention (RET2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.retained import moved_share
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="churn",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=2.0,
    code="RET2",
    ratios=("retention",),
    inputs=(
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="Wilson 1927",
    page="loyalty",
)
FORMULA: Final = msg(
    "100 − retention: customers at the start of the period who were no longer customers at its end. Without "
    "contracts it is a rate of inactivity: no order within the 90th percentile of the days between the "
    "purchases of returning customers. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the customers at the start who were lost."""
    return moved_share(INDICATOR, basis, kept=False)
