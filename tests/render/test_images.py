"""The measure of the picture tests."""

from __future__ import annotations

from PIL import Image

from tests.render.images import LIMIT, page_images, worst_tile
from tests.render.reports import survey_only


def test_one_changed_tile_is_seen() -> None:
    """A page that differs in a single square of 10 × 10 black pixels is over the limit, an equal one is at nought."""
    page = next(page_images(survey_only("sv").pdf))
    changed = page.copy()
    changed.paste(Image.new("RGB", (10, 10), "white"), (320, 320))
    assert worst_tile(page, page) == 0
    assert worst_tile(page, changed) > LIMIT


def test_other_size_is_another_page() -> None:
    """A page of another size never passes."""
    page = Image.new("RGB", (64, 64))
    assert worst_tile(page, Image.new("RGB", (64, 65))) == 1
