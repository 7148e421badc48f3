"""Letters that are lost or broken: repaired where it is provable, else told; a guess is never made.

Broken: the text was written in one encoding and read in another (``FÃ¶retag``, ``S‘lger``); reading it back is
proof. Lost: a ``?`` or U+FFFD stands for a letter that nothing tells (``F?retag``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Signs without which no letter is lost or broken: the SQL and the Python of a quick look.
SUSPECT = "[?\ufffdÃÂâð√├÷‘›†„”™Ž]"
_QUICK = re.compile(SUSPECT)
_UTF8 = re.compile("[ÃÂâÅÐð√├]")
#: What is left of broken letters that could not be read back: the first byte of å, ä, ö, é, §, – and any second one.
_BROKEN = re.compile(
    "|".join(
        f"[{re.escape(bytes((0xC2, 0xC3)).decode(codec))}]"
        f"[{re.escape(bytes(range(0x80, 0xC0)).decode(codec, 'ignore'))}]"
        for codec in ("cp1252", "latin-1", "mac_roman", "cp850")
    )
    + "|â€|[a-zåäö]Ã(?!\\S)|(?<!\\S)Ã(?=\\s\\w)|Â(?!\\S)"
)
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:://|www\.|\.\w{2,4}/|\w\?\w+=)\S*")
_LETTER, _SMALL = r"[^\W\d_]", "[a-zåäöæøéüß]"
#: A question mark inside a word, or before one; words of one consonant (``p?``, ``s?``) want an å.
_LOST = re.compile(
    rf"(?<={_LETTER})\?{{1,2}}(?={_SMALL})"
    r"|(?<=[A-ZÅÄÖÆØ])\?(?=[A-ZÅÄÖÆØ])"
    rf"|(?<![^\s\"'(\[/*-])\?{{1,2}}(?={_LETTER})"
    r"|(?<!\S)(?:[psdfgnm]|st|sm|bl|gr|sl|fr)\?(?!\S)|(?<!\S)tv\?(?=\s[a-zåäöæø?])",
)
_LAST = re.compile(rf"{_LETTER}\?\s*$")
#: (what the signs were read as, what they are, the signs between two letters that prove it, what they become).
_TABLES = (
    (
        "cp1252",
        "cp850",
        # It‘s and l‘art have an apostrophe.
        re.compile(rf"(?<={_LETTER})(?:[›†„”™Ž]|(?<!\b[dljncDLJNC])‘(?!(?:s|t|d|m|re|ll|ve)\b))(?={_LETTER})"),
        "‘›†„”™Ž",
    ),
    ("cp850", "cp1252", re.compile(rf"(?<={_LETTER})[÷](?={_LETTER})"), "÷õÕ"),
)
_CODECS = ("sloppy-windows-1252", "latin-1", "macroman", "cp437")


def mend(text: str) -> str:
    """Return a text with its broken letters read back, as far as that is proven; else as it is."""
    if not _QUICK.search(text) or "\ufffd" in text:
        return text
    before = ""
    while before != text:  # what was misread twice is read back twice
        before, text = text, _read_back(text) if _UTF8.search(text) else text
    return _swapped(text)


def is_lost(text: str, *, label: bool = False) -> bool:
    """Tell whether letters of a mended text are lost or still broken.

    A question mark after a word is one; a ``label`` (a segment, a country) asks nothing.
    """
    if "\ufffd" in text or _BROKEN.search(text) or any(proof.search(text) for *_, proof, _ in _TABLES):
        return True
    if "?" not in text:
        return False
    bare = _ADDRESS.sub(" ", text)
    return bool(_LOST.search(bare) or (label and _LAST.search(bare)))


def _read_back(text: str) -> str:
    """Return a text that was written in UTF-8 and read as something else, whole or else word by word."""
    whole = _proven(text)
    if whole is not None:
        return whole
    return "".join(_proven(part) or part for part in re.split("([ \t\r\n]+)", text))


def _proven(text: str) -> str | None:
    """Return what a text was before it was misread, where misreading that again gives the text."""
    if not _UTF8.search(text):
        return None
    fixed = _fixer()(text)
    for codec in _CODECS:
        for one in (fixed, _as_utf8(text, codec)):
            if one and one != text and _misread(one, codec) == text:
                return one
    return None


def _as_utf8(text: str, codec: str) -> str | None:
    """Return the bytes of a text as UTF-8, which hardly any others are by chance."""
    try:
        return text.encode(codec).decode("utf-8")
    except UnicodeError:
        return None


def _misread(text: str, codec: str) -> str | None:
    """Return a text written in UTF-8 and read as something else."""
    try:
        return text.encode("utf-8").decode(codec)
    except UnicodeError:
        return None


def _swapped(text: str) -> str:
    """Return a text of one byte a letter that was read by another table: by a sign between two letters."""
    for read, written, proof, signs in _TABLES:
        if not proof.search(text):
            continue
        # A quotation mark around a word says that such signs may be what they seem.
        if any(re.search(rf"(?<!{_LETTER}){sign}|{sign}(?!{_LETTER})", text) for sign in "‘„”" if sign in signs):
            continue
        return text.translate({ord(sign): sign.encode(read).decode(written) for sign in signs})
    return text


@cache
def _fixer() -> Callable[[str], str]:
    """Return ftfy's reader, which costs a twentieth of a second to load; it also knows the sloppy encodings."""
    import ftfy

    return ftfy.fix_encoding
