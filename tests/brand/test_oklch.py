"""Colour mathematics against values known from outside."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.brand.oklch import VISION, contrast, difference, ensure, from_oklch, mix, to_oklch

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


@pytest.mark.parametrize(
    ("colour", "light", "chroma", "hue"),
    [
        ("#FF0000", 0.62796, 0.25768, 29.234),  # Ottosson's red, green and blue, as CSS Color 4 prints them
        ("#00FF00", 0.86644, 0.29483, 142.495),
        ("#0000FF", 0.45201, 0.31321, 264.052),
    ],
)
def test_the_primaries_of_srgb_have_their_known_oklch(colour: str, light: float, chroma: float, hue: float) -> None:
    """Red, green and blue are where CSS Color 4 puts them."""
    assert to_oklch(colour) == pytest.approx((light, chroma, hue), abs=2e-3)


def test_white_has_lightness_one_and_black_none() -> None:
    """The ends of the grey axis are exact."""
    assert to_oklch("#FFFFFF")[0] == pytest.approx(1, abs=1e-4)
    assert to_oklch("#000000")[0] == 0


@given(COLOURS)
def test_a_colour_survives_the_way_there_and_back(colour: str) -> None:
    """OKLCH loses nothing of an sRGB colour."""
    assert from_oklch(*to_oklch(colour)) == colour


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#17242B", "#FFFFFF", 15.9),
        ("#0F4C5C", "#F6F4EF", 8.7),
    ],
)
def test_contrast_is_wcag_s(first: str, second: str, ratio: float) -> None:
    """Black on white is 21, #767676 is WCAG's grey at 4.54, the rest stands in the specification 2.2."""
    assert contrast(first, second) == pytest.approx(ratio, abs=0.05)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize("colour", ["#E4002B", "#111111", "#0F4C5C"])
def test_ensure_leaves_a_readable_colour_alone(colour: str) -> None:
    """A colour that has the contrast is not touched (specification 3)."""
    assert ensure(colour, "#FFFFFF", 4.5) == colour


@given(COLOURS, st.sampled_from([3.0, 4.5]))
def test_ensure_always_reaches_the_contrast(colour: str, ratio: float) -> None:
    """Whatever the colour, the returned one has the contrast on the surface."""
    assert contrast(ensure(colour, "#F0EDE7", ratio), "#F0EDE7") >= ratio


def test_ensure_keeps_the_hue_of_a_yellow() -> None:
    """The readable yellow is still a yellow, as dark as it needs to be and no darker."""
    readable = ensure("#F2B705", "#FFFFFF", 4.5)
    assert to_oklch(readable)[2] == pytest.approx(to_oklch("#F2B705")[2], abs=2)
    assert contrast(readable, "#FFFFFF") < 4.6


def test_the_house_palette_is_as_far_apart_as_the_specification_says() -> None:
    """Smallest difference 13.3 for normal eyes, 10.4 for deutan and tritan ones (specification 2.2)."""
    palette = ("#0F4C5C", "#838E94", "#DA7C15", "#1E9BE3", "#98518F", "#692D17")
    smallest = {eyes: min(difference(a, b, eyes) for a, b in combinations(palette, 2)) for eyes in VISION}
    assert smallest["normal"] == pytest.approx(13.3, abs=0.1)
    assert smallest["deutan"] == pytest.approx(10.4, abs=0.1)
    assert smallest["tritan"] == pytest.approx(10.4, abs=0.1)


def test_a_mix_lies_between_its_colours() -> None:
    """Nothing mixed in is the first colour, everything the second."""
    assert mix("#0F4C5C", "#FFFFFF", 0) == "#0F4C5C"
    assert mix("#0F4C5C", "#FFFFFF", 1) == "#FFFFFF"
    assert to_oklch(mix("#000000", "#FFFFFF", 0.5))[0] == pytest.approx(0.5, abs=0.01)
