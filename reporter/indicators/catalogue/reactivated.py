"""Customers who had left before the period and came back (RET8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import census
from reporter.indicators.readings.retained import retention_refusal, rule_flags
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="reactivated",
    leg=Leg.LOYALTY,
    unit=Unit.COUNT,
    code="RET8",
    inputs=(
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="census count",
    page="loyalty",
)
FORMULA: Final = msg(
    "Customers at the end of the period who were none at its start, but had been before. They are not counted as kept."
)


def measure(basis: Basis) -> Reading:
    """Return how many customers came back."""
    refusal = retention_refusal(INDICATOR, basis)
    if refusal or basis.transition is None:
        return refusal or census(INDICATOR, 0, n_customers=0, n=0)
    came = basis.transition.reactivated
    return census(INDICATOR, came, n_customers=came, n=came, marks=rule_flags(basis))
