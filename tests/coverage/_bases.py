"""From simulated customers to the sums that the engine would have returned for them.

Only the engine is left out: everything from the ``Basis`` on is the product's own code. That these sums are the
engine's is tested (``tests/indicators/test_coverage_bases.py``). A customer is a number from 0 and stands in the
group of that number modulo 1000, as the engine's customers do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reporter.indicators.basis import Basis, Rule
from reporter.indicators.groups import Groups, with_draws
from reporter.indicators.plan import TOP_BOX, Settings
from reporter.indicators.queries.blocks import BLOCKS
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.groups import DRAWN
from reporter.indicators.queries.handling import Handling
from reporter.indicators.queries.recurring import Recurring
from reporter.indicators.queries.survey import HEAVIEST, LIGHTEST, WEIGHT_UNIT
from reporter.indicators.queries.times import Times
from reporter.indicators.sums import (
    DETRACTOR,
    MONEY_UNIT,
    PROMOTER,
    Block,
    Item,
    ItemSums,
    Orders,
    OrderSums,
    Transition,
)
from reporter.model import Period
from reporter.statistics import Moments
from reporter.statistics.resampling import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
SETTINGS = Settings(tau_days=90)
SCALES = {
    "nki_overall": (1, 10), "nki_expectation": (1, 10), "nki_ideal": (1, 10), "value_quality": (1, 10),
    "value_price": (1, 10), "nps": (0, 10), "rebuy": (1, 10),
}  # fmt: skip
CONTRACT = Rule(name="contract", tau_days=None, grace_days=30)


def per_customer(who: Whole, *columns: Numbers) -> Numbers:
    """Return the sums of every customer who has a row: (customers, columns)."""
    size = int(who.max()) + 1
    there = np.bincount(who, minlength=size) > 0
    return np.column_stack([np.bincount(who, weights=column, minlength=size)[there] for column in columns])


def by_group(who: Whole, x: Numbers, y: Numbers) -> Numbers:
    """Return x and y summed over groups of customers: (1000, 2)."""
    return np.column_stack([np.bincount(who % GROUPS, weights=column, minlength=GROUPS) for column in (x, y)])


def moments(who: Whole, x: Numbers, y: Numbers) -> Moments:
    """Return the moments over customers of rows of x and y."""
    a, b = per_customer(who, x, y).T
    return Moments(
        clusters=len(a), x=float(a.sum()), y=float(b.sum()), xx=float(a @ a), xy=float(a @ b), yy=float(b @ b)
    )


def marks(item: str, scores: Numbers, scale: tuple[int, int]) -> Numbers:
    """Return +1, 0 and −1 of promoters, passives and detractors; 1 and 0 in and outside the top box."""
    if item == "nps":
        return (scores >= PROMOTER).astype(np.float64) - (scores <= DETRACTOR)
    return (scores >= TOP_BOX[scale]).astype(np.float64)


def trimmed(weights: Numbers) -> Numbers:
    """Return weights as the product takes them: over the median, within 0.2 and 5, in thousandths."""
    kept = np.clip(weights / np.median(weights), LIGHTEST, HEAVIEST)
    return np.round(kept * WEIGHT_UNIT) / WEIGHT_UNIT


def item_of(
    name: str, who: Whole, scores: Numbers, scale: tuple[int, int], weights: Numbers | None = None
) -> tuple[Item, dict[str, Numbers]]:
    """Return one question with its sums, and its ratios by group of customers."""
    own = np.ones(len(scores)) if weights is None else weights
    mark = marks(name, scores, scale)
    steps, places = np.unique(scores, return_inverse=True)
    histogram = np.bincount(places, weights=own)
    sums = ItemSums(
        answers=len(scores),
        histogram=Counter(dict(zip(steps.tolist(), histogram.tolist(), strict=True))),
        score=moments(who, own, own * scores),
        mark=moments(who, own, own * mark),
    )
    item = Item(item=name, kind="any", low=scale[0], high=scale[1], sums=sums, weighted=weights is not None)
    ratios = {
        f"mark:{name}": by_group(who, own, own * mark),
        f"score:{name}": by_group(who, own, own * scores),
    }
    return item, ratios


def block_of(name: str, asked: tuple[str, ...], who: Whole, points: Numbers) -> tuple[Block, dict[str, Numbers]]:
    """Return an index, one respondent a row with points from 0 to 100, and its ratio by group of customers."""
    one = np.ones(len(points))
    block = Block(name=name, asked=asked, moments=moments(who, one, points), answers=len(points), scale="1-10")
    return block, {f"index:{name}": by_group(who, one, points)}


def grouped(*ratios: Mapping[str, Numbers]) -> Groups:
    """Return one period's ratios with their resamples."""
    return with_draws({0: Groups(ratios={k: v for one in ratios for k, v in one.items()})}, DRAWN, SETTINGS.seed)[0]


def survey_basis(item: Item, ratios: Mapping[str, Numbers]) -> Basis:
    """Return the basis of one question."""
    return Basis(period=YEAR, settings=SETTINGS, items={item.item: item}, groups=grouped(ratios))


