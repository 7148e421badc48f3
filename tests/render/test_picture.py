"""The mail's picture: its size, its bytes, its letters, and whether all of the figure is on it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from reporter import charts
from reporter.charts import triad_lanes
from reporter.charts.parts import Note
from reporter.errors import RenderError
from reporter.language import Language
from reporter.model import Period, Quantity, Unit, msg
from reporter.render import picture
from reporter.render.mail_content import figure_of
from reporter.render.picture import HEIGHTS, MOST, WIDTH, narrowed, picture_png
from tests.render.mails import CODES, brand_of, summary_of, whole

if TYPE_CHECKING:
    from reporter.model import Figure


def triad() -> Figure:
    """Return the triad of the hand-made client."""
    found = figure_of(summary_of(whole()))
    assert found is not None
    return found


def opened(png: bytes) -> Image.Image:
    """Return a PNG as RGB."""
    return Image.open(BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("slug", ["lindhavn", "solbjerg"])
def test_a_picture_is_twice_its_width_in_the_mail_and_light(code: str, slug: str) -> None:
    """1 120 px wide in the figure's proportions, under 150 kB, a PNG without date or other notes."""
    png = picture_png(triad(), Language.load(code), brand_of(slug))
    image = Image.open(BytesIO(png))
    assert (image.format, image.width) == ("PNG", WIDTH)
    narrow = narrowed(triad(), Language.load(code), brand_of(slug))
    assert narrow.height == HEIGHTS["triad_lanes"]
    assert image.height == pytest.approx(WIDTH * narrow.height / narrow.width, abs=1)
    assert len(png) < MOST
    assert image.info.keys() <= {"transparency"}
    assert {png[at + 4 : at + 8] for at in chunks(png)} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def chunks(png: bytes) -> list[int]:
    """Return where each chunk of a PNG begins."""
    places, at = [], 8
    while at < len(png):
        places.append(at)
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return places


def test_the_same_figure_gives_the_same_bytes() -> None:
    """No clock, no chance."""
    brand, language = brand_of("lindhavn"), Language.load("sv")
    assert picture_png(triad(), language, brand) == picture_png(triad(), language, brand)


def test_it_stands_on_the_brands_background_in_the_brands_colour() -> None:
    """Corners in the background's colour; the client's own colour is on it, another brand's is not."""
    lindhavn, solbjerg = brand_of("lindhavn"), brand_of("solbjerg")
    tinted = replace(lindhavn, colours=replace(lindhavn.colours, background="#FFF4E0"))
    image = opened(picture_png(triad(), Language.load("sv"), tinted))
    corners = {image.getpixel((x, y)) for x in (0, WIDTH - 1) for y in (0, image.height - 1)}
    assert corners == {(0xFF, 0xF4, 0xE0)}
    assert near(image, lindhavn.colours.own)
    assert not near(image, solbjerg.colours.own)


def near(image: Image.Image, colour: str) -> bool:
    """Tell whether a picture has more than 200 pixels that are nearly of a colour."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    counted = image.getcolors(1 << 24) or []
    alike = [
        count
        for count, pixel in counted
        if isinstance(pixel, tuple) and all(abs(one - other) < 9 for one, other in zip(pixel, wanted, strict=True))
    ]
    return sum(alike) > 200


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("before", "widest"), [("2025", 130.0), ("2026-09", 155.0)])
def test_a_figure_is_drawn_as_narrow_as_its_words_allow(code: str, before: str, widest: float) -> None:
    """Nothing is cut on a sheet that is narrower than the page's 170 mm; a month's longer name takes a wider one."""
    language, brand = Language.load(code), brand_of("lindhavn")
    figure = triad()
    assert isinstance(figure.data, triad_lanes.Data)
    words = msg("{gap} from {previous}", gap=Quantity(value=2.2, unit=Unit.INDEX), previous=Period.parse(before))
    lanes = tuple(replace(lane, change=Note(text=words)) for lane in figure.data.lanes)
    narrow = narrowed(replace(figure, data=replace(figure.data, lanes=lanes)), language, brand)
    assert narrow.width <= widest < figure.width
    assert "…" not in charts.draw(narrow, language, brand).decode()


def test_a_figure_whose_words_fit_nowhere_keeps_the_pages_width() -> None:
    """A picture that has to be shrunk is better than one that cuts a word."""
    figure = triad()
    assert isinstance(figure.data, triad_lanes.Data)
    long = tuple(replace(lane, change=Note(text="x" * 32)) for lane in figure.data.lanes)
    wide = replace(figure, data=replace(figure.data, lanes=long))
    assert narrowed(wide, Language.load("sv"), brand_of("lindhavn")) == wide


def test_a_picture_that_is_too_heavy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """R306: a mail is not to swell without anybody noticing."""
    monkeypatch.setattr(picture, "MOST", 1000)
    with pytest.raises(RenderError, match="R306"):
        picture_png(triad(), Language.load("sv"), brand_of("lindhavn"))
