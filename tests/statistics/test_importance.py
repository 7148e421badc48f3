"""Shares of R² against published values, against regressions of every subset, and by their own laws."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reporter.statistics.importance import (
    LMG_MOST,
    correlations,
    covariances,
    explained,
    importance,
    inflation,
    lmg,
    r_squared,
    relative_weights,
)

SWISS = Path(__file__).parents[3] / "shared" / "data" / "textbook" / "swiss.csv"


def swiss() -> np.ndarray:
    """Return the Swiss fertility data of 1888 (Mosteller & Tukey 1977), the target last."""
    if not SWISS.exists():
        pytest.skip("file absent in ../shared")
    with SWISS.open(encoding="utf-8") as lines:
        rows = [[float(value) for value in row] for row in list(csv.reader(lines))[1:]]
    data = np.array(rows)
    return np.column_stack([data[:, 1:], data[:, 0]])


def made(seed: int, drivers: int, n: int = 200) -> np.ndarray:
    """Return n rows of correlated drivers and a target of our own making, the target last."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    own = rng.normal(size=(n, drivers)) + rng.uniform(0.2, 1.5, drivers) * common
    return np.column_stack([own, own @ rng.uniform(-1, 2, drivers) + 2 * rng.normal(size=n)])


def sums_of(data: np.ndarray) -> np.ndarray:
    """Return n, sums and products of the upper triangle, as the engine returns them."""
    products = data.T @ data
    return np.concatenate([[len(data)], data.sum(axis=0), products[np.triu_indices(data.shape[1])]])


def test_lmg_of_the_swiss_data_to_the_printed_digits() -> None:
    """LMG as printed by relaimpo (Grömping 2006) and in the specification: .057091 … .112766, together R²."""
    correlation = np.corrcoef(swiss().T)
    shares = lmg(correlation)
    assert [round(float(share), 6) for share in shares] == [0.057091, 0.171173, 0.260135, 0.105570, 0.112766]
    assert round(r_squared(correlation), 6) == 0.706735
    assert [round(float(100 * share / shares.sum()), 1) for share in shares] == [8.1, 24.2, 36.8, 14.9, 16.0]


def test_relative_weights_of_the_swiss_data_to_the_printed_digits() -> None:
    """Johnson's weights: .048417 … .116966, together R²."""
    correlation = np.corrcoef(swiss().T)
    weights = relative_weights(correlation)
    assert [round(float(weight), 6) for weight in weights] == [0.048417, 0.154708, 0.271964, 0.114680, 0.116966]
    assert weights.sum() == pytest.approx(r_squared(correlation))


def test_r_squared_of_every_subset_is_that_of_statsmodels() -> None:
    """All 2⁵ regressions of the Swiss data by statsmodels' least squares."""
    data = swiss()
    found = explained(np.corrcoef(data.T))
    assert found.shape == (32,)
    for subset in range(1, 32):
        inside = [j for j in range(5) if subset >> j & 1]
        fitted = sm.OLS(data[:, -1], sm.add_constant(data[:, inside])).fit()
        assert found[subset] == pytest.approx(fitted.rsquared, abs=1e-10)
    assert found[0] == 0


def test_lmg_is_the_average_over_all_orders() -> None:
    """Four drivers in all 24 orders, each regression by statsmodels: the same averages."""
    data = made(3, 4)
    gained = np.zeros(4)
    for order in permutations(range(4)):
        before = 0.0
        for place in range(4):
            chosen = list(order[: place + 1])
            now = sm.OLS(data[:, -1], sm.add_constant(data[:, chosen])).fit().rsquared
            gained[order[place]] += (now - before) / 24
            before = now
    assert lmg(np.corrcoef(data.T)) == pytest.approx(gained, abs=1e-10)


def test_inflation_is_that_of_the_regressions_on_the_others() -> None:
    """1/(1 − R²) of each driver on the others, by statsmodels."""
    data = swiss()
    found = inflation(np.corrcoef(data.T))
    for place in range(5):
        others = [j for j in range(5) if j != place]
        r2 = sm.OLS(data[:, place], sm.add_constant(data[:, others])).fit().rsquared
        assert found[place] == pytest.approx(1 / (1 - r2))


