"""Revenue per customer in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.readings.orders import (
    completeness,
    measured,
    money_refusal,
    no_orders,
    resampled,
    revenue_moments,
)
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="rev_per_customer",
    leg=Leg.ECONOMY,
    unit=Unit.MONEY,
    relevant=0.03,
    relative=True,
    code="ECO11",
    ratios=("buyers",),
    inputs=("orders: customer_id, order_day, amount",),
    source="Hall 1988; Cochran 1977",
    page="summary",
)
FORMULA: Final = msg(
    "Net revenue of the period, less credit notes, divided by the customers who ordered in it. 95 % interval by "
    "a studentised bootstrap over customers (Hall 1988)."
)


def measure(basis: Basis) -> Reading:
    """Return revenue per customer who ordered."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    n = basis.orders.known.customers
    refusal = gate(INDICATOR, n, n) or money_refusal(INDICATOR, basis.orders)
    plain = ratio(revenue_moments(basis.orders))
    if refusal or plain is None:
        return refusal or no_orders(INDICATOR)
    found, skewed = resampled(basis, "buyers", plain)
    return measured(INDICATOR, found, "bootstrap_t", n=n, observations=n, marks=(*completeness(basis), *skewed))


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return revenue per customer in every resample of customers; None without orders."""
    return basis.groups.replicates("buyers") if basis.groups.get("buyers") is not None else None
