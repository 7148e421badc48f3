"""What kind of file this is, told by its first bytes and never by its name alone."""

from __future__ import annotations

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
    b"<?xml": "an XML document",
}
_TAR, _TAR_AT = b"ustar", 257
ZIP, EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0"
GZIP = b"\x1f\x8b"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")
_BLANK = b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm")
#: Bytes that no text holds: the control characters but for tab, line ends and the DOS end-of-file.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x00})
HEAD = 8192


#: How the text of a sheet is called.
SHEET = ".sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of a file as delimited text: the file itself, a sheet of a workbook, a member of an archive.

    ``name`` is empty where the file holds one table only. A part with a ``fault`` holds no table, and its
    ``path`` leads nowhere.
    """

    path: Path
    name: str = ""
    fault: InputError | None = None

    @property
    def is_sheet(self) -> bool:
        """Whether the text was written from a workbook: its encoding and delimiter are ours, not the export's."""
        return self.path.suffix == SHEET


def parts(path: Path, scratch: Path) -> tuple[Part, ...]:
    """Return the tables of a file: text as it lies, what is packed as text under ``scratch``.

    Raises:
        InputError: D101 an empty file, D102 no table, D103 a broken workbook, D106 not readable, D123 one
            that takes more memory or time than a table does.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        shown = path.name.encode(errors="surrogateescape").decode(errors="replace")
        raise InputError(
            "D106", "has a name, or lies in a folder, with signs that are no text", help="rename it", file=shown
        ) from None
    if path.exists() and not path.is_file():
        raise InputError("D106", "is no file", help="name an export file", file=path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as problem:
        raise InputError(
            "D106",
            f"cannot be read ({problem.strerror or problem})",
            help="check the path and the permission",
            file=path.name,
        ) from None
    if head.startswith((GZIP, ZIP, EMPTY_ZIP, OLE)):
        from reporter.sources.files.guarded import unpacked

        return unpacked(path, scratch)
    if is_spreadsheet(path) and head.strip():
        raise InputError(
            "D103",
            "is named like an Excel workbook and is none",
            help="export it again from Excel, or rename it to .csv if it is text",
            file=path.name,
        )
    if fault := no_text(head, path.name):
        raise fault
    return (Part(path=path),)


def plain(path: Path, scratch: Path) -> Path:
    """Return the first table of a file as delimited text: itself, or a copy under ``scratch``.

    Raises:
        InputError: as ``parts``.
    """
    tables = parts(path, scratch)
    first = next((one for one in tables if not one.fault), tables[0])
    if first.fault:
        raise first.fault
    return first.path


def is_spreadsheet(path: Path) -> bool:
    """Tell whether a file is named like an Excel workbook."""
    return path.suffix.lower() in _SPREADSHEETS


def no_text(head: bytes, file: str) -> InputError | None:
    """Return what is wrong with a file of which these are the first bytes, None where it is a text."""
    if not head.strip(_BLANK):
        return InputError("D101", "the file is empty", help="export it again; nothing was read", file=file)
    kind = next((name for magic, name in _NOT_TABLES.items() if head.lstrip()[:16].startswith(magic)), None)
    if head[_TAR_AT:].startswith(_TAR):
        kind = "an archive"
    if kind is None and not head.startswith(_BOMS) and len(head.translate(None, _CONTROLS)) < 0.99 * len(head):
        kind = "binary data"
    if kind is None:
        return None
    return InputError(
        "D102",
        f"is {kind}, not a table",
        help="export the data as CSV or XLSX; if it is no export, leave it out",
        file=file,
    )