def orders_of(who: Whole, amounts: Numbers) -> tuple[Orders, dict[str, Numbers]]:
    """Return orders of known customers, each on a day of its own, and their ratios by group of customers."""
    units = np.round(amounts * MONEY_UNIT)
    n, money = per_customer(who, np.ones(len(who)), units).T
    buyers = np.unique(who)
    known = OrderSums(
        customers=len(n),
        clusters=len(n),
        orders=len(who),
        revenue=int(money.sum()),
        buyers_revenue=int(money.sum()),
        orders_squared=int(n @ n),
        orders_revenue=int(n @ money),
        revenue_squared=int(money @ money),
        repeaters=int((n > 1).sum()),
        multi=int((n > 1).sum()),
    )
    one, kroner = np.ones(len(n)), money / MONEY_UNIT
    ratios = {
        "orders": by_group(buyers, n, kroner),
        "buyers": by_group(buyers, one, kroner),
        "frequency": by_group(buyers, one, n),
        "repeated": by_group(buyers, one, (n > 1).astype(np.float64)),
    }
    return Orders(known=known, anonymous=OrderSums(), largest=int(money.max()), currencies=frozenset({"SEK"})), ratios


def orders_basis(who: Whole, amounts: Numbers) -> Basis:
    """Return the basis of orders."""
    orders, ratios = orders_of(who, amounts)
    return Basis(period=YEAR, settings=SETTINGS, orders=orders, groups=grouped(ratios))


def returning_basis(who: Whole, amounts: Numbers, before: NDArray[np.bool_]) -> Basis:
    """Return the basis of orders of customers of whom some, ``before`` by number, had ordered a year before."""
    orders, ratios = orders_of(who, amounts)
    [money] = per_customer(who[before[who]], np.round(amounts[before[who]] * MONEY_UNIT)).T
    known = replace(orders.known, returning=int(money.sum()), returning_squared=int(money @ money))
    return Basis(
        period=YEAR,
        settings=SETTINGS,
        orders=replace(orders, known=known),
        groups=grouped(ratios),
        first_order=epoch_day(YEAR.start) - YEAR.days,
    )


def retained_of(who: Whole, kept: Numbers) -> tuple[Transition, dict[str, Numbers]]:
    """Return what became of customers at the start, and retention by group of customers."""
    stayed = int(kept.sum())
    moved = Transition(kept=stayed, lost=len(kept) - stayed)
    return moved, {"retention": by_group(who, np.ones(len(kept)), 100.0 * kept)}


def retention_basis(kept: int, start: int) -> Basis:
    """Return the basis of customers with contracts of whom some were kept."""
    return Basis(period=YEAR, settings=SETTINGS, rule=CONTRACT, transition=Transition(kept=kept, lost=start - kept))


def recurring_basis(sums: Numbers) -> Basis:
    """Return the basis of contracts: one row a customer, (customers, 4), of start, expansion, contraction, churned."""
    who, units = np.arange(len(sums)), np.round(sums * MONEY_UNIT)
    columns = [np.bincount(who % GROUPS, weights=column, minlength=GROUPS) for column in units.T]
    recurring = Recurring(
        customers=len(sums),
        unpriced=0,
        changed=int(units[:, 1:].any(axis=1).sum()),
        largest=int(units[:, 0].max()),
        currencies=frozenset({"SEK"}),
        sums=np.column_stack(columns),
    )
    return Basis(period=YEAR, settings=SETTINGS, rule=CONTRACT, recurring=recurring)


def cases_basis(who: Whole, hours: Numbers) -> Basis:
    """Return the basis of support cases, each with the hours to its solution, all under a day."""
    entries, counts = np.unique(np.column_stack([who % GROUPS, np.round(hours * 10)]), axis=0, return_counts=True)
    places = entries.astype(np.int64)
    customers = len(np.unique(who))
    resolution = Times(
        customers=customers,
        cases=len(who),
        whole_days=False,
        groups=places[:, 0],
        steps=places[:, 1],
        counts=counts.astype(np.int64),
    )
    first, last = (epoch_day(day) for day in (YEAR.start, YEAR.last))
    handling = Handling(first=first, last=last, cases=len(who), customers=customers, resolution=resolution)
    return Basis(period=YEAR, settings=SETTINGS, handling=handling)


def triad_parts(
    who: Whole, scores: Mapping[str, Numbers], kept: Numbers
) -> tuple[dict[str, Block], dict[str, Numbers], Transition]:
    """Return the indices, the ratios by group and what became of the customers, one row a customer."""
    blocks: dict[str, Block] = {}
    moved, ratios = retained_of(who, kept)
    for name in ("nki", "value", "loyalty"):
        asked = BLOCKS[name]
        points = sum(100.0 * (scores[q] - SCALES[q][0]) / (SCALES[q][1] - SCALES[q][0]) for q in asked) / len(asked)
        blocks[name], own = block_of(name, asked, who, np.asarray(points))
        ratios |= own
    return blocks, ratios, moved


def triad_bases(*periods: tuple[Period, Whole, Mapping[str, Numbers], Numbers]) -> list[Basis]:
    """Return the bases of some periods, resampled with the same customers.

    Each has the period, the numbers of its customers, their scores by question and who was kept (1 or 0).
    """
    parts = []
    for period, who, scores, kept in periods:
        blocks, ratios, moved = triad_parts(who, scores, kept)
        items = {}
        for name in ("nps", "nki_overall"):
            items[name], own = item_of(name, who, scores[name], SCALES[name])
            ratios |= own
        parts.append((period, items, blocks, ratios, moved))
    drawn = with_draws({place: Groups(ratios=one[3]) for place, one in enumerate(parts)}, DRAWN, SETTINGS.seed)
    return [
        Basis(
            period=period,
            settings=SETTINGS,
            items=items,
            blocks=blocks,
            rule=CONTRACT,
            transition=moved,
            groups=drawn[place],
        )
        for place, (period, items, blocks, _, moved) in enumerate(parts)
    ]
