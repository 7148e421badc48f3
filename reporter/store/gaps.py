"""The rows that were left out, as ``sources`` kept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.store.engine import connect, parquet

if TYPE_CHECKING:
    from pathlib import Path

Gap = tuple[str, int, str, str, str, str]
#: file, column, code, reason, the first row and its value, how many rows.
GapCount = tuple[str, str, str, str, int, str, int]


def read_gaps(folder: Path) -> list[Gap]:
    """Return (file, row, column, value, code, reason) of every row left out, by file and row."""
    files = sorted((folder / "gaps").glob("*.parquet"))
    if not files:
        return []
    with connect(folders=[folder]) as connection:
        found: list[Gap] = connection.execute(
            f"""SELECT file, "row", "column", coalesce(value, ''), code, reason
                FROM {parquet(*files)} ORDER BY file, "row", "column", code"""  # noqa: S608 - our own SQL
        ).fetchall()
    return found


def count_gaps(folder: Path) -> list[GapCount]:
    """Return the rows left out by file, column and reason, each with its first row and how many there are."""
    files = sorted((folder / "gaps").glob("*.parquet"))
    if not files:
        return []
    with connect(folders=[folder]) as connection:
        found: list[GapCount] = connection.execute(
            f"""SELECT file, "column", code, min(reason), min("row") AS first,
                       coalesce(arg_min(value, "row"), ''), count(*)
                FROM {parquet(*files)} GROUP BY ALL ORDER BY file, first, code, "column\""""  # noqa: S608 - our own SQL
        ).fetchall()
    return found
