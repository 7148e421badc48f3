"""Which declared format a file has, told by its headers; never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.catalogue import folded, normal
from reporter.sources.questions import find_items
from reporter.sources.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.sources.catalogue import Format

#: How sure a survey is: several items or the NPS question say it, a single word may mean anything.
_WEAK_SURVEY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A format and where its fields stand: field → column index."""

    format: Format
    columns: Mapping[str, int]
    score: int


def _same(plain: str, damaged: str, alias: str) -> bool:
    """Tell whether a header is an alias: CustomerId is customer id, and so is a header whose letters are damaged."""
    return plain.replace(" ", "") == alias.replace(" ", "") or damaged == folded(alias)


def match(form: Format, headers: Sequence[str]) -> Match | None:
    """Return how a format fits these headers, or None where something required is missing."""
    plain = [normal(header) for header in headers]
    damaged = [folded(header) for header in headers]
    columns: dict[str, int] = {}
    for name, aliases in form.fields.items():
        taken = set(columns.values())
        for alias in aliases:
            # A second pass without Nordic letters finds headers that a wrong export has damaged.
            at = next(
                (i for i in range(len(plain)) if i not in taken and _same(plain[i], damaged[i], alias)),
                None,
            )
            if at is not None:
                columns[name] = at
                break
    if not set(form.required) <= set(columns) or len(columns) < form.at_least:
        return None
    score = form.priority
    if form.shape == "responses":
        asked = find_items(
            tuple(headers), {at for name, at in columns.items() if name not in SHAPES["responses"].fields}
        )
        claimed = {at for name, at in columns.items() if name in asked}
        items = {item: at for item, at in asked.items() if at not in set(columns.values()) - claimed}
        items = {**items, **{name: at for name, at in columns.items() if name in items}}
        if not set(items) - {"comment"}:
            return None
        columns |= items
        if "nps" not in items and len(items) == 1:
            score = _WEAK_SURVEY
    return Match(format=form, columns=columns, score=score * 100 + len(columns))


def recognise(headers: Sequence[str], formats: Sequence[Format], *, file: str, wanted: str | None = None) -> Match:
    """Return the best match among the formats.

    Raises:
        InputError: D108 where nothing fits, D109 where a format fits but no id is there.
    """
    choices = [form for form in formats if wanted in {None, form.name}]
    if wanted and not choices:
        known = ", ".join(sorted(form.name for form in formats))
        raise InputError("D108", f"there is no format '{wanted}'", help=f"the formats are {known}", file=file)
    found = [one for form in choices if (one := match(form, headers))]
    if not found:
        shown = ", ".join(headers[:6]) + (" …" if len(headers) > 6 else "")  # noqa: PLR2004 - enough to recognise it
        raise InputError(
            "D108",
            f"the layout is unknown ({shown})",
            help="fill in the drafted mapping that says which column is what, and give it with --mapping",
            file=file,
        )
    best = max(found, key=lambda one: one.score)
    shape = SHAPES[best.format.shape]
    people = [name for name, kind in shape.fields.items() if kind == "person"]
    if shape.needs_person and not any(name in best.columns for name in people):
        raise InputError(
            "D109",
            "has no column with a customer id or e-mail",
            help="export it with the customer number, or map the column with --mapping",
            file=file,
            row=1,
        )
    return best
