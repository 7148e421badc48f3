"""A schedule in words, for the one who set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.workspace import Schedule

_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def describe(schedule: Schedule) -> str:
    """Return the rule in English: "2nd business day (SE) of the month after, at 07:00"."""
    return f"{_day(schedule)} of the month after{_moved(schedule)}, at {schedule.time}"


def _day(schedule: Schedule) -> str:
    number = schedule.business_day
    if number is None:
        return f"{_ordinal(schedule.day)} day" if schedule.day else "last day"
    days = f"business day ({schedule.calendar})"
    if number > 0:
        return f"{_ordinal(number)} {days}"
    return f"last {days}" if number == -1 else f"{_ordinal(-number)} last {days}"


def _moved(schedule: Schedule) -> str:
    """Return what happens where the day is no business day."""
    if schedule.day is None:
        return ""
    return f" or the {schedule.if_holiday} business day ({schedule.calendar})"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"
