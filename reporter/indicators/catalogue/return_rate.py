"""The share of orders of which something was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.indicators.readings.cases import share_of_rows
from reporter.indicators.readings.orders import completeness, no_orders
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="return_rate",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=3.0,
    code="OPS2",
    inputs=("orders: customer_id, order_day, amount, refund",),
    source="Wilson 1927; Kish 1965",
    page="method",
)
FORMULA: Final = msg(
    "Orders of the period with a refund or credit, in part or in full, as a share of all orders of the period. Orders "
    "returned after the export was made are not among them. 95 % interval by Wilson (1927), with the design effect of "
    "customers who have several orders."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the orders with a refund or credit."""
    sums = basis.deliveries
    if sums is None:
        return no_orders(INDICATOR)
    if not sums.refunds:
        return refused(INDICATOR, msg("The data do not tell what was refunded."))
    if not sums.bought.x:
        return refused(INDICATOR, msg("There are no orders in the period."))
    if sums.bought.y > sums.bought.x:
        return refused(INDICATOR, msg("The period has more refunds and credit notes than orders."))
    marks = (flags.CREDIT_NOTES,) if sums.notes else ()
    return share_of_rows(INDICATOR, sums.bought, marks=(*marks, *completeness(basis)))
