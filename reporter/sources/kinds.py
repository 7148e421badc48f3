"""What kind of file this is, told by its first bytes and never by its name alone."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
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
_BLOCK = 1 << 20
#: The most that a packed file may hold; text of less than ``_HARMLESS`` may be packed as well as it can.
_LARGEST, _HARMLESS, _RATIO = 4 << 30, 100 << 20, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of a file as delimited text: the file itself, a sheet of a workbook, a member of an archive.

    ``name`` is empty where the file holds one table only.
    """

    path: Path
    name: str = ""


def parts(path: Path, scratch: Path) -> tuple[Part, ...]:
    """Return the tables of a file.

    Raises:
        InputError: D101 an empty file, D102 no table, D103 a broken workbook, D106 not readable.
    """
    return (Part(path=plain(path, scratch)),)


def plain(path: Path, scratch: Path) -> Path:
    """Return a delimited text file with the content of ``path``: itself, or a copy under ``scratch``.

    Raises:
        InputError: D101 an empty file, D102 no table, D103 a broken workbook, D106 not readable.
    """
    if path.exists() and not path.is_file():
        raise InputError("D106", "is no file", help="name an export file", file=path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(_GZIP):
            return plain_text(_unpacked(path, scratch), path)
    except (OSError, EOFError) as problem:
        raise InputError(
            "D106",
            f"cannot be read ({problem.strerror if isinstance(problem, OSError) and problem.strerror else problem})",
            help="check the path and the permission",
            file=path.name,
        ) from None
    if head.startswith((_ZIP, _OLE)):
        from reporter.sources.workbooks import workbook

        return workbook(path, scratch)
    if path.suffix.lower() in _SPREADSHEETS and head.strip():
        raise InputError(
            "D103",
            "is named like an Excel workbook and is none",
            help="export it again from Excel, or rename it to .csv if it is text",
            file=path.name,
        )
    return plain_text(path, path)


def _unpacked(path: Path, scratch: Path) -> Path:
    """Return what a gzip file holds.

    Raises:
        InputError: D106, where it is far larger than a table's text can be packed to.
    """
    target, size = scratch / f"{path.stem}.unpacked", path.stat().st_size
    with gzip.open(path) as packed, target.open("wb") as out:
        written = 0
        while block := packed.read(_BLOCK):
            written += out.write(block)
            if written > _LARGEST or (written > _HARMLESS and written > _RATIO * size):
                raise InputError(
                    "D106",
                    f"unpacks to more than {written >> 20} MB, which no table of its size does",
                    help="unpack it and check what it holds",
                    file=path.name,
                )
    return target


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
