"""Shares and scores of single answers: all outcomes are counted, with their probabilities, so nothing is drawn."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from reporter.indicators.basis import Basis
from reporter.indicators.catalogue import csat, nps, retention
from reporter.indicators.sums import Item, ItemSums
from reporter.statistics import Moments
from tests.coverage._bases import SETTINGS, YEAR, retention_basis
from tests.coverage._count import Count
from tests.coverage._populations import CLASSES, mix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.coverage._bases import Numbers
    from tests.coverage._count import Cell

#: Outcomes less likely than this are left out; all of them together are rarer than one in a thousand.
RAREST = 1e-9
MIXES = {
    "50 % promoters, 20 % detractors": mix(0.5, 0.3, 0.2),
    "30 %, 30 %": mix(0.3, 0.4, 0.3),
    "60 %, 10 %": mix(0.6, 0.3, 0.1),
    "20 %, 50 %": mix(0.2, 0.3, 0.5),
    "85 %, 3 %": mix(0.85, 0.12, 0.03),
}
SATISFIED = (0.5, 0.8, 0.95)
KEPT = (0.6, 0.9, 0.97)


def outcomes(n: int, chances: Numbers) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield the counts of n answers over two or three classes, with their multinomial probability."""
    first = np.arange(n + 1)
    grid = np.array(np.meshgrid(*[first] * (len(chances) - 1), indexing="ij")).reshape(len(chances) - 1, -1)
    counts = np.vstack([grid, n - grid.sum(axis=0)])
    counts = counts[:, counts[-1] >= 0]
    logs = gammaln(n + 1) - gammaln(counts + 1).sum(axis=0) + np.log(chances) @ counts
    likely = logs > np.log(RAREST)
    for column, chance in zip(counts[:, likely].T.tolist(), np.exp(logs[likely]).tolist(), strict=True):
        yield tuple(column), chance


def item_basis(name: str, counted: dict[float, int], marked: dict[float, int], scale: tuple[int, int]) -> Basis:
    """Return the basis of single answers: how many gave each score, and what mark each score has."""
    n = sum(counted.values())
    y = sum(times * marked[score] for score, times in counted.items())
    yy = sum(times * marked[score] ** 2 for score, times in counted.items())
    mark = Moments(clusters=n, x=n, y=y, xx=n, xy=y, yy=yy)
    score = Moments(clusters=n, x=n)  # the shares and the score ask nothing of it
    sums = ItemSums(answers=n, histogram=Counter(counted), score=score, mark=mark)
    item = Item(item=name, kind="relationship", low=scale[0], high=scale[1], sums=sums)
    return Basis(period=YEAR, settings=SETTINGS, items={name: item})


def nps_cell(population: str, n: int) -> list[Cell]:
    """Return the coverage of the score of n single answers."""
    chances = MIXES[population]
    count = Count(100.0 * float(chances[2] - chances[0]))
    scores = CLASSES.tolist()
    marked = dict(zip(scores, (-1, 0, 1), strict=True))
    for counts, chance in outcomes(n, chances):
        counted = dict(zip(scores, counts, strict=True))
        count.read(nps.measure(item_basis("nps", counted, marked, (0, 10))), chance)
    return [count.cell(population, "nps", n, exact=True)]


def csat_cell(share: float, n: int) -> list[Cell]:
    """Return the coverage of the share of satisfied among n single answers."""
    count = Count(100.0 * share)
    for (yes, no), chance in outcomes(n, np.array([share, 1 - share])):
        basis = item_basis("csat", {5.0: yes, 2.0: no}, {5.0: 1, 2.0: 0}, (1, 5))
        count.read(csat.measure(basis), chance)
    return [count.cell(f"{100 * share:.0f} % satisfied", "csat", n, exact=True)]


def retention_cell(share: float, n: int) -> list[Cell]:
    """Return the coverage of retention among n customers at the start."""
    count = Count(100.0 * share)
    for (kept, _), chance in outcomes(n, np.array([share, 1 - share])):
        count.read(retention.measure(retention_basis(kept, n)), chance)
    return [count.cell(f"{100 * share:.0f} % kept", "retention", n, exact=True)]
