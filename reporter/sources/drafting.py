"""A mapping for an unknown layout, drafted so that the operator only has to correct it.

Columns are told by their headers first, as every declared format knows them, then by their values.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from reporter.errors import InputError
from reporter.sources.drafting_values import by_value, traded
from reporter.sources.files.decoding import decode
from reporter.sources.files.kinds import parts
from reporter.sources.recognition.catalogue import built_in
from reporter.sources.recognition.needs import NEEDED
from reporter.sources.recognition.recognise import match
from reporter.sources.shapes import SHAPES
from reporter.sources.surveys.questions import find_items
from reporter.sources.tables.header import require_header
from reporter.sources.tables.headings import normal
from reporter.sources.tables.layout import find_layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.sources.tables.layout import Layout

_INTRO = """\
# What the columns of {file} mean. A guess stands after each field that one was found for: correct it.
# Take the "#" away from a line to fill it in; lines that the file has nothing for may stay as they are.
# Give this file with --map, or keep it in the workspace's folder formats/.

name = "{name}"
title = "{title}"
# What a row is. One of: {shapes}.
shape = "{shape}"
# Above 80, it is asked before every format that comes with the program.
priority = 90
# A file without these columns has another layout.
required = [{required}]
{sales}
# The columns of the file:
{headers}

[fields]
{fields}

{rules}# Which system gave out an id, where it is not the client's own customer number:
# [ids]
# company_id = "hubspot company"
"""
_SALES = """\
# What is sold by a row. One of: order, invoice, payment, deal. The same sale in two of them is counted once.
sales = "order"
"""
_MADE_IDS = """\
# No column has the order's number: each row is an order. Delete this where order_id is filled in.
[rules]
made_ids = true

"""
#: What each field means.
FIELDS = Path(__file__).parent / "fields.toml"
#: So many known headers tell what a file is.
_TELLING = 2
#: The highest priority of formats that are no system's own.
_GENERAL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of a file's layout. ``fields`` is field → header, ``means`` field → what it is for."""

    file: str
    shape: str
    headers: tuple[str, ...]
    fields: Mapping[str, str]
    means: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[str, ...]:
        """The needed fields that no column was found for, alternatives parted by ``|``."""
        return tuple(group for group in NEEDED[self.shape] if not set(group.split("|")) & set(self.fields))


def draft_mapping(path: Path) -> str:
    """Return a format in TOML for a file that no declared format fits, filled in as far as can be guessed.

    Raises:
        InputError: D101–D103, D106–D108, where the file is no table at all; D119, where it has no header.
    """
    return written(draft_of(path))


def draft_of(path: Path, *, encoding: str | None = None) -> Draft:
    """Return what can be guessed of a file's layout; of a file of several tables, of the first that is unknown.

    Raises:
        InputError: D101–D103, D106–D108, where the file is no table at all; D119, where it has no header.
        UsageError: C113, where ``encoding`` is none.
    """
    with tempfile.TemporaryDirectory() as folder:
        layout = _layout(path, Path(folder), encoding)
    require_header(layout, path.name)
    found = {shape: _by_header(shape, layout.headers) for shape in SHAPES}
    shape = _shape(found, layout)
    return Draft(
        file=path.name,
        shape=shape,
        headers=layout.headers,
        fields=by_value(shape, found[shape], layout),
        means=_means(),
    )


def with_columns(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """Return a draft with more of its fields told: field → header. A column is one thing only."""
    kept = {name: header for name, header in draft.fields.items() if header not in answers.values()}
    return replace(draft, fields=kept | dict(answers))


def written(draft: Draft) -> str:
    """Return a draft as the TOML of a format, which can be read as it stands."""
    lines = []
    for name in SHAPES[draft.shape].fields:
        lines.append(f"# {draft.means[name]}")
        known = draft.fields.get(name)
        lines.append(f"{name} = [{_toml(known)}]" if known else f'# {name} = [""]')
    stem = draft.file.split(".")[0]
    return _INTRO.format(
        file=_line(draft.file),
        shapes=", ".join(SHAPES),
        name=_toml(normal(stem).replace(" ", "_") or "export")[1:-1],
        title=_toml(Path(draft.file).stem)[1:-1],
        shape=draft.shape,
        required=", ".join(f'"{name}"' for name in draft.fields),
        sales=_SALES if draft.shape in {"orders", "order_lines"} else "",
        headers="\n".join(f"#   {_line(header)}" for header in draft.headers),
        fields="\n".join(lines),
        rules=_MADE_IDS if draft.shape == "orders" and "order_id" not in draft.fields else "",
    )


@cache
def _means() -> Mapping[str, str]:
    """Return field → what it means."""
    means: dict[str, str] = tomli.loads(FIELDS.read_text(encoding="utf-8"))
    return means


def _layout(path: Path, scratch: Path, encoding: str | None) -> Layout:
    """Return the layout of a file's first table that no format fits, else of its first table."""
    known: list[Layout] = []
    faults: list[InputError] = []
    for number, part in enumerate(parts(path, scratch)):
        if part.fault:
            faults.append(part.fault)
            continue
        place = scratch / f"part{number}"
        place.mkdir()
        try:
            layout = find_layout(decode(part.path, place, encoding).path, path.name)
        except InputError as fault:
            faults.append(fault)
            continue
        if not any(match(form, layout) for form in built_in()):
            return layout
        known.append(layout)
    if not known:
        raise faults[0]
    return known[0]


def _shape(found: Mapping[str, Mapping[str, str]], layout: Layout) -> str:
    """Return the shape that most headers speak for; where hardly any speaks, days and amounts make orders.

    A file that nothing is read from needs no mapping: that is never guessed.
    """
    best = max((one for one in found if one != "aside"), key=lambda one: len(found[one]))
    return "orders" if len(found[best]) < _TELLING and traded(layout) else best


def _by_header(shape: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Return field → header for the headers that any declared format of a shape knows."""
    known: dict[str, str] = {}
    forms = sorted((form for form in built_in() if form.shape == shape), key=lambda form: form.priority)
    for form in forms:
        # What a header means in one system says little of it in another.
        if form.priority > _GENERAL and len(known) >= _TELLING:
            break
        for name, aliases in form.fields.items():
            for header in headers:
                if name not in known and header not in known.values() and normal(header) in aliases:
                    known[name] = header
    if shape == "responses":
        used = {at for at, header in enumerate(headers) if header in known.values()}
        known |= {item: headers[at] for item, at in find_items(headers, used).items()}
    return known


def _line(text: str) -> str:
    """Return a text that cannot leave its comment: TOML's comments hold no control signs."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))


def _toml(text: str) -> str:
    """Return a text as a TOML string."""
    signs = []
    for sign in " ".join(text.split()):
        if sign in '\\"':
            signs.append(f"\\{sign}")
        else:
            signs.append(sign if sign.isprintable() else f"\\U{ord(sign):08X}")
    return f'"{"".join(signs)}"'
