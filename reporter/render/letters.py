"""Letters that the brand's fonts lack: a client's name in another script must not end a report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from reporter.brand import face

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.brand import Brand

#: What a letter is replaced by where the font has it: the sign's plain form.
PLAIN = {"∩": "&", "\u202f": "\u00a0", "\u2011": "-", "\u2010": "-"}
UNKNOWN = "□"
_LAYOUT = {"\n", "\t", "\u00ad", "\u200b"}


@cache
def _known(file: Path) -> frozenset[int]:
    """Return the code points of a font."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def settable(html: str, brand: Brand) -> str:
    """Return a text in which every letter can be set in the brand's text face.

    Others become their plain form, lose their accent, or turn into □; control characters go.
    """
    known = _known(face(brand.text, 400).file)
    table = {ord(letter): _instead(letter, known) for letter in set(html) if ord(letter) not in known}
    return html.translate(table)


def _instead(letter: str, known: frozenset[int]) -> str:
    if letter in _LAYOUT:
        return letter
    if category(letter)[0] in "CM":
        return ""
    base = normalize("NFKD", letter)[0]
    for other in (PLAIN.get(letter, ""), base, UNKNOWN):
        if other and ord(other) in known:
            return other
    return "?"
