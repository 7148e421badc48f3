"""A picture of the mail, for whoever rehearses a sending."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reporter.model import PICTURE_ID
from reporter.render.picture import png, rasterised, set_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from reporter.brand import Brand
    from reporter.model import Digest

#: px of the sheet on which the mail is set, and of the picture.
SHEET, WIDTH = 640, 1280
#: px, longer than any mail; what stays empty is cut off.
LONGEST = 6000
_URL = "report:picture.png"
_PT = 0.75  # a px
_ROUGH = 4  # how many times smaller the picture is in which the end is looked for


def preview_png(digest: Digest, brand: Brand) -> bytes:
    """Return the HTML of a mail as PNG, 1 280 px wide, in the brand's fonts; nothing is loaded from elsewhere."""
    from reporter.render.environment import css_string
    from reporter.render.letters import settable

    html = settable(digest.html.replace(f"cid:{PICTURE_ID}", _URL), brand)
    css = (
        f"@page{{size:{SHEET}px {LONGEST}px;margin:0;background:{brand.colours.tint}}}"
        f"*{{font-family:{css_string(brand.text.name)} !important}}"
        # WeasyPrint heeds neither cellspacing and cellpadding nor a table's largest width
        "table{border-spacing:0}td{padding:0}.sheet{width:600px !important;margin:0 auto}"
        f".display{{font-family:{css_string(brand.display.name)} !important}}"
    )
    with _in_silence():
        pdf = set_sheet(html, css, {_URL: (digest.picture, "image/png")}, brand)
    end = _end(rasterised(pdf, SHEET // _ROUGH)) * _ROUGH
    return png(rasterised(pdf, WIDTH, height=end * _PT))


def _end(image: Image) -> int:
    """Return the row, in pixels from the top, under which nothing but the ground is left."""
    from PIL import Image, ImageChops

    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    return min(image.height, (box[3] if box else image.height) + 1)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep WeasyPrint from remarking on what only mail programs understand."""
    logger = logging.getLogger("weasyprint")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
