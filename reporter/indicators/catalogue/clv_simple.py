"""The simple customer lifetime value (ECO5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from reporter.indicators import flags
from reporter.indicators.gates import gate, refused
from reporter.indicators.readings.orders import (
    SHORTEST_TO_ANNUALISE,
    YEAR,
    measured,
    money_refusal,
    no_orders,
    revenue_moments,
)
from reporter.indicators.readings.retained import moved_share
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import Interval, ratio
from reporter.statistics.lifetime import lifetime_value
from reporter.statistics.resampling import drawn_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

_Number = TypeVar("_Number", float, "NDArray[np.float64]")

INDICATOR: Final = Indicator(
    id="clv_simple",
    leg=Leg.ECONOMY,
    unit=Unit.MONEY,
    relevant=0.03,
    relative=True,
    code="ECO5",
    ratios=("buyers",),
    inputs=(
        "orders: customer_id, order_day, amount",
        "subscriptions: customer_id, start_day, end_day, status",
        "settings: margin, discount",
    ),
    source="Gupta & Lehmann 2003; Efron & Tibshirani 1993",
    page="customer_value",
)
FORMULA: Final = msg(
    "m·(1 + d)/(1 + d − r), the first margin included (Gupta & Lehmann 2003): m is the yearly margin per customer "
    "(revenue where no margin is given), r the yearly retention, d the discount rate. Assumes that retention stays "
    "the same, and applies that of established customers to all, new ones too. 95 % interval by a joint bootstrap "
    "over customers (Efron & Tibshirani 1993): it holds the chance of sampling, not whether the assumptions do."
)


def measure(basis: Basis) -> Reading:
    """Return the value of a customer at constant margin and retention."""
    if basis.orders is None:
        return no_orders(INDICATOR)
    days = basis.period.days
    if days < SHORTEST_TO_ANNUALISE:
        return refused(INDICATOR, msg("Retention over fewer than 90 days is not converted to a year."))
    kept = moved_share(INDICATOR, basis, kept=True)
    n = basis.orders.known.customers
    refusal = gate(INDICATOR, n, n) or money_refusal(INDICATOR, basis.orders)
    spent = ratio(revenue_moments(basis.orders))
    if refusal or spent is None:
        return refusal or no_orders(INDICATOR)
    if kept.value is None:
        return kept
    settings = basis.settings
    margin, rate = _yearly(basis, spent.value, kept.value)
    if 1.0 + settings.discount - rate <= 0:
        return refused(INDICATOR, msg("At full retention and no discount the value has no end."))
    marks = kept.flags if settings.margin else (*kept.flags, flags.REVENUE_BASED)
    value = lifetime_value(margin, rate, settings.discount)
    drawn = draws(basis)
    found = drawn_interval(value, drawn) if drawn is not None else Interval(value=value, low=value, high=value, se=0.0)
    return measured(INDICATOR, found, "bootstrap", n=n, observations=n, marks=marks)


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the value in every resample of customers; None where margin or retention is not known."""
    groups = basis.groups
    if groups.get("buyers") is None or groups.get("retention") is None or basis.period.days < SHORTEST_TO_ANNUALISE:
        return None
    margin, rate = _yearly(basis, groups.replicates("buyers"), groups.replicates("retention"))
    return lifetime_value(margin, rate, basis.settings.discount)


def _yearly(basis: Basis, spent: _Number, kept: _Number) -> tuple[_Number, _Number]:
    """Return the yearly margin and the yearly share kept, from revenue a customer and retention in per cent."""
    power = YEAR / basis.period.days
    return spent * (power * (basis.settings.margin or 1.0)), (kept / 100.0) ** power
