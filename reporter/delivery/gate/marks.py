"""What gives a client away in a text, and how it is found there however the text was set.

A mark is looked for in the letters and digits alone; what stands between them is judged afterwards. So a name is found
in capitals, with ligatures, soft hyphens, letter-spacing, broken over lines with or without a hyphen, over the lines of
a table's cell, and with a genitive's s.

Names come in three strengths. One with a legal form, or of two words that are not both ordinary, is looked for in any
case. A name of ordinary words, or of a single word, is looked for in running text only as it is written or in capitals
("Rusta", "RUSTA", not "rusta"), in addresses and file names in any case. A single word that is ordinary ("Bra", "Nord")
or has fewer than four letters is not looked for: such a client is found by its full name, number, domain and slug only.
Nor is a name found that is misspelt, inflected otherwise than by s, part of a longer word, or a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from reporter.delivery.gate.ordinary import ordinary
from reporter.delivery.gate.squeezed import WALL, as_file_name, plain, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.delivery.gate.identities import Identity
    from reporter.delivery.gate.squeezed import Squeezed

Kind = Literal["name", "organisation number", "domain", "id"]
#: Places: running text, or words that stand for something (addresses, file names, metadata).
Place = Literal["prose", "token"]
_LEGAL = (
    r"\(publ\)|publ|aktiebolag|aktiebolaget|aktieselskab|anpartsselskab|handelsbolag|kommanditbolag|ekonomisk förening"
    r"|ab|hb|kb|a/s|as|aps|i/s|k/s|p/s|ivs|amba|asa|oy|oyj|gmbh|ltd|limited|inc|bv|b\.v\.|s\.a\."
)
_LEGAL_END = re.compile(rf"[\s,]+(?:{_LEGAL})\.?$", re.IGNORECASE)
_LEGAL_START = re.compile(r"^(?:AB|Aktiebolaget|A/S)\s+")
_SHORTEST, _SHORTEST_SLUG, _SHORTEST_NUMBER = 4, 4, 8  # letters, digits
_SWEDISH = 10  # digits of a Swedish organisation number
_SENTENCE = frozenset(".!?;:,")
_WIDEST = 8  # signs between two words of a name: a line's end with indentation
_BROKEN = re.compile(r"[\-\u2010\u2011]\s+")  # a word broken at a line's end, and the lines joined
_NUMBER_GAP = re.compile(r"[\s.\-\u2010-\u2015\u2212]{0,3}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One spelling. ``gaps`` are the signs between its letters, by the index of the letter that follows.

    ``exact`` is the spelling with its upper and lower case where only that counts in running text.
    """

    kind: Kind
    letters: str
    gaps: Mapping[int, str]
    exact: str = ""
    tokens_only: bool = False


@lru_cache(maxsize=4096)
def marks_of(identity: Identity, *, own: bool = False) -> tuple[Mark, ...]:
    """Return what gives a client away; ``own``: also what is too ordinary to be looked for in others' reports."""
    found = [mark for name in identity.names for mark in _names(name, own=own)]
    found += [_mark("domain", form) for domain in identity.domains for form in (domain, _ascii(domain))]
    found += [Mark("organisation number", digits, {}) for digits in _numbers(identity.organisation)]
    slug = _mark("id", identity.slug)
    if own or (len(slug.letters) >= _SHORTEST_SLUG and slug.letters not in ordinary()):
        found.append(replace(slug, tokens_only=True))
    known = {(mark.kind, mark.letters, mark.exact, mark.tokens_only): mark for mark in found if mark.letters}
    return tuple(known.values())


def hits(text: Squeezed, mark: Mark, place: Place) -> Iterator[tuple[int, int]]:
    """Yield where a mark stands in a text, as the first place and the one after the last."""
    if mark.tokens_only and place == "prose":
        return
    begin = text.letters.find(mark.letters)
    while begin >= 0:
        end = begin + len(mark.letters)
        if _stands(text, mark, begin, end, place):
            yield text.where[begin], text.where[end - 1] + 1
        begin = text.letters.find(mark.letters, begin + 1)


