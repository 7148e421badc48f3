"""Who was a customer when: spells of activity, and what became of customers between two days.

An order makes its customer active for τ days, a contract for as long as it runs and a grace. Both are
spells from ``begin`` to ``until``; a customer is active on day t if begin < t ≤ until.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.basis import Rule
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.customers import signed
from reporter.indicators.sums import Transition
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from reporter.indicators.plan import Plan
    from reporter.indicators.queries.orders import Purchases
    from reporter.model import Period
    from reporter.store import Tables

FALLBACK_DAYS = 365
#: Fewer repeat purchases than this do not tell a rhythm.
RHYTHM_NEEDED = 30
RHYTHM_SHARE = 0.9
#: No contract that anyone will see ends after this day (epoch days; the year 4707).
NEVER = 1_000_000
START, END, BEFORE, BEGAN = 1, 2, 4, 8


def rule_for(tables: Tables, plan: Plan, bought: Purchases | None) -> Rule | None:
    """Return what makes a customer active here: contracts where there are any, else orders, else nothing."""
    contracts = tables.get("subscriptions")
    if contracts is not None:
        [(n,)] = collect(signed(contracts).select(n=nw.len()))
        if n:
            return Rule(
                name="contract",
                tau_days=None,
                grace_days=plan.settings.grace_days,
                orders_too=bought is not None,
            )
    if bought is None:
        return None
    if plan.settings.tau_days is not None:
        return Rule(name="activity", tau_days=plan.settings.tau_days)
    tau = rhythm(bought, epoch_day(plan.period.end))
    return Rule(name="activity", tau_days=tau or FALLBACK_DAYS, fallback=tau is None)


def rhythm(bought: Purchases, end: int) -> int | None:
    """Return the 90th percentile of the days between purchases, up to day ``end``; None where too few repeat.

    Purchases on one day are one visit. The percentile is the smallest number of days that at least 90 % of the
    gaps do not exceed.
    """
    visits = bought.visits.filter(~nw.col("before").is_null() & (nw.col("order_day") < end))
    gap = nw.col("order_day") - nw.col("before")
    gaps = collect(visits.select(gap=gap).group_by("gap").agg(n=nw.len()).sort("gap"))
    count = sum(n for _, n in gaps)
    if count < RHYTHM_NEEDED:
        return None
    passed, target = 0, math.ceil(RHYTHM_SHARE * count - 1e-9)
    for days_between, n in gaps:
        passed += n
        if passed >= target:
            return int(days_between)
    return None  # pragma: no cover - the counts add up to their sum


def spells(tables: Tables, everyone: nw.LazyFrame[Any], rule: Rule, bought: Purchases | None) -> nw.LazyFrame[Any]:
    """Return the spells of activity: key, segment, begin, until. Trials make no customer.

    ``fresh`` marks a spell that touches no earlier one: its customer is new, or had left and came back.
    """
    if rule.name == "activity":
        if bought is None:  # pragma: no cover - rule_for chose this rule because there are orders
            raise ValueError("no orders")
        day, tau = nw.col("order_day"), rule.tau_days or 0
        # every visit lasts as long, so only the one before can reach it
        fresh = nw.col("before").is_null() | (day > nw.col("before") + tau)
        return bought.visits.select("key", "segment", begin=day, until=day + tau, fresh=fresh)
    raw = (
        signed(tables["subscriptions"])
        .join(everyone, on="customer_id")
        .select("key", "segment", begin="start_day", until=nw.col("end_day").fill_null(NEVER) + (rule.grace_days or 0))
    )
    order = ["begin", "until"]
    reach = raw.with_columns(reach=nw.col("until").cum_max().over("key", order_by=order))
    return reach.with_columns(before=nw.col("reach").shift(1).over("key", order_by=order)).select(
        "key", "segment", "begin", "until", fresh=nw.col("before").is_null() | (nw.col("begin") > nw.col("before"))
    )


def states(
    active_spells: nw.LazyFrame[Any], periods: Sequence[Period], connection: duckdb.DuckDBPyConnection
) -> nw.LazyFrame[Any]:
    """Return, per customer and period, the bits START, END (active then), BEFORE (known before) and BEGAN in it."""
    begin, until = nw.col("begin"), nw.col("until")
    days = sorted({epoch_day(day) for period in periods for day in (period.start, period.end)})
    active = {f"at{day}": nw.when((begin < day) & (until >= day)).then(1).otherwise(0).max() for day in days}
    began = {
        f"began{cell}": nw.when(nw.col("fresh") & (begin >= epoch_day(p.start)) & (begin < epoch_day(p.end)))
        .then(1)
        .otherwise(0)
        .max()
        for cell, p in enumerate(periods)
    }
    wide = materialise(active_spells.group_by("key", "segment").agg(first=begin.min(), **active, **began), connection)
    parts = []
    for cell, period in enumerate(periods):
        start, end = epoch_day(period.start), epoch_day(period.end)
        state = (
            START * nw.col(f"at{start}")
            + END * nw.col(f"at{end}")
            + nw.when(nw.col("first") < start).then(BEFORE).otherwise(0)
            + BEGAN * nw.col(f"began{cell}")
        )
        parts.append(wide.select("key", "segment", cell=nw.lit(cell), state=state))
    return nw.concat(parts)


def transitions(customers: nw.LazyFrame[Any]) -> dict[tuple[int, str], Transition]:
    """Return what became of the customers, by (period, segment)."""
    result: dict[tuple[int, str], Transition] = {}
    for cell, segment, state, n in collect(customers.group_by("cell", "segment", "state").agg(n=nw.len())):
        place = (int(cell), segment)
        result[place] = result.get(place, Transition()) + _read(int(state), int(n))
    return result


def _read(state: int, n: int) -> Transition:
    """Return what ``n`` customers in this state contribute."""
    if state & START:
        if not state & END:
            return Transition(lost=n)
        return Transition(kept=n, commuters=n if state & BEGAN else 0)
    if state & END:
        return Transition(reactivated=n) if state & BEFORE else Transition(new=n)
    return Transition(new_and_lost=n) if state & BEGAN and not state & BEFORE else Transition()
