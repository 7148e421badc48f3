"""How often customers buy (ECO2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import gate
from reporter.indicators.plan import YEAR_DAYS
from reporter.indicators.readings.orders import (
    SHORTEST_TO_ANNUALISE,
    YEAR,
    completeness,
    measured,
    no_orders,
    resampled,
)
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import Moments, ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="freq",
    leg=Leg.ECONOMY,
    unit=Unit.RATIO,
    relevant=0.03,
    relative=True,
    code="ECO2",
    ratios=("frequency",),
    inputs=("orders: customer_id, order_day",),
    source="Hall 1988; Cochran 1977",
    page="customer_value",
)
FORMULA: Final = msg(
    "Orders divided by the customers who ordered in the period, converted to a year (× 365 / days) where the "
    "period has at least 90 days. A shorter period holds fewer of those who order seldom, so its figure is higher "
    "than a year's. 95 % interval by a studentised bootstrap over customers (Hall 1988)."
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
    plain = ratio(moments)
    if refusal or plain is None:
        return refusal or no_orders(INDICATOR)
    found, skewed = resampled(basis, "frequency", plain)
    marks = (*completeness(basis), *skewed)
    if days < SHORTEST_TO_ANNUALISE:
        marks = (*marks, flags.NOT_ANNUALISED)
    elif days not in YEAR_DAYS:
        found, marks = found.scaled(YEAR / days), (*marks, flags.ANNUALISED)
    return measured(INDICATOR, found, "bootstrap_t", n=known.customers, observations=known.orders, marks=marks)


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return orders per customer in every resample of customers, a year where measured so; None without orders."""
    if basis.groups.get("frequency") is None:
        return None
    days = basis.period.days
    yearly = days >= SHORTEST_TO_ANNUALISE and days not in YEAR_DAYS
    return basis.groups.replicates("frequency") * (YEAR / days if yearly else 1.0)
