"""Can a hidden count of a table be reckoned back from the told ones and the totals of its rows and columns?

Whoever knows all totals and the told cells knows the sum of the hidden cells of every row and column, and that none is
below nought. How far a hidden cell could then lie from its true count is a flow through the other hidden cells: less
in one cell of a row is more in another, and so on round to the first (Hundepool et al. 2012, 4.3, who solve it
as a linear programme; the tests do).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.disclosure.rules import small
from reporter.indicators.plan import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

#: More than any count that is asked for.
_BOUNDLESS = SMALLEST_GROUP


def recoverable(moves: NDArray[np.int64], told: NDArray[np.bool_], free: Sequence[int]) -> tuple[int, int] | None:
    """Return the first hidden cell of one to four that is known to within less than five; None where there is none.

    Args:
        moves: the true counts (parts, parts).
        told: which of them are told.
        free: the parts whose totals are not known, as rows and as columns.
    """
    room = _room(moves.tolist(), told.tolist(), free)
    size = len(room) // 2
    for row, counts in enumerate(moves.tolist()):
        for column, count in enumerate(counts):
            if told[row, column] or not small(count):
                continue
            less = min(count, _flow(room, row, size + column))
            if less + _flow(room, size + column, row) < SMALLEST_GROUP:
                return row, column
    return None


def _room(moves: list[list[int]], told: list[list[bool]], free: Sequence[int]) -> list[list[int]]:
    """Return how much can be shifted between nodes: rows, then columns, then one for whatever has no known total.

    From a row to a column a hidden cell can grow without bounds, the other way it can fall to nought.
    """
    size = len(moves)
    room = [[0] * (2 * size + 1) for _ in range(2 * size + 1)]
    for row in range(size):
        for column in range(size):
            if not told[row][column]:
                room[row][size + column] = _BOUNDLESS
                room[size + column][row] = min(_BOUNDLESS, moves[row][column])
    for part in free:
        for node in (part, size + part):
            room[node][-1] = room[-1][node] = _BOUNDLESS
    return room


def _flow(room: list[list[int]], source: int, sink: int) -> int:
    """Return how much can flow from one node to another by any way but the direct one, up to five (Edmonds & Karp)."""
    left = [list(line) for line in room]
    left[source][sink] = left[sink][source] = 0
    total = 0
    while total < SMALLEST_GROUP and (path := _path(left, source, sink)):
        step = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= step
            left[b][a] += step
        total += step
    return total


def _path(left: list[list[int]], source: int, sink: int) -> list[tuple[int, int]]:
    """Return the edges of a shortest way with room, none where there is no way."""
    came: dict[int, int] = {source: source}
    queue = [source]
    for node in queue:
        for other, room in enumerate(left[node]):
            if room > 0 and other not in came:
                came[other] = node
                queue.append(other)
    if sink not in came:
        return []
    path = []
    while sink != source:
        path.append((came[sink], sink))
        sink = came[sink]
    return path
