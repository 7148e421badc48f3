"""The client's own lists of customers as rows of two cells: any table that an export may be, with two known headers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reporter.errors import InputError
from reporter.sources.cells.sql import BLANKS
from reporter.sources.files.decoding import decode
from reporter.sources.files.kinds import plain
from reporter.sources.recognition.catalogue import shared_headers
from reporter.sources.tables.headings import folded
from reporter.sources.tables.layout import find_layout

if TYPE_CHECKING:
    from pathlib import Path

#: Headers that name a customer, beside those that all formats share.
_IDS = ("id", "nr", "nummer", "number")
_NAMING = ("customer_id", "customer", "email", "orgnr", "customer_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a list needs: what it holds, and how a word of its header begins; ``is_id``: it names a customer.

    ``blank``: whether a row may leave it empty.
    """

    holds: str
    begins: tuple[str, ...] = ()
    is_id: bool = False
    blank: bool = False

    def begun_by(self, word: str) -> bool:
        """Tell whether a word of a header says that this is the column."""
        return word.startswith(self.begins)


OLD = Column(
    holds="the old id (gammalt, gammelt, old …)",
    begins=("gam", "old", "tidigare", "tidligere", "previous", "former", "fran", "fra", "from"),
)
NEW = Column(
    holds="the new id (nytt, nyt, new …)",
    begins=("ny", "new", "nuvarande", "nuvaerende", "current", "till", "til", "to"),
)
WHO = Column(holds="the customer (kundnr, kundenr, customer id, e-mail …)", is_id=True)
WHY = Column(
    holds="the reason (orsak, årsag, reason …)",
    begins=("orsak", "skal", "anledning", "arsag", "grund", "begrundelse", "reason"),
    blank=True,
)


class Row(NamedTuple):
    """One row of a list: its number in the file (from 1, the header included) and its two cells, trimmed."""

    number: int
    first: str
    second: str


@cache
def _customer_headers() -> frozenset[str]:
    """Return how a header may read that names a customer."""
    shared = shared_headers()
    return frozenset(folded(one) for one in (*_IDS, *(header for name in _NAMING for header in shared[name])))


def read_list(path: Path, scratch: Path, columns: tuple[Column, Column]) -> list[Row]:
    """Return the filled rows of a list, in the file's order.

    Args:
        path: a text file or workbook; of a workbook the first sheet counts.
        scratch: a folder for what is unpacked; made here.
        columns: the two columns that it must have; others are not looked at.

    Raises:
        InputError: D101–D108, D120, D123, where it is no table; D133 without the columns; D134 where a row leaves a
            cell empty.
    """
    scratch.mkdir()
    file = path.name
    decoded = decode(plain(path, scratch), scratch, file=file)
    layout = find_layout(decoded.path, file)
    first, second = (_place(column, layout.headers, file) for column in columns)
    found = []
    with decoded.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=layout.delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                if number > layout.skip and any(cell.strip() for cell in cells):
                    found.append(Row(number, _cell(cells, first), _cell(cells, second)))
        except csv.Error:
            raise InputError(
                "D120",
                "a quotation mark is opened and never closed, which swallows the rows after it",
                help="close or remove the quotation mark, or save the list again",
                file=file,
                row=number + 1,
            ) from None
    for row in found:
        for column, cell in zip(columns, (row.first, row.second), strict=True):
            if not cell and not column.blank:
                raise unusable(file, row.number, f"does not say {column.holds}", "fill the cell, or remove the row")
    return found


def unusable(file: str, row: int, what: str, way_out: str) -> InputError:
    """Return the error of a row that cannot be used; it never tells the id, which may name a person."""
    return InputError("D134", what, help=way_out, file=file, row=row)


def _place(column: Column, headers: tuple[str, ...], file: str) -> int:
    """Return where a column stands: the first whose header names it.

    Raises:
        InputError: D133.
    """
    for at, header in enumerate(headers):
        read = folded(header)
        if read in _customer_headers() if column.is_id else any(map(column.begun_by, read.split())):
            return at
    raise InputError(
        "D133",
        f"no header of the list names the column with {column.holds}",
        help="write a first row with the two headers, such as gammalt;nytt or kundnr;orsak",
        file=file,
    )


def _cell(cells: list[str], at: int) -> str:
    """Return a cell's text; empty where it says nothing or the row ends before it."""
    text = cells[at].strip() if at < len(cells) else ""
    return "" if text in BLANKS else text
