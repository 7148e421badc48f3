"""The subject line: the report, its period, and up to two key figures by their right names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Message, Quantity, Term, msg
from reporter.render.mail_content import heading
from reporter.render.mail_figures import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.language import Language
    from reporter.model import Argument, Card, Report

#: Letters that mail programs and RFC 5322 leave to a line.
LONGEST = 78
#: What customers say and what they do come before anything else.
FIRST = ("nps", "retention")
_NBSP = "\u00a0"


def subject(report: Report, cards: tuple[Card, ...], language: Language) -> str:
    """Return "Kundanalys oktober 2026: NPS +28, andel behållna kunder 85,4 %" with as many figures as fit.

    A figure on a small base is left out: a subject has no room for its caveat. Nothing in the line can end a
    header or be read as an encoded word.
    """
    named = [_named(card) for card in _ranked(cards)]
    head = heading(report)
    tries: tuple[Message, ...] = (head,)
    if named:
        tries = (msg("{report}: {figure}", report=head, figure=named[0]), head)
    if len(named) > 1:
        both = msg("{report}: {figure}, {other}", report=head, figure=named[0], other=named[1])
        tries = (both, *tries)
    lines = [_safe(language.text(one)) for one in tries]
    return next((line for line in lines if len(line) <= LONGEST), lines[-1])


def _safe(line: str) -> str:
    """Return a line that stays one line and says what it says, whatever the words in it are."""
    return clean(line.replace(_NBSP, " ")).replace("=?", "= ?")


def _ranked(cards: tuple[Card, ...]) -> list[Card]:
    """Return the cards that can stand in a subject, what is asked for first, otherwise in their order."""
    able = [one for one in cards if isinstance(one.value, Quantity) and one.value.value is not None]
    able = [one for one in able if isinstance(one.value, Quantity) and not one.value.weak]
    first = [card for wanted in FIRST for card in able if wanted in _indicators(card.label)]
    return first + [card for card in able if card not in first]


def _indicators(label: Message) -> Iterator[str]:
    """Yield the indicators that a label names."""
    for _, argument in label.args:
        if isinstance(argument, Term):
            yield argument.indicator
        elif isinstance(argument, Message):
            yield from _indicators(argument)


def _named(card: Card) -> Message:
    """Return a figure by its indicator's name as it stands within a sentence."""
    value = card.value
    if isinstance(value, Message):
        raise TypeError(value)
    return msg("{indicator} {value}", indicator=_within(card.label), value=value)


def _within(label: Message) -> Message:
    args: list[tuple[str, Argument]] = []
    for slot, argument in label.args:
        if isinstance(argument, Term):
            args.append((slot, Term(argument.indicator)))
        else:
            args.append((slot, _within(argument) if isinstance(argument, Message) else argument))
    return replace(label, args=tuple(args))
