"""How a table's columns are called: one name a column, none twice, and Dynamics' hidden ones by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The three columns that Dynamics puts first and hides: its header is translated, their values are not.
_HIDDEN = ("(Do Not Modify) record id", "(Do Not Modify) row checksum", "(Do Not Modify) modified on")
_WRITTEN = (
    re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?", re.IGNORECASE),
    re.compile(r"[A-Za-z0-9+/]{20,}={0,2}"),
    re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}[:.]\d{2}.*)?"),
)


def named(headers: Sequence[str], width: int, body: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one name a column of ``width`` columns, or of more where more are named.

    Args:
        headers: the cells of the header.
        width: how many cells most rows have.
        body: the first rows.
    """
    cells = list(headers)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    cells += [""] * (width - len(cells))
    if _is_dynamics(body):
        cells[: len(_HIDDEN)] = _HIDDEN
    return _unique(cells)


def _is_dynamics(body: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first three columns are a record's GUID, its checksum and when it was changed."""
    rows = [cells for cells in body if len(cells) > len(_WRITTEN) and cells[0].strip()]
    return bool(rows) and all(
        form.fullmatch(cell.strip()) for cells in rows for form, cell in zip(_WRITTEN, cells, strict=False)
    )


def _unique(headers: list[str]) -> tuple[str, ...]:
    """Name the nameless and number the repeated; the first of equals keeps its name."""
    seen: Counter[str] = Counter()
    names = []
    for position, header in enumerate(headers, 1):
        name = " ".join(header.split()) or f"column {position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
