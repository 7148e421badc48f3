"""Where the table stands in a text file: delimiter, preamble, header, width.

Decided from parsed records by a reader that knows quotes; never from counting characters.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.header_rows import header_rows

if TYPE_CHECKING:
    from pathlib import Path

_SAMPLE = 1 << 18
_RECORDS = 400
_DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_SEP = re.compile(r'^"?sep=([;,\t|:^~])"?$', re.IGNORECASE)
_NUMERIC = re.compile(r"^[\s\d.,;:%/+−-]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``skip`` records stand before the data: a line break in quotes ends none, a blank line is one.

    ``sample`` holds the cells of the first records.
    """

    delimiter: str
    headers: tuple[str, ...]
    skip: int
    guesses: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()

    def values(self, position: int) -> tuple[str, ...]:
        """Return the filled cells of a column among the first records."""
        return tuple(cells[position] for cells in self.sample if position < len(cells) and cells[position].strip())

    @property
    def first_row(self) -> int:
        """The number of the first data record, from 1."""
        return self.skip + 1

    @property
    def delimiter_name(self) -> str:
        """The delimiter as a word."""
        return _NAMES.get(self.delimiter, self.delimiter)


def find_layout(path: Path, file: str) -> Layout:
    """Return the layout of a UTF-8 text file.

    Raises:
        InputError: D107 without any data row, D108 when no delimiter gives a table.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
        whole = not stream.read(1)
    first, _, _ = sample.partition("\n")
    told = _SEP.match(first.strip())
    choices = (told[1],) if told else _DELIMITERS
    parsed = {one: _records(sample, one, whole=whole) for one in choices}
    delimiter = max(choices, key=lambda one: _consistency(parsed[one]))
    records = parsed[delimiter][1:] if told else parsed[delimiter]
    width = _width(records)
    if width < 2:  # noqa: PLR2004 - a single column is no table of ours
        raise InputError(
            "D108",
            "no delimiter (semicolon, comma, tab or bar) makes a table of it",
            help="export it as CSV with a header row",
            file=file,
        )
    at = _header(records, width)
    headers, used, guesses = header_rows(records, at)
    if at:
        guesses.append(f"{at} line(s) above the header")
    if told:
        guesses.append(f"delimiter {delimiter!r} as the file's first line says")
    body = [cells for cells in records[at + used :] if any(cell.strip() for cell in cells)]
    if not body:
        raise InputError(
            "D107", "has a header and no rows", help="check the export's filter or period", file=file, row=at + 1
        )
    headers = _padded(headers, max(width, len(headers)))
    return Layout(
        delimiter=delimiter,
        headers=_unique(headers),
        skip=bool(told) + at + used,
        guesses=tuple(guesses),
        sample=tuple(tuple(cells) for cells in body),
    )


def _records(sample: str, delimiter: str, *, whole: bool) -> list[list[str]]:
    """Return the cells of the first records."""
    reader = csv.reader(io.StringIO(sample), delimiter=delimiter)
    found: list[list[str]] = []
    try:
        for cells in reader:
            found.append(cells)
            if len(found) >= _RECORDS:
                break
    except csv.Error:
        pass
    return found if whole or len(found) >= _RECORDS else found[:-1] or found


def _width(records: list[list[str]]) -> int:
    """Return the commonest number of cells, the empty records aside; of equals the first, the header's."""
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    return max(widths, key=lambda one: widths[one]) if widths else 1


def _consistency(records: list[list[str]]) -> tuple[float, int]:
    """Return how many records share a width, and that width."""
    width = _width(records)
    filled = [cells for cells in records if cells]
    # A delimiter that only the figures contain (a decimal comma) gives no row of names.
    heads = [cells for cells in filled[:20] if len(cells) == width]
    if not any(sum(_is_name(cell) for cell in cells) > 1 for cells in heads):
        return 0.0, width
    if width < 2 or not filled:  # noqa: PLR2004
        return 0.0, 0
    return round(sum(len(cells) == width for cells in filled) / len(filled), 1), width


def _is_name(cell: str) -> bool:
    """Tell whether a cell may name a column: neither a figure nor a row that another delimiter would part."""
    return bool(cell.strip()) and not _NUMERIC.match(cell) and cell.count(";") < 2 and "\t" not in cell  # noqa: PLR2004


def _header(records: list[list[str]], width: int) -> int:
    """Return the index of the first record with at least two different texts and about the table's width."""
    for at, cells in enumerate(records):
        named = [cell.strip() for cell in cells if cell.strip()]
        texts = [cell for cell in named if not _NUMERIC.match(cell)]
        wide = len(named) >= max(2, width // 2) or (len(cells) >= width and len(named) > 1)
        if wide and len(set(texts)) > 1 and len(texts) * 2 >= len(named) and len(cells) >= width - 1:
            return at
    return 0


def _padded(headers: list[str], width: int) -> list[str]:
    return headers + [""] * (width - len(headers))


def _unique(headers: list[str]) -> tuple[str, ...]:
    """Name the nameless and number the repeated; the first of equals keeps its name."""
    seen: Counter[str] = Counter()
    names = []
    for position, header in enumerate(headers, 1):
        name = " ".join(header.split()) or f"column {position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
