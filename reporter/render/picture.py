"""A figure of the report as the picture that a mail can show."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from reporter import charts
from reporter.charts.lettering import ELLIPSIS
from reporter.errors import RenderError
from reporter.render.fonts import face_rules, font_files, own_fonts_only
from reporter.render.watch import no_complaints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PIL.Image import Image

    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Figure

#: Pixels; it is shown half as wide.
WIDTH = 1120
#: mm, narrowest first. Shrunk from the page's 170 mm the letters would be 8 px high in a mail and half of that on a
#: phone; so a figure is drawn anew on the narrowest sheet that cuts none of its words.
WIDTHS = {"intervals": (100.0, 115.0, 130.0, 150.0), "triad_lanes": (120.0, 130.0, 140.0, 155.0)}
#: mm, where what wraps on a narrower sheet needs more height.
HEIGHTS = {"triad_lanes": 58.0}
MOST = 150_000  # bytes
URL = "report:picture.svg"
COLOURS = 256


def picture_png(figure: Figure, language: Language, brand: Brand) -> bytes:
    """Return a figure as PNG, 1 120 px wide, on the brand's background; the same figure gives the same bytes.

    Raises:
        RenderError: R301, when it cannot be set as designed; R306, when it is larger than a mail should carry.
    """
    sized = narrowed(figure, language, brand)
    drawn = charts.draw(sized, language, brand)
    size = f"width:{sized.width:g}mm;height:{sized.height:g}mm"
    page = f"@page{{size:{sized.width:g}mm {sized.height:g}mm;margin:0;background:{brand.colours.background}}}"
    with no_complaints():
        pdf = set_sheet(
            f'<img src="{URL}" alt="" style="display:block;{size}">',
            page + "html,body{margin:0}",
            {URL: (drawn, "image/svg+xml")},
            brand,
        )
    picture = png(rasterised(pdf, WIDTH))
    if len(picture) > MOST:
        raise RenderError("R306", "the mail's picture is over 150 kB", help="this is a fault of a chart")
    return picture


def narrowed(figure: Figure, language: Language, brand: Brand) -> Figure:
    """Return a figure on the narrowest sheet on which none of its words is cut; its own where there is none."""
    height = HEIGHTS.get(figure.data.kind, figure.height)
    for width in WIDTHS.get(figure.data.kind, ()):
        sized = replace(figure, width=width, height=height)
        if width < figure.width and ELLIPSIS.encode() not in charts.draw(sized, language, brand):
            return sized
    return figure


def set_sheet(html: str, css: str, memory: Mapping[str, tuple[bytes, str]], brand: Brand) -> bytes:
    """Return HTML of our own making as a PDF, in the brand's fonts; nothing but ``memory`` and they are loaded."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reporter.render.fetcher import LockedFetcher

    with own_fonts_only() as folder:
        fetcher, fonts = LockedFetcher(memory, font_files(brand)), FontConfiguration()
        fonts._folder = _private(folder)  # noqa: SLF001 - WeasyPrint may leave a folder of its own behind
        style = CSS(string=faces(brand) + css, font_config=fonts, url_fetcher=fetcher, base_url="report:")
        page = HTML(string=html, url_fetcher=fetcher, base_url="report:")
        pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
    return pdf


def _private(folder: Path) -> Path:
    place = folder / "faces"
    place.mkdir()
    return place


def faces(brand: Brand) -> str:
    """Return the brand's fonts as rules of a style sheet."""
    from reporter.render.environment import css_string

    return "".join(
        f"@font-face{{font-family:{css_string(one.family)};src:url({css_string(one.url)});"
        f"font-weight:{one.weight};font-style:{one.style}}}"
        for one in face_rules(brand)
    )


def rasterised(pdf: bytes, width: int, *, height: float | None = None) -> Image:
    """Return the first page of a PDF as RGB, so many pixels wide; ``height`` in pt cuts it off below."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    try:
        page = document[0]
        below = 0.0 if height is None else max(0.0, page.get_height() - height)
        image: Image = page.render(scale=width / page.get_width(), crop=(0, below, 0, 0)).to_pil().convert("RGB")
    finally:
        document.close()
    return image


def png(image: Image) -> bytes:
    """Return a picture as PNG of at most 256 colours, without anything that changes from run to run."""
    from PIL.Image import Dither, Quantize

    out = BytesIO()
    few = image.quantize(COLOURS, method=Quantize.MEDIANCUT, dither=Dither.NONE)
    few.save(out, format="PNG", optimize=True)
    return out.getvalue()
