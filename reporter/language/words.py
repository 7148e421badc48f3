"""The alphabet, and where long words may break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.language.facts import Facts

_COMPOUNDS = Path(__file__).parent / "compounds"
_AFTER_Z = "\uf8ff"  # sorts after every letter
SOFT_HYPHEN = "\u00ad"


def sort_key(text: str, facts: Facts) -> tuple[str, str]:
    """Return what to sort by: å ä ö (æ ø å) after z, foreign accents as the plain letter."""
    folded = unicodedata.normalize("NFC", text.casefold())
    for letters, stand_in in facts.same.items():
        folded = folded.replace(letters, stand_in)
    plain = []
    for char in folded:
        place = facts.last.find(char)
        plain.append(f"{_AFTER_Z}{place}" if place >= 0 else unicodedata.normalize("NFD", char)[:1])
    return "".join(plain), text


@cache
def _compounds(code: str) -> tuple[re.Pattern[str], dict[str, tuple[int, ...]]]:
    """Return a pattern of all listed compounds, and for each where its parts begin."""
    file = _COMPOUNDS / f"{code}.txt"
    lines = file.read_text(encoding="utf-8").split() if file.exists() else []
    borders: dict[str, tuple[int, ...]] = {}
    for line in lines:
        *heads, _ = line.split("|")
        ends, position = [], 0
        for head in heads:
            position += len(head)
            ends.append(position)
        borders[line.replace("|", "")] = tuple(ends)
    longest_first = sorted(borders, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})", re.IGNORECASE), borders


def hyphenate(text: str, code: str) -> str:
    """Return body text with soft hyphens (U+00AD) at the borders of the listed compounds."""
    pattern, borders = _compounds(code)

    def broken(found: re.Match[str]) -> str:
        word = found[0]
        edges = (0, *borders[word.lower()], len(word))
        return SOFT_HYPHEN.join(word[start:end] for start, end in pairwise(edges))

    return pattern.sub(broken, text)
