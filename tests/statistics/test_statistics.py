"""Intervals, differences and tests against published values and against scipy and statsmodels."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from reporter.statistics import (
    Moments,
    cronbach_alpha,
    design_effect,
    mean_interval,
    normal_quantile,
    nps_interval,
    poisson,
    ratio,
    student_cdf,
    student_quantile,
    wilson,
)
from reporter.statistics.quantiles import gamma_cdf, gamma_quantile

GOLDEN = Path(__file__).parents[3] / "shared" / "spec" / "golden.json"


def golden(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return one part of the golden values."""
    if not GOLDEN.exists():
        pytest.skip("file absent in ../shared")
    return json.loads(GOLDEN.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("p", [0.0001, 0.025, 0.05, 0.3, 0.5, 0.9, 0.975, 0.9999])
def test_the_quantiles_are_those_of_scipy(p: float) -> None:
    """Normal, Student and gamma quantiles agree with scipy to 1e-8."""
    assert normal_quantile(p) == pytest.approx(stats.norm.ppf(p), abs=1e-8)
    for df in (1, 2, 4.7, 29, 199.5, 200, 1000, 1e6):
        tolerance = 1e-6 if df < 3 else 1e-8  # Student's tails reach into the thousands there
        assert student_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-8, abs=tolerance)
    for shape in (1, 3, 12.5, 400):
        assert gamma_quantile(p, shape) == pytest.approx(stats.gamma.ppf(p, shape), rel=1e-8)


@pytest.mark.parametrize("x", [-30.0, -2.0, -0.1, 0.0, 0.7, 5.0])
def test_the_distributions_are_those_of_scipy(x: float) -> None:
    """Student's and the gamma distribution agree with scipy."""
    for df in (1, 5.5, 300):
        assert student_cdf(x, df) == pytest.approx(stats.t.cdf(x, df), abs=1e-12)
        assert gamma_cdf(x, df) == pytest.approx(stats.gamma.cdf(x, df), abs=1e-12)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1])
def test_a_quantile_of_no_probability_is_refused(p: float) -> None:
    """Probabilities outside the open interval raise."""
    with pytest.raises(ValueError, match="probability"):
        student_quantile(p, 5)


def test_wilson_has_the_golden_values() -> None:
    """Wilson's interval has the values of the specification, to ten digits."""
    for case in golden("wilson"):
        found = wilson(case["k"], case["n"])
        assert (found.low, found.high) == pytest.approx(case["ci"], abs=1e-10)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_has_newcombes_published_values(k: int, n: int, low: float, high: float) -> None:
    """Wilson's interval has the values of Newcombe (1998a), table I."""
    found = wilson(k, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_its_share_and_agrees_with_statsmodels(case: tuple[int, int]) -> None:
    """The interval lies within 0–1, contains k/n and is that of statsmodels."""
    k, n = case
    found = wilson(k, n)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (found.low, found.high) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-9)


def test_an_effective_base_widens_wilson() -> None:
    """400 effective answers of 1 000 give the interval of 280 of 400."""
    found, plain = wilson(700, 1000, n_eff=400), wilson(280, 400)
    assert (found.value, found.low, found.high) == pytest.approx((0.7, plain.low, plain.high))


