"""Which declared format a file has, told by its headers; never by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import BLANKS
from reporter.sources.recognition.needs import lacking
from reporter.sources.recognition.patterns import matching
from reporter.sources.shapes import SHAPES
from reporter.sources.surveys.columns import dated, has_survey_header, is_survey, require_question, survey_items
from reporter.sources.surveys.questions import load_questions
from reporter.sources.tables.header import require_header
from reporter.sources.tables.headings import folded, normal
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from reporter.sources.recognition.catalogue import Format
    from reporter.sources.tables.layout import Layout

#: How sure a survey is: several items or the NPS question say it, one item may; a name such as Rating hardly does.
_ONE_ITEM, _ONE_WEAK_NAME = 5, -1
#: The letters that damaged files lose, and what stands in their place.
_LETTERS_LOST = str.maketrans(dict.fromkeys("åäöæøéà?\ufffd"))
_TELLING = 4
_NOWHERE: AbstractSet[int] = frozenset()
_BRACKETS = str.maketrans("()", "  ")
#: How VAT is written in Swedish and Danish: "Belopp (exkl. moms)", "Beløb uden moms" say the same.
_WITHOUT_VAT = re.compile(r"\b(exklusive|exkl|excl|ex|eksklusive|ekskl|eks|utan|uden) moms\b")
_WITH_VAT = re.compile(r"\b(inklusive|inkl|incl|med) moms\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A format and where its fields stand: field → column index."""

    format: Format
    columns: Mapping[str, int]
    score: int
    headerless: bool = False


@cache
def _spellings(text: str) -> frozenset[str]:
    """Return how a header is compared: CustomerId is customer id, and so is a header whose letters are damaged."""
    plain = normal(normal(text).translate(_BRACKETS))
    plain = _WITHOUT_VAT.sub("exkl moms", _WITH_VAT.sub("inkl moms", plain))
    spelt = {plain.replace(" ", ""), "~" + folded(plain)}
    # "Bel?b" and "Beløb" have the same letters left; of a short word too few are.
    left = plain.translate(_LETTERS_LOST)
    if left != plain and len(left) >= _TELLING:
        spelt.add("!" + left)
    return frozenset(spelt)


