"""The bootstrap over customers: by hand, against an explicit one, and the intervals that come of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics import Moments, ratio
from reporter.statistics.resampling import (
    DRAWS,
    drawn_difference,
    drawn_interval,
    expanded,
    multiplicities,
    resample,
    skewness,
    studentised_difference,
    studentised_ratio,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reporter.statistics import Interval

SHOPPERS = np.array([[1.0, 100.0], [2.0, 500.0], [1.0, 300.0], [4.0, 400.0], [2.0, 900.0]])


def moments(sums: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return the sums of x, y, x², xy and y² in every resample, as ``Groups`` draws them."""
    x, y = sums.T
    return resample(np.column_stack([x, y, x * x, x * y, y * y]), seed=seed)


def studentised(sums: NDArray[np.float64], seed: int = 1) -> Interval:
    """Return the studentised interval of some groups."""
    return studentised_ratio(sums, moments(sums, seed))


def test_every_resample_draws_as_many_groups_as_there_are() -> None:
    """Seven groups: each of the rows adds up to seven, whole numbers, and each group comes once on average."""
    drawn = multiplicities(7, 4000, 1)
    assert drawn.shape == (4000, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert (drawn == np.round(drawn)).all()
    # a binomial count of 7 in 1/7 has variance 6/7: four standard errors of the mean of 4000
    assert np.abs(drawn.mean(axis=0) - 1.0).max() < 4 * (6 / 7 / 4000) ** 0.5


def test_the_same_seed_gives_the_same_draws() -> None:
    """Twice with one seed: equal to the last bit, forgotten in between or not; another seed: others."""
    first = resample(SHOPPERS, seed=5)
    multiplicities.cache_clear()
    assert (resample(SHOPPERS, seed=5) == first).all()
    assert (resample(SHOPPERS, seed=6) != first).any()


def test_the_draws_are_those_of_customers_one_by_one() -> None:
    """The sums are those that adding up every drawn customer's own row gives."""
    drawn = resample(SHOPPERS, seed=3, draws=50)
    for row, counts in zip(drawn, multiplicities(5, 50, 3), strict=True):
        chosen = [customer for customer, times in enumerate(counts.astype(int)) for _ in range(times)]
        assert len(chosen) == 5
        assert row.tolist() == [sum(SHOPPERS[c, column] for c in chosen) for column in (0, 1)]


def test_groups_of_nobody_change_nothing() -> None:
    """Five customers among a thousand groups: the short way gives what the whole product gives."""
    sums = np.zeros((1000, 2))
    sums[[3, 77, 500, 501, 999]] = SHOPPERS
    assert resample(sums, seed=1) == pytest.approx(multiplicities(1000, DRAWS, 1) @ sums, rel=1e-12)


def test_the_spread_is_that_of_an_explicit_bootstrap() -> None:
    """The standard error of Σy/Σx is that of drawing 60 customers 20,000 times with another generator, within 4 %."""
    rng = np.random.default_rng(8)
    sums = np.column_stack([rng.integers(1, 4, 60), rng.gamma(2.0, 100.0, 60)]).astype(np.float64)
    drawn = resample(sums, seed=2, draws=20_000)
    own = sums[rng.integers(0, 60, (20_000, 60))].sum(axis=1)
    explicit = float((own[:, 1] / own[:, 0]).std(ddof=1))
    # 20,000 draws know a standard error to 0.5 %
    assert float((drawn[:, 1] / drawn[:, 0]).std(ddof=1)) == pytest.approx(explicit, rel=0.04)


def test_expanded_levels_by_hand() -> None:
    """Hesterberg 2015: of n = 10 the level is Φ(−√(10/9)·2.262157) = Φ(−2.384521) = 0.008551; of many 0.025."""
    assert expanded(10) == pytest.approx(float(stats.norm.cdf(-((10 / 9) ** 0.5) * 2.2621571628)), abs=1e-9)
    assert expanded(10) == pytest.approx(0.00855, abs=1e-5)
    assert expanded(10, 0.05) == pytest.approx(float(stats.norm.cdf(-((10 / 9) ** 0.5) * 1.8331129327)), abs=1e-9)
    assert expanded(10**7) == pytest.approx(0.025, abs=1e-6)
    levels = [expanded(n) for n in (2, 5, 30, 50, 100, 1000)]
    assert all(a < b < 0.025 for a, b in pairwise(levels))


def test_an_expanded_interval_of_equal_normal_replicates_is_students() -> None:
    """Replicates with the bootstrap's own spread s·√((n−1)/n)/√n: the ends become those of Student's t."""
    n, s = 20, 4.0
    narrow = s * ((n - 1) / n) ** 0.5 / n**0.5
    replicates = 7.0 + narrow * stats.norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    found = drawn_interval(7.0, replicates, customers=n)
    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, n - 1, 7.0, s / n**0.5), abs=1e-3)


