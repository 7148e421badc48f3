"""Tables without columns in which nothing stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.model import Table


def without_empty_columns(table: Table) -> Table:
    """Return a table without its empty columns; their width goes to the others in proportion."""
    kept = [place for place in range(len(table.columns)) if any(row.cells[place] is not None for row in table.rows)]
    if len(kept) == len(table.columns) or not kept:
        return table
    whole = sum(column.width for column in table.columns)
    scale = whole / sum(table.columns[place].width for place in kept)
    return replace(
        table,
        columns=tuple(
            replace(table.columns[place], width=round(table.columns[place].width * scale, 2)) for place in kept
        ),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows),
    )
