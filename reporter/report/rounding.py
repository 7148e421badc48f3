"""Rounding that keeps a whole whole."""

from __future__ import annotations

from math import floor


def shares(parts: tuple[float, ...], total: int = 100) -> tuple[int, ...]:
    """Return parts rounded to whole numbers that sum to ``total`` (largest remainder, Hamilton 1792).

    ``parts`` are taken in proportion; equal remainders go to the earlier part.
    """
    whole = sum(parts)
    if whole <= 0:
        return (0,) * len(parts)
    exact = [part * total / whole for part in parts]
    floors = [floor(each + 1e-9) for each in exact]
    order = sorted(range(len(parts)), key=lambda place: (round(floors[place] - exact[place], 9), place))
    for place in order[: total - sum(floors)]:
        floors[place] += 1
    return tuple(floors)
