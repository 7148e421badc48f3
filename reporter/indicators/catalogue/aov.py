"""The average order value (ECO1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import gate
from reporter.indicators.readings.orders import (
    completeness,
    measured,
    money_refusal,
    no_orders,
    order_moments,
    resampled,
)
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="aov",
    leg=Leg.ECONOMY,
    unit=Unit.MONEY,
    relevant=0.03,
    relative=True,
    code="ECO1",
    ratios=("orders",),
    inputs=("orders: customer_id, amount",),
    source="Hall 1988; Cochran 1977",
    page="customer_value",
)
FORMULA: Final = msg(
    "Net order value divided by the number of orders; a refund is taken from its own order, and a fully "
    "refunded order counts in neither. A credit note lowers the value and is no order. 95 % interval by a "
    "studentised bootstrap over customers (Hall 1988)."
)


def measure(basis: Basis) -> Reading:
    """Return revenue per order."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    both = basis.orders.known + basis.orders.anonymous
    refusal = gate(INDICATOR, both.customers, both.orders) or money_refusal(INDICATOR, basis.orders)
    plain = ratio(order_moments(basis.orders))
    if refusal or plain is None:
        return refusal or no_orders(INDICATOR)
    found, skewed = resampled(basis, "orders", plain)
    marks = (*completeness(basis), *skewed)
    return measured(INDICATOR, found, "bootstrap_t", n=both.customers, observations=both.orders, marks=marks)


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return revenue per order in every resample of customers; None without orders."""
    return basis.groups.replicates("orders") if basis.groups.get("orders") is not None else None
