"""The page of all indicators in the documentation: ``python -m reporter.cli.indicators_page > docs/indicators.md``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.cli.carried import CENSUS, Carried, carried
from reporter.cli.console import english
from reporter.cli.entries import entries
from reporter.cli.indicator_facts import basis_words, direction_words, relevant_words, time_words, unit_words
from reporter.indicators.flags import FLAGS
from reporter.model import Leg
from reporter.report.definitions import METHODS
from reporter.report.words import LEG_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.entries import Entry

_HEAD = """\
# Indicators

Every quantity that is computed, by leg of the triad: its formula, what it is made of, its uncertainty, and the page
that shows it. An *analysis* gives more than one number. *Leading* indicators point ahead (intentions, attitudes),
*lagging* ones back (states, behaviour). A difference under the smallest relevant one is called small even where it
is certain. Terms stand as name · with its article · in tables · on cards. The inputs are columns of the
[canonical tables](formats.md) or survey items; `settings` are the client's own.

The same on the terminal: `reporter indicators list`, `reporter indicators show ID`; the figures of a client:
`reporter indicators measure`. This page is generated from `reporter/indicators` and the catalogues of the languages
(`python -m reporter.cli.indicators_page > docs/indicators.md`, or `make golden`).
"""
_FLAGS = """\
## Flags

What a reading may carry beside its number; the method page of a report prints the sentence.

| flag | meaning | carried by |
|---|---|---|
"""
_FEW = 8  # bearers of a flag that are named; more are counted
_SENTENCE = re.compile(r"(?<!al\.)(?<=[.!?])\s+(?=[A-Z0-9“¾])")
_SPECIAL = re.compile(r"([*_<|])")


def page() -> str:
    """Return the page in Markdown; what is not translated yet is a dash."""
    marks = {name: _carried(entry) for name, entry in entries().items()}
    parts = [_HEAD]
    for leg in Leg:
        mine = [entry for entry in entries().values() if entry.leg is leg]
        if mine:
            parts.append(f"## {english(LEG_NAMES[leg])}\n")
            parts += [_section(entry, marks[entry.id]) for entry in mine]
    return "\n".join(parts) + "\n" + _FLAGS + _glossary(marks)


def interval_words(entry: Entry, marks: Carried) -> str:
    """Return what the formula says of the 95 % interval, else the methods that the code names."""
    told = [line for line in _SENTENCE.split(entry.formula) if "95 %" in line and "interval" in line]
    if told:
        return " ".join(told)
    if marks.methods == (CENSUS,):
        return "none: a full count."
    methods = [english(METHODS[name]) if name in METHODS else name for name in marks.methods if name != CENSUS]
    return f"{'; '.join(methods)}." if methods else "–"


def _carried(entry: Entry) -> Carried:
    room, function = ("catalogue", "measure") if entry.kind == "indicator" else ("analyses", "analyse")
    return carried(f"reporter.indicators.{room}.{entry.id}", function)


def _section(entry: Entry, marks: Carried) -> str:
    """Return one indicator or analysis: heading, formula, facts, terms, translations."""
    facts = entry.number
    kind = (
        f"{unit_words(entry)}; {direction_words(facts)}; {time_words(facts)}; {basis_words(facts)}"
        if facts
        else "more than one number"
    )
    lines = [f"### `{entry.id}` ({entry.code}): {_plain(entry.english)}\n", f"{_plain(entry.formula)}\n"]
    lines.append(f"- **Unit:** {kind}")
    lines.append(f"- **Inputs:** {'; '.join(f'`{text}`' for text in entry.inputs)}")
    lines.append(f"- **Interval:** {_plain(interval_words(entry, marks))}")
    if facts:
        lines.append(f"- **Smallest relevant difference:** {relevant_words(facts)}")
    lines.append(f"- **Page:** `{entry.page}`")
    lines.append(f"- **Source:** {_plain(entry.source)}")
    if marks.flags:
        lines.append(f"- **Flags:** {', '.join(f'`{code}`' for code in marks.flags)}")
    for code, forms in entry.terms.items():
        terms = " · ".join(_plain(text or "–") for text in forms.values())
        lines.append(f"- **{code}:** {terms}. {_plain(entry.formulas[code] or '–')}")
    return "\n".join(lines) + "\n"


def _glossary(marks: Mapping[str, Carried]) -> str:
    """Return a row for each flag with those that may carry it."""
    rows = []
    for code, meaning in FLAGS.items():
        bearers = [f"`{name}`" for name, one in marks.items() if code in one.flags]
        told = ", ".join(bearers) if len(bearers) <= _FEW else f"{len(bearers)} of {len(marks)}"
        rows.append(f"| `{code}` | {_plain(english(meaning))} | {told or '–'} |\n")
    return "".join(rows)


def _plain(text: str) -> str:
    """Return a text in which Markdown finds nothing to do."""
    return _SPECIAL.sub(r"\\\1", text)


if __name__ == "__main__":
    print(page(), end="")
