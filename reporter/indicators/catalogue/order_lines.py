"""Order lines in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import census
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="order_lines",
    leg=Leg.BASIS,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    code="BAS3",
    inputs=(
        "order_lines: order_id, order_day",
        "orders: lines, order_day",
    ),
    source="census count",
    page="method",
)
FORMULA: Final = msg("Order lines of the period.")


def measure(basis: Basis) -> Reading:
    """Return the number of order lines, from the lines themselves or as the orders count them."""
    orders = basis.orders
    counted = orders.known.lines + orders.anonymous.lines if orders is not None else 0
    lines = basis.order_lines if basis.order_lines is not None else counted
    if not lines:
        return refused(INDICATOR, msg("There are no order lines in the data."))
    customers = orders.known.customers if orders is not None else 0
    return census(INDICATOR, lines, n_customers=customers, n=lines)
