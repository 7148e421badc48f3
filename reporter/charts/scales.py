"""From numbers to millimetres: scales, ticks, shares that sum to 100, labels that keep apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale: ``low`` lies at ``start`` mm, ``high`` at ``end`` mm (also downward)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value; all values share one place on a scale without extent."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def inside(self, value: float) -> float:
        """Return the place of a value, kept on the scale."""
        return self.at(min(max(value, self.low), self.high))


def is_known(value: float | None) -> TypeGuard[float]:
    """Tell whether there is a number to draw."""
    return value is not None and isfinite(value)


def known(values: Iterable[float | None]) -> list[float]:
    """Return the values that can be drawn."""
    return [value for value in values if is_known(value)]


def runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Return the unbroken runs of known values with their positions: a missing value leaves a gap."""
    found: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if is_known(value):
            found[-1].append((index, value))
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def stretches(values: Sequence[float | None], breaks: Container[int]) -> list[list[tuple[int, float]]]:
    """Return the runs of known values, parted also before every position in ``breaks``."""
    found: list[list[tuple[int, float]]] = []
    for run in runs(values):
        found.append([])
        for index, value in run:
            if index in breaks and found[-1]:
                found.append([])
            found[-1].append((index, value))
    return found


def seams(values: Sequence[float | None], breaks: Container[int]) -> list[tuple[int, float]]:
    """Return where breaks stand: (position of the first value after, place half-way from the one before)."""
    told = [index for index, value in enumerate(values) if is_known(value)]
    return [(after, (before + after) / 2) for before, after in pairwise(told) if after in breaks]


def step(extent: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 × 10ⁿ that cuts ``extent`` into at most ``most`` parts."""
    if extent <= 0:
        return 1.0
    rough = extent / max(most, 1)
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return round numbers within ``low`` and ``high``, at most ``most`` + 1 of them."""
    size = step(high - low, most)
    first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
    return [number * size for number in range(first, last + 1)]


def decimals_of(marks: Sequence[float]) -> int:
    """Return how many decimals tell the ticks apart."""
    size = min((abs(b - a) for a, b in pairwise(marks)), default=1.0)
    return max(0, -floor(log10(size) + 1e-9)) if size > 0 else 0


def padded(values: Sequence[float], share: float = 0.06, least: float = 1.0) -> tuple[float, float]:
    """Return the range of the values with room at both ends, never without extent."""
    low, high = min(values), max(values)
    room = max((high - low) * share, least)
    return low - room, high + room


def whole_shares(counts: Sequence[float]) -> list[int]:
    """Return whole per cent by largest remainder: they sum to 100, or are all 0 when nothing was counted."""
    total = sum(counts)
    if total <= 0:
        return [0] * len(counts)
    exact = [100 * count / total for count in counts]
    shares = [floor(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda index: (shares[index] - exact[index], index))
    for index in order[: 100 - sum(shares)]:
        shares[index] += 1
    return shares


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 0.6) -> list[float]:
    """Return centres near ``places`` so that labels of ``sizes`` neither touch nor leave ``low``…``high``.

    They are pushed up from the first, then back from the last; what does not fit keeps the order.
    """
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = list(places)
    edge = low
    for index in order:
        moved[index] = max(moved[index], edge + sizes[index] / 2)
        edge = moved[index] + sizes[index] / 2 + gap
    edge = high
    for index in reversed(order):
        moved[index] = min(moved[index], edge - sizes[index] / 2)
        edge = moved[index] - sizes[index] / 2 - gap
    return moved
