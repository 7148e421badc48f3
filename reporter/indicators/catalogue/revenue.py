"""Revenue of the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import census, completeness, money_refusal, no_orders, outside_refusal
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="revenue",
    leg=Leg.BASIS,
    unit=Unit.MONEY,
    code="BAS4",
    inputs=("orders: order_day, amount",),
    source="census count",
    page="customer_value",
)
FORMULA: Final = msg("The sum of net order values of the period, less credit notes.")


def measure(basis: Basis) -> Reading:
    """Return the fact of the period."""
    orders = basis.orders
    if orders is None:
        return no_orders(INDICATOR)
    if refusal := outside_refusal(INDICATOR, basis):
        return refusal
    refusal = money_refusal(INDICATOR, orders)
    if refusal:
        return refusal
    known, every = orders.known, orders.known + orders.anonymous
    return census(
        INDICATOR, every.revenue / MONEY_UNIT, n_customers=known.customers, n=every.orders, marks=completeness(basis)
    )
