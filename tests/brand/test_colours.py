"""The derived colours can be read under any brand."""

from __future__ import annotations

import random

import pytest

from reporter.brand.colours import INK, NEG, POS, derive, on
from reporter.brand.contrast import PAIRS, check
from reporter.brand.oklch import contrast, difference, to_oklch
from reporter.brand.vision import APART, smallest_difference


def _brands(count: int) -> list[tuple[str, str]]:
    source = random.Random(7)  # noqa: S311 - made-up colours, no secret
    colours = [f"#{source.randrange(1 << 24):06X}" for _ in range(2 * count)]
    return [(a, b if index % 2 else "") for index, (a, b) in enumerate(zip(colours[::2], colours[1::2], strict=True))]


def test_every_pair_has_its_contrast_under_500_brands() -> None:
    """No pair that a template or chart uses falls under its ratio, with and without a second colour."""
    brands = [*_brands(500), ("#000000", ""), ("#FFFFFF", ""), ("#FFFF00", "#FFFFFF"), ("#7F7F7F", "#808080")]
    failed = [(brand, one.pair.use, one.ratio) for brand in brands for one in check(derive(*brand)) if not one.ok]
    assert failed == []


def test_the_pairs_name_colours_that_exist() -> None:
    """The table has no pair twice and names fields of Colours only."""
    colours = derive("#0F4C5C")
    assert all(hasattr(colours, pair.text) and hasattr(colours, pair.surface) for pair in PAIRS)
    assert len({(pair.use, pair.text, pair.surface) for pair in PAIRS}) == len(PAIRS)


def test_a_yellow_brand_with_violet_draws_its_data_in_violet() -> None:
    """Own series: the first of primary and secondary with 4.5 on white; yellow stays the accent (specification 3)."""
    colours = derive("#F2B705", "#3B2A6B")
    assert colours.own == "#3B2A6B"
    assert to_oklch(colours.accent)[2] == pytest.approx(to_oklch("#F2B705")[2], abs=2)
    assert colours.on_primary == INK


def test_a_lone_yellow_brand_draws_its_data_in_a_readable_yellow() -> None:
    """Without a readable colour the data take the readable form of the primary."""
    colours = derive("#F2B705")
    assert colours.own == colours.text_primary != "#F2B705"


@pytest.mark.parametrize("sign", [POS, NEG])
def test_a_primary_that_looks_like_better_or_worse_never_draws_data(sign: str) -> None:
    """Then the own series is ink, so that colour keeps one meaning."""
    assert derive(sign).own == INK


def test_the_signs_are_the_same_under_every_brand_and_differ_for_all_eyes() -> None:
    """Better and worse are not a brand's to choose."""
    assert {(c.pos, c.neg) for c in (derive(a, b) for a, b in _brands(20))} == {(POS, NEG)}
    assert smallest_difference((POS, NEG)) > APART


def test_a_grey_brand_keeps_the_house_s_hue() -> None:
    """A primary without a hue does not make the surfaces pink by rounding."""
    assert derive("#808080").tint == derive("#000000").tint == derive("#111111").tint


def test_the_ramp_is_discrete_and_leaves_a_gap_in_the_middle() -> None:
    """Between the third and fourth step lies the lightness where neither ink nor white can be read."""
    for primary, _ in _brands(30):
        lights = [to_oklch(step)[0] for step in derive(primary).ramp]
        assert lights == sorted(lights, reverse=True)
        assert lights[2] > 0.79
        assert lights[3] < 0.54


def test_on_picks_a_colour_that_can_be_read() -> None:
    """White on dark, ink on light, black where ink would not do."""
    assert on("#0F4C5C") == "#FFFFFF"
    assert on("#F2B705") == INK
    for red in range(0, 256, 15):
        fill = f"#{red:02X}7F40"
        assert contrast(on(fill), fill) >= 4.5


def test_categories_can_be_told_apart_from_the_own_colour() -> None:
    """A category that looks like the own series to some reader is left out."""
    for primary, secondary in _brands(30):
        own, *others = derive(primary, secondary).categories
        assert all(difference(own, other) >= APART for other in others)
