"""Medians with a bootstrap by customer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.statistics.medians import _around_the_median, median_interval, median_of
from reporter.statistics.resampling import DRAWS, multiplicities

VALUES = np.arange(200, dtype=np.float64)


def interval(cases: list[tuple[int, int]], *, seed: int = 1, total: int = 1000) -> tuple[float, float, float]:
    """Return median and ends of (group, value) pairs."""
    groups, steps = (np.array(side, dtype=np.int64) for side in zip(*cases, strict=True))
    found = median_interval(groups, steps, np.ones(len(cases), dtype=np.int64), VALUES, seed=seed, total=total)
    return found.value, found.low, found.high


def test_a_median_between_two_values_is_their_mean() -> None:
    """Of 1, 2, 3, 10 the median is 2.5; of 1, 2, 10 it is 2; of nothing it is no number."""
    counts = np.array([[1, 1, 1, 0, 1], [1, 1, 0, 0, 1], [0, 0, 0, 0, 0]], dtype=np.float64)
    found = median_of(counts, np.array([1.0, 2.0, 3.0, 4.0, 10.0]))
    assert found[:2].tolist() == [2.5, 2.0]
    assert np.isnan(found[2])


@given(st.lists(st.integers(0, 199), min_size=1, max_size=60))
def test_the_median_is_that_of_the_values_themselves(values: list[int]) -> None:
    """Whatever the values, the histogram gives the median that sorting gives."""
    counts = np.bincount(values, minlength=200).astype(np.float64)[None, :]
    assert median_of(counts, VALUES)[0] == np.median(values)


def test_equal_values_have_no_spread() -> None:
    """Forty customers who all waited seven hours: 7, from 7 to 7."""
    assert interval([(group, 7) for group in range(40)]) == (7.0, 7.0, 7.0)


def test_nothing_has_no_median() -> None:
    """Without a value there is nothing to say."""
    none = np.array([], dtype=np.int64)
    with pytest.raises(ValueError, match="no values"):
        median_interval(none, none, none, VALUES, seed=1, total=1000)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 199)), min_size=30, max_size=400), st.integers(0, 5))
def test_cutting_to_the_middle_moves_no_end(cases: list[tuple[int, int]], seed: int) -> None:
    """The interval is that of resampling the whole histogram, to the last digit."""
    groups, steps = (np.array(side, dtype=np.int64) for side in zip(*cases, strict=True))
    whole = np.zeros((1000, 200))
    np.add.at(whole, (groups, steps), 1)
    drawn = median_of(multiplicities(1000, DRAWS, seed) @ whole, VALUES)
    low, high = np.quantile(drawn[np.isfinite(drawn)], (0.025, 0.975))
    assert interval(cases, seed=seed)[1:] == pytest.approx((low, high))


def test_far_values_are_cut_and_still_counted() -> None:
    """Of 10 000 even values only those near the middle are kept, and every one is counted."""
    histogram = np.ones((1000, 100))
    histogram[np.arange(1000), np.arange(1000) % 100] += 1
    near, kept = _around_the_median(histogram)
    assert near.shape[1] == len(kept) < 20
    assert near.sum() == histogram.sum()


def test_the_spread_is_that_of_the_sample_median() -> None:
    """Of 400 normal values (mean 100, sd 20) the median's standard error is 1.2533·20/20 = 1.25; clusters widen it."""
    rng = np.random.default_rng(5)
    values = np.clip(np.rint(rng.normal(100, 20, 400)), 0, 199).astype(int)
    _, low, high = interval([(i, int(v)) for i, v in enumerate(values)])
    assert (high - low) / 3.92 == pytest.approx(1.25, abs=0.35)
    repeated = [(i, int(v)) for i, v in enumerate(values[:100]) for _ in range(4)]
    _, low4, high4 = interval(repeated)
    assert high4 - low4 > 1.4 * (high - low)


def test_the_same_seed_gives_the_same_ends() -> None:
    """Nothing but the seed draws."""
    cases = [(i % 50, (i * 37) % 200) for i in range(300)]
    assert interval(cases, seed=3) == interval(cases, seed=3)