def test_the_percentile_interval_by_hand() -> None:
    """Of 0, 1, … 1000 the quantiles are 25 and 975, and the standard error that of the replicates."""
    found = drawn_interval(400.0, np.arange(1001.0))
    assert (found.value, found.low, found.high) == (400.0, 25.0, 975.0)
    assert found.se == pytest.approx(np.arange(1001.0).std(ddof=1))


def test_replicates_without_a_value_are_left_out() -> None:
    """A few resamples without a base do not count; when most are, there is no interval."""
    some = np.concatenate([np.arange(1001.0), np.full(10, np.nan), [np.inf]])
    assert drawn_interval(400.0, some).high == 975.0
    with pytest.raises(ValueError, match="bear no value"):
        drawn_interval(1.0, np.array([1.0, np.nan, np.nan, np.inf]))
    with pytest.raises(ValueError, match="bear no value"):
        drawn_difference(np.array([1.0, np.nan, np.nan, np.inf]))


def test_the_difference_by_hand() -> None:
    """Of −10, −9, … 989: 10 + 1 lie at or below 0, so p = 2·(11 + 1)/1001; with all above 0 it is 2/1001."""
    found = drawn_difference(np.arange(-10.0, 990.0))
    assert found.value == pytest.approx(489.5)
    assert found.p == pytest.approx(2 * 12 / 1001)
    assert (found.low, found.high) == pytest.approx((-10 + 0.025 * 999, -10 + 0.975 * 999))
    assert (found.low90, found.high90) == pytest.approx((-10 + 0.05 * 999, -10 + 0.95 * 999))
    assert drawn_difference(np.arange(1.0, 1001.0)).p == pytest.approx(2 / 1001)
    assert drawn_difference(np.zeros(1000)).p == 1.0


def test_p_and_the_interval_agree() -> None:
    """Where the interval leaves out 0, p is under 0.05: for every shift of the same replicates, expanded or not."""
    replicates = np.random.default_rng(3).standard_normal(1999)
    for customers in (None, 30):
        for shift in np.linspace(-4, 4, 81):
            found = drawn_difference(replicates + shift, customers=customers)
            certain = found.low > 0 or found.high < 0
            edge = min(abs(found.low), abs(found.high)) < 0.02
            assert found.p is not None
            assert edge or certain == (found.p < 0.05)


def test_the_same_customers_in_both_periods_are_paired() -> None:
    """All customers in both: the interval of the resampled difference is that of the paired t test, within 4 %."""
    rng = np.random.default_rng(4)
    person = rng.normal(0, 15, 400)
    one, two = 60 + person + rng.normal(0, 5, 400), 58 + person + rng.normal(0, 5, 400)
    ones = np.ones(400)
    drawn = resample(np.column_stack([ones, one, ones, two]), seed=9)
    found = drawn_difference(drawn[:, 1] / drawn[:, 0] - drawn[:, 3] / drawn[:, 2])
    paired = stats.ttest_rel(one, two)
    low, high = paired.confidence_interval(0.95)
    assert found.high - found.low == pytest.approx(high - low, rel=0.06)
    assert found.value == pytest.approx(float((one - two).mean()), abs=0.1)
    unpaired = stats.ttest_ind(one, two).confidence_interval(0.95)
    assert found.high - found.low < 0.5 * (unpaired.high - unpaired.low)


