"""What may be told of the parts of a whole whose total is known: a part that is hidden must not be reckoned back.

Primary: a count of one to four, a sum of money of which one customer makes more than half. Secondary: the hidden
parts together must be none or themselves fit to be told; until they are, the smallest told part joins them
(Hundepool et al. 2012, 4.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.disclosure.recovery import recoverable
from reporter.indicators.disclosure.rules import small
from reporter.indicators.plan import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


def counts_told(parts: Sequence[int]) -> list[int | None]:
    """Return the counts that may be told, None for a hidden one; nought may be told."""
    hidden = {place for place, size in enumerate(parts) if small(size)}
    while small(sum(parts[place] for place in hidden)):
        others = [place for place, size in enumerate(parts) if size and place not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda place: (parts[place], place)))
    return [None if place in hidden else size for place, size in enumerate(parts)]


def money_told(money: Sequence[int], largest: Sequence[int], hidden: Sequence[bool]) -> list[int | None]:
    """Return the sums of money that may be told.

    Args:
        money: of each part.
        largest: the largest customer's of each part.
        hidden: the parts whose customers are hidden already.
    """
    kept = {
        place
        for place, (total, top) in enumerate(zip(money, largest, strict=True))
        if not hidden[place] and not 2 * top > total
    }
    # a part without customers has no money and hides nothing
    lost = {place for place in range(len(money)) if place not in kept and (largest[place] or money[place])}
    while kept and lost and _alone(money, largest, lost):
        smallest = min(kept, key=lambda place: (not money[place], money[place], place))
        kept.remove(smallest)
        lost.add(smallest)
    return [total if place in kept else None for place, total in enumerate(money)]


def _alone(money: Sequence[int], largest: Sequence[int], lost: set[int]) -> bool:
    """Tell whether one part has all the money of the hidden ones, or one customer more than half of it."""
    return sum(money[i] > 0 for i in lost) <= 1 or 2 * max(largest[i] for i in lost) > sum(money[i] for i in lost)


def moves_told(
    moves: NDArray[np.int64], hidden: Sequence[int], void: tuple[int, int] | None = None
) -> NDArray[np.bool_]:
    """Return which cells of a table from before (rows) to after (columns) may be told: (parts, parts).

    Those of five and more, neither from nor to a ``hidden`` part, as many as leave no rest of one to four in any row
    and column, nor a way to reckon a hidden cell: the totals may be known, from this report or the one before. A
    ``void`` cell is known to be empty, and counts as told.
    """
    told = moves >= SMALLEST_GROUP
    for place in hidden:
        told[place, :] = told[:, place] = False
    if void is not None:
        told[void] = True
    while (moves * told).any() and (worst := _leaking(moves, told) or _exposing(moves, told, hidden)) is not None:
        told[worst] = False
    return told


def _leaking(moves: NDArray[np.int64], told: NDArray[np.bool_]) -> tuple[int, int] | None:
    """Return the smallest told cell of the first row or column whose rest is one to four; None where none has one."""
    shown = moves * told
    for axis in (1, 0):
        rests = (moves.sum(axis=axis) - shown.sum(axis=axis)).tolist()
        for line, rest in enumerate(rests):
            cells = [(line, other) if axis == 1 else (other, line) for other in range(len(moves))]
            cells = [cell for cell in cells if told[cell] and moves[cell]]
            if small(rest) and cells:
                return _smallest(moves, cells)
    return None


def _exposing(moves: NDArray[np.int64], told: NDArray[np.bool_], hidden: Sequence[int]) -> tuple[int, int] | None:
    """Return a told cell by which a hidden one can be reckoned: the smallest beside it, else of all; None without."""
    found = recoverable(moves, told, hidden)
    if found is None:
        return None
    places = range(len(moves))
    beside = [(found[0], other) for other in places] + [(other, found[1]) for other in places]
    every = [(row, column) for row in places for column in places]
    shown = moves * told
    return _smallest(moves, [cell for cell in beside if shown[cell]] or [cell for cell in every if shown[cell]])


def _smallest(moves: NDArray[np.int64], cells: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the cell of the fewest, the first among equals."""
    return min(cells, key=lambda cell: (int(moves[cell]), cell))
