"""Logos and cover pictures: what a brand brings is checked before it reaches a page."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from reporter.brand.oklch import contrast
from reporter.brand.values import Picture
from reporter.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 1_000_000  # bytes of a raster inside an SVG
_LARGEST: Final = 20_000_000  # bytes of any picture
_NARROW, _WIDE = 0.5, 8.0  # a logo's width ÷ height
_LOGO_PIXELS: Final = 800
_COVER_PIXELS: Final = (2480, 2000)
_MOST_ELEMENTS: Final = 2_000  # of an SVG; each is drawn on every page
_DEEPEST: Final = 32
_FORBIDDEN: Final = frozenset(
    ["use", "pattern", "filter", "script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler"]
)
_REFERENCES: Final = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]?([^'\";]*)", re.IGNORECASE)
_HEX: Final = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def _refuse(path: Path, what: str, way_out: str) -> UsageError:
    """Return the error of a picture that is not used."""
    return UsageError("C144", f"the picture {what}", help=way_out, file=str(path))


def _inside(reference: str) -> bool:
    """Tell whether a reference stays inside its own file."""
    reference = reference.strip()
    return reference.startswith(("#", "data:image/png;base64,", "data:image/jpeg;base64,")) and len(reference) <= _MOST


def _length(text: str | None) -> float:
    """Return the number that a length starts with, or 0."""
    found = re.match(r"\s*([\d.]+)\s*(?:px|pt|mm|cm|in)?\s*$", text or "")
    return float(found[1]) if found else 0.0


def _tree(path: Path, data: bytes) -> ET.Element:
    """Return an SVG's root, or say why it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refuse(path, "is not UTF-8", "save it again as plain SVG") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _refuse(path, "declares a document type", "delete the <!DOCTYPE …> from the SVG")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        raise _refuse(path, f"is no valid SVG ({error})", "export it again as plain SVG") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise _refuse(path, "is no SVG", "export it again as plain SVG")
    return root


def _check_element(path: Path, element: ET.Element) -> None:
    """Refuse an element that runs or fetches something."""
    name = str(element.tag).rpartition("}")[2].lower()
    if name in _FORBIDDEN:
        raise _refuse(path, f"contains <{name}>", "export it again as plain shapes")
    for attribute, value in element.attrib.items():
        short = attribute.rpartition("}")[2].lower()
        if short.startswith("on"):
            raise _refuse(path, f"contains the script {short}", "export it again without scripts")
        if short in {"href", "src"} and not _inside(value):
            raise _refuse(path, f"refers to {value[:40]}", "embed what it refers to (PNG or JPEG under 1 MB)")
    words = " ".join((*element.attrib.values(), element.text or ""))
    if "\\" in words or "/*" in words:
        raise _refuse(path, "hides words behind escapes or comments", "export it again as plain SVG")
    for found in _REFERENCES.finditer(words):
        reference = found[1] or found[2] or ""
        if not _inside(reference):
            raise _refuse(path, f"refers to {reference[:40] or 'nothing'}", "embed what it refers to")


def _check_size(path: Path, root: ET.Element) -> None:
    """Refuse a drawing that would take minutes: too many elements, or too deeply nested."""
    level, elements, depth = [root], 1, 1
    while level := [child for element in level for child in element]:
        elements, depth = elements + len(level), depth + 1
        if elements > _MOST_ELEMENTS or depth > _DEEPEST:
            raise _refuse(path, f"has more than {_MOST_ELEMENTS} elements or {_DEEPEST} levels", "simplify the drawing")


def _svg(path: Path, data: bytes) -> float:
    """Check an SVG and return its width ÷ height."""
    root = _tree(path, data)
    _check_size(path, root)
    for element in root.iter():
        _check_element(path, element)
    parts = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    box = [float(part) for part in parts if re.fullmatch(r"-?\d+(\.\d+)?", part)]
    sizes = _length(root.get("width")), _length(root.get("height"))
    width, height = (box[2], box[3]) if len(box) == 4 else sizes  # noqa: PLR2004 - x, y, width, height
    if width <= 0 or height <= 0:
        raise _refuse(path, "has neither a viewBox nor a size", 'give its <svg> a viewBox="0 0 width height"')
    return width / height


def _pixels(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG in pixels, or None when it is neither."""
    if data.startswith(_PNG) and len(data) > 24:  # noqa: PLR2004 - the header ends there
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:  # noqa: PLR2004 - every segment starts so
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 - start of frame
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None


def _read(path: Path) -> bytes:
    """Return the bytes of a picture."""
    try:
        data = path.read_bytes()
    except OSError:
        raise _refuse(path, "cannot be read", "correct its path in brand.toml, relative to that file") from None
    if len(data) > _LARGEST:
        raise _refuse(path, "is larger than 20 MB", "save it smaller")
    return data


def load_logo(path: Path) -> Picture:
    """Return a logo, SVG or PNG.

    Raises:
        UsageError: C144, when it cannot be read, is not safe to embed, too small or too long.
    """
    data = _read(path)
    if path.suffix.lower() == ".svg":
        logo = Picture(data=data, mime="image/svg+xml", ratio=_svg(path, data))
    elif data.startswith(_PNG) and (size := _pixels(data)) and size[1] > 0:
        if size[0] < _LOGO_PIXELS:
            raise _refuse(path, f"is {size[0]} pixels wide", f"use an SVG, or a PNG of at least {_LOGO_PIXELS} pixels")
        logo = Picture(data=data, mime="image/png", ratio=size[0] / size[1])
    else:
        raise _refuse(path, "is neither SVG nor PNG", "save it as SVG, or as PNG with alpha")
    if not _NARROW <= logo.ratio <= _WIDE:
        raise _refuse(path, f"has the proportions {logo.ratio:.2g} : 1", "use a logo between 1 : 2 and 8 : 1")
    return logo


def load_image(path: Path) -> Picture:
    """Return a cover image, PNG or JPEG of at least 2480 × 2000 pixels.

    Raises:
        UsageError: C144, when it cannot be read or is too small.
    """
    data = _read(path)
    size = _pixels(data)
    if size is None or 0 in size:
        raise _refuse(path, "is neither PNG nor JPEG", "save it as JPEG")
    if size[0] < _COVER_PIXELS[0] or size[1] < _COVER_PIXELS[1]:
        raise _refuse(
            path, f"has {size[0]} × {size[1]} pixels", 'use one of at least 2480 × 2000, or style = "pattern"'
        )
    return Picture(data=data, mime="image/png" if data.startswith(_PNG) else "image/jpeg", ratio=size[0] / size[1])


def needs_plate(logo: Picture, surface: str) -> bool:
    """Tell whether a logo would drown in ``surface``: one of its colours has less than 3:1, or none is known."""
    if logo.mime != "image/svg+xml":
        return True
    found = {match[1] for match in _HEX.finditer(logo.data.decode("utf-8-sig"))}
    colours = ["#" + (code if len(code) == 6 else "".join(2 * part for part in code)) for code in sorted(found)]  # noqa: PLR2004 - long form
    return not colours or any(contrast(colour, surface) < 3 for colour in colours)  # noqa: PLR2004 - WCAG graphics
