"""How the rows of the method page are set: notes over empty columns, definitions two by two."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reporter.model import Row

#: A row has a name, figures and a note: only from four cells on is there room between name and note.
_SPANNED = 4


def spans(row: Row) -> bool:
    """Tell whether the last cell of a row has the empty columns before it to itself."""
    return len(row.cells) >= _SPANNED and row.cells[-1] is not None and all(one is None for one in row.cells[1:-1])


def paired(rows: Sequence[Row], length: Callable[[Row], int]) -> tuple[tuple[Row, ...], ...]:
    """Return the rows two by two; a group row stands alone, and no pair reaches over it.

    Side by side, two rows of unequal length leave a hole under the shorter one: within a group those nearest in length
    stand together, and the pairs follow one another as their first rows did. Of an odd number, one has its line alone.
    ``length`` tells how long a row's text is in the language of the page.
    """
    lines: list[tuple[Row, ...]] = []
    for kind, found in groupby(rows, key=lambda row: row.kind):
        group = list(found)
        lines += _pairs(group, length) if kind == "body" else [(row,) for row in group]
    return tuple(lines)


def _pairs(rows: list[Row], length: Callable[[Row], int]) -> list[tuple[Row, ...]]:
    """Return the rows of a group in pairs with the least difference in length in all."""
    lengths = [length(row) for row in rows]
    order = sorted(range(len(rows)), key=lambda place: (lengths[place], place))
    single: list[list[int]] = []
    if len(rows) % 2:
        alone = min(range(0, len(rows), 2), key=lambda at: _holes(order[:at] + order[at + 1 :], lengths))
        single.append([order.pop(alone)])
    pairs = [sorted(order[at : at + 2]) for at in range(0, len(order), 2)]
    return [tuple(rows[place] for place in places) for places in sorted(pairs + single)]


def _holes(places: list[int], lengths: list[int]) -> int:
    return sum(lengths[second] - lengths[first] for first, second in zip(places[::2], places[1::2], strict=True))
