"""The simple customer lifetime value (ECO5)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import gate, refused
from reporter.indicators.order_readings import (
    SHORTEST_TO_ANNUALISE,
    YEAR,
    measured,
    money_refusal,
    no_orders,
    revenue_moments,
)
from reporter.indicators.retained import moved_share
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import Z95, Interval, ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="clv_simple", leg=Leg.ECONOMY, unit=Unit.MONEY, relevant=0.03, relative=True)
FORMULA: Final = msg(
    "m·(1 + d)/(1 + d − r), the first margin included (Gupta & Lehmann 2003): m is the yearly margin per "
    "customer (revenue where no margin is given), r the yearly retention, d the discount rate. Assumes that "
    "retention stays the same. 95 % interval by the delta method."
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
    settings, power = basis.settings, YEAR / days
    yearly = spent.scaled(power * (settings.margin or 1.0))
    share = kept.value / 100.0
    rate = share**power
    rate_se = power * share ** (power - 1.0) * (kept.se or 0.0) / 100.0 if share > 0 else 0.0
    marks = kept.flags if settings.margin else (*kept.flags, flags.REVENUE_BASED)
    found = lifetime(yearly, rate, rate_se, settings.discount)
    if found is None:
        return refused(INDICATOR, msg("At full retention and no discount the value has no end."))
    return measured(INDICATOR, found, "delta", n=n, observations=n, marks=marks)


def lifetime(margin: Interval, rate: float, rate_se: float, discount: float) -> Interval | None:
    """Return m·(1 + d)/(1 + d − r), margin and retention taken as independent; None where it has no end."""
    left = 1.0 + discount - rate
    if left <= 0:
        return None
    by_margin = (1.0 + discount) / left
    clv = margin.value * by_margin
    se = math.hypot(by_margin * margin.se, clv / left * rate_se)
    return Interval(value=clv, low=max(0.0, clv - Z95 * se), high=clv + Z95 * se, se=se)
