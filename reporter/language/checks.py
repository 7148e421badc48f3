"""What may not stand in a catalogue: gaps, lost slots, English, the neighbour's words, bad typography.

For development; the suite runs every check on every catalogue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.language.po import Entry

_SLOT = re.compile(r"\{(\w+)\}|%\((\w+)\)s")

#: Typography that both languages share.
_EVERYWHERE = {
    "straight quotes": r"[\"']",
    "foreign quotes": r"[“„‘]",
    "a hyphen where a minus or dash belongs": r"(?<!\w)-(?=[\d{])|\s-\s",
    "a breaking space before %": r"[\d}] %",
    "three dots for …": r"\.\.\.",
    "two spaces": r"  ",
    "English": r"\b(?:the|and|of|with|your|customers?|score|scores|question|questions|benchmark scores?)\b",
    "an abbreviation and a noun without a hyphen": r"\b(?:NPS|CSAT|CES|CRM|NKI|KTI|CLV)\s(?:score|värde\w*|værdi\w*|"
    r"mätning\w*|måling\w*|data\b|index\w*|indeks\w*|fråga\w*|spørgsmål\w*)",
    "NPS-score said twice": r"(?i)\bnet promoter[- ]score[- ]score|net promotor",
    "title case": r"^[A-ZÅÄÖÆØ]\w+(?: [A-ZÅÄÖÆØ][a-zåäöæø]+){2,}$",
    "& for och/og": r"\s&\s(?!Company)",
    "÷, which Danes read as minus": "÷",
}

#: What each language forbids. A question to a respondent may say du; everything else addresses a company.
_FORBIDDEN = {
    "sv": {
        "a Danish letter": r"[æøÆØ]",
        "a Danish word": r"(?i)\b(?:og|ikke|af|fra|hvad|hvor|jeres|kunderne|tilfreds\w*|mellem|efter at have|uden|"
        r"procentpoint|branchegennemsnit\w*|indeks\w*|loyal\w*|besvarelser?|spørgsmål)\b",
        "a compound written apart": r"(?i)\b(?:kund|bransch|svars|köp|återköps|retentions|order|klagomåls|"
        r"uppsägnings|kundnöjdhets|kundlojalitets) (?:nöjd|lojal|värde|bortfall|frekvens|index|snitt|bas|grad|andel|"
        r"rad)\w*\b",
        "a word that promises more than was tested": r"(?i)\btendens\w*|\bindikerar?\b|nästan signifikant",
        "a causal word": r"(?i)\b(?:leder till|beror på|orsakar|skapar)\b",
        "bortfall without kund- or svars-": r"(?i)(?<![a-zåäö])bortfall",
        "kundomsättning": r"(?i)kundomsättning",
        "du for ni": r"(?i)^(?!.*\?).*\b(?:du|dig|din|ditt|dina)\b",
    },
    "da": {
        "a Swedish letter": r"[äöÄÖ]",
        "a Swedish word": r"(?i)\b(?:och|inte|från|eller hur|vad|ni|hos er|kunderna|mellan|utan|"
        r"procentenhe\w+|branschsnitt\w*|index\w*|lojal\w*|svaren|enheter|andelen av)\b",
        "kund- for kunde-": r"(?i)\bkund(?![es])\w+",
        "a compound written apart": r"(?i)\b(?:kunde|branche|svar|købs|genkøbs|fastholdelses|ordre|klage|opsigelses|"
        r"kundetilfredsheds|kundeloyalitets) (?:tilfreds|loyal|værdi|afgang|frekvens|indeks|gennemsnit|base|grad|"
        r"andel|procent|linje|feedback)\w*\b",
        "a word that promises more than was tested": r"(?i)\btendens\w*|\bindikerer\b|næsten signifikant",
        "a causal word": r"(?i)\b(?:fører til|skyldes|skaber|forårsager)\b",
        "i for I": r"\bi (?:har|kan|skal|får|bør|vil|er)\b",
        "du for I": r"(?i)^(?!.*\?).*\b(?:du|dig|din|dit|dine)\b",
        "tilbagekøb for genkøb": r"(?i)tilbagekøb",
    },
}


def slots(text: str) -> frozenset[str]:
    """Return the names of a text's slots, ``{name}`` in messages and ``%(name)s`` in templates."""
    return frozenset(plain or percent for plain, percent in _SLOT.findall(text))


def style(code: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a translation as such."""
    bare = _SLOT.sub("{}", text)
    for name, pattern in {**_EVERYWHERE, **_FORBIDDEN.get(code, {})}.items():
        found = re.search(pattern, bare)
        if found:
            yield f"{name} ({found[0].strip()!r}) in {text!r}"


def _of_translation(code: str, entry: Entry, text: str) -> Iterator[str]:
    optional = {"count"} if entry.plural else set()  # "one customer" needs no digit
    wanted, used = slots(entry.text) | slots(entry.plural), slots(text)
    if (wanted ^ used) - optional:
        yield f"slots differ: {sorted(wanted)} in {entry.text!r}, {sorted(used)} in {text!r}"
    if text == entry.text and re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text):
        yield f"still English: {text!r}"
    yield from style(code, text)


def _of_entry(code: str, entry: Entry) -> Iterator[str]:
    if entry.fuzzy:
        yield f"fuzzy: {entry.text!r}"
    if not all(entry.strings) or len(entry.strings) != (2 if entry.plural else 1):
        yield f"not translated: {entry.text!r}"
        return
    for text in entry.strings:
        yield from _of_translation(code, entry, text)


def faults(code: str, entries: Iterable[Entry], messages: Iterable[Entry]) -> tuple[str, ...]:
    """Return everything that is wrong with a catalogue, given the messages of the program."""
    living = {entry.key: entry for entry in entries if entry.text}
    wanted = {message.key for message in messages}
    found = [f"missing: {key[1]!r}" for key in sorted(wanted - living.keys())]
    named = {key for key in living if key[0].startswith("indicator ")}
    found += [f"obsolete: {key[1]!r}" for key in sorted(living.keys() - wanted - named)]
    for entry in living.values():
        found += _of_entry(code, entry)
    return tuple(found)
