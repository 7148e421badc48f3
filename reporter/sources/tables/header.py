"""Whether a table's first row names its columns: a row of data must be neither shown nor written as names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.errors import InputError

if TYPE_CHECKING:
    from reporter.sources.tables.layout import Layout

_DATE = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([ T].*)?")
_YEAR = re.compile(r"(19|20)\d\d")


def require_header(layout: Layout, file: str) -> None:
    """Refuse a table whose first row is data, without a word of what stands in it.

    Raises:
        InputError: D119.
    """
    if not _is_data(layout):
        return
    raise InputError(
        "D119",
        "the first row looks like data, not a header",
        help="export the file with its columns' names, or add a first row that names them",
        file=file,
        row=layout.skip,
    )


def _is_data(layout: Layout) -> bool:
    """Tell whether a cell of the header is a value: by how it is written, or because its column holds it again."""
    if layout.headers in layout.sample:
        return False  # exports that were joined repeat their header
    return any(
        _is_value(header) or header.strip() in (cell.strip() for cell in layout.values(position))
        for position, header in enumerate(layout.headers)
    )


def _is_value(header: str) -> bool:
    """Tell an address, a date, a phone or another number from a name; a year may be a column's name."""
    text = re.sub(r" \(\d+\)$", "", header.strip())
    if _YEAR.fullmatch(text):
        return False
    digits = sum(sign.isdigit() for sign in text)
    return "@" in text or bool(_DATE.fullmatch(text)) or 2 * digits > len(text.replace(" ", ""))
