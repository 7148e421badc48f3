"""Two estimates of the same customers: their correlation, and the paired methods that come of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.model import Unit
from reporter.statistics import Interval, mean_interval, wilson
from reporter.statistics.pairing import ratio_correlation
from reporter.statistics.verdict import Estimate, difference

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ones(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums of customers with one value each, every one a group of its own."""
    return np.column_stack([np.ones(len(values)), values])


def estimated(found: Interval, unit: Unit, n: int) -> Estimate:
    """Return an interval as one side of a comparison."""
    return Estimate(value=found.value, unit=unit, low=found.low, high=found.high, se=found.se, n=n)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=3, max_size=60))
def test_of_paired_values_it_is_their_correlation(pairs: list[tuple[int, int]]) -> None:
    """Everyone in both with one answer each: Pearson's correlation of the answers; 0 where one side is constant."""
    one, two = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
    found = ratio_correlation(ones(one), ones(two))
    if one.std() == 0 or two.std() == 0:
        assert found == 0.0
    else:
        assert found == pytest.approx(float(np.corrcoef(one, two)[0, 1]), abs=1e-9)


def test_a_ratio_hangs_together_with_itself_and_against_its_opposite() -> None:
    """The same sums correlate by 1, also in another unit; their negative by −1."""
    sums = np.array([[1.0, 5.0], [3.0, 2.0], [2.0, 9.0], [0.0, 0.0]])
    assert ratio_correlation(sums, sums * [1.0, 30.0]) == pytest.approx(1.0)
    assert ratio_correlation(sums, sums * [1.0, -1.0]) == pytest.approx(-1.0)


def test_half_of_the_customers_in_both_by_hand() -> None:
    """A, B, C and B, C, D: influences (−1, 0, 1)/3 and, of 1, 2, 6, (−2, −1, 3)/3: (0·−2 + 1·−1) / √(2·14)."""
    one = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [0.0, 0.0]])
    two = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 6.0]])
    assert ratio_correlation(one, two) == pytest.approx(-1 / math.sqrt(28))


def test_nobody_in_both_is_independent() -> None:
    """Other customers in each period, each a group of its own: exactly 0."""
    rng = np.random.default_rng(1)
    values, none = ones(rng.normal(7, 2, 40)), np.zeros((40, 2))
    assert ratio_correlation(np.vstack([values, none]), np.vstack([none, values])) == 0.0


def test_customers_in_shared_groups_by_chance_stay_near_independence() -> None:
    """5,000 customers and 5,000 others in the same 1,000 groups: within four standard errors of 0."""
    rng = np.random.default_rng(2)
    sums = [np.column_stack([np.full(1000, 5.0), rng.normal(7, 2, (1000, 5)).sum(axis=1)]) for _ in ("before", "now")]
    assert abs(ratio_correlation(sums[0], sums[1])) < 4 / math.sqrt(1000)


def test_all_customers_in_both_is_the_paired_t_test() -> None:
    """The difference of two index means has the interval and the p value of scipy's paired t test."""
    rng = np.random.default_rng(3)
    person = rng.normal(70, 12, 45)
    one, two = person + rng.normal(2, 6, 45), person + rng.normal(0, 6, 45)
    sides = []
    for values in (one, two):
        mean = mean_interval(45, float(values.sum()), float(values @ values))
        assert mean is not None
        sides.append(estimated(mean, Unit.INDEX, 45))
    found = difference(sides[0], sides[1], ratio_correlation(ones(one), ones(two)))
    paired = stats.ttest_rel(one, two)
    ends = paired.confidence_interval(0.95)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((float((one - two).mean()), ends.low, ends.high))
    assert found.p == pytest.approx(paired.pvalue)


def table(both: int, first: int, second: int, neither: int) -> tuple[Estimate, Estimate, float]:
    """Return the two percentages of a paired table, and their correlation φ."""
    n = both + first + second + neither
    kinds = np.repeat(np.array([[1, 1], [1, 0], [0, 1], [0, 0]], dtype=np.float64), [both, first, second, neither], 0)
    phi = ratio_correlation(ones(100 * kinds[:, 0]), ones(100 * kinds[:, 1]))
    one, two = (estimated(wilson(k, n).scaled(100.0), Unit.PERCENT, n) for k in (both + first, both + second))
    return one, two, phi


def corrected(phi: float, cells: tuple[int, int, int, int]) -> float:
    """Return φ with the continuity correction of Newcombe's method 10, which a positive one has."""
    both, first, second, neither = cells
    n, product = sum(cells), both * neither - first * second
    scale = math.sqrt((both + first) * (second + neither) * (both + second) * (first + neither))
    return phi if product <= 0 else max(0.0, product - n / 2) / scale


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((18, 12, 2, 18), 0.0562, 0.3290),
        ((53, 0, 0, 1), -0.0729, 0.0729),
        ((0, 30, 0, 0), 0.8395, 1.0),
    ],
)
def test_newcombes_paired_values(cells: tuple[int, int, int, int], low: float, high: float) -> None:
    """The published intervals of method 10 (Newcombe 1998, Stat Med 17:2635, table III), with φ as he takes it."""
    one, two, phi = table(*cells)
    found = difference(one, two, corrected(phi, cells))
    assert found is not None
    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=1e-4)


def test_phi_is_that_of_the_table() -> None:
    """18, 12, 2, 18: φ = (18·18 − 12·2)/√(30·20·20·30) = 300/600; all satisfied once and never again: none."""
    assert table(18, 12, 2, 18)[2] == pytest.approx(0.5)
    assert table(0, 30, 0, 0)[2] == 0.0


def test_a_change_of_the_same_customers_is_seen_sooner() -> None:
    """Of 60 customers 3 gained and 13 lost: certain by McNemar and by the paired interval, not by the unpaired."""
    one, two, phi = table(31, 3, 13, 13)
    assert stats.binomtest(3, 16).pvalue < 0.05
    paired, unpaired = difference(one, two, phi), difference(one, two)
    assert paired is not None
    assert unpaired is not None
    assert paired.high < 0 < unpaired.high
    wide, narrow = unpaired.high - unpaired.low, paired.high - paired.low
    assert narrow < wide
