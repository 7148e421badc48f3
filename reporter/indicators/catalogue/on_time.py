"""The share of orders that were delivered by the promised day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.indicators.readings.cases import MISSING_SHARE, share_of_rows
from reporter.indicators.readings.orders import no_orders
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="on_time",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="OPS1",
    inputs=("orders: customer_id, promised_day, delivered_day, amount, refund",),
    source="Wilson 1927; Kish 1965",
    page="key_figures",
)
FORMULA: Final = msg(
    "Of the orders promised for a day of the period, the share delivered by that day. An order without a day of "
    "delivery counts as late once the promised day is past, and is left out before; one that was called off is left "
    "out. 95 % interval by Wilson (1927), with the design effect of customers who have several orders."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the orders due that were delivered in time."""
    sums = basis.deliveries
    if sums is None:
        return no_orders(INDICATOR)
    if not sums.promises or not sums.deliveries:
        return refused(INDICATOR, msg("The data do not tell when orders were promised and delivered."))
    if not sums.due.x:
        return refused(INDICATOR, msg("No order was promised for a day of the period."))
    marks = (flags.UNDELIVERED,) if sums.overdue > MISSING_SHARE * sums.due.x else ()
    return share_of_rows(INDICATOR, sums.due, marks=marks)
