"""Sentences without a language: an English message id and typed arguments.

A page is written as messages; ``reporter.language`` turns them into Swedish or Danish. The id is
the whole English sentence with named slots, so that no sentence is ever built from fragments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from reporter.model.period import Period
    from reporter.model.reading import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, ready to be formatted.

    ``decimals`` None leaves it to the unit's rule; ``signed`` writes + and −; ``bare`` leaves the
    unit out (table cells whose header names it); ``margin`` writes ± before the number.
    ``currency`` is an ISO code, for money only; ``beside`` is the amount whose step and decimals this
    one takes, because both stand together. ``weak`` marks a small base: set grey, with †.
    """

    value: float | None
    unit: Unit
    decimals: int | None = None
    signed: bool = False
    bare: bool = False
    margin: bool = False
    currency: str = ""
    beside: float | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator's name in one of its forms."""

    indicator: str
    form: Literal["name", "definite", "label", "short"] = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One sentence or label. ``count`` chooses between ``text`` and ``plural``."""

    text: str
    args: tuple[tuple[str, Argument], ...] = ()
    context: str = ""
    plural: str = ""
    count: int | None = None


#: What a slot may hold. A plain ``str`` is data (a client's or segment's name), never words of ours;
#: a tuple becomes a list ("a, b och c").
Argument: TypeAlias = "str | int | date | Quantity | Term | Message | Period | tuple[Argument, ...]"


def msg(text: str, /, *, context: str = "", **args: Argument) -> Message:
    """Return a message; ``text`` is the English sentence, which is also its id in the catalogues."""
    return Message(text=text, context=context, args=tuple(args.items()))


def nmsg(text: str, plural: str, count: int, /, **args: Argument) -> Message:
    """Return a message with a plural form; ``{count}`` is a slot of both."""
    return Message(text=text, plural=plural, count=count, args=(("count", count), *args.items()))
