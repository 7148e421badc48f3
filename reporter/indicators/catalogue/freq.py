"""How often customers buy (ECO2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import gate
from reporter.indicators.order_readings import (
    SHORTEST_TO_ANNUALISE,
    YEAR,
    completeness,
    measured,
    no_orders,
)
from reporter.indicators.plan import YEAR_DAYS
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import Moments, ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="freq", leg=Leg.ECONOMY, unit=Unit.RATIO, relevant=0.03, relative=True)
FORMULA: Final = msg(
    "Orders divided by the customers who ordered in the period, converted to a year (× 365 / days) where the "
    "period has at least 90 days. A shorter period holds fewer of those who order seldom, so its figure is higher "
    "than a year's. 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return orders per customer who ordered, a year where the period is long enough."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    known, days = basis.orders.known, basis.period.days
    moments = Moments(
        clusters=known.customers,
        x=known.customers,
        y=known.orders,
        xx=known.customers,
        xy=known.orders,
        yy=known.orders_squared,
    )
    refusal = gate(INDICATOR, moments.clusters, known.orders)
    found = ratio(moments)
    if refusal or found is None:
        return refusal or no_orders(INDICATOR)
    marks = completeness(basis)
    if days < SHORTEST_TO_ANNUALISE:
        marks = (*marks, flags.NOT_ANNUALISED)
    elif days not in YEAR_DAYS:
        found, marks = found.scaled(YEAR / days), (*marks, flags.ANNUALISED)
    return measured(INDICATOR, found, "t", n=known.customers, observations=known.orders, marks=marks)
