"""Which of several survey rounds is the newest, told by their names alone: Wave 2, 2026 Q1, Våren 2026."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = re.compile(r"(19|20)\d\d")
_MONTHS = (
    "jan(uari|uar|uary)?", "feb(ruari|ruar|ruary)?", "mar(s|ts|ch)?", "apr(il)?", "ma[jiy]", "jun[ie]?", "jul[iy]?",
    "aug(usti|ust)?", "sept?(ember)?", "o[kc]t(ober)?", "nov(ember)?", "de[cs](ember)?",
)  # fmt: skip
#: Winter stands at both ends of a year, and orders nothing.
_SEASONS = ("vår(en)?|forår(et)?|spring", "sommar(en)?|sommer(en)?|summer", "höst(en)?|efterår(et)?|autumn|fall")


def newest_wave(names: Iterable[str]) -> str | None:
    """Return the newest round, None where the names have no order that is certain.

    The names must differ in their numbers, months or seasons only, and each must have as many of them.
    """
    told = {name: _place(name) for name in names}
    words = {words for words, _ in told.values()}
    places = [place for _, place in told.values()]
    alike = len(words) == 1 and len({len(place) for place in places}) == 1 and len(set(places)) == len(places)
    if not alike or not places[0]:
        return None
    return max(told, key=lambda name: told[name][1])


def _place(name: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return a name's words, and its numbers with the year first; months and seasons are numbers."""
    words: list[str] = []
    numbers: list[int] = []
    years: list[int] = []
    named = False
    for token in re.findall(r"\d+|[^\W\d_]+", name.casefold()):
        if token.isdigit():
            (years if _YEAR.fullmatch(token) else numbers).append(int(token))
        elif rank := _rank(token):
            numbers.append(rank)
            named = True
        else:
            words.append(token)
    # 13.01.2026 and 01/13/2026 look alike: with two numbers before a year nothing is certain, nor by a bare month.
    open_ = re.search(r"\d+\D+\d+\D+(19|20)\d\d", name) or (named and not years)
    return tuple(sorted(words)), () if open_ else (*years, *numbers)


def _rank(word: str) -> int:
    """Return the number of a month or of a season, 0 of any other word."""
    ranked = (*enumerate(_MONTHS, start=1), *enumerate(_SEASONS, start=1))
    return next((number for number, pattern in ranked if re.fullmatch(pattern, word)), 0)
