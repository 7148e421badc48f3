"""A card of the report as the mail tells it: as words, and with words for what symbol and colour say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import category

from reporter.charts.parts import tone_of
from reporter.model import Quantity, Verdict, msg
from reporter.render.cells import change_parts, fitted, value_parts

if TYPE_CHECKING:
    from reporter.language import Language
    from reporter.model import Card, Comparison, Message

#: Letters of a card's label; a longer one gives way to its indicator's short name, as on the page.
LABEL = 25
_SPACE = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_SURE = {
    Verdict.CLEAR: msg("statistically certain"),
    Verdict.SMALL: msg("statistically certain, but small"),
    Verdict.UNCLEAR: msg("within the margin of error"),
    Verdict.EQUAL: msg("certainly unchanged"),
    Verdict.UNTESTED: msg("not tested"),
}
_NEWS = {"good": msg("certain improvement"), "bad": msg("certain deterioration")}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A card. ``tone`` is "pos", "neg" or "flat"; ``certainty`` tells in words what symbol and colour say."""

    label: str
    short: str
    number: str
    unit: str
    symbol: str
    change: str
    tone: str
    certainty: str
    reference: str


def clean(text: str) -> str:
    """Return a text on one line without control, formatting and unassigned characters; U+00A0 is kept."""
    text = _SPACE.sub(" ", text).strip(" ")
    return "".join(letter for letter in text if category(letter)[0] != "C")


def key_figure(card: Card, language: Language) -> KeyFigure:
    """Return a card with the symbol, words and tone that the report gives it."""

    def say(message: Message | None) -> str:
        return clean(language.text(message)) if message else ""

    if isinstance(card.value, Quantity):
        number, unit = value_parts(card.value, language)
    else:
        number, unit = say(card.value), ""
    symbol, change, tone = change_parts(card, language)
    return KeyFigure(
        label=say(card.label),
        short=clean(fitted(card.label, language, LABEL)),
        number=clean(number),
        unit=clean(unit),
        symbol=symbol,
        change=clean(change),
        tone=tone,
        certainty=say(_certainty(card.change)) if card.change else "",
        reference=say(card.reference),
    )


def _certainty(change: Comparison) -> Message:
    """Return what a change's symbol and colour say, for a reader who sees neither."""
    return _NEWS.get(tone_of(change), _SURE[change.verdict if change.gap is not None else Verdict.UNTESTED])
