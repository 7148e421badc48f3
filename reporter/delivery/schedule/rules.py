"""When the report on a month is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.delivery.schedule.calendars import business_days, is_business_day
from reporter.workspace.delivery import ZONES

if TYPE_CHECKING:
    from reporter.model import Period
    from reporter.workspace import Schedule


def fire(schedule: Schedule, period: Period) -> datetime:
    """Return the instant from which the report on a month is due: aware, in UTC.

    It never lies before the month has ended, in the schedule's zone or in the calendar's country.
    """
    ended = instant(period.end, time(), ZONES[schedule.calendar])
    return max(instant(day_of(schedule, period), time.fromisoformat(schedule.time), schedule.zone), ended)


def day_of(schedule: Schedule, period: Period) -> date:
    """Return the day on which the report on a month is due, in the schedule's zone.

    It lies in the month after the reported one; only ``if_holiday = "next"`` may lead into the month after that. An
    n-th business day that a month does not have is its last one (its first, when counted from the end). Where
    ``if_holiday = "previous"`` would lead back into the reported month, the report waits for the first business day
    after it: of "early rather than late" and "never before the month has ended" the second is the promise.
    """
    if schedule.business_day is not None:
        days = business_days(period.end.year, period.end.month, schedule.calendar)
        number = schedule.business_day - 1 if schedule.business_day > 0 else len(days) + schedule.business_day
        return days[min(max(number, 0), len(days) - 1)]
    day = _day(period.end, schedule.day or 0)
    found = _moved(day, -1 if schedule.if_holiday == "previous" else 1, schedule)
    return found if found >= period.end else _moved(day, 1, schedule)


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the instant of a wall clock's time in a zone: aware, in UTC.

    A time that the clock skips in spring is moved on by what is skipped (02:30 becomes 03:30), one that it shows
    twice in autumn is its first: the rules of RFC 5545, section 3.3.5.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _day(first: date, number: int) -> date:
    """Return a day of the month that begins with ``first``; 0 is its last."""
    if number:
        return first.replace(day=number)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _moved(day: date, step: int, schedule: Schedule) -> date:
    """Return a day, or the nearest business day in a direction."""
    while not is_business_day(day, schedule.calendar):
        day += timedelta(days=step)
    return day
