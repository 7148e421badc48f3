"""Shares that sum to 100."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.report.rounding import shares


def test_three_thirds_sum_to_a_hundred() -> None:
    """The 33/33/33 trap: the first of equal remainders is rounded up."""
    assert shares((1.0, 1.0, 1.0)) == (34, 33, 33)


def test_largest_remainders_are_rounded_up() -> None:
    """12.6, 37.6 and 49.8 leave two per cent over; the largest remainders are .8 and the first .6."""
    assert shares((12.6, 37.6, 49.8)) == (13, 37, 50)


def test_nothing_stays_nothing() -> None:
    """A whole of zero has no shares."""
    assert shares((0.0, 0.0)) == (0, 0)


@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=12))
def test_shares_sum_and_stay_within_one(parts: list[float]) -> None:
    """Any parts sum to 100, and none moves by a whole per cent or more."""
    found = shares(tuple(parts))
    whole = sum(parts)
    if whole <= 0:
        return
    assert sum(found) == 100
    assert all(abs(one - 100 * part / whole) < 1.000001 for one, part in zip(found, parts, strict=True))
