"""The intervals of the drivers' shares, and which drivers certainly differ."""

from __future__ import annotations

import numpy as np
import pytest

from reporter.statistics.driver_shares import driver_shares, fit
from tests.statistics.test_importance import made, sums_of


def one_each(data: np.ndarray) -> np.ndarray:
    """Return each row as a group of its own."""
    return np.stack([sums_of(row[None, :]) for row in data])


def test_the_shares_are_those_of_the_sample_and_add_up() -> None:
    """The values are LMG over R², together 1; every interval holds its value."""
    data = made(11, 4)
    found = driver_shares(one_each(data), 4, seed=1)
    assert sum(share.value for share in found.shares) == pytest.approx(1.0)
    assert all(share.low <= share.value <= share.high for share in found.shares)


def test_only_certain_differences_are_told() -> None:
    """Two drivers with equal effects do not differ, the third without any differs from both, and never both ways."""
    rng = np.random.default_rng(4)
    drivers = rng.normal(size=(500, 3))
    data = np.column_stack([drivers, drivers @ [1.0, 1.0, 0.0] + rng.normal(size=500)])
    found = driver_shares(one_each(data), 3, seed=9)
    assert {(0, 2), (1, 2)} == set(found.apart)


def test_all_pairs_are_judged_together() -> None:
    """Of 100 samples with six equal drivers, pair by pair at 2.5 % some forty would call one larger; at most 8 do.

    With an error of 4 % of the reports, nine or more of 100 happen in 2 % of samplings; with forty, never.
    """
    rng = np.random.default_rng(12)
    errs = 0
    for trial in range(100):
        drivers = 0.6**0.5 * rng.normal(size=(100, 6)) + 0.4**0.5 * rng.normal(size=(100, 1))
        data = np.column_stack([drivers, drivers.sum(axis=1) + 3.7 * rng.normal(size=100)])
        errs += bool(driver_shares(one_each(data), 6, seed=trial, draws=400).apart)
    assert errs <= 8


def test_a_driver_alone_differs_from_none() -> None:
    """There is no pair to judge."""
    assert driver_shares(one_each(made(3, 1)), 1, seed=1).apart == ()


def test_the_same_seed_gives_the_same_shares() -> None:
    """Resampling is a function of the data and the seed."""
    groups = one_each(made(2, 3))
    assert driver_shares(groups, 3, seed=1) == driver_shares(groups, 3, seed=1)
    assert driver_shares(groups, 3, seed=1) != driver_shares(groups, 3, seed=2)


def test_the_interval_covers_the_share_of_the_population() -> None:
    """Of 100 samples of 150 from a known population at least 88 intervals hold the true share of the first driver.

    Drivers independent with effects 2 and 1, noise of variance 5: R² is .5, the shares are .8 and .2.
    """
    rng = np.random.default_rng(8)
    hits = 0
    for trial in range(100):
        drivers = rng.normal(size=(150, 2))
        data = np.column_stack([drivers, drivers @ [2.0, 1.0] + rng.normal(scale=5**0.5, size=150)])
        share = driver_shares(one_each(data), 2, seed=trial, draws=400).shares[0]
        hits += share.low <= 0.8 <= share.high
    assert 88 <= hits <= 100


def test_the_fit_names_the_pair_most_alike() -> None:
    """Columns 1 and 2 are nearly the same; R² adjusted is 1 − (1 − R²)(n − 1)/(n − p − 1)."""
    rng = np.random.default_rng(6)
    one = rng.normal(size=(100, 2))
    data = np.column_stack([one, one[:, 1] + 0.1 * rng.normal(size=100), one.sum(axis=1) + rng.normal(size=100)])
    found = fit(sums_of(data), 3, 100)
    assert found is not None
    assert found.alike == (1, 2)
    assert found.inflation[1] > 10
    assert found.inflation[0] < 2
    assert found.adjusted == pytest.approx(1 - (1 - found.r2) * 99 / 96)


def test_a_target_without_spread_has_no_fit() -> None:
    """Everyone is equally satisfied: there is nothing to account for, and no share."""
    data = made(1, 2)
    data[:, -1] = 7
    assert fit(sums_of(data), 2, 200) is None
    with pytest.raises(ValueError, match="most of the resamples"):
        driver_shares(one_each(data), 2, seed=1)
