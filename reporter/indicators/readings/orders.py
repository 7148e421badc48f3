"""What readings of orders share: refusals, and moments over customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.gates import NEEDED, base_flags, gate, refused
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Reading, msg
from reporter.statistics import Moments, wilson
from reporter.statistics.resampling import skewness, studentised_ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.indicators.sums import Orders
    from reporter.model import Indicator
    from reporter.statistics import Interval

YEAR = 365.0
#: Shorter periods are never converted to a year (specification, edge rules of RET1).
SHORTEST_TO_ANNUALISE = 90
#: A shop need not sell on the very first or last day of a span to have data for it.
TOLERANCE_DAYS = 7
#: Customers needed for each unit of squared skewness.
SKEW_RULE = 25
_EPOCH = date(1970, 1, 1)


def day(epoch: int) -> date:
    """Return the date of an epoch day."""
    return _EPOCH + timedelta(days=epoch)


def no_orders(indicator: Indicator) -> Reading:
    """Return the refusal where the data hold no orders at all."""
    return refused(indicator, msg("There are no orders in the data."))


def money_refusal(indicator: Indicator, orders: Orders) -> Reading | None:
    """Return the refusal of a sum of money: mixed currencies, or one customer with more than half of it."""
    if len(orders.currencies) > 1:
        reason = msg("The orders are in several currencies: {currencies}.", currencies=tuple(sorted(orders.currencies)))
        return refused(indicator, reason)
    if orders.dominated:
        reason = msg("Not shown, for reasons of confidentiality: one customer makes more than half of the revenue.")
        return refused(indicator, reason, marks=(flags.SUPPRESSED,))
    return None


def history_refusal(indicator: Indicator, basis: Basis, days: int) -> Reading | None:
    """Return the refusal where the orders do not reach ``days`` back from the period's start."""
    if basis.first_order is None:
        return no_orders(indicator)
    wanted = basis.period.start - timedelta(days=days)
    first = day(basis.first_order)
    if first <= wanted + timedelta(days=TOLERANCE_DAYS):
        return None
    return refused(
        indicator, msg("The orders start on {first}; they are needed from {wanted} on.", first=first, wanted=wanted)
    )


def outside_refusal(indicator: Indicator, basis: Basis) -> Reading | None:
    """Return the refusal of a count over a period that ended before the first order: nought would be a wrong number."""
    if basis.first_order is None or day(basis.first_order) < basis.period.end:
        return None
    first = day(basis.first_order)
    wanted = basis.period.start
    reason = msg("The orders start on {first}; they are needed from {wanted} on.", first=first, wanted=wanted)
    return refused(indicator, reason)


def completeness(basis: Basis) -> tuple[str, ...]:
    """Return the flag of a period whose orders stop well before its end."""
    if basis.last_order is None:
        return ()
    slack = max(TOLERANCE_DAYS, basis.period.days // 10)
    return (flags.INCOMPLETE,) if (basis.period.end - day(basis.last_order)).days > slack else ()


def resampled(basis: Basis, name: str, plain: Interval) -> tuple[Interval, tuple[str, ...]]:
    """Return a ratio of orders with its studentised bootstrap interval, and what must be said of it.

    ``plain`` is the same ratio from the exact sums of all customers; where they are all alike there is nothing
    to draw from, and its interval stays. The flag is that of amounts so skewed that even this interval
    may be too narrow (Cochran 1977, 2.15).
    """
    sums = basis.groups.get(name)
    if sums is None or not plain.se:
        return plain, ()
    there = int((sums != 0).any(axis=1).sum())
    try:
        found = replace(studentised_ratio(sums, basis.groups.moments(name)), value=plain.value)
    except ValueError:  # an order without a customer shares a group with one: the groups may be alike where nobody is
        return plain, ()
    return found, (flags.SKEWED,) if there < SKEW_RULE * skewness(sums) ** 2 else ()


def order_moments(orders: Orders) -> Moments:
    """Return (orders, money) by customer; an anonymous order is its own customer."""
    both = orders.known + orders.anonymous
    return Moments(
        clusters=both.clusters,
        x=both.orders,
        y=both.revenue / MONEY_UNIT,
        xx=both.orders_squared,
        xy=both.orders_revenue / MONEY_UNIT,
        yy=both.revenue_squared / MONEY_UNIT**2,
    )


def revenue_moments(orders: Orders) -> Moments:
    """Return (1 if the customer ordered, money) by known customer."""
    known = orders.known
    return Moments(
        clusters=known.clusters,
        x=known.customers,
        y=known.revenue / MONEY_UNIT,
        xx=known.customers,
        xy=known.buyers_revenue / MONEY_UNIT,
        yy=known.revenue_squared / MONEY_UNIT**2,
    )


def measured(
    indicator: Indicator, found: Interval, method: str, *, n: int, observations: int, marks: tuple[str, ...] = ()
) -> Reading:
    """Return the reading of an interval over the orders of ``n`` customers."""
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=n,
        n_observations=observations,
        method=method,
        flags=tuple(dict.fromkeys((*marks, *base_flags(n)))),
    )


def share_of(
    indicator: Indicator,
    k: int,
    n: int,
    *,
    n_customers: int | None = None,
    method: str = "wilson",
    marks: tuple[str, ...] = (),
    needed: int = NEEDED,
) -> Reading:
    """Return the share k of n in per cent with Wilson's interval, or the refusal that its base calls for."""
    customers = n if n_customers is None else n_customers
    refusal = gate(indicator, min(n, customers), n, needed=needed)
    if refusal:
        return refusal
    found = wilson(k, n).scaled(100.0)
    return Reading(
        indicator=indicator,
        value=100.0 * k / n,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=customers,
        n_observations=n,
        method=method,
        flags=tuple(dict.fromkeys((*marks, *base_flags(min(n, customers))))),
    )


def census(indicator: Indicator, value: float, *, n_customers: int, n: int, marks: tuple[str, ...] = ()) -> Reading:
    """Return a fact about the whole period, without an interval."""
    if 0 < n_customers < SMALLEST_GROUP:
        return gate(indicator, n_customers, n) or no_orders(indicator)
    return Reading(
        indicator=indicator, value=value, n_customers=n_customers, n_observations=n, method="census", flags=marks
    )
