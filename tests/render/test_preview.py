"""The picture of the mail that a rehearsal shows."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from reporter.render.preview import LONGEST, SHEET, WIDTH, preview_png
from tests.render.mails import brand_of, mail


def opened(png: bytes) -> Image.Image:
    """Return a PNG as RGB."""
    return Image.open(BytesIO(png)).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    """Return a colour's parts."""
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


@pytest.mark.parametrize(("code", "slug"), [("sv", "lindhavn"), ("da", "solbjerg")])
def test_a_preview_shows_the_whole_mail_and_no_more(code: str, slug: str) -> None:
    """Twice 640 px wide, the brand's bar on top, the ground at both sides, and it ends where the mail ends."""
    brand = brand_of(slug)
    image = opened(preview_png(mail(code, slug), brand))
    scale = WIDTH / SHEET
    assert image.width == WIDTH
    assert 1500 * scale < image.height < 2500 * scale < LONGEST * scale
    assert image.getpixel((WIDTH // 2, 4)) == rgb(brand.colours.primary)
    for y in (100, image.height // 2, image.height - 20):
        assert image.getpixel((4, y)) == image.getpixel((WIDTH - 5, y)) == rgb(brand.colours.tint)
    foot = image.crop((60, image.height - 200, WIDTH - 60, image.height - 10))
    assert len(foot.getcolors(1 << 24) or []) > 5  # the last lines are in it


def test_a_preview_has_the_mails_picture_in_it() -> None:
    """Without the picture the same mail looks otherwise; the text around it stays."""
    digest, brand = mail("sv"), brand_of("lindhavn")
    white = BytesIO()
    Image.new("RGB", (1120, 500), "#FF00FF").save(white, format="PNG")
    image = opened(preview_png(replace(digest, picture=white.getvalue()), brand))
    counted = {pixel: count for count, pixel in image.getcolors(1 << 24) or []}
    assert counted[255, 0, 255] == pytest.approx(1120 * 500, rel=0.01)


def test_a_preview_is_the_same_each_time() -> None:
    """No clock, no chance."""
    assert preview_png(mail("sv"), brand_of("lindhavn")) == preview_png(mail("sv"), brand_of("lindhavn"))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "report:other.png"])
def test_a_preview_loads_nothing_but_the_mails_own(address: str) -> None:
    """Whatever else a mail might name ends the preview."""
    digest = mail("sv")
    asking = replace(digest, html=digest.html.replace("</body>", f'<img src="{address}" alt=""></body>'))
    with pytest.raises(FatalURLFetchingError):
        preview_png(asking, brand_of("lindhavn"))