def _names(name: str, *, own: bool) -> Iterator[Mark]:
    """Yield the spellings of a name: as it is, without its legal form, with and for &, as in careless file names."""
    bare = _LEGAL_START.sub("", _LEGAL_END.sub("", _LEGAL_END.sub("", name)))
    for spelling in dict.fromkeys((name, bare)):
        words = re.findall(r"[^\W_]+", plain(spelling))
        told = [word for word in words if word.lower() not in ordinary()]
        distinct = any(len(word) >= _SHORTEST and not word.isdigit() for word in told)
        mark = _mark("name", spelling)
        if own or (told and spelling != bare) or (distinct and len(words) > 1):
            yield mark
        elif len(mark.letters) >= _SHORTEST and (distinct or len(words) > 1) and not mark.letters.isdigit():
            yield replace(mark, exact="".join(words))
        if "&" in spelling and (own or distinct):
            yield from (_mark("name", spelling.replace("&", word)) for word in (" och ", " og "))
        careless = _mark("name", as_file_name(spelling))
        if distinct and careless.letters != mark.letters and len(careless.letters) >= _SHORTEST:
            yield replace(careless, tokens_only=True)


def _numbers(organisation: str) -> tuple[str, ...]:
    """Return the digits of a number; a Swedish one also with the century before it, and with a VAT number's end."""
    digits = re.sub(r"\D", "", organisation)
    if len(digits) == _SWEDISH + 2 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) < _SHORTEST_NUMBER:
        return ()
    return (digits, f"16{digits}", f"{digits}01") if len(digits) == _SWEDISH else (digits,)


def _mark(kind: Kind, spelling: str) -> Mark:
    """Return a spelling squeezed."""
    found = squeeze(spelling.strip())
    gaps = {
        index: found.text[before + 1 : after]
        for index, (before, after) in enumerate(pairwise(found.where), 1)
        if after - before > 1
    }
    return Mark(kind, found.letters, gaps)


def _ascii(domain: str) -> str:
    """Return a domain as the wire has it."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _stands(text: Squeezed, mark: Mark, begin: int, end: int, place: Place) -> bool:
    """Tell whether letters that are there stand as the mark's: whole, with the right signs between, in its case."""
    where = text.where[begin:end]
    if not _whole(text.text, mark.kind, where[0], where[-1] + 1):
        return False
    for index, (before, after) in enumerate(pairwise(where), 1):
        gap, meant = text.text[before + 1 : after], mark.gaps.get(index, "")
        if gap != meant and not _passes(text.text, mark.kind, before, after, meant, place):
            return False
    if mark.exact and place == "prose":
        found = "".join(text.text[one] for one in where)
        return found in {mark.exact, mark.exact.upper(), mark.exact[:1].upper() + mark.exact[1:]}
    return True


def _whole(text: str, kind: Kind, start: int, end: int) -> bool:
    """Tell whether nothing of the same word or number stands directly before or after."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if kind == "organisation number":
        return not re.search(r"\d[.,]?$", text[max(0, start - 2) : start]) and not re.match(r"[.,]?\d", text[end:])
    if kind == "domain":
        return not before.isalnum() and before != "-" and not after.isalnum()
    if kind == "name" and after in {"s", "S"}:
        after = text[end + 1 : end + 2]
    return not before.isalnum() and not after.isalnum()


def _passes(text: str, kind: Kind, before: int, after: int, meant: str, place: Place) -> bool:
    """Tell whether the signs between two letters may stand there though the mark is written otherwise."""
    gap = text[before + 1 : after]
    if WALL in gap or len(gap) > _WIDEST:
        return False
    if kind == "organisation number":
        return bool(_NUMBER_GAP.fullmatch(gap))
    lone = gap == " " and not text[before - 1 : before].isalnum() and not text[after + 1 : after + 2].isalnum()
    if not meant:  # inside a word: only the end of a line, with or without a hyphen, or letter-spacing
        return "\n" in gap or lone or bool(_BROKEN.fullmatch(gap))
    if kind == "domain":
        broken = re.fullmatch(r"[\s-]*[.][\s-]*" if meant == "." else r"-?\s*-?", gap)
        return bool(broken) and "\n" in gap and text[after].islower()
    if place == "token":
        return True
    return not (_SENTENCE & set(gap)) - set(meant)