@cache
def _index(headers: tuple[str, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return spelling → the columns that are spelt so, from the left: every format asks for the same headers."""
    found: dict[str, list[int]] = {}
    for at, header in enumerate(headers):
        for spelling in _spellings(header):
            found.setdefault(spelling, []).append(at)
    return {spelling: tuple(places) for spelling, places in found.items()}


def _places(alias: str, index: Mapping[str, tuple[int, ...]]) -> AbstractSet[int]:
    """Return the columns that a header of a format names, by its end where it gives no more ("… [list]")."""
    if alias.startswith("…"):
        end = alias[1:].replace(" ", "")
        return {at for spelling, places in index.items() if spelling.endswith(end) for at in places}
    spellings = _spellings(alias)
    if index.keys().isdisjoint(spellings):  # as most of the thousands of headers that the formats name
        return _NOWHERE
    return {at for spelling in spellings for at in index.get(spelling, ())}


def match(form: Format, layout: Layout) -> Match | None:
    """Return how a format fits a file, or None where something required is missing."""
    if form.headerless:
        return None
    layout = layout.without(form.drop)
    headers = layout.headers
    index = _index(headers)
    columns: dict[str, int] = {}
    for name, aliases in form.fields.items():
        taken = set(columns.values())
        free = (min(places) for alias in aliases if (places := _places(alias, index) - taken))
        if (at := next(free, None)) is not None:
            columns[name] = at
    if not _fits(form, columns, layout):
        return None
    score = form.priority
    if form.shape == "responses":
        columns = dated(columns, layout)
        items = survey_items(columns, layout)
        if not is_survey(items, columns):
            return None
        columns = {name: at for name, at in columns.items() if name not in ITEMS} | items
        told = form.marks or form.required
        score = form.priority if told else _survey_score(items, headers, usual=form.priority)
    return Match(format=form, columns=columns, score=score * 100 + len(columns))


def _fits(form: Format, columns: Mapping[str, int], layout: Layout) -> bool:
    """Tell whether a file has what a format requires, and nothing that speaks against it."""
    if lacking(form.shape, columns, form.rules) or not set(form.required) <= set(columns):
        return False
    if len(columns) < form.at_least:
        return False
    if not all(set(group) & set(columns) for group in form.any_of):
        return False
    index = _index(layout.headers)
    if any(_places(header, index) for header in form.never):
        return False
    if form.marks and sum(bool(_places(one, index)) for one in form.marks) < form.marks_needed:
        return False
    return all(
        _speaks(form, layout, columns[name], pattern) for name, pattern in form.values.items() if name in columns
    )


def _speaks(form: Format, layout: Layout, position: int, pattern: str) -> bool:
    """Tell whether half of a column's cells are written as a pattern says; an empty column says nothing."""
    cells = [cell.strip() for cell in layout.values(position) if cell.strip() not in BLANKS]
    return not cells or 2 * matching(pattern, cells, form.name) >= len(cells)


def match_headerless(form: Format, layout: Layout) -> Match | None:
    """Return how a format fits a file without header: every cell is written as the format says, the first row's too."""
    patterns = tuple(form.headerless.values())
    rows = (layout.first or layout.headers, *layout.sample)
    if not patterns or len(layout.headers) != len(patterns):
        return None
    if any(len(cells) != len(patterns) for cells in rows):
        return None
    for at, pattern in enumerate(patterns):
        if matching(pattern, [cells[at].strip() for cells in rows], form.name) < len(rows):
            return None
    columns = {name: at for at, name in enumerate(form.headerless)}
    return Match(format=form, columns=columns, score=form.priority * 100 + len(columns), headerless=True)


def _survey_score(items: Mapping[str, int], headers: Sequence[str], *, usual: int) -> int:
    """Return how sure a survey is."""
    if "nps" in items or len(items) > 1:
        return usual
    weak = all(not _spellings(headers[at]).isdisjoint(_weak_names()) for at in items.values())
    return _ONE_WEAK_NAME if weak else _ONE_ITEM


@cache
def _weak_names() -> frozenset[str]:
    return frozenset(spelling for name in load_questions().weak for spelling in _spellings(name))


def recognise(layout: Layout, formats: Sequence[Format], *, file: str, wanted: str | None = None) -> Match:
    """Return the best match among the formats.

    Raises:
        InputError: D108 where nothing fits, D119 where the first row is no header, D109 where a format fits
            but no id is there.
    """
    choices = [form for form in formats if wanted in {None, form.name}]
    if wanted and not choices:
        known = ", ".join(sorted(form.name for form in formats))
        raise InputError("D108", f"there is no format '{wanted}'", help=f"the formats are {known}", file=file)
    found = [one for form in choices if (one := match_headerless(form, layout) or match(form, layout))]
    if not any(one.format.shape == "responses" for one in found) and (not found or has_survey_header(layout)):
        require_question(layout, file)
    if not found:
        require_header(layout, file)
        headers = layout.headers
        shown = ", ".join(headers[:6]) + (" …" if len(headers) > 6 else "")  # noqa: PLR2004 - enough to recognise it
        raise InputError(
            "D108",
            f"the layout is unknown ({shown})",
            help="draft a mapping with reporter sources map FILE, correct it, and give it with --map",
            file=file,
        )
    best = max(found, key=lambda one: one.score)
    shape = SHAPES[best.format.shape]
    people = [name for name, kind in shape.fields.items() if kind == "person"]
    alone = shape.needs_person and not best.format.rules.get("lines_of_orders")
    if alone and not any(name in best.columns for name in people):
        raise InputError(
            "D109",
            "has no column with a customer id or e-mail",
            help="export it with the customer number, or map the column with --map",
            file=file,
            row=1,
        )
    return best
