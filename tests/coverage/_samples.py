"""Repeated and weighted answers, orders, contracts, cases and the triad: samples are drawn and read."""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import numpy as np

from reporter.indicators import flags
from reporter.indicators.catalogue import (
    aov,
    csat,
    csat_idx,
    freq,
    nki,
    nps,
    nrr,
    repeat_rate,
    resolution_time,
    ret_rev_share,
    rev_per_customer,
    triad,
    triad_loyalty,
    triad_value,
)
from tests.coverage._bases import (
    YEAR,
    cases_basis,
    item_of,
    orders_basis,
    recurring_basis,
    returning_basis,
    survey_basis,
    triad_bases,
    trimmed,
)
from tests.coverage._count import Count
from tests.coverage._exact import MIXES
from tests.coverage._populations import CLASSES, Base, Shop, repeated, uneven

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.indicators.basis import Basis
    from reporter.model import Reading
    from tests.coverage._bases import Numbers, Whole
    from tests.coverage._count import Cell

    Measure = Callable[[Basis], Reading]

SEED = 2005
REPLICATES = 5000
#: Where the sample is so large that each replicate is a whole matrix product.
FEWER = 2000
LARGE = 500
#: A line about fewer of the samples than this would say little.
RARELY = 0.05
SHOPS = {
    "σ 0.2 between, 0.2 within": Shop(between=0.2, within=0.2),
    "σ 0.5, 0.5": Shop(between=0.5, within=0.5),
    "σ 0.7, 0.7": Shop(between=0.7, within=0.7),
    "σ 1.0, 0.6": Shop(between=1.0, within=0.6),
}
_STARS = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
_STAR_CHANCES = np.array([0.04, 0.06, 0.10, 0.30, 0.50])
_MARGIN = 0.15
_HOURS = 6.0


def generator(*name: object) -> np.random.Generator:
    """Return the random numbers of one cell, whatever other cells are drawn."""
    return np.random.default_rng([SEED, zlib.crc32(repr(name).encode())])


def replicates(n: int) -> int:
    """Return how many samples of n customers are drawn."""
    return FEWER if n > LARGE else REPLICATES


def drawn(
    population: str,
    n: int,
    sample: Callable[[np.random.Generator], Basis],
    truths: Mapping[str, float],
    measures: Mapping[str, Measure],
    times: int | None = None,
) -> list[Cell]:
    """Return the coverage of several indicators of the same samples, ``times`` of them if not as many as usual."""
    rng = generator(population, n, *truths)
    counts = {name: Count(truth) for name, truth in truths.items()}
    for _ in range(times or replicates(n)):
        basis = sample(rng)
        for name, count in counts.items():
            count.read(measures[name](basis))
    return [count.cell(population, name, n) for name, count in counts.items()]


# --- answers --------------------------------------------------------------------------------------


def answers(
    rng: np.random.Generator, n: int, values: Numbers, chances: Numbers, ways: tuple[bool, bool]
) -> tuple[Whole, Numbers, Numbers | None]:
    """Return who answered what with which weight; ``ways`` says whether repeatedly, and whether weighted."""
    several, weighted = ways
    who, scores = repeated(rng, n, values, chances) if several else (np.arange(n), rng.choice(values, n, p=chances))
    return who, scores, trimmed(uneven(rng, n)[who]) if weighted else None


def nps_cell(mix: str, ways: tuple[bool, bool], n: int) -> list[Cell]:
    """Return the coverage of the score of n customers who answered repeatedly, or with weights."""
    chances = MIXES[mix]

    def sample(rng: np.random.Generator) -> Basis:
        who, scores, weights = answers(rng, n, CLASSES, chances, ways)
        return survey_basis(*item_of("nps", who, scores, (0, 10), weights))

    truth = 100.0 * float(chances[2] - chances[0])
    return drawn(f"{mix}; {_way(ways)}", n, sample, {"nps": truth}, {"nps": nps.measure})


def csat_cell(ways: tuple[bool, bool], n: int) -> list[Cell]:
    """Return the coverage of the satisfied and of the index of n customers with one to five stars."""

    def sample(rng: np.random.Generator) -> Basis:
        who, scores, weights = answers(rng, n, _STARS, _STAR_CHANCES, ways)
        return survey_basis(*item_of("csat", who, scores, (1, 5), weights))

    truths = {"csat": 100.0 * float(_STAR_CHANCES[3:].sum()), "csat_idx": 25.0 * float((_STARS - 1) @ _STAR_CHANCES)}
    measures = {"csat": csat.measure, "csat_idx": csat_idx.measure}
    return drawn(f"80 % satisfied; {_way(ways)}", n, sample, truths, measures)


