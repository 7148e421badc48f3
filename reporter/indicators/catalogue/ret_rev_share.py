"""The share of revenue from returning customers (ECO4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.order_readings import completeness, history_refusal, measured, money_refusal, no_orders
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import Moments, ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="ret_rev_share", leg=Leg.ECONOMY, unit=Unit.PERCENT, relevant=3.0)
FORMULA: Final = msg(
    "Revenue of the period from customers whose first order came before it, as a share of the revenue of all "
    "customers. Needs orders from a whole period before. 95 % interval by linearisation over customers "
    "(Cochran 1977)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of revenue from customers who had ordered before the period."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    refusal = history_refusal(INDICATOR, basis, basis.period.days) or money_refusal(INDICATOR, basis.orders)
    known = basis.orders.known
    squared = known.returning_squared / MONEY_UNIT**2
    moments = Moments(
        clusters=known.clusters,
        x=known.revenue / MONEY_UNIT,
        y=known.returning / MONEY_UNIT,
        xx=known.revenue_squared / MONEY_UNIT**2,
        xy=squared,
        yy=squared,
    )
    refusal = gate(INDICATOR, known.customers, known.orders) or refusal
    found = ratio(moments, student=False)
    if refusal or found is None:
        return refusal or no_orders(INDICATOR)
    share = found.scaled(100.0).clipped(0.0, 100.0)
    return measured(
        INDICATOR, share, "linearised", n=known.customers, observations=known.orders, marks=completeness(basis)
    )
