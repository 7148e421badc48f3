"""From bytes to UTF-8, by a rule of our own: detection libraries take Nordic cp1252 for cp1250.

Order: byte-order mark (UTF-32 before UTF-16) → pattern of NUL bytes → strict UTF-8 over the whole
file → the best score among cp1252, cp850 and mac_roman. A file of mixed encodings is decoded line
by line, a line of mixed encodings letter by letter; a UTF-8 file with a few broken bytes stays
UTF-8, and its damaged rows are counted.
"""

from __future__ import annotations

import codecs
import io
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1252", "cp850", "mac_roman")
_NO_LETTERS = ("idna", "punycode", "escape", "undefined")
_BLOCK = 1 << 20
_ASCII = bytes(range(128))
_NORDIC = "åäöÅÄÖæøÆØ"
_NEUTRAL = "éÉüÜ\xa0€–—’‘“”´·…§°£½«»"
_LETTERS = "àáâãèêëìíîïòóôõùúûñçßÀÁÈÊÇÑÔ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A UTF-8 file; ``damaged`` counts lines with letters that are lost, ``mixed`` lines in another encoding."""

    path: Path
    encoding: str
    damaged: int = 0
    mixed: int = 0


def decode(source: Path, scratch: Path, encoding: str | None = None) -> Decoded:
    """Return the file as UTF-8 without NULs and with one kind of line end; a clean file is not copied.

    Raises:
        UsageError: C120, when ``encoding`` is no encoding that Python knows.
    """
    if encoding:
        _require_text(encoding)
        return _rewrite(source, scratch, encoding)
    with source.open("rb") as stream:
        head = stream.read(4096)
    if b"\r" in head and b"\n" not in head:
        source = _with_line_feeds(source, scratch)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return _rewrite(source, scratch, name)
    if wide := _nul_pattern(head):
        return _rewrite(source, scratch, wide)
    valid, clean = _survey(source)
    usual = "UTF-8 with BOM" if head.startswith(codecs.BOM_UTF8) else "UTF-8"
    if valid:
        return Decoded(path=source, encoding=usual) if clean else _rewrite(source, scratch, "utf-8-sig", usual)
    return _legacy(source, scratch)


def _require_text(encoding: str) -> None:
    """Refuse what Python calls an encoding and is no way to write letters (zlib, idna, unicode_escape).

    Raises:
        UsageError: C120.
    """
    try:
        with io.TextIOWrapper(io.BytesIO(b"\xe5\n\0\0"), encoding=encoding, errors="replace") as text:
            text.read()
        known = not codecs.lookup(encoding).name.endswith(_NO_LETTERS)
    except (LookupError, UnicodeError, ValueError):
        known = False
    if not known:
        raise UsageError("C120", f"'{encoding}' is no known encoding", help="for example utf-8, cp1252")


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


def _nul_pattern(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by where its NULs stand."""
    if len(head) < 8:  # noqa: PLR2004 - too short to tell
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _survey(source: Path) -> tuple[bool, bool]:
    """Return whether the whole file is strict UTF-8, and whether it has no NULs and one kind of line end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    nul, feeds, returns = False, 0, 0
    try:
        with source.open("rb") as stream:
            while block := stream.read(_BLOCK):
                # A block of ASCII after whole letters needs no decoding: that is a tenth of the time.
                if decoder.getstate()[0] or not block.isascii():
                    decoder.decode(block)
                nul = nul or b"\0" in block
                feeds += block.count(b"\n")
                returns += block.count(b"\r")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, False
    return True, not nul and returns in {0, feeds}


def _rewrite(source: Path, scratch: Path, encoding: str, name: str | None = None) -> Decoded:
    """Transcode in a stream; what cannot be decoded becomes U+FFFD and its lines are counted."""
    target, damaged = scratch / f"{source.stem}.utf8", 0
    with (
        source.open(encoding=encoding, errors="replace", newline=None) as lines,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        for line in lines:
            damaged += "\ufffd" in line
            out.write(line.replace("\0", "") if "\0" in line else line)
    return Decoded(path=target, encoding=name or encoding, damaged=damaged)


@cache
def _weight(letter: str) -> float:
    """Return how much a character speaks for Nordic prose."""
    if letter in _NORDIC:
        return 3.0
    if letter in _NEUTRAL:
        return 1.5
    if letter in _LETTERS:
        return 1.0
    if letter == "\ufffd":
        return -5.0
    return -3.0 if "\u2500" <= letter <= "\u25ff" or letter < "\xa0" else -1.0


@cache
def _tables(usual: str) -> tuple[str, ...]:
    """Return 256 characters per way to read a byte: the usual one, patched, and the other encodings.

    Patched: a byte that is an odd sign in the usual encoding and a letter in another is that letter,
    for files in which even one line mixes encodings.
    """
    plain = {one: "".join(bytes([byte]).decode(one, "replace") for byte in range(256)) for one in _LEGACY}
    others = [table for one, table in plain.items() if one != usual]
    patched = "".join(
        own if _weight(own) > 0 or byte < len(_ASCII) else max((own, *(t[byte] for t in others)), key=_weight)
        for byte, own in enumerate(plain[usual])
    )
    return (plain[usual], patched, *others)


def _score(counts: Counter[int], table: str) -> float:
    """Return how Nordic these bytes above 127 look."""
    return sum(_weight(table[byte]) * count for byte, count in counts.items())


def _usual(counts: Counter[int]) -> str:
    """Return the encoding in which a file's bytes above 127 look best."""
    return max(_LEGACY, key=lambda one: _score(counts, _tables(one)[0]))


def _line(line: bytes, usual: str) -> tuple[str, bool]:
    """Return a line's text, and whether it is not in the usual encoding alone."""
    if line.isascii():
        return line.decode("ascii"), False
    if _is_utf8(line):
        return line.decode(), True
    counts = Counter(line.translate(None, _ASCII))
    tables = _tables(usual)
    best = max(tables, key=lambda one: _score(counts, one))
    return "".join(best[byte] for byte in line), best != tables[0]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _legacy(source: Path, scratch: Path) -> Decoded:
    """Decode a file that is not UTF-8 as a whole."""
    counts: Counter[int] = Counter()
    good = bad = 0
    with source.open("rb") as stream:
        for line in stream:
            if not line.isascii():
                high = line.translate(None, _ASCII)
                if _is_utf8(line):
                    good += 1
                else:
                    bad += 1
                    counts.update(high)
    if good > 2 * bad:
        return _rewrite(source, scratch, "utf-8-sig", "UTF-8")
    usual = _usual(counts)
    target, mixed, damaged = scratch / f"{source.stem}.utf8", 0, 0
    with source.open("rb") as stream, target.open("w", encoding="utf-8", newline="\n") as out:
        for line in stream:
            text, other = _line(line, usual)
            mixed += other
            damaged += "\ufffd" in text
            out.write(text.replace("\0", "").replace("\r\n", "\n"))
    return Decoded(path=target, encoding=usual, damaged=damaged, mixed=mixed)
