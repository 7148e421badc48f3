"""Encodings of one byte a letter: the best score among cp1252, cp850 and mac_roman.

A file of mixed encodings is decoded line by line, a line of mixed encodings letter by letter. Latin-1 is
cp1252 without the letters that it lacks.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from reporter.sources.files.decoded import Decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEGACY = ("cp1252", "cp850", "mac_roman")
_BLOCK = 1 << 20
_ASCII = bytes(range(128))
_NORDIC = "åäöÅÄÖæøÆØ"
_NEUTRAL = "éÉüÜ\xa0€–—’‘“”´·…§°£½«»"
#: Signs that stand beside words and in none; an apostrophe may.
_SIGNS = "€–—‘“”·…§°£½«»"
_LETTERS = "àáâãèêëìíîïòóôõùúûñçßÀÁÈÊÇÑÔ"
#: The first bytes of UTF-8's Western letters: where they stand, a line may be UTF-8.
_LEADS = b"\xc2\xc3"
_FOREIGN = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
#: A line that looks no better than this in another encoding is in the file's own (À is · elsewhere).
_SLIGHT = 1.0
#: So many lines tell a file's encoding.
_ENOUGH = 20_000


def rewrite_legacy(source: Path, scratch: Path) -> Decoded | None:
    """Decode a file that is not UTF-8 as a whole; None where it is UTF-8 with some broken bytes."""
    counts, good, bad = _evidence(source)
    if good > 2 * bad:
        return None
    usual = max(_LEGACY, key=lambda one: _score(counts, _tables(one)[0]))
    certain = _ASCII + _certain(usual)
    target, mixed, damaged = scratch / f"{source.stem}.utf8", 0, 0
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for block in _blocks(source):
            if not block.translate(None, certain):
                text = block.decode(usual)
            else:
                lines = [_line(line, usual) for line in block.splitlines(keepends=True)]
                mixed += sum(other for _, other in lines)
                damaged += sum("\ufffd" in line for line, _ in lines)
                text = "".join(line for line, _ in lines)
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            out.write(text.replace("\0", "").replace("\x1a", ""))
    return Decoded(path=target, encoding=usual, damaged=damaged, mixed=mixed)


def _blocks(source: Path) -> Iterator[bytes]:
    """Yield a file in blocks of whole lines; no line is too long for that, which was seen before."""
    with source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block + stream.readline()


def _evidence(source: Path) -> tuple[Counter[int], int, int]:
    """Return the bytes above 127 of lines that are no UTF-8, and how many lines are and are not."""
    counts: Counter[int] = Counter()
    good = bad = 0
    for block in _blocks(source):
        if block.isascii():
            continue
        for line in _FOREIGN.findall(block):
            if _is_utf8(line):
                good += 1
            else:
                bad += 1
                counts.update(line.translate(None, _ASCII))
        if good + bad > _ENOUGH:
            break
    return counts, good, bad


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


@cache
def _weight(letter: str) -> float:
    """Return how much a character speaks for Nordic prose."""
    if letter in _NORDIC or letter == "€":  # the euro's byte is Ä on a Macintosh: amounts are commoner
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


@cache
def _certain(usual: str) -> bytes:
    """Return the bytes that are letters in the usual encoding: lines of no others need no second look."""
    own = _tables(usual)[0]
    return bytes(
        byte
        for byte in range(len(_ASCII), 256)
        if byte not in _LEADS and _weight(own[byte]) > 0 and own[byte] not in _SIGNS
    )


@cache
def _inside(usual: str) -> re.Pattern[bytes]:
    """Return what finds a sign of the usual encoding inside a word, where a letter of another must be meant."""
    own = _tables(usual)[0]
    signs = bytes(byte for byte in range(len(_ASCII), 256) if own[byte] in _SIGNS)
    return re.compile(rb"[A-Za-z][" + re.escape(signs) + rb"][A-Za-z]")


def _score(counts: Counter[int], table: str) -> float:
    """Return how Nordic these bytes above 127 look."""
    return sum(_weight(table[byte]) * count for byte, count in counts.items())


def _line(line: bytes, usual: str) -> tuple[str, bool]:
    """Return a line's text, and whether it is not in the usual encoding alone."""
    if line.isascii():
        return line.decode("ascii"), False
    if _is_utf8(line):
        return line.decode(), True
    counts = Counter(line.translate(None, _ASCII))
    tables = _tables(usual)
    if all(_weight(tables[0][byte]) > 0 for byte in counts) and not _inside(usual).search(line):
        return line.decode(usual), False
    best = max(tables, key=lambda one: _score(counts, one))
    if _score(counts, best) - _score(counts, tables[0]) <= _SLIGHT:
        best = tables[0]
    return "".join(best[byte] for byte in line), best != tables[0]
