"""Customers who ordered in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import census, completeness, no_orders, outside_refusal
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="customers",
    leg=Leg.BASIS,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    code="BAS1",
    inputs=(
        "orders: customer_id, order_day",
        "subscriptions: customer_id, start_day, end_day",
    ),
    source="census count",
    page="cover",
)
FORMULA: Final = msg(
    "Customers with at least one order in the period; without orders, those with a contract at its end."
)


def measure(basis: Basis) -> Reading:
    """Return the fact of the period."""
    orders = basis.orders
    if orders is None:
        moved = basis.transition
        if moved is None:
            return no_orders(INDICATOR)
        return census(INDICATOR, moved.end, n_customers=moved.end, n=moved.end)
    if refusal := outside_refusal(INDICATOR, basis):
        return refusal
    known, every = orders.known, orders.known + orders.anonymous
    return census(INDICATOR, known.customers, n_customers=known.customers, n=every.orders, marks=completeness(basis))
