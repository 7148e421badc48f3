"""Which reports are due: by the month that they are on, never by when somebody looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.delivery.schedule.rules import fire
from reporter.errors import UsageError
from reporter.model import Period

if TYPE_CHECKING:
    from reporter.workspace import Schedule

#: How many months back are looked at: a schedule first seen under a clock of 1970 must not list half a century.
FURTHEST = 120
_BACK, _AHEAD = timedelta(hours=48), timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that is due and not in the ledger.

    ``period`` is the month that it is on, ``fire`` the instant it was due at, in UTC; ``overdue`` that so many later
    ones have fallen due that it is sent only when a person asks for it.
    """

    client: str
    period: Period
    fire: datetime
    overdue: bool


def due(client: str, schedule: Schedule, first: str, now: datetime, known: frozenset[str]) -> tuple[Due, ...]:
    """Return the reports of a client that are due and were never begun, oldest first.

    Those on the newest ``catch_up`` months that have fallen due by now are sent by themselves, older ones are overdue.
    Which months these are does not depend on what was sent: an overdue report does not become a fresh one when the
    others are out.

    A rule that is changed holds for every month that is not out yet: where its new instant has passed, the report is
    due at once; where it lies ahead, the report waits for it, even if it was due before.

    Args:
        client: its slug.
        schedule: as it is now; of an earlier one nothing is remembered but what was sent under it.
        first: the first month that is owed, such as "2026-10": the one that was to fall due next when the schedule was
            first seen. A month and not a moment, so that a rule that is changed afterwards neither brings an earlier
            month back nor lets this one slip.
        now: aware, UTC.
        known: the months in the ledger, in whatever state.
    """
    found = []
    period = _newest(schedule, now)
    for age in range(FURTHEST):
        if str(period) < first:
            break
        if str(period) not in known:
            at = fire(schedule, period)
            found.append(Due(client=client, period=period, fire=at, overdue=age >= schedule.catch_up))
        period = period.previous()
    return tuple(reversed(found))


def next_due(schedule: Schedule, now: datetime) -> str:
    """Return the month that falls due next: the first that a schedule first seen now owes."""
    ((period, _),) = upcoming(schedule, now, 1)
    return str(period)


def upcoming(schedule: Schedule, now: datetime, count: int) -> tuple[tuple[Period, datetime], ...]:
    """Return the next months and when the reports on them fall due (UTC), from the first after ``now``."""
    found: list[tuple[Period, datetime]] = []
    period = _newest(schedule, now)
    while len(found) < count:
        period = _month(period.end)
        found.append((period, fire(schedule, period)))
    return tuple(found)


def check_clock(now: datetime, last: datetime | None, *, ok: bool) -> None:
    """Refuse to decide what is due by a clock that cannot be right.

    Args:
        now: aware, UTC.
        last: the last time that the ledger has seen; None at the first run.
        ok: a person says that the clock is right.

    Raises:
        UsageError: E420, when now is more than 48 hours before ``last``, or more than 62 days after it.
    """
    if ok or last is None or last - _BACK <= now <= last + _AHEAD:
        return
    far = f"{abs(now - last).days} days {'before' if now < last else 'after'}"
    raise UsageError(
        "E420",
        f"the clock shows {now:%Y-%m-%d %H:%M} UTC, {far} the last run; nothing was sent",
        help="set the clock right, or say --clock-ok where it is",
    )


def _newest(schedule: Schedule, now: datetime) -> Period:
    """Return the newest month whose report has fallen due."""
    period = _month(now.astimezone(ZoneInfo(schedule.zone)).date()).previous()
    while fire(schedule, period) > now:
        period = period.previous()
    return period


def _month(day: date) -> Period:
    """Return the month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1))
