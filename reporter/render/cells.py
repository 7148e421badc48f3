"""How single values become HTML: numbers, differences with their symbol, texts; all data escaped."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from reporter.charts.parts import SYMBOLS, mark_of, tone_of
from reporter.model import Comparison, Leg, Message, Quantity, Term, Unit

if TYPE_CHECKING:
    from reporter.language import Language
    from reporter.model import Argument, Card
    from reporter.model.document import Cell

TONES = {"good": "pos", "bad": "neg", "quiet": "flat"}
WEAK = "†"
LETTER = 1.5  # mm, the mean width of a letter of a table
NOTHING = "–"
NBSP = "\u00a0"


def fitted(message: Message, language: Language, letters: int) -> str:
    """Return a text of at most so many letters where its indicators' short names allow it."""
    text = language.text(message)
    return text if len(text) <= letters else language.text(_shortened(message))


def _shortened(message: Message) -> Message:
    """Return a message whose indicators carry their short names."""
    args: list[tuple[str, Argument]] = []
    for slot, argument in message.args:
        if isinstance(argument, Term) and argument.form == "label":
            args.append((slot, Term(argument.indicator, "short")))
        else:
            args.append((slot, _shortened(argument) if isinstance(argument, Message) else argument))
    return replace(message, args=tuple(args))


def cell_html(cell: Cell, language: Language, width: float = 999.0, currency: str = "") -> str:
    """Return a table cell as escaped HTML; ``width`` in mm chooses between long and short names."""
    match cell:
        case None:
            return ""
        case str():
            return escape(cell)
        case Message():
            return escape(fitted(cell, language, int(width / LETTER)))
        case Quantity():
            return quantity_html(cell, language)
        case Comparison():
            return gap_html(cell, language, currency)
    raise TypeError(f"a table cell cannot hold {cell!r}")


def quantity_html(amount: Quantity, language: Language) -> str:
    """Return a number; one on a small base is grey with †."""
    text = escape(language.quantity(amount, short=True))
    return f'<span class="weak">{text} {WEAK}</span>' if amount.weak else text


def gap_html(comparison: Comparison, language: Language, currency: str = "") -> str:
    """Return a difference with the symbol and tone that its verdict allows."""
    if comparison.gap is None:
        return f'<span class="flat">{NOTHING}</span>'
    unit = comparison.reading.indicator.unit
    unit = Unit.POINTS if unit is Unit.PERCENT else unit
    money = unit is Unit.MONEY  # thousands and millions carry their own unit
    gap = Quantity(
        value=comparison.gap,
        unit=unit,
        decimals=comparison.reading.indicator.decimals,
        signed=True,
        bare=not money,
        currency=currency if money else "",
        beside=comparison.reading.value if money else None,
    )
    text = escape(language.quantity(gap, short=True))
    tone = tone_class(comparison)
    if comparison.reading.indicator.leg is Leg.BASIS:
        return f'<span class="{tone}">{text}</span>'  # a full count needs no test
    symbol = SYMBOLS[mark_of(comparison)]
    return f'<span class="{tone}">{text} <span class="mark">{symbol}</span></span>'


def tone_class(comparison: Comparison) -> str:
    """Return the class of a difference."""
    return TONES[tone_of(comparison)]


def change_parts(card: Card, language: Language) -> tuple[str, str, str]:
    """Return a card's change as its symbol, its words and its class; without a comparison there is no symbol."""
    text = language.text(card.change_text) if card.change_text else ""
    if card.change is None:
        return "", text, "flat"
    return SYMBOLS[mark_of(card.change)], text, tone_class(card.change)


def change_html(card: Card, language: Language) -> str:
    """Return the line of a card that tells the change."""
    symbol, text, tone = change_parts(card, language)
    mark = f'<span class="mark">{symbol}</span> ' if symbol else ""
    return f'<span class="{tone}">{mark}{escape(text)}</span>'


def value_parts(value: Quantity, language: Language) -> tuple[str, str]:
    """Return a card's number and, apart, its unit and † where it has them."""
    text = language.quantity(value, short=True)
    if value.weak:
        text += f"{NBSP}{WEAK}"
    number, _, unit = _money(text, value) if value.unit is Unit.MONEY else text.partition(NBSP)
    return number, unit


def value_html(value: Quantity | Message, language: Language) -> str:
    """Return a card's value: the number large, its unit small behind it."""
    if isinstance(value, Message):
        return f'<p class="value words">{escape(language.text(value))}</p>'
    number, unit = value_parts(value, language)
    return f'<p class="value">{escape(number)}{f"<span>{escape(unit)}</span>" if unit else ""}</p>'


def _money(text: str, value: Quantity) -> tuple[str, str, str]:
    """Return an amount before and after its unit: thousands are parted by the same space, the mark † follows."""
    units = (1 if value.currency else 0) + (1 if value.weak else 0)
    parts = text.split(NBSP)
    cut = len(parts) - units
    return NBSP.join(parts[:cut]), NBSP if units else "", NBSP.join(parts[cut:])
