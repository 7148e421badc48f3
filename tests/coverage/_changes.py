"""Two periods with some of the same customers: the interval of the difference, and how often it is called certain."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reporter.findings.previous import compare_previous
from reporter.indicators import paired
from reporter.indicators.basis import Basis
from reporter.indicators.catalogue import aov, csat, nki, nps, retention, triad, triad_loyalty, triad_satisfaction
from reporter.indicators.catalogue import triad_value as value
from reporter.indicators.groups import Groups, with_draws
from reporter.indicators.queries.groups import DRAWN
from reporter.model import Period, Snapshot, Verdict
from tests.coverage._bases import SETTINGS, YEAR, orders_of, triad_bases
from tests.coverage._count import Count
from tests.coverage._populations import Base
from tests.coverage._samples import SHOPS, generator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.coverage._count import Cell

REPLICATES = 2000
BEFORE = Period(date(2023, 1, 1), date(2024, 1, 1))
CERTAIN = frozenset({Verdict.CLEAR, Verdict.SMALL})
SURVEYED = {
    "nps": nps,
    "csat": csat,
    "nki": nki,
    "retention": retention,
    "triad_satisfaction": triad_satisfaction,
    "triad_value": value,
    "triad_loyalty": triad_loyalty,
    "triad": triad,
}
SHOWN = ("nps", "csat", "retention", "nki", "triad_value", "triad")


def pairing(module: Any, now: Basis, before: Basis, shared: int) -> Any:  # noqa: ANN401 - a catalogue module
    """Return what two readings share, as the product finds it."""
    draws: Callable[[Basis], Any] | None = getattr(module, "draws", None)
    if draws is not None:
        fewest = min(module.measure(basis).n_customers for basis in (now, before))
        return paired._drawn(draws(now), draws(before), shared, fewest)
    return paired._correlated(module.INDICATOR, now, before, dict.fromkeys(module.INDICATOR.ratios, shared))


def compared(modules: Mapping[str, Any], now: Basis, before: Basis, shared: int, counts: Mapping[str, Count]) -> None:
    """Compare two periods as a report does, and count the intervals of the differences."""
    snapshots = [
        Snapshot(period=basis.period, readings={name: module.measure(basis) for name, module in modules.items()})
        for basis in (now, before)
    ]
    found = {name: pairing(module, now, before, shared) for name, module in modules.items()}
    pairings = {name: one for name, one in found.items() if one is not None}
    for one in compare_previous(snapshots[0], snapshots[1], pairings):
        count = counts.get(one.reading.indicator.id)
        if count is None:
            continue
        if one.low is None or one.high is None:
            count.withheld += 1
        else:
            count.add(one.low, one.high, certain=one.verdict in CERTAIN)


def survey_cell(overlap: float, n: int) -> list[Cell]:
    """Return the coverage of the differences of a survey and of retention between two years without a change."""
    base, shared = Base(), round(overlap * n)
    rng = generator("survey", overlap, n)
    counts = {name: Count(0.0) for name in SHOWN}
    for _ in range(REPLICATES):
        people = base.people(rng, 2 * n - shared)
        before, now = np.arange(n), np.arange(n - shared, 2 * n - shared)
        bases = triad_bases(
            (YEAR, now, *base.answers(rng, people[now])), (BEFORE, before, *base.answers(rng, people[before]))
        )
        compared(SURVEYED, bases[0], bases[1], shared, counts)
    return [count.cell(_name(overlap), name, n, share=count.certain / count.weight) for name, count in counts.items()]


def shop_cell(shop: str, overlap: float, n: int) -> list[Cell]:
    """Return the coverage of the difference of order values between two years without a change."""
    one, shared = SHOPS[shop], round(overlap * n)
    rng = generator(shop, overlap, n)
    count = Count(0.0)
    for _ in range(REPLICATES):
        taste = rng.standard_normal(2 * n - shared)
        parts = []
        for first in (n - shared, 0):
            who, amounts = one.draw(rng, n, taste[first : first + n])
            parts.append(orders_of(who + first, amounts))
        drawn = with_draws(
            {place: Groups(ratios=ratios) for place, (_, ratios) in enumerate(parts)}, DRAWN, SETTINGS.seed
        )
        now, before = (
            Basis(period=period, settings=SETTINGS, orders=orders, groups=drawn[place])
            for place, (period, (orders, _)) in enumerate(zip((YEAR, BEFORE), parts, strict=True))
        )
        compared({"aov": aov}, now, before, shared, {"aov": count})
    return [count.cell(f"{shop}; {_name(overlap)}", "aov", n, share=count.certain / count.weight)]


def _name(overlap: float) -> str:
    """Name how many customers are in both periods."""
    return f"{100 * overlap:.0f} % in both"
