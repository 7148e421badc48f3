"""Collect every message of the program and its templates, and compare them with the catalogues.

For development: ``python -m reporter.language.extract`` names what is missing, obsolete or wrong
and ends with 1 if anything is; ``--write`` brings the ``.po`` files into line first (new messages
get an empty translation, obsolete ones go).
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.language.checks import faults, slots
from reporter.language.facts import LOCALE
from reporter.language.language import languages
from reporter.language.po import Entry, parse, write
from reporter.resources import templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = Path(__file__).parent.parent
_TEMPLATE_SUFFIXES = {".html", ".j2", ".jinja", ".txt", ".css", ".svg"}
_BARE_PERCENT = re.compile(r"%(?!%|\(\w+\)s)")
_TEMPLATE_FUNCTIONS = ("_", "gettext", "ngettext", "pgettext", "npgettext")


def _constants(node: ast.expr, place: str) -> tuple[str, ...]:
    """Return the texts of a literal, or of both arms of ``a if b else c``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return _constants(node.body, place) + _constants(node.orelse, place)
    raise ValueError(f"{place}:{node.lineno}: the text of a message must be written out, as one literal string")


def _of_call(call: ast.Call, name: str, place: str) -> Iterator[Entry | str]:
    """Yield the messages of one call, and what is wrong with them."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    context = _constants(keywords["context"], place)[0] if "context" in keywords else ""
    plural = _constants(call.args[1], place)[0] if name == "nmsg" else ""
    given = {key for key in keywords if key} | ({"count"} if name == "nmsg" else set())
    for text in _constants(call.args[0], place):
        lacking = slots(text) | slots(plural) if plural else slots(text)
        if None not in keywords and lacking - given:
            yield f"{place}:{call.lineno}: no argument for the slots {sorted(lacking - given)} of {text!r}"
        yield Entry(text=text, strings=(), context=context, plural=plural, places=(place,))


def from_python(source: str, place: str) -> Iterator[Entry | str]:
    """Yield the messages of a module, what ``msg`` and ``nmsg`` are called with.

    A text that is not literal, or a slot that has no argument, yields a line that says so.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"msg", "nmsg"}:
            try:
                yield from _of_call(node, node.func.id, place)
            except ValueError as fault:
                yield str(fault)


def from_template(source: str, place: str) -> Iterator[Entry | str]:
    """Yield the messages of a template (``_("…")``, ``ngettext``, ``pgettext``, ``{% trans %}``), and what is wrong."""
    from jinja2 import Environment
    from jinja2.ext import extract_from_ast

    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    for line, function, found in extract_from_ast(tree, _TEMPLATE_FUNCTIONS):
        texts = [text or "" for text in ((found,) if isinstance(found, str) or found is None else found)]
        context = texts.pop(0) if function in {"pgettext", "npgettext"} else ""
        plural = texts[1] if function in {"ngettext", "npgettext"} else ""
        if any(_BARE_PERCENT.search(text) for text in texts):
            yield f"{place}:{line}: write %% for a percent sign, which Jinja fills: {texts[0]!r}"
        if texts[0]:
            yield Entry(text=texts[0], strings=(), context=context, plural=plural, places=(place,))


def _sources() -> Iterator[Entry | str]:
    for file in sorted(_PACKAGE.rglob("*.py")):
        if "language" not in file.relative_to(_PACKAGE).parts:
            yield from from_python(file.read_text(encoding="utf-8"), file.relative_to(_PACKAGE.parent).as_posix())
    folder = templates()
    for file in sorted(folder.rglob("*")):
        if file.suffix in _TEMPLATE_SUFFIXES and "fonts" not in file.parts:
            place = f"templates/{file.relative_to(folder).as_posix()}"
            yield from from_template(file.read_text(encoding="utf-8"), place)


def collect() -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return every message once, with all its places, in the order of the files; and what is wrong in the sources."""
    entries: dict[tuple[str, str], Entry] = {}
    problems = []
    for entry in _sources():
        if isinstance(entry, str):
            problems.append(entry)
            continue
        known = entries.get(entry.key, entry)
        places = tuple(sorted({*known.places, *entry.places}))
        entries[entry.key] = replace(known, places=places, plural=known.plural or entry.plural)
    return tuple(entries.values()), tuple(problems)


def read(code: str) -> tuple[Entry, ...]:
    """Return the entries of a language's catalogue, its header among them."""
    return parse((LOCALE / f"{code}.po").read_text(encoding="utf-8"), file=f"{code}.po")


def merged(entries: Iterable[Entry], messages: Iterable[Entry]) -> Iterator[Entry]:
    """Yield a catalogue in line with the messages: header and indicator names first, then each message."""
    known = {entry.key: entry for entry in entries}
    yield from (entry for entry in known.values() if not entry.text or entry.context.startswith("indicator "))
    for message in messages:
        old = known.get(message.key)
        empty = ("", "") if message.plural else ("",)
        fits = old is not None and len(old.strings) == len(empty)
        yield replace(message, strings=old.strings if old and fits else empty, fuzzy=old.fuzzy if old else False)


def main(arguments: list[str]) -> int:
    """Report on every catalogue; return 1 when one of them is not in order."""
    messages, problems = collect()
    found = list(problems)
    for code in languages():
        if "--write" in arguments:
            text = write(merged(read(code), messages))
            (LOCALE / f"{code}.po").write_text(text, encoding="utf-8")
        found += [f"{code}.po: {fault}" for fault in faults(code, read(code), messages)]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(messages)} messages, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
