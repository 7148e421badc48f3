"""SVG as matplotlib writes it, reduced to the marks: no ids, styles, groups, metadata or needless digits."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_SPACE: Final = re.compile(r"\s*([MLCQZz])\s*")


def _short(text: str) -> str:
    """Return a text with its numbers rounded to a hundredth of a point (0.004 mm)."""

    def rounded(found: re.Match[str]) -> str:
        number = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
        return "0" if number == "-0" else number

    return _NUMBER.sub(rounded, text)


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield what an element needs to look as it did; its style becomes attributes."""
    for key, value in element.attrib.items():
        if key == "d":
            yield key, _short(_SPACE.sub(r"\1", value.strip()))
        elif key in {"x", "y"}:
            yield key, _short(value)
        elif key == "style":
            for declaration in value.split(";"):
                name, _, setting = declaration.partition(":")
                if setting and not (name.strip() == "stroke-dashoffset" and float(setting) == 0):
                    yield name.strip(), _short(setting.strip().removesuffix("px"))


def _quoted(value: str) -> str:
    """Return a value as it stands between double quotes."""
    return escape(value, quote=False).replace('"', "&quot;")


def compact(svg: str, width: float, height: float) -> bytes:
    """Return the same picture at ``width`` × ``height`` mm, flat and small; text stays text."""
    root = ET.fromstring(svg)  # noqa: S314 - matplotlib wrote it a moment ago
    marks = []
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "path" and not element.get("d", "").strip():
            continue
        if name in {"path", "text"}:
            attributes = "".join(f' {key}="{_quoted(value)}"' for key, value in _attributes(element))
            text = escape(element.text or "", quote=False)
            marks.append(f"<text{attributes}>{text}</text>" if name == "text" else f"<path{attributes}/>")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="{root.get("viewBox")}" stroke-linejoin="round">'
    )
    return "\n".join((head, *marks, "</svg>\n")).encode()
