"""A mapping for an unknown layout, drafted so that the operator only has to fill in headers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from reporter.sources.catalogue import built_in, normal
from reporter.sources.decoding import decode
from reporter.sources.kinds import plain
from reporter.sources.layout import find_layout
from reporter.sources.questions import find_items
from reporter.sources.shapes import SHAPES

_INTRO = """\
# What the columns of {file} mean. Fill in the header after each field that the file has,
# delete the other lines, and give this file with --mapping (or keep it in the workspace's formats/).
# The shape is one of: {shapes}.
# Headers of the file:
{headers}
name = "{name}"
title = "{title}"
shape = "{shape}"
priority = 90
required = [{required}]

[fields]
{fields}"""


def draft_mapping(path: Path) -> str:
    """Return a format in TOML for a file that no declared format fits, with the headers that were recognised.

    Raises:
        InputError: D101–D103, D106–D108, where the file is no table at all.
    """
    with tempfile.TemporaryDirectory() as scratch:
        text = plain(path, Path(scratch))
        headers = find_layout(decode(text, Path(scratch)).path, path.name).headers
    found = {shape: _guess(shape, headers) for shape in SHAPES}
    shape = max(found, key=lambda one: len(found[one]))
    known = found[shape]
    name = normal(path.name.split(".")[0]).replace(" ", "_")
    return _INTRO.format(
        file=path.name,
        shapes=", ".join(SHAPES),
        headers="\n".join(f"#   {header}" for header in headers),
        name=_toml(name),
        title=_toml(path.stem),
        shape=shape,
        required=", ".join(f'"{field}"' for field in known),
        fields="\n".join(
            f'{field} = ["{_toml(known[field])}"]' if field in known else f'# {field} = [""]'
            for field in SHAPES[shape].fields
        )
        + "\n",
    )


def _guess(shape: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Return field → header for the headers that any declared format of a shape knows."""
    if shape == "responses":
        return {item: headers[at] for item, at in find_items(headers, set()).items()}
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
    return known


def _toml(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
