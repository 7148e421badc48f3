"""What it would take to open a workbook, found without opening it."""

from __future__ import annotations

import re
import zipfile
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


def require_moderate(path: Path) -> None:
    """Refuse a workbook that is packed to exhaust the memory, before the reader opens it.

    Raises:
        InputError: D103 where it is none, D123.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        size = sum(one.file_size for one in members)
        if size > _LARGEST or (size > _HARMLESS and size > _RATIO * path.stat().st_size):
            raise _too_large(f"unpacks to {size >> 20} MB")
        if not any(_SHEET.search(one.filename) for one in members):
            raise InputError(
                "D103",
                "is a packed file and no Excel workbook (.xlsx)",
                help="open it and save it as .xlsx or CSV; if it is no export, leave it out",
            )
        # Each is read to its end: one that is longer than the directory says fails its checksum.
        sizes = [(_cells(archive, member), member.filename) for member in members]
    # A sheet may lie anywhere; the chain of calculation repeats the references of the sheets.
    usual = _LETTERS * _FEW_ROWS
    cells = sum(size for size, name in sizes if _SHEET.search(name) or (size > usual and "calcChain" not in name))
    if cells > _CELLS:
        raise _too_large(f"has cells so far outside its table that it takes {cells:,} cells")


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


def _too_large(what: str) -> InputError:
    return InputError(
        "D123",
        f"{what}, more than a table needs",
        help="copy the table to a new workbook, or save it as CSV",
    )
