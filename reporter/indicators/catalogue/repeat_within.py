"""Repurchase within 90 days of the first order, a rate that growth does not lower (ECO3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.readings.orders import completeness, day, no_orders, share_of
from reporter.indicators.sums import WITHIN_DAYS
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="repeat_within",
    leg=Leg.ECONOMY,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="ECO3",
    inputs=("orders: customer_id, order_day",),
    source="Wilson 1927",
    page="customer_value",
)
FORMULA: Final = msg(
    "Of the customers whose first order lies at least 90 days before the end of the period (and no more than "
    "90 days before its start), the share who ordered again, on another day, within 90 days. 95 % interval by "
    "Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the cohort who came back within 90 days."""
    if basis.orders is None or basis.first_order is None:
        return no_orders(INDICATOR)
    known = basis.orders.known
    marks = completeness(basis)
    if day(basis.first_order) >= basis.period.start - timedelta(days=WITHIN_DAYS):
        marks = (*marks, flags.LEFT_CENSORED)
    return share_of(INDICATOR, known.repurchased, known.acquired, marks=marks)
