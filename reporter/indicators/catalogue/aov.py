"""The average order value (ECO1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.order_readings import completeness, measured, money_refusal, no_orders, order_moments
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="aov", leg=Leg.ECONOMY, unit=Unit.MONEY, relevant=0.03, relative=True)
FORMULA: Final = msg(
    "Net order value divided by the number of orders; a refund is taken from its own order, and a fully "
    "refunded order counts in neither. A credit note lowers the value and is no order. 95 % interval by "
    "linearisation over customers (Cochran 1977)."
)


def measure(basis: Basis) -> Reading:
    """Return revenue per order."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    both = basis.orders.known + basis.orders.anonymous
    refusal = gate(INDICATOR, both.customers, both.orders) or money_refusal(INDICATOR, basis.orders)
    found = ratio(order_moments(basis.orders), student=False)
    if refusal or found is None:
        return refusal or no_orders(INDICATOR)
    return measured(
        INDICATOR, found, "linearised", n=both.customers, observations=both.orders, marks=completeness(basis)
    )
