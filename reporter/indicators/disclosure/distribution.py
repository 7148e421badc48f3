"""How the answers to a question may be told: no step of one to four answers, and none that follows from the mean.

A step with 0,1 % of 1 000 answers is one customer, so a share is no veil here. From 100 customers on, every step is
told where each has none or at least five answers. Else the steps of a class (dissatisfied, in between, satisfied) are
told as one, of as many classes as it takes: beside the steps, mean and margin of the same question are printed, two
equations that would give away two hidden steps. At least ``FREE`` more steps are hidden than sums of them are told.

Detractors, passives and promoters are the exception that the score makes. NPS, its margin and its base are three
equations for the three of them, so that withholding one would hide nothing that the printed score does not say.
They are told as shares like any other share of 30 customers or more, however small, never as counts; what cannot be
told of them is which step was answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import NEEDED, NORMAL
from reporter.indicators.sums import DETRACTOR, PROMOTER
from reporter.model import Distribution
from reporter.store.items import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.indicators.sums import Item

    Range = tuple[int, int]

#: How many more steps are hidden than sums of them told: mean and margin take two, so that two stay free.
FREE: Final = 4
_SCORED: Final = "nps"


def distribution_told(item: Item, *, classes: bool = False) -> Distribution | None:
    """Return how many answers each step of a question got, or None where it may not be told or has no scale.

    Half steps belong to the next. ``classes`` asks for the recommendation question's three classes alone, each on
    its first step, and has them from 30 customers on.
    """
    n, scored = item.sums.score.clusters, _is_scored(item)
    if item.high <= item.low or n < (NEEDED if classes and scored else NORMAL):
        return None
    counts = _counts(item)
    total = sum(counts.values())
    cells = _classes(item) if classes and scored else _cells(item, counts)
    told = dict.fromkeys(counts, 0)
    for low, high in cells:
        told[low] = sum(counts[step] for step in range(low, high + 1))
    merged = tuple((low, high) for low, high in cells if high > low)
    return Distribution(
        item=item.item,
        low=item.low,
        high=item.high,
        counts=tuple(told.items()),
        merged=merged,
        mean=sum(step * count for step, count in counts.items()) / total if total else None,
        classed=len(cells) == len(merged),
    )


def segments_classes_told(whole: Item, parts: Mapping[str, Item]) -> dict[str, Distribution]:
    """Return the classes of the segments that may be told beside those of all customers.

    All others together have none or at least five in every class, or are 30 or more, whose shares could be told: the
    smallest segments go first.
    """
    found = {name: one for name, item in parts.items() if (one := distribution_told(item, classes=True)) is not None}
    customers = {name: item.sums.score.clusters for name, item in parts.items()}
    every = _counts(whole)
    while found and whole.sums.score.clusters - sum(customers[name] for name in found) < NEEDED:
        rests = (
            sum(every.get(step, 0) for step in range(low, high + 1))
            - sum(dict(one.counts)[low] for one in found.values())
            for low, high in _classes(whole)
        )
        if not any(map(small, rests)):
            break
        del found[min(found, key=lambda name: (customers[name], name))]
    return found


def _is_scored(item: Item) -> bool:
    """Tell whether a question has detractors, passives and promoters."""
    return item.item == _SCORED and item.low <= DETRACTOR and item.high >= PROMOTER


def _counts(item: Item) -> dict[int, int]:
    """Return the answers of every step; weights make parts of answers, which are rounded."""
    steps = dict.fromkeys(range(item.low, item.high + 1), 0.0)
    for score, answers in item.sums.histogram.items():
        steps[min(item.high, max(item.low, int(score + 0.5)))] += answers
    return {step: round(answers) for step, answers in steps.items()}


def _cells(item: Item, counts: Mapping[int, int]) -> tuple[Range, ...]:
    """Return the ranges of steps that are told, as fine as they may be."""
    single = tuple((step, step) for step in counts)
    if not any(map(small, counts.values())):
        return single
    classes = _classes(item)
    whole = (item.low, item.high)
    mine = [one for one in classes if any(small(counts[step]) for step in range(one[0], one[1] + 1))]
    beside = [pair for pair in (classes[:2], classes[1:]) if set(mine) <= set(pair)]
    # the class beside goes with it before all do, and as a class of its own before as one with it
    ways = [mine, *beside, classes, *([(pair[0][0], pair[-1][1])] for pair in beside)]
    for together in ways:
        cells = _with_single(single, together)
        if _hidden(cells) >= FREE and (_is_scored(item) or not _any_small(cells, counts)):
            return cells
    return (whole,)


def _classes(item: Item) -> tuple[Range, ...]:
    """Return the classes of a question's scale from the lowest; one of all steps for a scale without."""
    if _is_scored(item):
        middle, high = DETRACTOR + 1, PROMOTER
    elif (item.low, item.high) in CLASSES:
        middle, high = CLASSES[item.low, item.high]
    else:
        return ((item.low, item.high),)
    return ((item.low, middle - 1), (middle, high - 1), (high, item.high))


def _with_single(single: Iterable[Range], together: Iterable[Range]) -> tuple[Range, ...]:
    """Return these ranges, and every step that is in none of them by itself."""
    together = tuple(together)
    alone = (one for one in single if not any(low <= one[0] <= high for low, high in together))
    return tuple(sorted((*together, *alone)))


def _hidden(cells: Iterable[Range]) -> int:
    """Return how many more steps the cells have than there are cells."""
    return sum(high - low for low, high in cells)


def _any_small(cells: Iterable[Range], counts: Mapping[int, int]) -> bool:
    """Tell whether a cell has one to four answers."""
    return any(small(sum(counts[step] for step in range(low, high + 1))) for low, high in cells)