def test_the_studentised_interval_by_hand() -> None:
    """Ten customers, 5000/20: value and linearised standard error are those of ``ratio``, the ends those of the t."""
    sums = np.vstack([SHOPPERS, np.add(SHOPPERS, [0.0, 120.0])])
    x, y = sums.T
    plain = ratio(Moments(clusters=10, x=20, y=5000, xx=float(x @ x), xy=float(x @ y), yy=float(y @ y)))
    found = studentised(sums)
    assert plain is not None
    assert (found.value, found.se) == pytest.approx((250.0, plain.se))
    t = []
    for counts in multiplicities(10, DRAWS, 1):
        total = counts @ x
        own = counts @ y / total
        squares = counts @ (y - own * x) ** 2
        t.append((own - 250.0) / ((squares * 10 / 9) ** 0.5 / total))
    low, high = np.quantile(t, (expanded(10), 1 - expanded(10)))
    assert (found.low, found.high) == pytest.approx((250 - high * plain.se, 250 - low * plain.se))


def test_the_studentised_interval_leans_to_the_long_tail() -> None:
    """Skewed to the right, the upper arm is longer than the lower one; mirrored, the lower one."""
    money = np.random.default_rng(1).lognormal(6, 0.8, 80)
    sums = np.column_stack([np.ones(80), money])
    found = studentised(sums)
    assert found.high - found.value > 1.2 * (found.value - found.low)
    mirrored = studentised(np.column_stack([np.ones(80), -money]))
    assert mirrored.value - mirrored.low == pytest.approx(found.high - found.value)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 1e4), st.integers(10, 60))
def test_the_studentised_interval_keeps_the_unit(seed: int, factor: float, n: int) -> None:
    """In another currency value, ends and error are so many times as large, and the value lies within the ends."""
    rng = np.random.default_rng(seed)
    sums = np.column_stack([rng.integers(1, 5, n), rng.lognormal(5, 0.5, n)]).astype(np.float64)
    one, other = studentised(sums), studentised(sums * [1.0, factor])
    assert (other.value, other.low, other.high, other.se) == pytest.approx(
        (one.value * factor, one.low * factor, one.high * factor, one.se * factor), rel=1e-6
    )
    assert one.low < one.value < one.high


def test_where_most_customers_are_alike_the_long_side_is_students() -> None:
    """One price for 29 customers, 500 for the last: a third of the resamples lack the last and have no variance.

    They lie infinitely far below the value, so that the upper end has no bootstrap quantile: 119.905 + 2.0452·SE.
    """
    prices, orders = np.array([99.9] * 29 + [500.0]), np.arange(30.0) % 3 + 1
    found = studentised(np.column_stack([orders, prices * orders]))
    assert found.value == pytest.approx(119.905)
    assert found.high == pytest.approx(119.905 + 2.0452296421 * found.se)
    assert 0 < found.low < found.value


def test_without_variance_there_is_no_studentised_interval() -> None:
    """One customer, or customers who are all alike, have none."""
    for sums in (np.array([[2.0, 50.0]]), np.array([[1.0, 50.0], [2.0, 100.0], [0.0, 0.0]])):
        with pytest.raises(ValueError, match="no variance"):
            studentised(sums)


def test_the_difference_of_two_groups_agrees_with_an_explicit_bootstrap() -> None:
    """Means of 8 and of 12 amounts: |t| of every resample by its own Welch error, at the level of 8 customers."""
    rng = np.random.default_rng(3)
    one, two = (np.column_stack([np.ones(n), rng.lognormal(5, 0.5, n)]) for n in (8, 12))
    found = studentised_difference(one, two, seed=4)
    means, errors = [], []
    for sums, seed in ((one, 4), (two, 5)):
        n, money = len(sums), sums[:, 1]
        drawn = [np.repeat(money, counts.astype(int)) for counts in multiplicities(n, DRAWS, seed)]
        means.append(np.array([money.mean(), *(own.mean() for own in drawn)]))
        errors.append(np.array([money.std(ddof=1), *(own.std(ddof=1) for own in drawn)]) / n**0.5)
    gap, error = means[0] - means[1], np.hypot(*errors)
    t = np.abs((gap[1:] - gap[0]) / error[1:])
    assert (found.value, found.se) == pytest.approx((gap[0], error[0]))
    assert found.high - found.value == pytest.approx(np.quantile(t, 1 - 2 * expanded(8)) * error[0])
    assert found.value - found.low90 == pytest.approx(np.quantile(t, 1 - 2 * expanded(8, 0.05)) * error[0])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40), st.floats(0.0, 2.0))
