"""``reporter indicators list`` and ``show``: the facts of indicators and analyses as lines or as one object."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from reporter.cli.console import SCHEMA, emit, english
from reporter.cli.entries import entries
from reporter.errors import UsageError
from reporter.language import languages
from reporter.model import Better, Leg, Unit
from reporter.report.words import LEG_NAMES, UNIT_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.console import Console
    from reporter.cli.entries import Entry
    from reporter.model import Indicator

WIDTH = 100
#: What a difference of an indicator is counted in, where that is not its unit's own name.
_GAPS = {
    Unit.PERCENT: "percentage points",
    Unit.POINTS: "percentage points",
    Unit.INDEX: "index points",
    Unit.NPS: "NPS units",
}
_BETTER = {
    Better.HIGHER: "higher is better",
    Better.LOWER: "lower is better",
    Better.NEITHER: "neither direction is better",
}


def run_list(console: Console, leg: str | None) -> int:
    """List all, or those of one leg.

    Raises:
        UsageError: C118, when there is no such leg; the nearest is named.
    """
    legs = [str(one) for one in Leg]
    if leg is not None and leg not in legs:
        near = get_close_matches(leg, legs, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(legs)}"
        raise UsageError("C118", f"there is no leg '{leg}'", help=hint)
    chosen = [entry for entry in entries().values() if leg in {None, entry.leg}]
    if console.json:
        _emit("indicators list", chosen)
        return 0
    for line in _lines(chosen):
        console.say(line)
    console.say(f"{len(chosen)} in all. One of them: reporter indicators show {chosen[0].id}" if chosen else "none")
    return 0


def run_show(console: Console, name: str) -> int:
    """Show one indicator or analysis.

    Raises:
        UsageError: C117, when there is none of this id; the nearest is named.
    """
    known = entries()
    found = name.strip().lower()
    if found not in known:
        near = get_close_matches(found, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see them all: reporter indicators list"
        raise UsageError("C117", f"there is no indicator '{name}'", help=hint)
    if console.json:
        _emit("indicators show", [known[found]])
        return 0
    for line in _page(known[found]):
        console.say(line)
    return 0


def unit_words(entry: Entry) -> str:
    """Return the unit of a number in English; an analysis has several."""
    return _unit(entry.number) if entry.number else "Analysis"


def _unit(facts: Indicator) -> str:
    """Return a unit's name; what a ratio is counted by differs, and its formula says it."""
    return "Ratio" if facts.unit is Unit.RATIO else english(UNIT_NAMES[facts.unit])


def direction_words(facts: Indicator) -> str:
    """Return which direction is good news."""
    return _BETTER[facts.better]


def time_words(facts: Indicator) -> str:
    """Return whether an indicator points ahead or back."""
    return "leading" if facts.leading else "lagging"


def basis_words(facts: Indicator) -> str:
    """Return whether an indicator rests on those who answered or on everybody."""
    return "survey (a sample)" if facts.survey else "full count of the records"


def relevant_words(facts: Indicator) -> str:
    """Return the smallest relevant difference with what it is counted in."""
    if facts.relevant is None:
        return "none: differences are not judged"
    if facts.relative:
        return f"{100 * facts.relevant:g} % of the earlier value"
    return f"{facts.relevant:g} {_GAPS.get(facts.unit, _unit(facts).lower())}"


def _lines(chosen: Iterable[Entry]) -> list[str]:
    """Return a line for each entry, its columns under one another."""
    rows = [("id", "code", "leg", "unit", "points", " · ".join(languages()))]
    rows += [
        (
            entry.id,
            entry.code,
            str(entry.leg),
            unit_words(entry),
            time_words(entry.number) if entry.number else "–",
            " · ".join(entry.label(code) for code in languages()),
        )
        for entry in chosen
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    return ["  ".join([*(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=False)), row[-1]]) for row in rows]


def _page(entry: Entry) -> list[str]:
    """Return all facts of an entry as the terminal shows them."""
    pairs = [("leg", english(LEG_NAMES[entry.leg])), ("unit", unit_words(entry))]
    if facts := entry.number:
        pairs += [
            ("direction", direction_words(facts)),
            ("points", "ahead (leading)" if facts.leading else "back (lagging)"),
            ("relevant", f"from {relevant_words(facts)} on" if facts.relevant is not None else relevant_words(facts)),
            ("rests on", basis_words(facts)),
        ]
    pairs += [("inputs", text) for text in entry.inputs]
    pairs += [("page", entry.page), ("source", entry.source)]
    lines = [*textwrap.wrap(f"{entry.id} ({entry.code}): {entry.english}", WIDTH, subsequent_indent="  "), ""]
    lines += [line for title, text in pairs for line in _wrapped(title, text)]
    for code, forms in entry.terms.items():
        lines += ["", f"terms, {code}"]
        lines += [line for form, text in forms.items() for line in _wrapped(form, text or "not translated yet")]
    lines += ["", "formula", *_wrapped("en", entry.formula)]
    for code, text in entry.formulas.items():
        lines += _wrapped(code, text or "not translated yet")
    return lines


def _wrapped(title: str, text: str) -> list[str]:
    head = f"  {title:<10} "
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _emit(command: str, chosen: Iterable[Entry]) -> None:
    """Print the one object; its keys are stable, whatever the entry is."""
    emit({"schema": SCHEMA, "command": command, "ok": True, "indicators": [_object(entry) for entry in chosen]})


def _object(entry: Entry) -> dict[str, Any]:
    """Return one entry of ``indicators``; the facts of a number are null for an analysis."""
    facts = entry.number
    return {
        "id": entry.id,
        "kind": entry.kind,
        "code": entry.code,
        "leg": str(entry.leg),
        "unit": str(facts.unit) if facts else None,
        "better": str(facts.better) if facts else None,
        "leading": facts.leading if facts else None,
        "relevant": facts.relevant if facts else None,
        "relative": facts.relative if facts else None,
        "survey": facts.survey if facts else None,
        "inputs": list(entry.inputs),
        "page": entry.page,
        "source": entry.source,
        "english": entry.english,
        "terms": {code: dict(forms) for code, forms in entry.terms.items()},
        "formula": {"en": entry.formula, **entry.formulas},
    }
