"""Whether a client's data of a period are all there: each table present, fresh to the end, about as full as ever.

What is caught: a table whose files are missing; one that ends early; one that is much too thin (under half of what its
past leads to expect, by default). What is not: some rows too few, since months differ; a hole in the middle of a month
that is otherwise full; of a table of fewer than about five rows a week anything but its absence; of a client's first
eight weeks, first winter and first summer anything but an empty month, since nobody knows yet what is usual there; of
the rest of its first year a missing last week.

A survey that is asked in waves is not expected to have rows in any one month: only a wave that is overdue by a quarter
of the longest pause between waves is told, once three such pauses are known. A seasonal business is measured by what
the same month was a year ago. A table that really has dried up is let out by leaving it out of ``needs``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reporter.delivery.gate.counts import LONG_PAUSE, YEAR, counted, expected, in_waves, pauses
from reporter.delivery.gate.values import Obstacle

if TYPE_CHECKING:
    from reporter.delivery.gate.counts import Counts
    from reporter.model import Period
    from reporter.store import Tables
    from reporter.workspace.delivery import Conditions

MISSING, NOT_FRESH, TOO_FEW = "E430", "E431", "E432"
#: Tables that carry a day → the column; those that every client with them must have filled.
DAYS = {"orders": "order_day", "responses": "survey_day", "tickets": "opened_day", "subscriptions": "start_day"}
NEEDED = ("orders", "responses", "tickets")
WHOLE = {"responses": "response_id"}
#: Days without rows that are nothing: a weekend with a holiday; for a client of less than a year also a closed week.
SHORT_STRETCH, NEW_STRETCH = 3, 7
KNOWN_PAUSES, OVERDUE = 3, 1.25
CLOSED, EARLIER, SLACK = 10, 14, 7
#: Months in which some close, some send nothing, and a shop sells little: without a year before, nothing tells.
QUIET = frozenset({1, 2, 7, 8, 12})
SURELY_MISSING = 7.0  # rows that a silent stretch should have had: by chance it has none once in a thousand
TESTABLE = 20.0  # rows that a period must be expected to have, for their number to be tested
STEADY, UNCERTAIN = 0.5, 0.5  # a season this low, or unknown, tells little: half of the limit holds
AFTERWARDS = 92  # days after the period whose rows prove that the export was made later


def incomplete(
    tables: Tables, period: Period, conditions: Conditions, *, today: date | None = None
) -> tuple[Obstacle, ...]:
    """Return what is missing of a period's data, at most one obstacle a table; each may pass by itself.

    Args:
        tables: the client's, with everything ingested.
        period: that the report is about.
        conditions: ``needs`` and ``complete``.
        today: rows dated after it are typing errors that prove nothing; None: the rows of three months after the
            period are taken for true.
    """
    wanted = conditions.needs or tuple(name for name in NEEDED if name in tables)
    wanted = wanted or tuple(name for name in DAYS if name in tables)
    if not wanted:
        return (_wait(MISSING, "data", f"there is none of the tables {', '.join(NEEDED)}"),)
    found = [_fault(tables, name, period, conditions, today) for name in dict.fromkeys(wanted)]
    return tuple(one for one in found if one)


def _fault(tables: Tables, name: str, period: Period, conditions: Conditions, today: date | None) -> Obstacle | None:
    """Return what is wrong with one table. One that begins after the period is missed only where it is named."""
    frame = tables.get(name)
    if frame is None:
        return _wait(MISSING, name, f"{name}: no export held this table")
    if name not in DAYS:
        return None
    counts = counted(frame, DAYS[name], WHOLE.get(name, ""))
    if counts.last_before(period.end) is None and (name in conditions.needs or not counts.days):
        return _wait(NOT_FRESH, name, f"{name}: no row is dated before the end of {period}")
    return judged(counts, name, period, conditions.complete, today)


def judged(counts: Counts, name: str, period: Period, share: float, today: date | None = None) -> Obstacle | None:
    """Return what is wrong with one table, from its rows by day.

    Where the table ends in a closure that its past explains, and no later row proves that it is over, only the days
    before the closure are measured.
    """
    last = counts.last_before(period.end)
    if last is None:
        return None
    until = min(period.end + timedelta(days=AFTERWARDS), today + timedelta(days=1) if today else date.max)
    silent = (period.end - last).days - 1
    ended = not counts.between(period.end, until)
    late = _late(counts, name, period, last) if ended and silent > SHORT_STRETCH else None
    end = last + timedelta(days=1) if ended and silent > CLOSED else period.end
    return late or _few(counts, name, period, end, share)


def _late(counts: Counts, name: str, period: Period, last: date) -> Obstacle | None:
    """Return that a table ends earlier than its past explains."""
    silent = (period.end - last).days - 1
    waves = in_waves(counts, period.start)
    allowed = _allowed_in_waves(counts, period) if waves else _allowed(counts, name, period, last)
    if allowed is None or silent <= allowed:
        return None
    rows = counts.between(period.start, period.end)
    what = f"the last of the {rows} rows in {period}" if rows else f"there is no row in {period}, the last"
    told = f"{name}: {what} is of {last}, {silent} days before its end"
    return _wait(NOT_FRESH, name, f"{told}; at most {allowed} are usual")


def _allowed(counts: Counts, name: str, period: Period, last: date) -> int | None:
    """Return how many days without rows are nothing new; None where so few were to be expected that chance explains it.

    Those are as many as the longest pause of the year before the period. One of more than ten days, such as a summer's
    closure, explains a silence only at its own time of the year: that begins a fortnight earlier at most, and ends a
    week later at most.
    Where no year is known, a week is nothing, and anything but an empty month in the quiet months and in the first
    eight weeks of all, where a survey's wave cannot be told from what comes each week.
    """
    after, year = last + timedelta(days=1), period.start - timedelta(days=YEAR)
    due, all_but_empty = expected(counts, after, period.end, after), period.days - 1
    if due is None and name != "responses" and counts.between(date.min, after) >= TESTABLE:
        return all_but_empty
    if due is None or due < SURELY_MISSING:
        return None
    known = [
        gap if gap <= CLOSED else (ended + timedelta(days=YEAR + SLACK) - after).days
        for gap, ended in pauses(counts, year, period.start)
        if gap <= CLOSED or after >= ended + timedelta(days=YEAR - gap - EARLIER)
    ]
    new = all_but_empty if period.last.month in QUIET else NEW_STRETCH
    return max(SHORT_STRETCH if counts.days[0] <= year else new, *known, 0)


def _allowed_in_waves(counts: Counts, period: Period) -> int | None:
    """Return how long the pause between two waves may be, from those of two years; None where they are too few."""
    start = period.start - timedelta(days=2 * YEAR)
    known = [gap for gap, _ in pauses(counts, start, period.start) if gap >= LONG_PAUSE]
    return int(OVERDUE * max(known)) if len(known) >= KNOWN_PAUSES else None


def _few(counts: Counts, name: str, period: Period, end: date, share: float) -> Obstacle | None:
    """Return that a table has much fewer rows up to a day of the period than its 13 weeks before lead to expect.

    What they lead to expect is lowered as far as it was too high for the same days a year ago (a summer, the January
    of a shop), never raised. Where no such year is known, or it lowers by more than half, half of the usual limit
    holds; in the quiet months of a first year none does.
    """
    usual = expected(counts, period.start, end, period.start)
    season = _season(counts, period.start, end)
    unknown = season is None and period.last.month in QUIET
    if usual is None or unknown or in_waves(counts, period.start):
        return None
    due = usual * (1.0 if season is None else season)
    need = share * due * (1.0 if season is not None and season >= STEADY else UNCERTAIN)
    rows = counts.between(period.start, period.end)
    if due < TESTABLE or rows >= need:
        return None
    told = f"{name}: {rows} rows in {period} where about {due:.0f} were expected and {need:.0f} are needed"
    return _wait(TOO_FEW, name, f"{told}; the last is of {counts.last_before(period.end)}")


def _season(counts: Counts, start: date, end: date) -> float | None:
    """Return which share of its usual level the same days had a year ago, 1 at most; None where that is unknown."""
    start, end = (day - timedelta(days=YEAR) for day in (start, end))
    usual = expected(counts, start, end, start)
    if usual is None or usual < TESTABLE:
        return None
    return min(1.0, counts.between(start, end) / usual)


def _wait(code: str, table: str, reason: str) -> Obstacle:
    return Obstacle(code=code, reason=reason, kind="wait", brief=table)
