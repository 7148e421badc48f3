"""One language: every text, number and date that a reader of a report sees goes through it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reporter.errors import UsageError
from reporter.language import dates, numbers, words
from reporter.language.catalogue import Catalogue, read_catalogue
from reporter.language.facts import LOCALE, Facts, read_facts
from reporter.model import Message, Period, Quantity, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reporter.language.dates import PeriodForm
    from reporter.model import Argument

_SLOT = re.compile(r"\{(\w+)\}")
#: Arguments that are words of ours, and so begin a sentence with a capital letter.
_WORDS = (Term, Message, Period, tuple)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are: one a catalogue."""
    return tuple(sorted(file.stem for file in LOCALE.glob("*.po")))


@cache
def _load(code: str) -> Language:
    if code not in languages():
        raise UsageError("C150", f"there is no language '{code}'", help=f"choose one of: {', '.join(languages())}")
    return Language(code=code, facts=read_facts(code), catalogue=read_catalogue(LOCALE / f"{code}.po"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """A language whose methods only format; ``code`` is what HTML calls ``lang``."""

    code: str
    facts: Facts
    catalogue: Catalogue

    @staticmethod
    def load(code: str) -> Language:
        """Return a language by its code.

        Raises:
            UsageError: C150, when no catalogue has this code.
        """
        return _load(code)

    def text(self, message: Message) -> str:
        """Return a message as the reader sees it; a sentence that starts with a slot gets its capital letter.

        Raises:
            LookupError: when a slot has no argument.
        """
        return self._filled(message, capital=True)

    def _filled(self, message: Message, *, capital: bool) -> str:
        template = self.catalogue.translate(message.text, message.context, message.plural, message.count)
        arguments = self._spelled(template, dict(message.args))

        def fill(found: re.Match[str]) -> str:
            if found[1] not in arguments:
                raise LookupError(f"the slot {found[0]} of the message {message.text!r} has no argument")
            argument = arguments[found[1]]
            shown = self.show(argument)
            if shown.endswith(".") and template.startswith(".", found.end()):
                shown = shown[:-1]  # "kr." ends the sentence as well: it has one full stop
            return _capital(shown) if capital and found.start() == 0 and isinstance(argument, _WORDS) else shown

        return _SLOT.sub(fill, template)

    def _spelled(self, template: str, arguments: dict[str, Argument]) -> dict[str, Argument]:
        """Write a sentence's whole numbers as words if it begins with one and all of them have a word."""
        opening = _SLOT.match(template)
        numerals = dict(enumerate(self.facts.numerals, start=2))
        counts = {name: value for name, value in arguments.items() if isinstance(value, int)}
        if not opening or opening[1] not in counts or not numerals.keys() >= set(counts.values()):
            return arguments
        spelled = {name: numerals[value] for name, value in counts.items()}
        spelled[opening[1]] = _capital(spelled[opening[1]])
        return {**arguments, **spelled}

    def show(self, argument: Argument) -> str:
        """Return an argument as it stands within a sentence; a ``str`` is data and is left alone."""
        if isinstance(argument, str):
            return argument
        for kind, method in _SHOWN.items():
            if isinstance(argument, kind):
                return method(self, argument)
        raise TypeError(f"a slot cannot hold {argument!r}")

    def number(self, value: numbers.NUMBER, decimals: int = 0, *, signed: bool = False) -> str:
        """Return a number: ``1 234,5`` in Swedish, ``1.234,5`` in Danish, ``−`` as minus, ``+`` where signed."""
        return numbers.number(value, self.facts, decimals=decimals, signed=signed)

    def quantity(self, item: Quantity, *, short: bool = False) -> str:
        """Return a number with its unit; ``short`` abbreviates (p.e. · pp.) for tables and charts."""
        return numbers.quantity(item, self.facts, short=short)

    def date(self, day: dt.date, *, long: bool = True) -> str:
        """Return "3 oktober 2026" · "3. oktober 2026", or "2026-10-03" · "03.10.2026"."""
        return dates.long_date(day, self.facts, long=long)

    def date_range(self, first: dt.date, last: dt.date) -> str:
        """Return a range of days, both included: "1 sept.–31 okt. 2026" · "1. sept.–31. okt. 2026"."""
        return dates.date_range(first, last, self.facts)

    def period(self, item: Period, form: PeriodForm = "name") -> str:
        """Return a period's name within a sentence, or its form for a title, a table or an axis."""
        return dates.period(item, self.facts, form=form)

    def list(self, items: Iterable[Argument]) -> str:
        """Return "a, b och c" · "a, b og c"."""
        *head, last = [self.show(item) for item in items] or [""]
        comma, final = self.facts.joints
        return comma.join(head) + final + last if head else last

    def term(self, indicator: str, form: str = "name") -> str:
        """Return an indicator's name: ``name`` and ``definite`` in a sentence, ``label`` and ``short`` in tables.

        Raises:
            LookupError: when the catalogue does not name the indicator.
        """
        found = self.catalogue.find(indicator, f"indicator {form}")
        if not found:
            raise LookupError(f"{self.code}.po has no {form!r} form of the indicator {indicator!r}")
        return found

    def quote(self, text: str) -> str:
        """Return a text between the language's quotation marks."""
        opening, closing = self.facts.quotes
        return f"{opening}{text}{closing}"

    def sort_key(self, text: str) -> tuple[str, str]:
        """Return the key that puts names in the order of the alphabet (å ä ö · æ ø å last)."""
        return words.sort_key(text, self.facts)

    def hyphenate(self, text: str) -> str:
        """Return body text whose long compounds may break where their parts meet, and only there."""
        return words.hyphenate(text, self.code)

    def gettext(self, text: str) -> str:
        """Return a translation, slots unfilled: for templates."""
        return self.catalogue.translate(text)

    def ngettext(self, text: str, plural: str, count: int) -> str:
        """Return the form for a whole number: for templates."""
        return self.catalogue.translate(text, "", plural, count)

    def pgettext(self, context: str, text: str) -> str:
        """Return a translation in a context: for templates."""
        return self.catalogue.translate(text, context)

    def npgettext(self, context: str, text: str, plural: str, count: int) -> str:
        """Return the form for a whole number in a context: for templates."""
        return self.catalogue.translate(text, context, plural, count)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


#: How each kind of argument is shown.
_SHOWN: Mapping[type, Callable[[Language, Any], str]] = {
    int: Language.number,
    Quantity: Language.quantity,
    Term: lambda language, term: language.term(term.indicator, term.form),
    Message: lambda language, message: language._filled(message, capital=False),  # noqa: SLF001 - our own
    Period: Language.period,
    dt.date: Language.date,
    tuple: Language.list,
}
