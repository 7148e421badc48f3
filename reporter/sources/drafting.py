"""A mapping for an unknown layout, drafted so that the operator only has to correct it.

Columns are told by their headers first, as every declared format knows them, then by their values.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.sources.catalogue import built_in, normal
from reporter.sources.decoding import decode
from reporter.sources.header import require_header
from reporter.sources.kinds import plain
from reporter.sources.layout import find_layout
from reporter.sources.questions import find_items
from reporter.sources.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.sources.layout import Layout

_INTRO = """\
# What the columns of {file} mean. A guess stands after each field that one was found for: correct it.
# Take the "#" away from a line to fill it in; lines that the file has nothing for may stay as they are.
# Give this file with --map, or keep it in the workspace's folder formats/.

name = "{name}"
title = "{title}"
# What a row is. One of: {shapes}.
shape = "{shape}"
# Above 60, it is asked before every format that comes with the program.
priority = 90
# A file without these columns has another layout.
required = [{required}]

# The columns of the file:
{headers}

[fields]
{fields}
"""
#: What each field means.
FIELDS = Path(__file__).parent / "fields.toml"
_DATE = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([ T].*)?$")
_AMOUNT = re.compile(r"[-+−]?[\d\s.,\u00a0]*\d([.,]\d{1,2})?\s*(kr\.?|[A-Z]{3}|€)?$")

#: So many known headers tell what a file is.
_TELLING = 2


def draft_mapping(path: Path) -> str:
    """Return a format in TOML for a file that no declared format fits, filled in as far as can be guessed.

    Raises:
        InputError: D101–D103, D106–D108, where the file is no table at all; D119, where it has no header.
    """
    with tempfile.TemporaryDirectory() as scratch:
        text = plain(path, Path(scratch))
        layout = find_layout(decode(text, Path(scratch)).path, path.name)
    require_header(layout, path.name)
    found = {shape: _by_header(shape, layout.headers) for shape in SHAPES}
    shape = _shape(found, layout)
    known = _by_value(shape, found[shape], layout)
    means = tomllib.loads(FIELDS.read_text(encoding="utf-8"))
    lines = []
    for field in SHAPES[shape].fields:
        lines.append(f"# {means[field]}")
        lines.append(f'{field} = ["{_toml(known[field])}"]' if field in known else f'# {field} = [""]')
    return _INTRO.format(
        file=_line(path.name),
        shapes=", ".join(SHAPES),
        name=_toml(normal(path.name.split(".")[0]).replace(" ", "_")),
        title=_toml(path.stem),
        shape=shape,
        required=", ".join(f'"{field}"' for field in known),
        headers="\n".join(f"#   {_line(header)}" for header in layout.headers),
        fields="\n".join(lines),
    )


def _shape(found: dict[str, dict[str, str]], layout: Layout) -> str:
    """Return the shape that most headers speak for; where hardly any speaks, days and amounts make orders."""
    best = max(found, key=lambda one: len(found[one]))
    columns = [values for at in range(len(layout.headers)) if (values := layout.values(at))]
    traded = any(_dates(values) for values in columns) and any(_amounts(values) for values in columns)
    return "orders" if traded and len(found[best]) < _TELLING else best


def _by_header(shape: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Return field → header for the headers that any declared format of a shape knows."""
    known: dict[str, str] = {}
    taken: set[str] = set()
    for form in built_in():
        if form.shape != shape:
            continue
        for field, aliases in form.fields.items():
            for header in headers:
                if field not in known and header not in taken and normal(header) in aliases:
                    known[field] = header
                    taken.add(header)
    if shape == "responses":
        used = {at for at, header in enumerate(headers) if header in taken}
        known |= {item: headers[at] for item, at in find_items(headers, used).items()}
    return known


def _by_value(shape: str, known: dict[str, str], layout: Layout) -> dict[str, str]:
    """Return the guesses, those that only the values allow added: a date, an amount, an id, a customer."""
    found = dict(known)
    wanted: dict[str, tuple[tuple[str, Callable[[tuple[str, ...]], bool]], ...]] = {
        "orders": (("order_date", _dates), ("amount", _amounts), ("order_id", _unique), ("customer_id", _repeated)),
        "order_lines": (("order_date", _dates), ("amount", _amounts), ("order_id", _repeated)),
        "subscriptions": (("start", _dates), ("subscription_id", _unique), ("customer_id", _repeated)),
        "tickets": (("opened", _dates), ("ticket_id", _unique), ("customer_id", _repeated)),
        "customers": (("customer_id", _unique), ("created", _dates)),
        "responses": (("survey_date", _dates),),
    }
    amounts = {"amount_net", "amount", "amount_gross"}
    for field, fits in wanted[shape]:
        if field in found or (field in amounts and amounts & set(found)):
            continue
        free = [at for at, header in enumerate(layout.headers) if header not in found.values()]
        at = next((one for one in free if (values := layout.values(one)) and fits(values)), None)
        if at is not None:
            found[field] = layout.headers[at]
    return found


def _dates(values: tuple[str, ...]) -> bool:
    return all(_DATE.match(value.strip()) for value in values)


def _amounts(values: tuple[str, ...]) -> bool:
    """Tell amounts from numbers of things: some of them have decimals or a currency."""
    texts = [value.strip() for value in values]
    return all(_AMOUNT.match(text) for text in texts) and any(not text.isdigit() for text in texts)


def _unique(values: tuple[str, ...]) -> bool:
    return _ids(values) and len(set(values)) == len(values)


def _repeated(values: tuple[str, ...]) -> bool:
    return _ids(values) and not _dates(values)


def _ids(values: tuple[str, ...]) -> bool:
    return all(any(sign.isdigit() for sign in value) and not _DATE.match(value) for value in values)


def _line(text: str) -> str:
    """Return a text that cannot leave its comment."""
    return " ".join(text.split())


def _toml(text: str) -> str:
    return _line(text).replace("\\", "\\\\").replace('"', '\\"')