def test_the_difference_turns_with_its_groups_and_p_goes_with_the_interval(seed: int, n: int, shift: float) -> None:
    """The other way round the value changes its sign; p is below 5 % just where the interval leaves out 0."""
    rng = np.random.default_rng(seed)
    one, two = (np.column_stack([np.ones(m), rng.normal(move, 1.0, m)]) for m, move in ((n, shift), (n + 9, 0.0)))
    found, turned = studentised_difference(one, two, seed=1), studentised_difference(two, one, seed=1)
    assert turned.value == pytest.approx(-found.value)
    assert found.low < found.low90 < found.value < found.high90 < found.high
    assert found.p is not None
    if abs(found.p - 0.05) > 0.005:  # between two resamples the quantile is interpolated
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)


def test_a_group_of_one_has_no_difference() -> None:
    """One customer, or two groups without spread, bear none; a single group without spread does."""
    flat, spread = np.column_stack([np.ones(5), np.full(5, 7.0)]), np.column_stack([np.ones(5), np.arange(5.0)])
    for one, two in ((flat[:1], spread), (flat, flat)):
        with pytest.raises(ValueError, match="no variance"):
            studentised_difference(one, two, seed=1)
    assert studentised_difference(flat, spread, seed=1).value == pytest.approx(5.0)


def test_amounts_of_unequal_groups_differ_by_chance_as_often_as_is_promised() -> None:
    """100 against 300 log-normal amounts, σ = 1, alike: of 300 samples 15 are expected, 27 or more in 0.3 %."""
    rng = np.random.default_rng(21)
    certain = 0
    for _ in range(300):
        one, two = (np.column_stack([np.ones(n), rng.lognormal(5, 1.0, n)]) for n in (100, 300))
        found = studentised_difference(one, two, seed=2005)
        certain += found.low > 0 or found.high < 0
    assert certain <= 26


def test_skewness_is_that_of_the_log_normal_through_three_percentiles() -> None:
    """Exact quantiles of a log-normal, σ = 0.6, moved by −300: the skewness is its own, (e^σ² + 2)·√(e^σ² − 1)."""
    amounts = np.exp(5.0 + 0.6 * stats.norm.ppf((np.arange(9999) + 0.5) / 9999))
    sums = np.column_stack([np.ones(9999), amounts - 300.0])
    assert skewness(sums) == pytest.approx(float(stats.lognorm.stats(0.6, moments="s")), rel=1e-3)
    assert skewness(np.vstack([sums, np.zeros((30, 2))])) == pytest.approx(skewness(sums))
    assert skewness(sums * [1.0, 40.0]) == pytest.approx(skewness(sums))


def test_skewness_at_its_ends() -> None:
    """Symmetric or left-skewed influences have none; where the lower tail has no length it is without bounds."""
    assert skewness(np.column_stack([np.ones(9), np.arange(9.0)])) == 0.0
    assert skewness(np.column_stack([np.ones(5), [1.0, 7.0, 9.0, 10.0, 10.5]])) == 0.0
    assert skewness(np.array([[1.0, 5.0], [2.0, 10.0]])) == 0.0
    assert skewness(np.column_stack([np.ones(10), [5.0] * 8 + [50.0, 90.0]])) == float("inf")


def test_a_single_missing_giant_does_not_hide_the_skewness() -> None:
    """Without its largest amount a skewed sample is told as skewed as before; its third moment falls by half."""
    money = np.append(np.random.default_rng(6).lognormal(5, 0.8, 39), 6000.0)
    whole, without = (np.column_stack([np.ones(n), money[:n]]) for n in (40, 39))
    assert skewness(without) == pytest.approx(skewness(whole), rel=0.1)
    assert stats.skew(money[:39]) < 0.5 * stats.skew(money)