@pytest.mark.parametrize(("k", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_a_share_that_is_none_is_refused(k: int, n: int) -> None:
    """More than all, less than none and none at all raise."""
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


def test_nps_has_the_golden_values() -> None:
    """NPS, its plain standard error and the adjusted interval have the values of the specification."""
    for case in golden("nps"):
        found = nps_interval(*case["input"])
        assert found.value == pytest.approx(case["nps"])
        assert (found.low, found.high) == pytest.approx(case["adj"], abs=1e-9)
        if case["se"] > 0:
            assert found.se == pytest.approx(case["se"])


def test_all_promoters_are_not_without_error() -> None:
    """100 promoters of 100: the interval is 93.1–100 and the standard error is not 0."""
    found = nps_interval(100, 0, 0)
    assert (found.value, round(found.low, 1), found.high) == (100.0, 93.1, 100.0)
    assert found.se > 0


def test_nps_without_answers_is_refused() -> None:
    """No answers raise."""
    with pytest.raises(ValueError, match="no answers"):
        nps_interval(0, 0, 0)


@given(st.tuples(*[st.integers(0, 500)] * 3).filter(sum))
def test_nps_stays_on_its_scale(counts: tuple[int, int, int]) -> None:
    """Value and interval stay within ±100."""
    found = nps_interval(*counts)
    assert -100 <= found.low <= found.high <= 100
    assert -100 <= found.value <= 100


def test_the_mean_from_sums_is_that_of_scipy() -> None:
    """n, Σ and Σ² of 2, 4, 4, 6, 9 give mean 5 and scipy's t interval."""
    values = np.array([2.0, 4, 4, 6, 9])
    found = mean_interval(5, values.sum(), (values**2).sum())
    assert found is not None
    assert found.value == 5
    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, 4, 5, stats.sem(values)))


def test_one_customer_has_no_interval() -> None:
    """A variance needs two customers."""
    assert mean_interval(1, 3, 9) is None


def test_equal_values_have_no_spread() -> None:
    """Rounding does not become a standard error."""
    found = mean_interval(3, 0.3, 3 * 0.1**2)
    assert found is not None
    assert found.se == 0


def test_the_ratio_is_clustered_by_customer() -> None:
    """Three customers with (orders, money) (1, 10), (2, 30), (3, 20): r = 10, SE = √(3/2·(0²+10²+10²))/6."""
    x, y = [1, 2, 3], [10, 30, 20]
    moments = Moments(
        clusters=3,
        x=6,
        y=60,
        xx=sum(a * a for a in x),
        xy=sum(a * b for a, b in zip(x, y, strict=True)),
        yy=sum(b * b for b in y),
    )
    found = ratio(moments, student=False)
    assert found is not None
    assert found.value == 10
    assert found.se == pytest.approx(math.sqrt(1.5 * 200) / 6)


def test_repeated_answers_cost_precision() -> None:
    """The design effect is the ratio of variances and never below 1."""
    assert design_effect(1.48, 1.18) == pytest.approx(1.573, abs=1e-3)
    assert design_effect(1.0, 2.0) == 1
    assert design_effect(1.0, 0.0) == 1


@pytest.mark.parametrize(("events", "low", "high"), [(12, 1.550, 5.240), (0, 0, 0.922)])
def test_garwood_is_exact(events: int, low: float, high: float) -> None:
    """12 complaints per 4 000 orders are 1.55–5.24 per thousand; 0 have an upper limit and agree with χ²."""
    found = poisson(events, 4.0)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 8)


def test_zero_complaints_of_500() -> None:
    """0 of 500: the exact two-sided upper bound is 7.4 per thousand."""
    assert poisson(0, 0.5).high == pytest.approx(7.4, abs=0.03)


def test_a_rate_without_exposure_is_refused() -> None:
    """Nothing observed is no rate."""
    with pytest.raises(ValueError, match="no rate"):
        poisson(3, 0)


def test_alpha_of_three_items() -> None:
    """Cronbach's alpha from sums is that of the textbook formula on the same data."""
    data = np.random.default_rng(1).normal(size=(50, 1)) + np.random.default_rng(2).normal(size=(50, 3))
    textbook = 1.5 * (1 - data.var(axis=0, ddof=1).sum() / data.sum(axis=1).var(ddof=1))
    found = cronbach_alpha(50, data.sum(axis=0).tolist(), float((data**2).sum()), float((data.sum(axis=1) ** 2).sum()))
    assert found == pytest.approx(textbook)


def test_alpha_without_variance_or_items_has_no_meaning() -> None:
    """One item, and answers that never vary, have no alpha."""
    assert cronbach_alpha(10, [50.0], 300.0, 300.0) is None
    assert cronbach_alpha(2, [2.0, 2.0], 4.0, 8.0) is None
