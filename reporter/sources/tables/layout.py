"""Where the table stands in a text file: delimiter, preamble, header, width.

Decided from parsed records by a reader that knows quotes; never from counting characters.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.tables.columns import named
from reporter.sources.tables.header_rows import header_rows
from reporter.sources.tables.headings import normal
from reporter.sources.tables.letters import mend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SAMPLE = 1 << 18
_RECORDS = 400
#: More columns than any export has; the parser takes a second and 350 MB for so many.
_WIDEST = 4_000
_DELIMITERS = (";", ",", "\t", "|")
_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
#: Excel's hint, which Excel itself may have saved again as a row of the table: ``"sep=;";;;``.
_SEP = re.compile(r'^\s*"?sep=([;,\t|:^~])"?\1*\s*$', re.IGNORECASE)
#: So many lines may stand above a header, each with so many cells: "Period", "January".
_PREAMBLE, _PAIR = 20, 2
#: A figure; a year may name a column.
_NUMERIC = re.compile(r"^(?!\s*(19|20)\d\d\s*$)[\s\d.,;:%/+−-]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """``skip`` records stand before the data: a line break in quotes ends none, a blank line is one.

    ``sample`` holds the cells of the first records, ``first`` those of the header as they stand: data, where
    the table has none.
    """

    delimiter: str
    headers: tuple[str, ...]
    skip: int
    guesses: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    first: tuple[str, ...] = ()

    def values(self, position: int) -> tuple[str, ...]:
        """Return the filled cells of a column among the first records."""
        return tuple(cells[position] for cells in self.sample if position < len(cells) and cells[position].strip())

    def without(self, names: Sequence[str]) -> Layout:
        """Return the layout in which the columns of these headers stand without a name: no field is taken from them."""
        out = {normal(name) for name in names}
        return replace(self, headers=tuple("" if normal(one) in out else one for one in self.headers)) if out else self

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
        InputError: D107 without any data row, D108 when no delimiter gives a table, D123 with too many columns.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sample = stream.read(_SAMPLE)
        whole = not stream.read(1)
    first, _, _ = sample.partition("\n")
    told = _SEP.match(first)
    parsed = {one: _records(sample, one, whole=whole) for one in _DELIMITERS}
    if told and told[1] not in parsed:
        parsed[told[1]] = _records(sample, told[1], whole=whole)
    # What the first line says holds where it gives a table: the file may have been saved anew since.
    delimiter = told[1] if told and _width(parsed[told[1]][1:]) > 1 else _best(parsed)
    records = parsed[delimiter][1:] if told else parsed[delimiter]
    width = _width(records)
    _require_table(records, width, file)
    at = _header(records, width)
    headers, used, guesses = header_rows(records, at)
    if at:
        guesses.append(f"{at} line(s) above the header")
    if told and delimiter == told[1]:
        guesses.append(f"delimiter {delimiter!r} as the file's first line says")
    body = [cells for cells in records[at + used :] if any(cell.strip() for cell in cells)]
    if not body:
        swallowed = not whole or sample.count("\n") > sum(1 + "".join(one).count("\n") for one in parsed[delimiter])
        raise _no_rows(file, bool(told) + at + used, swallowed=swallowed)
    names = named([mend(one) for one in headers], width, body)
    if not any(len(cells) == len(names) for cells in body):
        raise InputError(
            "D108",
            f"the header names {len(names)} columns and the rows hold {width}: nothing tells which cell is whose",
            help="export it again, or give the header a name for each cell of a row",
            file=file,
            row=bool(told) + at + 1,
        )
    return Layout(
        delimiter=delimiter,
        headers=names,
        skip=bool(told) + at + used,
        guesses=tuple(guesses),
        sample=tuple(tuple(cells) for cells in body),
        first=tuple(cell.strip() for cell in records[at]),
    )


def _require_table(records: list[list[str]], width: int, file: str) -> None:
    """Refuse what is no table, and one of more columns than a table has.

    Raises:
        InputError: D108, D123.
    """
    if width < 2:  # noqa: PLR2004 - a single column is no table of ours
        raise InputError(
            "D108",
            "no delimiter (semicolon, comma, tab or bar) makes a table of it",
            help="export it as CSV with a header row; if it is no export, leave it out",
            file=file,
        )
    if max(width, *(len(cells) for cells in records[:_PREAMBLE])) > _WIDEST:
        raise InputError(
            "D123",
            f"has more than {_WIDEST:,} columns, which no export has",
            help="check that it is the export; save the columns that matter alone",
            file=file,
        )


def _no_rows(file: str, row: int, *, swallowed: bool) -> InputError:
    """Say that no row stands below the header in this row, or that a quotation mark makes one cell of them all."""
    if swallowed:
        return InputError(
            "D120",
            "a quotation mark is opened and never closed, which swallows the rows after it",
            help="close or remove the quotation mark in that row, or export the file again",
            file=file,
            row=row + 1,
        )
    return InputError(
        "D107", "has a header and no rows", help="check the export's filter or period", file=file, row=row
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


def _best(parsed: dict[str, list[list[str]]]) -> str:
    """Return the delimiter that gives the most even table with a row of names; without any, the most even one."""
    named = {one: _consistency(records) for one, records in parsed.items() if _has_names(records)}
    return max(named or parsed, key=lambda one: _consistency(parsed[one]))


def _consistency(records: list[list[str]]) -> tuple[float, int]:
    """Return how many records share a width, and that width."""
    width = _width(records)
    filled = [cells for cells in records if cells]
    if width < 2 or not filled:  # noqa: PLR2004
        return 0.0, 0
    return round(sum(len(cells) == width for cells in filled) / len(filled), 1), width


def _has_names(records: list[list[str]]) -> bool:
    """Tell whether a row may name the columns: a delimiter that only the figures contain gives none."""
    width = _width(records)
    heads = [cells for cells in [cells for cells in records if cells][:_PREAMBLE] if len(cells) == width]
    return any(sum(_is_name(cell) for cell in cells) > 1 for cells in heads)


def _is_name(cell: str) -> bool:
    """Tell whether a cell may name a column: neither a figure nor a row that another delimiter would part."""
    return bool(cell.strip()) and not _NUMERIC.match(cell) and cell.count(";") < 2 and "\t" not in cell  # noqa: PLR2004


def _header(records: list[list[str]], width: int) -> int:
    """Return the index of the header: the first record that may be one, but for a caption and its value above it."""
    found = [at for at, cells in enumerate(records) if _may_head(cells, width)]
    if not found:
        return next((at for at, cells in enumerate(records) if any(cell.strip() for cell in cells)), 0)
    first = found[0]
    filled = sum(bool(cell.strip()) for cell in records[first])
    for at in found[1:]:
        if at - first > _PREAMBLE or filled > _PAIR or 2 * filled > width:
            break
        names = _texts(records[at])
        if len(names) >= 2 * filled and records[at][0].strip() and len(set(names)) == len(names):
            return at
    return first


def _may_head(cells: list[str], width: int) -> bool:
    """Tell whether a record has at least two different texts and about the table's width."""
    named = [cell for cell in cells if cell.strip()]
    texts = _texts(cells)
    wide = len(named) >= max(2, width // 2) or (len(cells) >= width and len(named) > 1)
    return wide and len(set(texts)) > 1 and len(texts) * 2 >= len(named) and len(cells) >= width - 1


def _texts(cells: list[str]) -> list[str]:
    """Return the cells that are neither blank nor a figure."""
    return [cell.strip() for cell in cells if cell.strip() and not _NUMERIC.match(cell)]
