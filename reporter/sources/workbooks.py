"""An Excel workbook as delimited text, after a look at what it would take to open it."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reporter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The most that a workbook may hold unpacked; below ``_HARMLESS`` bytes it may be packed as well as it can.
_LARGEST, _HARMLESS, _RATIO = 1 << 30, 100 << 20, 200
_ROWS = 1 << 20
#: The most cells of all sheets, the empty ones in their rectangles included: the reader keeps room for each.
_CELLS = 50_000_000
_BLOCK = 1 << 20
_OVERLAP = 32
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
#: References of cells beyond column Z, and of cells or rows from 10,000 on; a colour such as "FFC00000" is none.
_WIDE = re.compile(rb"""\br\s*=\s*["']([A-Z]{2,3})\d{1,7}["']""")
_DEEP = re.compile(rb"""\br\s*=\s*["'][A-Z]{0,3}(\d{5,7})["']""")
_LETTERS, _FEW_ROWS = 26, 9_999


def workbook(path: Path, scratch: Path) -> Path:
    """Write the sheet with the most cells as a CSV file.

    Raises:
        InputError: D101 an empty workbook, D103 one that is broken, or too large to be opened.
    """
    from python_calamine import CalamineWorkbook

    try:
        if zipfile.is_zipfile(path):
            _require_moderate(path)
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        sheet = max(sheets, key=lambda one: one.total_height * one.total_width)
        rows = sheet.to_python(skip_empty_area=False)
    except InputError:
        raise
    except Exception as problem:  # noqa: BLE001 - the library raises a family of its own errors and ValueError
        raise InputError(
            "D103",
            f"cannot be opened as an Excel workbook ({type(problem).__name__})",
            help="open it in Excel and save it again as .xlsx or CSV",
            file=path.name,
        ) from None
    if not any(any(cell != "" for cell in row) for row in rows):
        raise InputError("D101", "the workbook is empty", help="export it again; nothing was read", file=path.name)
    target = scratch / f"{path.stem}.sheet"
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerows([_cell(value) for value in row] for row in rows)
    return target


def _require_moderate(path: Path) -> None:
    """Refuse a workbook that is packed to exhaust the memory, before the reader opens it.

    Raises:
        InputError: D103.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        size = sum(one.file_size for one in members)
        if size > _LARGEST or (size > _HARMLESS and size > _RATIO * path.stat().st_size):
            raise _too_large(path, f"unpacks to {size >> 20} MB")
        if not any(_SHEET.search(one.filename) for one in members):
            raise InputError(
                "D103",
                "is a packed file and no Excel workbook (.xlsx)",
                help="open it and save it as .xlsx or CSV",
                file=path.name,
            )
        # Each is read to its end: one that is longer than the directory says fails its checksum.
        sizes = [(_cells(archive, member), member.filename) for member in members]
    # A sheet may lie anywhere; the chain of calculation repeats the references of the sheets.
    usual = _LETTERS * _FEW_ROWS
    cells = sum(size for size, name in sizes if _SHEET.search(name) or (size > usual and "calcChain" not in name))
    if cells > _CELLS:
        raise _too_large(path, f"has cells so far outside its table that it takes {cells:,} cells")


def _cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return how many cells the rectangle of a sheet has at most."""
    wide, deep = _LETTERS, _FEW_ROWS
    letters: set[bytes] = set()
    for piece in _pieces(archive, member):
        letters.update(_WIDE.findall(piece))
    if letters:
        wide = max(_column(one) for one in letters)
    if wide * _ROWS > _CELLS:
        deep = max(deep, *(int(row) for piece in _pieces(archive, member) for row in _DEEP.findall(piece)), 0)
    return wide * deep


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes block by block, each with the end of the one before."""
    held = b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            yield held + block
            held = block[-_OVERLAP:]


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _too_large(path: Path, what: str) -> InputError:
    return InputError(
        "D103",
        f"{what}, more than a table needs",
        help="copy the table to a new workbook, or save it as CSV",
        file=path.name,
    )


def _cell(value: object) -> str:
    """Return a cell as the text that a careful person would type."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        exact = 1e-4 <= abs(value) < 1e15  # noqa: PLR2004 - beyond, a plain decimal is no faithful text
        return str(int(value)) if value.is_integer() else format(value, ".15g") if exact else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        return str(value.total_seconds() / 3600)
    return value.isoformat() if isinstance(value, date | time) else str(value)
