"""Cohorts: how many came in each step of time, and how many of them were active in each later one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.activity import NEVER
from reporter.indicators.queries.cells import epoch_day
from reporter.model.period import MONTHS_A_YEAR
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.orders import Purchases


def steps_before(end: date, months: int, steps: int) -> list[date]:
    """Return the first days of the last steps before a day, and the first day after them: (steps + 1,).

    A step is a calendar month or quarter (``months`` 1 or 3); the last one holds the day before ``end``.
    """
    last = date.fromordinal(end.toordinal() - 1)
    place = (last.year * MONTHS_A_YEAR + last.month - 1) // months
    firsts = [month * months for month in range(place - steps + 1, place + 2)]
    return [date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1) for month in firsts]


def came(spells: nw.LazyFrame[Any], end: date) -> nw.LazyFrame[Any]:
    """Return the day on which each customer came: ``key``, ``first``; none on or after ``end``."""
    first = spells.group_by("key").agg(first=nw.col("begin").min())
    return first.filter(nw.col("first") < epoch_day(end))


def sizes(firsts: nw.LazyFrame[Any], edges: Sequence[date]) -> list[int]:
    """Return how many customers came in each step (steps,)."""
    here = firsts.filter((nw.col("first") >= epoch_day(edges[0])) & (nw.col("first") < epoch_day(edges[-1])))
    rows = collect(here.select(cohort=_step("first", edges)).group_by("cohort").agg(n=nw.len()))
    counts = {int(cohort): int(n) for cohort, n in rows}
    return [counts.get(step, 0) for step in range(len(edges) - 1)]


def ordered(bought: Purchases, firsts: nw.LazyFrame[Any], edges: Sequence[date], end: date) -> NDArray[np.int64]:
    """Return how many of each cohort ordered in each step before ``end``: (cohorts, steps) of the calendar."""
    import numpy as np

    since = epoch_day(edges[0])
    visits = bought.visits.filter((nw.col("order_day") >= since) & (nw.col("order_day") < epoch_day(end)))
    own = firsts.filter(nw.col("first") >= since)
    seen = (
        visits.join(own, on="key")
        .select("key", cohort=_step("first", edges), step=_step("order_day", edges))
        .unique()
        .group_by("cohort", "step")
        .agg(n=nw.len())
    )
    found = np.zeros((len(edges) - 1, len(edges) - 1), dtype=np.int64)
    for cohort, step, n in collect(seen):
        found[int(cohort), int(step)] = int(n)
    return found


def in_force(
    spells: nw.LazyFrame[Any], firsts: nw.LazyFrame[Any], edges: Sequence[date], end: date
) -> NDArray[np.int64]:
    """Return how many of each cohort had a contract at the end of each step: (cohorts, steps) of the calendar.

    The last step ends at ``end`` at the latest. As in retention, a contract counts until the grace has passed.
    """
    import numpy as np

    days = [min(epoch_day(edge), epoch_day(end)) for edge in edges[1:]]
    begin, until = nw.col("begin"), nw.col("until")
    own = firsts.filter(nw.col("first") >= epoch_day(edges[0]))
    active = {
        f"at{step}": nw.when((begin < day) & (until >= day)).then(1).otherwise(0).max() for step, day in enumerate(days)
    }
    customers = spells.join(own, on="key").group_by("key", "first").agg(**active)
    by_cohort = customers.with_columns(cohort=_step("first", edges)).group_by("cohort")
    found = np.zeros((len(days), len(days)), dtype=np.int64)
    for cohort, *counts in collect(by_cohort.agg(*(nw.col(name).sum() for name in active))):
        found[int(cohort)] = counts
    return found


def first_leaving(spells: nw.LazyFrame[Any], grace_days: int) -> int | None:
    """Return the epoch day on which the first contract ended that the data tell; None where none has."""
    [(day,)] = collect(spells.filter(nw.col("until") < NEVER).select(d=nw.col("until").min()))
    return None if day is None else int(day) - grace_days


def _step(column: str, edges: Sequence[date]) -> nw.Expr:
    """Return the place of the step that holds a day, for days from the first edge on."""
    return nw.sum_horizontal(*(nw.when(nw.col(column) >= epoch_day(edge)).then(1).otherwise(0) for edge in edges[1:-1]))
