"""Gzip and zip files: their tables unpacked to text, within bounds, and the rest named."""

from __future__ import annotations

import errno
import gzip
import lzma
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from reporter.errors import InputError
from reporter.sources.files.kinds import EMPTY_ZIP, GZIP, HEAD, OLE, ZIP, Part, no_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCK = 1 << 20
#: The most that a packed file may hold; text of less than ``_HARMLESS`` may be packed as well as it can.
_LARGEST, _HARMLESS, _RATIO = 4 << 30, 100 << 20, 200
_MEMBERS = 500
#: What a broken archive makes the library raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)
#: Files that systems leave in archives unasked.
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_ENCRYPTED = 0x1
_LONGEST_NAME = 80


def gunzip(path: Path, scratch: Path) -> Path:
    """Return what a gzip file holds.

    Raises:
        InputError: D106 where it is broken, D123 where it is far larger than a table's text can be packed to.
    """
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, path.stat().st_size)
    except _BROKEN as problem:
        raise _broken(problem) from None
    return target


def _copy(packed: gzip.GzipFile | BinaryIO, target: Path, size: int) -> None:
    """Write out what is packed in ``size`` bytes, and stop where no table is that long.

    Raises:
        InputError: D123.
    """
    written = 0
    with target.open("wb") as out:
        while block := packed.read(_BLOCK):
            written += out.write(block)
            if _is_bomb(written, size):
                raise _bomb(written)


def _is_bomb(size: int, packed: int) -> bool:
    return size > _LARGEST or (size > _HARMLESS and size > _RATIO * packed)


def _bomb(size: int) -> InputError:
    return InputError(
        "D123",
        f"unpacks to more than {size >> 20} MB, which no table of its size does",
        help="unpack it and check what it holds",
    )


def no_room(problem: Exception) -> InputError | None:
    """Return the fault where a text could not be written for its size, None where something else is wrong."""
    if not isinstance(problem, OSError) or problem.errno not in {errno.EFBIG, errno.ENOSPC}:
        return None
    return InputError(
        "D123",
        f"was stopped: unpacked it takes more room than there is ({problem.strerror})",
        help="make room on the disk, or save the table alone as CSV",
    )


def _broken(problem: Exception) -> InputError:
    return no_room(problem) or InputError(
        "D106",
        f"cannot be unpacked: it is damaged or cut short ({type(problem).__name__})",
        help="export or download it again",
    )


def holds_workbook(path: Path) -> bool:
    """Tell whether a zip file is an Excel workbook (or another document of an office program)."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(one.filename == "[Content_Types].xml" for one in archive.infolist())
    except _BROKEN:
        return False


def members(path: Path, scratch: Path) -> list[Part]:
    """Return the tables that a zip file holds, and a fault for each member that is none.

    A member's name is a word to be shown: nothing is written under it.

    Raises:
        InputError: D101 where it holds nothing, D106 where it is broken, D123 where it is a bomb.
    """
    try:
        # A name that is no UTF-8 is in the letters of DOS, which Nordic systems have as cp850.
        with zipfile.ZipFile(path, metadata_encoding="cp850") as archive:
            wanted = [one for one in archive.infolist() if not one.is_dir() and not _JUNK.search(one.filename)]
            _require_moderate(wanted, path.stat().st_size)
            names = _names(wanted)
            found: list[Part] = []
            for number, (member, name) in enumerate(zip(wanted, names, strict=True)):
                found += _member(archive, member, name, scratch / f"member-{number}")
    except _BROKEN as problem:
        raise _broken(problem) from None
    if not found:
        raise InputError("D101", "the archive is empty", help="export it again; nothing was read")
    return found


def _require_moderate(wanted: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive of too many members, or of more than a table's text can be packed to.

    Raises:
        InputError: D123.
    """
    if len(wanted) > _MEMBERS:
        raise InputError(
            "D123",
            f"holds {len(wanted)} files, more than an export does (at most {_MEMBERS})",
            help="unpack it and give the files that matter",
        )
    whole = sum(one.file_size for one in wanted)
    if _is_bomb(whole, size):
        raise _bomb(whole)


def _names(wanted: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return what each member is called: its own name, with its folders where two have one name."""
    paths = [_shown(one.filename) for one in wanted]
    short = [PurePosixPath(one).name for one in paths]
    return [own if short.count(own) == 1 else whole for own, whole in zip(short, paths, strict=True)]


def _shown(name: str) -> str:
    """Return a member's name without what a terminal would obey."""
    kept = "".join(sign if sign.isprintable() else "?" for sign in name.replace("\\", "/"))
    return kept[-_LONGEST_NAME:] or "?"


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path) -> list[Part]:
    """Return a member as text; a workbook in an archive gives its sheets."""
    if member.flag_bits & _ENCRYPTED:
        return [Part(path=target, name=name, fault=_protected())]
    try:
        with archive.open(member) as stream:
            head = stream.read(HEAD)
        if head.startswith((GZIP, EMPTY_ZIP)):
            raise _nested()
        packed = head.startswith((ZIP, OLE))
        if not packed and (fault := no_text(head, name)):
            return [Part(path=target, name=name, fault=fault)]
        with archive.open(member) as stream:
            _copy(stream, target, max(member.compress_size, 1))  # type: ignore[arg-type]
        if packed:
            return _sheets(target, name)
    except InputError as fault:
        return [Part(path=target, name=name, fault=fault)]
    except _BROKEN as problem:
        return [Part(path=target, name=name, fault=_broken(problem))]
    return [Part(path=target, name=name)]


def _protected() -> InputError:
    return InputError("D106", "is protected by a password", help="unpack it with the password, and give what it holds")


def _nested() -> InputError:
    return InputError("D102", "is an archive in an archive, not a table", help="unpack it and give what it holds")


def _sheets(workbook: Path, name: str) -> list[Part]:
    """Return the sheets of a workbook that lay in an archive."""
    from reporter.sources.files.workbooks import sheets

    with workbook.open("rb") as stream:
        is_ole = stream.read(len(OLE)) == OLE
    if not is_ole and not holds_workbook(workbook):
        raise _nested()
    place = workbook.with_suffix(".sheets")
    place.mkdir()
    found = sheets(workbook, place)
    tables = [one for one in found if not one.fault]
    return [
        Part(path=one.path, name=name if tables == [one] else f"{name}: {one.name}", fault=one.fault) for one in found
    ]
