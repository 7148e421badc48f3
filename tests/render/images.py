"""Compare a page with its golden picture: RGB at 72 dpi, worst tile counts, all three are written on failure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parent.parent / "golden"
OUTPUT = Path(__file__).parent.parent.parent / "output" / "golden"
TILE = 32
LIMIT = 0.02  # of a tile's brightness
COLOURS = 255


def page_images(pdf: bytes) -> Iterator[Image.Image]:
    """Yield every page as RGB at 72 dpi."""
    document = pdfium.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=1).to_pil().convert("RGB")
    document.close()


def worst_tile(actual: Image.Image, expected: Image.Image) -> float:
    """Return the largest mean difference of a 32 × 32 tile as a share of full brightness, 1 for another size."""
    if actual.size != expected.size:
        return 1.0
    difference = ImageChops.difference(actual, expected).convert("L")
    width, height = difference.size
    columns, rows = -(-width // TILE), -(-height // TILE)
    padded = Image.new("L", (columns * TILE, rows * TILE))
    padded.paste(difference)
    small = padded.resize((columns, rows), Image.Resampling.BOX)
    return float(small.getextrema()[1]) / 255  # type: ignore[arg-type] # one band: two numbers


def check_page(actual: Image.Image, name: str) -> None:
    """Fail where a page differs from ``tests/golden/<name>.png``; REPORTER_GOLDEN=1 rewrites it.

    On failure actual, expected and difference are written to ``output/golden``.
    """
    golden = GOLDEN / f"{name}.png"
    if os.environ.get("REPORTER_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        _plain(actual).save(golden, optimize=True)
    expected = Image.open(golden).convert("RGB")
    worst = worst_tile(actual, expected)
    if worst <= LIMIT:
        return
    place = OUTPUT / name
    place.parent.mkdir(parents=True, exist_ok=True)
    actual.save(f"{place}-actual.png")
    expected.save(f"{place}-expected.png")
    if actual.size == expected.size:
        ImageChops.difference(actual, expected).save(f"{place}-diff.png")
    raise AssertionError(f"{name}: worst tile differs by {worst:.1%}; see {OUTPUT}")


def _plain(page: Image.Image) -> Image.Image:
    """Return a page in few colours: enough for the comparison, small enough to keep."""
    return page.quantize(COLOURS, dither=Image.Dither.NONE)