def _way(ways: tuple[bool, bool]) -> str:
    """Name how the customers answered."""
    return {
        (False, False): "one answer each",
        (True, False): "1–3 answers each",
        (False, True): "weighted",
        (True, True): "1–3 answers each, weighted",
    }[ways]


# --- orders, contracts, cases ---------------------------------------------------------------------


def shop_cell(shop: str, n: int) -> list[Cell]:
    """Return the coverage of order value, revenue a customer, frequency and repeat buyers of n customers."""
    one = SHOPS[shop]
    truths = {
        "aov": one.order_value,
        "rev_per_customer": one.order_value / one.ends,
        "freq": 1.0 / one.ends,
        "repeat_rate": 100.0 * (1.0 - one.ends),
    }
    modules = {"aov": aov, "rev_per_customer": rev_per_customer, "freq": freq, "repeat_rate": repeat_rate}
    measures = {name: module.measure for name, module in modules.items()}
    return drawn(shop, n, lambda rng: orders_basis(*one.draw(rng, n)), truths, measures)


def returning_cell(shop: str, share: float, times: float, n: int) -> list[Cell]:
    """Return the coverage of the revenue share of those who had ordered before, who buy ``times`` as much."""
    one = SHOPS[shop]

    def sample(rng: np.random.Generator) -> Basis:
        who, amounts = one.draw(rng, n)
        before = rng.random(n) < share
        return returning_basis(who, amounts * np.where(before[who], times, 1.0), before)

    truths = {"ret_rev_share": 100.0 * share * times / (share * times + 1.0 - share)}
    name = f"{shop}; {100 * share:.0f} % return" + (f", buying {times:.0f} times as much" if times > 1 else "")
    return drawn(name, n, sample, truths, {"ret_rev_share": ret_rev_share.measure})


def unmarked_cell(shop: str, n: int) -> list[Cell]:
    """Return the coverage of the order value in those samples that the product does not mark as skewed."""
    one, rng = SHOPS[shop], generator("unmarked", shop, n)
    count, drawn_in_all = Count(one.order_value), replicates(n)
    for _ in range(drawn_in_all):
        reading = aov.measure(orders_basis(*one.draw(rng, n)))
        if flags.SKEWED not in reading.flags:
            count.read(reading)
    share = (count.weight + count.withheld) / drawn_in_all
    return [count.cell(shop, "aov", n, share=share)] if share > RARELY else []


def contracts_cell(spread: float, n: int) -> list[Cell]:
    """Return the coverage of net revenue retention: log-normal prices, of which some rise, fall or end."""

    def sample(rng: np.random.Generator) -> Basis:
        price = np.round(100.0 * rng.lognormal(0.0, spread, n), 2)
        fate = rng.random(n)
        rises, falls, ends = fate < 0.15, (fate >= 0.15) & (fate < 0.20), fate >= 0.90
        return recurring_basis(np.column_stack([price, 0.2 * price * rises, 0.3 * price * falls, price * ends]))

    truth = 100.0 * (1 + 0.15 * 0.2 - 0.05 * 0.3 - 0.10)
    return drawn(f"prices σ {spread}", n, sample, {"nrr": truth}, {"nrr": nrr.measure})


def cases_cell(n: int) -> list[Cell]:
    """Return the coverage of the median of the hours of n customers with one to three cases each."""

    def sample(rng: np.random.Generator) -> Basis:
        who = np.repeat(np.arange(n), rng.integers(1, 4, n))
        log = 0.6 * rng.standard_normal(n)[who] + 0.6 * rng.standard_normal(len(who))
        return cases_basis(who, np.minimum(23.9, _HOURS * np.exp(log)))

    measures = {"resolution_time": resolution_time.measure}
    return drawn("log-normal hours, σ 0.6, 0.6", n, sample, {"resolution_time": _HOURS}, measures, FEWER)


# --- the triad ------------------------------------------------------------------------------------


def triad_cell(n: int) -> list[Cell]:
    """Return the coverage of the legs and the index of n customers who all answered and all were there."""
    base = Base()
    truths = {name: base.truth[name] for name in ("triad", "triad_loyalty", "triad_value", "nki")}
    modules = {"triad": triad, "triad_loyalty": triad_loyalty, "triad_value": triad_value, "nki": nki}

    def sample(rng: np.random.Generator) -> Basis:
        [basis] = triad_bases((YEAR, np.arange(n), *base.answers(rng, base.people(rng, n))))
        return basis

    measures = {name: module.measure for name, module in modules.items()}
    return drawn(f"legs correlate, {math.floor(100 * base.kept)} % kept", n, sample, truths, measures)
