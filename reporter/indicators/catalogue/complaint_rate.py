"""The share of active customers who complained (SAT6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import share_of
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="complaint_rate",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=3.0,
    code="SAT6",
    inputs=(
        "tickets: customer_id, opened_day, complaint",
        "orders: customer_id, order_day",
        "subscriptions: customer_id, start_day, end_day",
    ),
    source="Fornell & Wernerfelt 1987; Wilson 1927",
    page="loyalty",
)
FORMULA: Final = msg(
    "Of the customers who ordered or had a contract in the period, the share with at least one complaint in it. "
    "Whoever complained without either is not counted. 95 % interval by Wilson (1927). A low figure may also mean that "
    "complaining is hard."
)
#: Fewer complaints than this bear no trend.
FEW = 10


def measure(basis: Basis) -> Reading:
    """Return complaining customers as a share of the active ones."""
    sums = basis.complaints
    if sums is None:
        return refused(INDICATOR, msg("The data do not tell which cases are complaints."))
    if basis.orders is None and basis.rule is None:
        return refused(INDICATOR, msg("The data hold neither contracts nor orders with customers."))
    marks = (flags.FEW_EVENTS,) if sums.complaints < FEW else ()
    return share_of(INDICATOR, sums.complaining, sums.active, marks=marks)
