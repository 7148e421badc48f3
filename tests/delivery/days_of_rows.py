"""Rows on days, made by rule, whose sums can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from reporter.model import Period

OCTOBER = Period.parse("2026-10")  # from Thursday the 1st to Saturday the 31st: 22 working days
EPOCH = date(1970, 1, 1)
Rows = Mapping[date, int]


def days(first: date, last: date, rows: int, *, office: bool = True) -> dict[date, int]:
    """Return so many rows on each day, or each from Monday to Friday, from the first to the last."""
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: rows for day in every if not office or day.weekday() < 5}


#: Ten rows a working day for more than two years.
STEADY = days(date(2024, 6, 3), date(2026, 10, 30), 10)


def changed(rows: Rows, first: date, last: date, count: int) -> dict[date, int]:
    """Return rows with another number on the days from the first to the last that have any."""
    return {
        day: count if first <= day <= last else old for day, old in rows.items() if not first <= day <= last or count
    }


def wave(first: date, rows: int = 30) -> dict[date, int]:
    """Return three weeks of answers."""
    return days(first, first + timedelta(days=20), rows, office=False)


QUARTERS = [date(2024, 11, 5), date(2025, 2, 4), date(2025, 5, 6), date(2025, 8, 12), date(2025, 11, 4),
            date(2026, 2, 3), date(2026, 5, 12), date(2026, 8, 11)]  # fmt: skip
