"""From numbers to millimetres."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.charts.scales import Scale, decimals_of, known, padded, runs, spread, step, ticks, whole_shares


def test_a_scale_without_extent_puts_everything_in_the_middle() -> None:
    """All equal values do not divide by zero."""
    assert Scale(5, 5, 10, 20).at(5) == 15


def test_a_value_beyond_the_scale_stays_at_its_end() -> None:
    """50–90 on 0–40 mm: 70 lies in the middle, 95 at the end."""
    scale = Scale(50, 90, 0, 40)
    assert (scale.at(70), scale.inside(95), scale.inside(3)) == (20, 40, 0)


@pytest.mark.parametrize(
    ("extent", "most", "expected"), [(40, 4, 10), (41, 4, 20), (0.3, 3, 0.1), (9e12, 4, 5e12), (0, 4, 1)]
)
def test_steps_are_round(extent: float, most: int, expected: float) -> None:
    """1, 2 or 5 times a power of ten, as small as the number of parts allows."""
    assert step(extent, most) == pytest.approx(expected)


def test_ticks_are_round_numbers_inside() -> None:
    """60, 70 and 80 within 58.2–82.4."""
    assert ticks(58.2, 82.4, 3) == [60, 70, 80]
    assert decimals_of([60, 70, 80]) == 0
    assert decimals_of([0.2, 0.4]) == 1


@pytest.mark.parametrize(
    ("counts", "shares"),
    [((1, 1, 1), [34, 33, 33]), ((231, 462, 591), [18, 36, 46]), ((0, 0, 0), [0, 0, 0]), ((0, 7, 0), [0, 100, 0])],
)
def test_shares_are_rounded_by_largest_remainder(counts: tuple[int, ...], shares: list[int]) -> None:
    """The 33/33/33 trap; equal remainders go to the first."""
    assert whole_shares(counts) == shares


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_shares_sum_to_a_hundred_and_are_off_by_less_than_one(counts: list[int]) -> None:
    """Whatever was counted."""
    shares = whole_shares(counts)
    assert sum(shares) == (100 if sum(counts) else 0)
    assert all(abs(s - 100 * c / sum(counts)) < 1 for s, c in zip(shares, counts, strict=True) if sum(counts))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 9)), min_size=1, max_size=10))
def test_labels_keep_apart_and_on_the_sheet(labels: list[tuple[float, float]]) -> None:
    """As long as they fit at all."""
    places, sizes = [one[0] for one in labels], [one[1] for one in labels]
    moved = sorted(zip(spread(places, sizes, 0, 100, 0.5), sizes, strict=True))
    assert all(b - a >= (c + d) / 2 + 0.499 for (a, c), (b, d) in pairwise(moved))
    assert all(place - size / 2 >= -1e-6 and place + size / 2 <= 100 + 1e-6 for place, size in moved)


def test_missing_values_leave_gaps() -> None:
    """None, infinity and not-a-number are not drawn."""
    assert runs([None, 1.0, 2.0, None, float("nan"), 3.0]) == [[(1, 1.0), (2, 2.0)], [(5, 3.0)]]
    assert runs([]) == []
    assert known([None, float("inf"), 0.0]) == [0.0]


def test_a_range_always_has_extent() -> None:
    """One value gets room on both sides."""
    assert padded([5.0], 0.1, 2.0) == (3.0, 7.0)
