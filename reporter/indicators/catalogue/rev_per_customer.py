"""Revenue per customer in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.order_readings import completeness, measured, money_refusal, no_orders, revenue_moments
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="rev_per_customer", leg=Leg.ECONOMY, unit=Unit.MONEY, relevant=0.03, relative=True)
FORMULA: Final = msg(
    "Net revenue of the period, less credit notes, divided by the customers who ordered in it. 95 % interval by "
    "Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return revenue per customer who ordered."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    n = basis.orders.known.customers
    refusal = gate(INDICATOR, n, n) or money_refusal(INDICATOR, basis.orders)
    found = ratio(revenue_moments(basis.orders))
    if refusal or found is None:
        return refusal or no_orders(INDICATOR)
    return measured(INDICATOR, found, "t", n=n, observations=n, marks=completeness(basis))
