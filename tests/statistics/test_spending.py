"""Gamma-Gamma against the authors' note, the golden values and the package lifetimes."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from reporter.statistics.likelihood import NotConvergedError
from reporter.statistics.spending import (
    Likelihood,
    Spending,
    Spends,
    conditional_mean,
    fit_spending,
    population_mean,
)
from tests.statistics.cdnow import sample
from tests.statistics.test_statistics import golden

#: As printed in Fader & Hardie 2013.
PAPER = Spending(p=6.25, q=3.74, v=15.44)


def lifetimes() -> Any:  # noqa: ANN401 - an untyped library
    """Return the package lifetimes with its data, which warns when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifetimes as package
        import lifetimes.datasets

        return package


def published() -> Spends:
    """Return the 946 repeaters of the summary that lifetimes ships, means rounded to two decimals."""
    rows = lifetimes().datasets.load_cdnow_summary_data_with_monetary_value()
    rows = rows[rows["frequency"] > 0]
    x, m = rows["frequency"].to_numpy(float), rows["monetary_value"].to_numpy(float)
    return Spends(x=x, m=m, weight=np.ones(len(x)))


def test_the_fit_has_the_golden_values() -> None:
    """On the published summary p, q, v and LL of 946 customers are those of golden.json, to six digits."""
    expected, known = golden("gg_cdnow"), published()
    model, fitted = fit_spending(known)
    assert len(known.x) == expected["n"]
    assert (model.p, model.q, model.v) == pytest.approx(list(expected["params"].values()), rel=1e-6)
    assert fitted.log_likelihood == pytest.approx(expected["ll"], abs=1e-6)
    assert round(population_mean(model), 3) == 35.171
    assert round(float(np.corrcoef(known.x, known.m)[0, 1]), 3) == 0.114


def test_the_fit_has_the_papers_values_from_the_transactions() -> None:
    """From the raw amounts: 6.25, 3.74, 15.44, and a mean purchase of 35.2, as the note prints them."""
    known = sample()
    again = known.m > 0
    assert again.sum() == (known.x > 0).sum() == 946
    model, _ = fit_spending(Spends(x=known.x[again], m=known.m[again], weight=np.ones(946)))
    assert [round(model.p, 2), round(model.q, 2), round(model.v, 2)] == [6.25, 3.74, 15.44]
    assert round(population_mean(model), 1) == 35.2


def test_expected_means_of_three_customers() -> None:
    """E[M] at the paper's parameters is 24.66, 18.92 and 71.47; 35.219 over all, who bought once like everyone."""
    x, m, expected = np.array(golden("gg_cdnow")["EM_paper"]).T
    assert conditional_mean(PAPER, x, m) == pytest.approx(expected, rel=1e-12)
    assert round(population_mean(PAPER), 3) == 35.219
    assert conditional_mean(PAPER, np.zeros(1), np.zeros(1))[0] == pytest.approx(population_mean(PAPER))


def test_lifetimes_agrees() -> None:
    """Parameters and conditional means are those of the package lifetimes."""
    known = published()
    model, _ = fit_spending(known)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = lifetimes().GammaGammaFitter().fit(known.x, known.m)
        theirs = np.asarray(other.conditional_expected_average_profit(known.x, known.m))
    assert (model.p, model.q, model.v) == pytest.approx([other.params_[name] for name in "pqv"], rel=1e-3)
    same = Spending(**{name: float(other.params_[name]) for name in "pqv"})
    assert conditional_mean(same, known.x, known.m) == pytest.approx(theirs, rel=1e-9)


@given(logs=st.lists(st.floats(-2, 3), min_size=3, max_size=3))
def test_the_gradient_is_that_of_finite_differences(logs: list[float]) -> None:
    """The analytic gradient agrees with differences of the likelihood wherever it is taken."""
    known = Spends(x=np.array([1.0, 2, 30]), m=np.array([0.4, 1.0, 3.5]), weight=np.ones(3))
    terms, at = Likelihood(known), np.array(logs)
    for row in range(3):
        numeric = approx_fprime(at, lambda here, row=row: terms(here)[0][row], 1e-6)
        assert terms(at)[1][row] == pytest.approx(numeric, abs=1e-2, rel=1e-3)


def test_another_currency_changes_v_and_the_likelihood_alone() -> None:
    """In öre v is a hundred times as large, and the density of every mean a hundredth."""
    kronor = published()
    ore = Spends(x=kronor.x, m=kronor.m * 100, weight=kronor.weight)
    (dear, large), (cheap, small) = fit_spending(kronor), fit_spending(ore)
    assert (cheap.p, cheap.q, cheap.v) == pytest.approx([dear.p, dear.q, 100 * dear.v], rel=1e-8)
    assert small.log_likelihood == pytest.approx(large.log_likelihood - 946 * np.log(100), abs=1e-6)


def test_simulated_customers_give_their_parameters_back() -> None:
    """20 000 customers drawn from the model: each parameter within four of its standard errors."""
    rng = np.random.default_rng(5)
    truth = Spending(p=4.0, q=3.0, v=20.0)
    x = rng.integers(1, 9, 20_000).astype(float)
    rate = rng.gamma(truth.q, 1 / truth.v, len(x))
    m = rng.gamma(truth.p * x, 1 / (rate * x))
    _, fitted = fit_spending(Spends(x=x, m=m, weight=np.ones(len(x))))
    off = fitted.logs - np.log([truth.p, truth.q, truth.v])
    assert (abs(off) < 4 * np.sqrt(np.diag(fitted.covariance))).all()


def test_a_mean_without_end_is_refused() -> None:
    """At q ≤ 1 the expected purchase is infinite, for one customer as for all."""
    wild = Spending(p=2.0, q=0.9, v=10.0)
    with pytest.raises(ValueError, match="no end"):
        population_mean(wild)
    with pytest.raises(ValueError, match="no end"):
        conditional_mean(wild, np.ones(1), np.ones(1))


def test_customers_who_all_spend_the_same_tell_no_parameters() -> None:
    """Without any spread p runs away, and nothing is returned."""
    same = Spends(x=np.array([1.0, 2, 3]), m=np.full(3, 100.0), weight=np.full(3, 200.0))
    with pytest.raises(NotConvergedError):
        fit_spending(same)


@pytest.mark.parametrize(("x", "m"), [([0.0], [1.0]), ([1.0], [0.0]), ([1.0], [-3.0]), ([], []), ([1.0, 2.0], [1.0])])
def test_impossible_spending_is_refused(x: list[float], m: list[float]) -> None:
    """Nobody, no repeat purchase, nothing spent."""
    with pytest.raises(ValueError, match="customer"):
        Spends(x=np.array(x), m=np.array(m), weight=np.ones(len(x)))
