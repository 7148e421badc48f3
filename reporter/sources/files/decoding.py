"""From bytes to UTF-8, by a rule of our own: detection libraries take Nordic cp1252 for cp1250.

Order: byte-order mark → pattern of NUL bytes (UTF-32 before UTF-16) → strict UTF-8 over the whole file →
the encodings of one byte a letter (``legacy``). A UTF-8 file with a few broken bytes stays UTF-8, and its
damaged rows are counted.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.errors import InputError, UsageError
from reporter.sources.files.blanks import with_tabs
from reporter.sources.files.decoded import Decoded
from reporter.sources.files.legacy import rewrite_legacy

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Decoded", "decode"]

_NO_LETTERS = ("idna", "punycode", "escape", "undefined")
_BLOCK = 1 << 20
#: A line of more blocks than this is none of a table.
_LONGEST = 4
_HEAD = 4096
#: A mark before a line of one cell in quotes ("sep=;", a title): the engine's parser takes all that follows for it.
_ALONE = re.compile(rb'\xef\xbb\xbf"[^"\r\n]*"[ \t]*[\r\n]')


def decode(source: Path, scratch: Path, encoding: str | None = None, *, file: str | None = None) -> Decoded:
    """Return the file as UTF-8 without NULs and with one kind of line end; a clean file is not copied.

    A table whose columns are parted by runs of blanks comes with tabs instead.

    Args:
        source: the file.
        scratch: a folder for what is written.
        encoding: what the operator says it is.
        file: what the file is called in messages; its own name otherwise.

    Raises:
        UsageError: C113, when ``encoding`` is no encoding that Python knows.
        InputError: D123, when it holds a line that no table has.
    """
    try:
        return with_tabs(_utf8(source, scratch, encoding), scratch)
    except InputError as fault:
        fault.file = file or source.name
        raise


def _utf8(source: Path, scratch: Path, encoding: str | None) -> Decoded:
    if encoding:
        _require_text(encoding)
        return _rewrite(source, scratch, encoding)
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
    if wide := _wide(head):
        name, mark = wide
        told = name.removesuffix("-le").removesuffix("-be") if mark else name
        return _rewrite(source, scratch, name, told, skip=mark)
    if b"\r" in head and b"\n" not in head:
        source = _with_line_feeds(source, scratch)
    valid, clean = _survey(source)
    usual = "UTF-8 with BOM" if head.startswith(codecs.BOM_UTF8) else "UTF-8"
    if valid:
        clean = clean and not _ALONE.match(head)
        return Decoded(path=source, encoding=usual) if clean else _rewrite(source, scratch, "utf-8-sig", usual)
    if found := rewrite_legacy(source, scratch):
        return found
    return replace(_rewrite(source, scratch, "utf-8-sig"), encoding="UTF-8")


def _require_text(encoding: str) -> None:
    """Refuse what Python calls an encoding and is no way to write letters (zlib, idna, unicode_escape).

    Raises:
        UsageError: C113.
    """
    try:
        with io.TextIOWrapper(io.BytesIO(b"\xe5\n\0\0"), encoding=encoding, errors="replace") as text:
            text.read()
        known = not codecs.lookup(encoding).name.endswith(_NO_LETTERS)
    except (LookupError, UnicodeError, ValueError):
        known = False
    if not known:
        raise UsageError("C113", f"'{encoding}' is no known encoding", help="for example utf-8, cp1252")


def _wide(head: bytes) -> tuple[str, int] | None:
    """Return the name of an encoding of two or four bytes a letter, and how long its mark is.

    The NULs tell it where there is no mark, and where there is one of the wrong width.
    """
    if head.startswith(codecs.BOM_UTF32_LE):
        return "utf-32-le", 4
    if head.startswith(codecs.BOM_UTF32_BE):
        return "utf-32-be", 4
    mark = 2 if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else 0
    found = _nul_pattern(head[mark:])
    if found and (not mark or found.startswith("utf-32")):
        return found, mark
    if not mark:
        return None
    return "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be", mark


def _nul_pattern(head: bytes) -> str | None:
    """Tell UTF-32 and UTF-16 without a mark by where their NULs stand."""
    if len(head) < 8:  # noqa: PLR2004 - too short to tell
        return None
    share = [head[at::4].count(0) / len(head[at::4]) for at in range(4)]
    full, none = 0.4, 0.1
    if share[0] < none and min(share[1:]) > full:
        return "utf-32-le"
    if share[3] < none and min(share[:3]) > full:
        return "utf-32-be"
    even, odd = (share[0] + share[2]) / 2, (share[1] + share[3]) / 2
    if odd > full and even < none:
        return "utf-16-le"
    return "utf-16-be" if even > full and odd < none else None


def _with_line_feeds(source: Path, scratch: Path) -> Path:
    """Return a copy of a file of the old Macintosh's line ends, which nothing else here takes for line ends."""
    target, held = scratch / f"{source.stem}.lines", b""
    with source.open("rb") as stream, target.open("wb") as out:
        while block := stream.read(_BLOCK):
            block, held = held + block, b""
            if block.endswith(b"\r"):
                block, held = block[:-1], b"\r"  # the next block may begin with its line feed
            out.write(block.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        out.write(b"\n" if held else b"")
    return target


def _survey(source: Path) -> tuple[bool, bool]:
    """Return whether the whole file is strict UTF-8, and whether it has no NULs and one kind of line end.

    Raises:
        InputError: D123, where a line has no end: what reads lines would read it whole.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, nul, feeds, returns, endless, last = True, False, 0, 0, 0, b""
    with source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            new_feeds, new_returns, last = block.count(b"\n"), block.count(b"\r"), block[-1:]
            endless = 0 if new_feeds or new_returns else endless + 1
            if endless >= _LONGEST:
                raise _too_long()
            feeds, returns = feeds + new_feeds, returns + new_returns
            nul = nul or b"\0" in block
            # A block of ASCII after whole letters needs no decoding: that is a tenth of the time.
            if valid and (decoder.getstate()[0] or not block.isascii()):
                valid = _decodes(decoder, block)
    valid = valid and _decodes(decoder, b"", final=True)
    return valid, not nul and returns in {0, feeds} and last != b"\x1a"


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final=final)
    except UnicodeDecodeError:
        return False
    return True


def _rewrite(source: Path, scratch: Path, encoding: str, name: str | None = None, *, skip: int = 0) -> Decoded:
    """Transcode in a stream; what cannot be decoded becomes U+FFFD and its lines are counted.

    Raises:
        InputError: D123, where a line has no end.
    """
    target, damaged, most = scratch / f"{source.stem}.utf8", 0, _LONGEST * _BLOCK
    with source.open("rb") as stream, target.open("w", encoding="utf-8", newline="\n") as out:
        stream.seek(skip)
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline=None)
        while block := text.read(_BLOCK):
            rest = text.readline(most)
            if len(rest) == most:
                raise _too_long()
            block += rest
            damaged += sum("\ufffd" in line for line in block.split("\n")) if "\ufffd" in block else 0
            out.write(block.replace("\0", "").replace("\x1a", ""))
    return Decoded(path=target, encoding=name or encoding, damaged=damaged)


def _too_long() -> InputError:
    return InputError(
        "D123",
        f"holds a line of more than {_LONGEST} MB, which no table has",
        help="check that it is the export, and export it again",
    )