def test_one_driver_has_all_of_r_squared() -> None:
    """One driver: both methods give r², and nothing inflates it."""
    correlation = np.array([[1.0, 0.6], [0.6, 1.0]])
    assert lmg(correlation) == pytest.approx([0.36])
    assert relative_weights(correlation) == pytest.approx([0.36])
    assert inflation(correlation).tolist() == [1.0]


def test_two_uncorrelated_drivers_have_their_squares() -> None:
    """Without correlation there is nothing to average over: .09 and .16."""
    correlation = np.array([[1.0, 0.0, 0.3], [0.0, 1.0, 0.4], [0.3, 0.4, 1.0]])
    assert lmg(correlation) == pytest.approx([0.09, 0.16])
    assert relative_weights(correlation) == pytest.approx([0.09, 0.16])


def test_a_repeated_driver_shares_and_inflates_without_end() -> None:
    """The same column twice: equal shares of the R² of one of them, and an infinite inflation factor."""
    data = made(5, 2)
    twice = np.column_stack([data[:, 0], data])
    correlation = np.corrcoef(twice.T)
    shares = lmg(correlation)
    assert shares[0] == pytest.approx(shares[1])
    assert shares.sum() == pytest.approx(r_squared(np.corrcoef(data.T)))
    assert relative_weights(correlation)[0] == pytest.approx(relative_weights(correlation)[1])
    assert np.isinf(inflation(correlation)[:2]).all()


def test_beyond_twelve_drivers_relative_weights_stand_in() -> None:
    """Twelve are LMG, thirteen Johnson; both add up to R²."""
    for drivers, method in ((LMG_MOST, lmg), (LMG_MOST + 1, relative_weights)):
        correlation = np.corrcoef(made(7, drivers, n=400).T)
        assert importance(correlation) == pytest.approx(method(correlation))
        assert importance(correlation).sum() == pytest.approx(r_squared(correlation))


@given(st.integers(0, 10_000), st.integers(1, 7))
def test_shares_add_up_and_know_neither_order_nor_scale(seed: int, drivers: int) -> None:
    """None is negative, together they are R², and reordering or rescaling the drivers only moves them about."""
    rng = np.random.default_rng(seed)
    data = made(seed, drivers, n=60)
    for method in (lmg, relative_weights):
        shares = method(np.corrcoef(data.T))
        assert (shares >= -1e-12).all()
        assert shares.sum() == pytest.approx(r_squared(np.corrcoef(data.T)), abs=1e-9)
        order = rng.permutation(drivers)
        scale = rng.uniform(0.1, 10, drivers) * rng.choice([-1, 1], drivers)
        moved = np.column_stack([(data[:, :-1] * scale + 3)[:, order], 5 - 2 * data[:, -1]])
        assert method(np.corrcoef(moved.T)) == pytest.approx(shares[order], abs=1e-9)


@given(arrays.arrays(np.float64, (30, 4), elements=st.integers(1, 10).map(float)))
def test_correlations_from_sums_are_those_of_numpy(data: np.ndarray) -> None:
    """Of whole scores, from n, sums and products; a constant column correlates with none, a constant target is NaN."""
    found = correlations(covariances(sums_of(data), 4))
    spread = data.std(axis=0) > 0
    if not spread[-1]:
        assert np.isnan(found).all()
        return
    expected = np.eye(4)
    places = np.flatnonzero(spread)
    if len(places) > 1:
        expected[np.ix_(places, places)] = np.corrcoef(data[:, places].T)
    assert found == pytest.approx(expected, abs=1e-9)


def test_a_stack_is_reckoned_as_its_parts_are() -> None:
    """Three samples at once give what each gives alone; one without spread is NaN and leaves the others alone."""
    samples = [made(seed, 5) for seed in (1, 2)]
    dead = np.zeros((200, 6))
    stack = np.stack([sums_of(one) for one in (samples[0], dead, samples[1])])
    for method in (lmg, relative_weights):
        found = method(correlations(covariances(stack, 6)))
        assert found[0] == pytest.approx(method(np.corrcoef(samples[0].T)))
        assert found[2] == pytest.approx(method(np.corrcoef(samples[1].T)))
        assert np.isnan(found[1]).all()
