"""Simulated businesses: how many rows a table gets a day, with seasons, closures, waves and chance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from reporter.delivery.gate import complete
from reporter.delivery.gate.counts import Counts
from reporter.model import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.delivery.gate import Obstacle

START, END = date(2022, 1, 1), date(2026, 1, 5)
KINDS = ("office", "closed in July", "shop", "Christmas shop", "tickets", "quarterly survey", "yearly survey")


def counts_of(rows: Iterable[tuple[date, int]]) -> Counts:
    """Return counts of days and their rows."""
    kept = {day: count for day, count in rows if count}
    return Counts(rows=kept, days=tuple(sorted(kept)))


def months(first: str, last: str) -> Iterator[Period]:
    """Yield the months from one to another."""
    found, end = Period.parse(first), Period.parse(last)
    while found.start <= end.start:
        yield found
        later = found.end + timedelta(days=31)
        found = Period(found.end, later.replace(day=1))


def business(kind: str, seed: int, start: date = START) -> Counts:
    """Return four years of a business: a level of its own, a trend, weeks better and worse than others, and chance."""
    rnd = np.random.default_rng(seed)
    level = float(
        np.exp(rnd.uniform(np.log(0.05 if kind == "tickets" else 1.0), np.log(3 if kind == "tickets" else 40)))
    )
    trend, week, factor = rnd.uniform(-0.3, 0.4), -1, 1.0
    waves = tuple(rnd.integers(-10, 11, 40))
    rows = []
    for number in range((END - START).days):
        day = START + timedelta(days=number)
        if number // 7 != week:
            week, factor = number // 7, float(rnd.gamma(12, 1 / 12))
        mean = level * (1 + trend) ** (number / 365) * factor * _share(kind, day, waves)
        rows.append((day, int(rnd.poisson(mean)) if day >= start else 0))
    return counts_of(rows)


def _share(kind: str, day: date, waves: tuple[int, ...]) -> float:
    """Return how a day stands against a usual one."""
    christmas = (day.month, day.day) in {(12, 24), (12, 25), (12, 26), (1, 1), (1, 6), (6, 6)}
    if kind in {"shop", "Christmas shop"}:
        season = 0.4 if day.month in {1, 2} else 2.5 if day.month in {11, 12} and kind == "Christmas shop" else 1.0
        return 0.0 if christmas else season * (1.4 if day.weekday() >= 4 else 0.8)
    if kind.endswith("survey"):
        return _wave(kind, day, waves)
    if kind == "tickets":
        return 0.2 if day.weekday() >= 5 else 1.3
    closed = kind == "closed in July" and day.month == 7 and 4 <= day.day <= 30
    quiet = 0.45 if day.month == 7 else 0.6 if (day.month, day.day) > (12, 20) else 1.0
    return 0.0 if closed or christmas or day.weekday() >= 5 else quiet


def _wave(kind: str, day: date, waves: tuple[int, ...]) -> float:
    """Return how many answers come on a day: three weeks from a mail, in a month that moves by ten days."""
    for month in (3,) if kind == "yearly survey" else (2, 5, 8, 11):
        begin = date(day.year, month, 12) + timedelta(days=int(waves[(day.year * 4 + month) % len(waves)]))
        if 0 <= (day - begin).days < 21:
            return float(6 * np.exp(-(day - begin).days / 6))
    return 0.0


def judged(counts: Counts, name: str, period: Period, known: date) -> Obstacle | None:
    """Return what the gate says of a table's period when only the days before ``known`` are known."""
    seen = counts_of((day, count) for day, count in counts.rows.items() if day < known)
    return complete.judged(seen, name, period, 0.5)


def table_of(kind: str) -> str:
    """Return the table that a kind of business stands for."""
    return "responses" if kind.endswith(("survey", "responses")) else "tickets" if kind == "tickets" else "orders"


def without(counts: Counts, start: date, end: date, kept: float = 0.0, seed: int = 0) -> Counts:
    """Return counts of which only a share is kept from ``start`` to the day before ``end``, by chance."""
    rnd = np.random.default_rng(seed)
    return counts_of(
        (day, int(rnd.binomial(count, kept)) if start <= day < end else count) for day, count in counts.rows.items()
    )
