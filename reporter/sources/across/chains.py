"""From "old became new", row by row, to groups of ids that are one customer, however the rows are ordered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reporter.sources.across.lists import unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.errors import InputError


class Change(NamedTuple):
    """One row of the list: its number, and what stands for the old and for the new id."""

    row: int
    old: str
    new: str


def follow(changes: Iterable[Change], file: str) -> list[tuple[str, ...]]:
    """Return the groups that are one customer: the id at a chain's end first, then the others, the nearest first.

    Raises:
        InputError: D134, where an old id has two new ones, or a chain ends where it began.
    """
    steps = _steps(sorted(changes), file)
    ends: dict[str, tuple[str, int]] = {}
    for start in steps:
        path: dict[str, None] = {}
        node = start
        while node in steps and node not in ends:
            if node in path:
                raise _circle(list(path)[list(path).index(node) :], steps, file)
            path[node] = None
            node = steps[node].new
        end, away = ends.get(node, (node, 0))
        for distance, one in enumerate(reversed(path), away + 1):
            ends[one] = (end, distance)
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for node, (end, distance) in ends.items():
        groups[end].append((distance, node))
    return [(end, *(node for _, node in sorted(groups[end]))) for end in sorted(groups)]


def _steps(changes: Iterable[Change], file: str) -> dict[str, Change]:
    """Return old id → its change; one that changes nothing is none.

    Raises:
        InputError: D134.
    """
    steps: dict[str, Change] = {}
    for change in changes:
        if change.old == change.new:
            continue
        first = steps.setdefault(change.old, change)
        if first.new != change.new:
            raise unusable(
                file,
                change.row,
                f"gives the old id of row {first.row} another new one: a customer that was split in two cannot be told "
                "apart in earlier records",
                "leave one of the two rows, or neither",
            )
    return steps


def _circle(nodes: list[str], steps: Mapping[str, Change], file: str) -> InputError:
    """Return the error of a chain that leads back to its beginning."""
    rows = sorted(steps[node].row for node in nodes)
    told = ", ".join(map(str, rows))
    return unusable(
        file,
        rows[0],
        f"leads in a circle (rows {told}): none of the ids is the last one",
        "remove the row that points back to an old id",
    )
