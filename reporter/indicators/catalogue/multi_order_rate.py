"""The share of customers with more than one order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.readings.orders import census, completeness, no_orders
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="multi_order_rate",
    leg=Leg.BASIS,
    unit=Unit.PERCENT,
    code="BAS6",
    inputs=("orders: customer_id, order_day",),
    source="census count",
)
FORMULA: Final = msg(
    "Customers with more than one order in the period as a share of all who ordered; a fact about the period, "
    "without an interval."
)


def measure(basis: Basis) -> Reading:
    """Return customers with more than one order as a share of all who ordered."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    known = basis.orders.known
    refusal = gate(INDICATOR, known.customers, known.customers)
    if refusal:
        return refusal
    share = 100.0 * known.multi / known.customers
    return census(INDICATOR, share, n_customers=known.customers, n=known.customers, marks=completeness(basis))
