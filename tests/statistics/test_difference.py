"""Differences and what they allow us to say, against published values and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from reporter.model import Verdict
from reporter.statistics import (
    Difference,
    equivalent,
    holm,
    judge,
    newcombe,
    nps_interval,
    welch,
    z_difference,
)


@pytest.mark.parametrize(
    ("case", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_has_its_published_values(case: tuple[int, int, int, int], low: float, high: float) -> None:
    """The difference of two shares has the values of Newcombe (1998b), method 10."""
    found = newcombe(*case)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.low <= found.low90 <= found.value <= found.high90 <= found.high


@pytest.mark.parametrize(
    ("first", "second", "z", "p", "se"),
    [((250, 150, 100), (225, 150, 125), 1.984, 0.047, 5.04), ((500, 300, 200), (450, 300, 250), 2.81, 0.005, 3.56)],
)
def test_a_change_of_nps_has_the_specified_test(
    first: tuple[int, int, int], second: tuple[int, int, int], z: float, p: float, se: float
) -> None:
    """The z test of two scores has the values of part 3.3."""
    a, b = nps_interval(*first), nps_interval(*second)
    found = z_difference(a.value, a.se, b.value, b.se)
    assert found.p is not None
    assert found.value == pytest.approx(10)
    assert (round(found.value / found.se, len(str(z)) - 2), round(found.p, 3), round(found.se, 2)) == (z, p, se)


def test_equal_estimates_without_error_do_not_differ() -> None:
    """The p-value is 1 for no difference without error, 0 for a difference without error."""
    assert z_difference(1, 0, 1, 0).p == 1
    assert z_difference(2, 0, 1, 0).p == 0
    assert welch(1, 0, 9, 1, 0, 9).p == 1


def test_welch_is_that_of_statsmodels() -> None:
    """Welch's difference of 1, 2, …, 8 and 3, 5, 9 agrees with statsmodels."""
    a, b = np.arange(1.0, 9.0), np.array([3.0, 5.0, 9.0])
    oracle = CompareMeans(DescrStatsW(a), DescrStatsW(b))
    found = welch(a.mean(), stats.sem(a), 7, b.mean(), stats.sem(b), 2)
    low, high = oracle.tconfint_diff(usevar="unequal")
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.p == pytest.approx(oracle.ttest_ind(usevar="unequal")[1])


def test_holm_has_its_worked_values() -> None:
    """The example of part 3.3, in any order, and statsmodels."""
    assert holm((0.003, 0.012, 0.02, 0.04, 0.2)) == pytest.approx((0.015, 0.048, 0.060, 0.080, 0.200))
    p = (0.2, 0.003, 0.04, 0.02, 0.012)
    assert holm(p) == pytest.approx(tuple(multipletests(p, method="holm")[1]))


def _difference(value: float, half95: float, half90: float) -> Difference:
    return Difference(
        value=value, low=value - half95, high=value + half95, low90=value - half90, high90=value + half90, se=half95 / 2
    )


@pytest.mark.parametrize(
    ("value", "half95", "half90", "verdict"),
    [
        (6, 3, 2.5, Verdict.CLEAR),
        (-6, 3, 2.5, Verdict.CLEAR),
        (2, 1, 0.8, Verdict.SMALL),
        (1, 3, 2.5, Verdict.EQUAL),
        (3, 4, 3.4, Verdict.UNCLEAR),
    ],
)
def test_what_a_difference_allows(value: float, half95: float, half90: float, verdict: Verdict) -> None:
    """V1 before V2 before V4 before V3, with 5 as the smallest relevant difference."""
    assert judge(_difference(value, half95, half90), 5) is verdict


def test_equivalence_is_tested_at_ninety_per_cent() -> None:
    """The 90 % interval decides, not the 95 % one."""
    assert equivalent(_difference(0, 5.5, 4.6), 5)
    assert not equivalent(_difference(0.5, 5.5, 4.6), 5)
