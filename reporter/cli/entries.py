"""What is known of every indicator and analysis, gathered from their modules and the catalogues of the languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import digits
from typing import TYPE_CHECKING, Literal

from reporter.cli.console import english
from reporter.indicators.analysed import analysis_modules
from reporter.indicators.registry import modules
from reporter.language import Language, languages
from reporter.model import Leg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.analysed import AnalysisModule
    from reporter.indicators.facts import AnalysisFacts
    from reporter.indicators.registry import Module
    from reporter.model import Indicator, Message

#: How an indicator is called in a sentence, with its article, in a table, on a card.
FORMS = ("name", "definite", "label", "short")
#: How the codes of the catalogue start; those of other parts of the specification come after them.
FAMILIES = ("SAT", "VAL", "LOY", "RET", "ECO", "TRI", "BAS")
_CODE_AT_END = re.compile(r"\s*\([A-Z]{3}\d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An indicator, or an analysis, whose result is more than one number and which has no facts of a number.

    ``english`` says in English what it is; ``terms`` holds language → form → term (an analysis has the form
    "name" only), ``formulas`` language → formula. A text that is not translated yet is None.
    """

    id: str
    kind: Literal["indicator", "analysis"]
    code: str
    leg: Leg
    english: str
    inputs: tuple[str, ...]
    source: str
    page: str
    number: Indicator | None
    terms: Mapping[str, Mapping[str, str | None]]
    formula: str
    formulas: Mapping[str, str | None]

    def label(self, language: str) -> str:
        """Return the name as tables carry it, a dash where it is not translated yet."""
        forms = self.terms[language]
        return forms.get("label", forms["name"]) or "–"


@cache
def entries() -> Mapping[str, Entry]:
    """Return every indicator and analysis by its id: by leg, then by code."""
    found = [_indicator(name, module) for name, module in modules().items()]
    found += [_analysis(module) for module in analysis_modules().values()]
    return {entry.id: entry for entry in sorted(found, key=_rank)}


def _rank(entry: Entry) -> tuple[int, int, str, int, str]:
    """Return where an entry stands: the leg's own codes first, ECO2 before ECO11."""
    letters = entry.code.rstrip(digits)
    number = entry.code.removeprefix(letters)
    place = FAMILIES.index(letters) if letters in FAMILIES else len(FAMILIES)
    return list(Leg).index(entry.leg), place, letters, int(number or 0), entry.id


def _indicator(name: str, module: Module) -> Entry:
    facts = module.INDICATOR
    summary = (module.__doc__ or name).partition("\n")[0]
    return Entry(
        id=facts.id,
        kind="indicator",
        code=facts.code,
        leg=facts.leg,
        english=_CODE_AT_END.sub("", summary).rstrip("."),
        inputs=facts.inputs,
        source=facts.source,
        page=facts.page,
        number=facts,
        terms={code: {form: _term(code, name, form) for form in FORMS} for code in languages()},
        formula=english(module.FORMULA),
        formulas=_translated(module.FORMULA),
    )


def _analysis(module: AnalysisModule) -> Entry:
    facts: AnalysisFacts = module.ANALYSIS
    return Entry(
        id=facts.id,
        kind="analysis",
        code=facts.code,
        leg=facts.leg,
        english=english(facts.name),
        inputs=facts.inputs,
        source=facts.source,
        page=facts.page,
        number=None,
        terms={code: {"name": text} for code, text in _translated(facts.name).items()},
        formula=english(module.FORMULA),
        formulas=_translated(module.FORMULA),
    )


def _term(code: str, name: str, form: str) -> str | None:
    return Language.load(code).catalogue.find(name, f"indicator {form}") or None


def _translated(message: Message) -> dict[str, str | None]:
    """Return a message in every language that has a translation of it."""
    found: dict[str, str | None] = {}
    for code in languages():
        language = Language.load(code)
        known = language.catalogue.find(message.text, message.context)
        found[code] = language.text(message) if known else None
    return found
