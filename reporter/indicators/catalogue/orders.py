"""Orders in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import census, completeness, no_orders, outside_refusal
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="orders",
    leg=Leg.BASIS,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    code="BAS2",
    inputs=("orders: order_id, order_day, amount, refund",),
    source="census count",
    page="cover",
)
FORMULA: Final = msg("Orders of the period; fully refunded ones and credit notes are left out.")


def measure(basis: Basis) -> Reading:
    """Return the fact of the period."""
    orders = basis.orders
    if orders is None:
        return no_orders(INDICATOR)
    if refusal := outside_refusal(INDICATOR, basis):
        return refusal
    known, every = orders.known, orders.known + orders.anonymous
    return census(INDICATOR, every.orders, n_customers=known.customers, n=every.orders, marks=completeness(basis))
