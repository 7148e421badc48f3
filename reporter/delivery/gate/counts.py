"""How many rows a table has a day, and what its past leads to expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw

_EPOCH = date(1970, 1, 1)
WEEK = 7
#: The weeks that tell what to expect, and how many of them a new client must have before anything is expected.
WEEKS, FEWEST_WEEKS = 13, 8
YEAR = 52 * WEEK  # a year back falls on the same weekday
#: A pause that no business makes, and how many times it goes into a year that came in waves.
LONG_PAUSE, SILENT_SHARE = 35, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Rows by day; ``days`` are those with rows, rising."""

    rows: Mapping[date, int]
    days: tuple[date, ...]

    def between(self, start: date, end: date) -> int:
        """Return the rows from ``start`` to the day before ``end``."""
        return sum(count for day, count in self.rows.items() if start <= day < end)

    def last_before(self, day: date) -> date | None:
        """Return the last day with rows before another."""
        return max((one for one in self.days if one < day), default=None)


def counted(frame: nw.LazyFrame[Any], column: str, whole: str = "") -> Counts:
    """Count a table's rows by day; rows without a day are none of any.

    Args:
        frame: the table.
        column: its day, counted from 1970-01-01.
        whole: what makes one row of several (an answer has one row a question), empty where a row is one.
    """
    import narwhals as nw

    from reporter import store

    number = nw.col(whole).n_unique() if whole else nw.len()
    found = store.collect(frame.filter(~nw.col(column).is_null()).group_by(column).agg(number.alias("rows")))
    rows = {day: count for number_, count in found if (day := _day(number_)) is not None}
    return Counts(rows=rows, days=tuple(sorted(rows)))


def expected(counts: Counts, start: date, end: date, before: date) -> float | None:
    """Return how many rows the days from ``start`` to the day before ``end`` should have; None where nothing tells.

    The level is the median of the 13 weekly totals before ``before``: a bulk of imported rows, a closed fortnight or a
    survey's wave of five weeks do not move it. The weekdays share it as they do on the mean of those weeks. Where the
    table begins within those weeks, the weeks since then tell, if they are eight or more.
    """
    first = counts.days[0] if counts.days else before
    weeks = min(WEEKS, (before - first).days // WEEK)
    if weeks < FEWEST_WEEKS:
        return None
    totals, shares = [], [0.0] * WEEK
    for week in range(1, weeks + 1):
        monday = before - timedelta(days=WEEK * week)
        daily = [(day, counts.rows.get(day, 0)) for day in (monday + timedelta(days=n) for n in range(WEEK))]
        total = sum(count for _, count in daily)
        totals.append(total)
        for day, count in daily:
            shares[day.weekday()] += count / total if total else 0.0
    filled = sum(1 for total in totals if total) or 1
    spread = sum(shares[(start + timedelta(days=n)).weekday()] for n in range((end - start).days)) / filled
    return median(totals) * spread


def pauses(counts: Counts, start: date, end: date) -> tuple[tuple[int, date], ...]:
    """Return each stretch of days without rows that ended from ``start`` to the day before ``end``: length, end.

    It ends with the day that has rows again; before the table's first day there is none.
    """
    pairs = pairwise(counts.days)
    return tuple(((day - last).days - 1, day) for last, day in pairs if start <= day < end and (day - last).days > 1)


def in_waves(counts: Counts, before: date) -> bool:
    """Tell whether a table's rows come in waves: in the year before ``before`` it was silent for a third.

    Only pauses of five weeks or more count, which no business makes; a month whose files were never got is one such
    pause, and no third of a year.
    """
    start = max(counts.days[0], before - timedelta(days=YEAR)) if counts.days else before
    silent = sum(min(gap, YEAR) for gap, _ in pauses(counts, start, before) if gap >= LONG_PAUSE)
    return SILENT_SHARE * silent > (before - start).days


def _day(number: int) -> date | None:
    """Return a day from its number; None for one that no calendar has."""
    try:
        return _EPOCH + timedelta(days=number)
    except OverflowError:
        return None
