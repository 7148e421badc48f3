"""How often an interval holds the truth, and on which side it misses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.model import Reading

#: What a nominal 95 % interval is held to.
LEAST, MOST = 0.93, 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One line of a table: how often the intervals of one indicator held the truth.

    ``below`` is the share of intervals that end below the truth, ``above`` of those that begin above it.
    ``error`` is the Monte Carlo standard error; 0 where all outcomes were counted. ``share`` of the replicates is
    what the table's heading says: those called a certain change, or those that the line is about. ``withheld`` is
    the share that the product did not tell (one customer with more than half of the revenue, or a change of uneven
    amounts of few customers, which is not tested); no other figure counts them.
    """

    population: str
    indicator: str
    n: int
    below: float
    above: float
    error: float
    share: float | None = None
    withheld: float = 0.0

    @property
    def covered(self) -> float:
        """The share of intervals that held the truth."""
        return 1.0 - self.below - self.above

    @property
    def mark(self) -> str:
        """``low`` or ``high`` where the coverage is outside what it is held to."""
        if self.covered < LEAST:
            return "low"
        return "high" if self.covered > MOST else ""


class Count:
    """Counts the intervals of one indicator against the truth."""

    def __init__(self, truth: float) -> None:
        self.truth = truth
        self.weight = self.below = self.above = self.certain = self.withheld = 0.0

    def add(self, low: float, high: float, weight: float = 1.0, *, certain: bool = False) -> None:
        """Count one interval."""
        self.weight += weight
        self.below += weight * (high < self.truth)
        self.above += weight * (low > self.truth)
        self.certain += weight * certain

    def read(self, reading: Reading, weight: float = 1.0) -> None:
        """Count the interval of a reading; one that is withheld because one customer dominates is left out."""
        if reading.low is None or reading.high is None:
            self.withheld += weight
        else:
            self.add(reading.low, reading.high, weight)

    def cell(self, population: str, indicator: str, n: int, *, exact: bool = False, share: float | None = None) -> Cell:
        """Return the line of the table."""
        below, above = self.below / self.weight, self.above / self.weight
        missed = below + above
        return Cell(
            population=population,
            indicator=indicator,
            n=n,
            below=below,
            above=above,
            error=0.0 if exact else math.sqrt(missed * (1 - missed) / self.weight),
            share=share,
            withheld=self.withheld / (self.weight + self.withheld),
        )


def table(cells: Sequence[Cell]) -> Iterable[str]:
    """Return the lines of a Markdown table, one a population and indicator, a column a size of the sample."""
    sizes = sorted({cell.n for cell in cells})
    yield "| population | indicator | " + " | ".join(f"n = {n}" for n in sizes) + " |"
    yield "|---|---|" + "---|" * len(sizes)
    for population, indicator in dict.fromkeys((cell.population, cell.indicator) for cell in cells):
        own = {cell.n: cell for cell in cells if (cell.population, cell.indicator) == (population, indicator)}
        shown = (_shown(own[n]) if n in own else "" for n in sizes)
        yield f"| {population} | `{indicator}` | " + " | ".join(shown) + " |"


def _shown(cell: Cell) -> str:
    """Return coverage in per cent, in bold where outside, and how often the interval lies below and above."""
    covered = f"{100 * cell.covered:.1f}"
    shown = f"**{covered}**" if cell.mark else covered
    misses = f"{100 * cell.below:.1f}/{100 * cell.above:.1f}"
    share = "" if cell.share is None else f"; {100 * cell.share:.1f}"
    return f"{shown} ({misses}{share})"
