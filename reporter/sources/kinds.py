"""What kind of file this is, told by its first bytes and never by its name alone."""

from __future__ import annotations

import csv
import gzip
import shutil
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reporter.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_NOT_TABLES = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet file",
    b"<!DOCTYPE": "a web page",
    b"<!doctype": "a web page",
    b"<html": "a web page",
}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_GZIP = b"\x1f\x8b"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm")
#: Bytes that no text holds: the control characters but for tab, line ends and the DOS end-of-file.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x00})
_HEAD = 8192


def plain(path: Path, scratch: Path) -> Path:
    """Return a delimited text file with the content of ``path``: itself, or a copy under ``scratch``.

    Raises:
        InputError: D101 an empty file, D102 no table, D103 a broken workbook, D106 not readable.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(_GZIP):
            unpacked = scratch / f"{path.stem}.unpacked"
            with gzip.open(path) as packed, unpacked.open("wb") as out:
                shutil.copyfileobj(packed, out, 1 << 20)
            return plain_text(unpacked, path)
    except (OSError, EOFError) as problem:
        raise InputError(
            "D106",
            f"cannot be read ({problem.strerror if isinstance(problem, OSError) and problem.strerror else problem})",
            help="check the path and the permission",
            file=path.name,
        ) from None
    if head.startswith((_ZIP, _OLE)):
        return _workbook(path, scratch)
    if path.suffix.lower() in _SPREADSHEETS and head.strip():
        raise InputError(
            "D103",
            "is named like an Excel workbook and is none",
            help="export it again from Excel, or rename it to .csv if it is text",
            file=path.name,
        )
    return plain_text(path, path)


def plain_text(text: Path, original: Path) -> Path:
    """Return ``text`` after making sure that it is one."""
    with text.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise InputError("D101", "the file is empty", help="export it again; nothing was read", file=original.name)
    kind = next((name for magic, name in _NOT_TABLES.items() if head.lstrip()[:16].startswith(magic)), None)
    if kind is None and not head.startswith(_BOMS) and len(head.translate(None, _CONTROLS)) < 0.99 * len(head):
        kind = "binary data"
    if kind:
        raise InputError(
            "D102",
            f"is {kind}, not a table",
            help="export the data as CSV or XLSX",
            file=original.name,
        )
    return text


def _workbook(path: Path, scratch: Path) -> Path:
    """Write the sheet with the most cells as a CSV file."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        sheet = max(sheets, key=lambda one: one.total_height * one.total_width)
        rows = sheet.to_python(skip_empty_area=False)
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
