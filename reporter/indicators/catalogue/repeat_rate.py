"""The share of customers who bought on more than one day (ECO3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import completeness, no_orders, share_of
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="repeat_rate",
    leg=Leg.ECONOMY,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="ECO3",
    ratios=("repeated",),
    inputs=("orders: customer_id, order_day",),
    source="Wilson 1927",
    page="customer_value",
)
FORMULA: Final = msg(
    "Customers with orders on at least two days of the period as a share of those with at least one order. 95 "
    "% interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return customers with orders on two days or more as a share of all who ordered."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    known = basis.orders.known
    return share_of(INDICATOR, known.repeaters, known.customers, marks=completeness(basis))
