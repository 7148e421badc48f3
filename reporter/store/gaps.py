"""The rows that were left out, as ``sources`` kept them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.store.engine import connect

if TYPE_CHECKING:
    from pathlib import Path

Gap = tuple[str, int, str, str, str, str]


def read_gaps(folder: Path) -> list[Gap]:
    """Return (file, row, column, value, code, reason) of every row left out, by file and row."""
    files = sorted(str(path) for path in (folder / "gaps").glob("*.parquet"))
    if not files:
        return []
    found: list[Gap] = (
        connect()
        .execute(
            """SELECT file, "row", "column", coalesce(value, ''), code, reason
               FROM read_parquet($files, union_by_name = true) ORDER BY file, "row", "column" """,
            {"files": files},
        )
        .fetchall()
    )
    return found
