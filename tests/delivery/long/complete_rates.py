"""How often the completeness test raises a false alarm and what it catches, on the demo clients and on simulations.

Run by hand: ``PYTHONPATH=. python tests/delivery/long/complete_rates.py [DEMO_WORKSPACE]``, with ingested data; about
two minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.delivery.gate.complete import DAYS, NEEDED, WHOLE
from reporter.delivery.gate.counts import counted
from reporter.store import open_tables
from tests.delivery.businesses import KINDS, START, business, judged, months, table_of, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.delivery.gate.counts import Counts
    from reporter.model import Period

SEEDS = 40


def scenes(counts: Counts, name: str, period: Period) -> Iterator[tuple[str, bool]]:
    """Yield what was done to a month's rows, and whether the gate stopped it."""
    start, end = period.start, period.end
    middle, week = start + timedelta(days=period.days // 2), end - timedelta(days=7)
    yield "whole, known 2 days after", bool(judged(counts, name, period, end + timedelta(days=2)))
    yield "whole, known to the end", bool(judged(counts, name, period, end))
    damaged = {
        "last week gone": without(counts, week, end),
        "second half gone": without(counts, middle, end),
        "all gone": without(counts, start, end),
        "half kept": without(counts, start, end, 0.5, seed=start.toordinal()),
        "30 % kept": without(counts, start, end, 0.3, seed=start.toordinal()),
    }
    for scene, rows in damaged.items():
        yield scene, bool(judged(rows, name, period, end))


def shown(title: str, tables: Iterator[tuple[str, Counts, Period]]) -> None:
    """Print a table of rates."""
    stopped: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    for name, counts, period in tables:
        for scene, alarm in scenes(counts, table_of(name.split(",")[0]), period):
            tried[name, scene] += 1
            stopped[name, scene] += alarm
    print(f"\n{title}")
    for key, number in tried.items():
        print(f"  {key[0]:22} {key[1]:26} {stopped[key]:5} of {number:5}  {stopped[key] / number:7.2%}")


def demo(folder: Path) -> Iterator[tuple[str, Counts, Period]]:
    """Yield the demo clients' tables."""
    for client in ("norrvik", "vestera"):
        tables = open_tables(folder / "clients" / client / "data")
        for name in NEEDED:
            counts = counted(tables[name], DAYS[name], WHOLE.get(name, ""))
            for period in months("2023-02", "2025-12"):
                yield f"{name}, {'first' if period.start.year == 2023 else 'later'} year", counts, period


def simulated() -> Iterator[tuple[str, Counts, Period]]:
    """Yield simulated businesses over three years, the first of which is known only by its own past."""
    for kind in KINDS:
        for seed in range(SEEDS):
            counts = business(kind, seed)
            for period in months("2022-02", "2025-12"):
                yield f"{kind}, {'first' if period.start.year == START.year else 'later'}", counts, period


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shown("demo clients", demo(Path(sys.argv[1])))
    shown("simulated", simulated())
