"""A brand's pictures are safe to embed and large enough."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from reporter.brand.pictures import load_image, load_logo, needs_plate
from reporter.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10">{}</svg>'


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x06\x00\x00\x00rest"


def _write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="http://evil.example/x.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        "<style>@import 'http://evil.example/x.css';</style>",
        "<style>rect { fill: url(http://evil.example/x) }</style>",
        '<rect style="fill:url(//evil.example/x)"/>',
        '<a href="javascript:alert(1)"/>',
        "<foreignObject/>",
        '<g id="a"/><use href="#a"/>',
        "<style>rect { fill: u\\72l(http://evil.example/x) }</style>",
        "<style>@import/**/'http://evil.example/x.css';</style>",
        "<rect/>" * 2_001,
        "<g>" * 40 + "</g>" * 40,
    ],
)
def test_an_svg_that_runs_or_fetches_something_is_refused(tmp_path: Path, inside: str) -> None:
    """No script, no event handler, no reference that leaves the file, nothing that takes minutes to draw."""
    with pytest.raises(UsageError, match="C144"):
        load_logo(_write(tmp_path, "logo.svg", SVG.format(inside)))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;"),
        "<html/>",
        "<svg",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1"/>',
    ],
)
def test_what_is_no_proper_logo_is_refused(tmp_path: Path, text: str) -> None:
    """Entities, other documents, broken files, sizes unknown or far too long."""
    with pytest.raises(UsageError, match="C144"):
        load_logo(_write(tmp_path, "logo.svg", text))


def test_a_plain_logo_is_kept_byte_for_byte(tmp_path: Path) -> None:
    """References inside the file and embedded rasters are allowed."""
    text = SVG.format('<linearGradient id="a"/><rect fill="url(#a)"/><image href="data:image/png;base64,AAAA"/>')
    logo = load_logo(_write(tmp_path, "logo.svg", text))
    assert (logo.data, logo.ratio) == (text.encode(), 4.0)


def test_a_raster_logo_needs_800_pixels(tmp_path: Path) -> None:
    """A small PNG would be blurred on paper."""
    assert load_logo(_write(tmp_path, "a.png", _png(800, 200))).ratio == 4
    with pytest.raises(UsageError, match="799 pixels wide"):
        load_logo(_write(tmp_path, "b.png", _png(799, 200)))


def test_a_cover_image_needs_its_resolution(tmp_path: Path) -> None:
    """2480 × 2000 pixels fill the page at 300 dpi."""
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 2000, 2480) + b"\x03"
    assert load_image(_write(tmp_path, "a.jpg", jpeg)).mime == "image/jpeg"
    with pytest.raises(UsageError, match="2480 × 1999"):
        load_image(_write(tmp_path, "b.png", _png(2480, 1999)))
    with pytest.raises(UsageError, match="neither PNG nor JPEG"):
        load_image(_write(tmp_path, "c.jpg", b"GIF89a"))


def test_a_dark_logo_on_a_dark_cover_gets_a_plate(tmp_path: Path) -> None:
    """Under 3:1 a logo would drown; one without known colours is not trusted."""
    dark = load_logo(_write(tmp_path, "a.svg", SVG.format('<rect fill="#123"/>')))
    light = load_logo(_write(tmp_path, "b.svg", SVG.format('<rect fill="#FFFFFF"/>')))
    assert needs_plate(dark, "#0F4C5C")
    assert not needs_plate(light, "#0F4C5C")
    assert needs_plate(load_logo(_write(tmp_path, "c.svg", SVG.format("<rect/>"))), "#0F4C5C")
