"""Shifted beta-geometric against the tables of Fader & Hardie 2007."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from reporter.statistics.likelihood import NotConvergedError, delta
from reporter.statistics.renewal import (
    Likelihood,
    Renewal,
    Tenures,
    constant_lifetime,
    discounted_lifetime,
    fit_renewal,
    retention_rate,
    survival,
)
from reporter.statistics.renewal_curve import constant_at, fit_curve

#: Survival of the paper's two groups: seven years to fit, then what came.
HIGH_END = (1, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491)
REGULAR = (1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241)


def thousand(shares: tuple[float, ...]) -> Tenures:
    """Return 1 000 customers who were lost as the survival says; who is left is censored."""
    here = 1000.0 * np.array(shares)
    years = len(shares) - 1
    return Tenures(
        steps=np.array([*range(1, years + 1), years], dtype=float),
        lost=np.array([1.0] * years + [0.0]),
        entered=np.zeros(years + 1),
        weight=np.append(-np.diff(here), here[-1]),
    )


@pytest.mark.parametrize(
    ("shares", "parameters", "likelihood", "twelfth", "lifetimes"),
    [(HIGH_END, (0.6681, 3.8061), -1611.16, 0.378, (4.76, 5.92)),
     (REGULAR, (0.7041, 1.1820), -1680.27, 0.170, (2.35, 3.69))],
)  # fmt: skip
def test_the_papers_two_groups(
    shares: tuple[float, ...],
    parameters: tuple[float, float],
    likelihood: float,
    twelfth: float,
    lifetimes: tuple[float, float],
) -> None:
    """α, β, LL, Ŝ(12), and discounted lifetimes at 10 % for constant and fitted retention, as printed in part 3.1."""
    model, fitted = fit_renewal(thousand(shares))
    assert (round(model.alpha, 4), round(model.beta, 4)) == parameters
    assert round(fitted.log_likelihood, 2) == likelihood
    assert round(float(survival(model, np.array(12.0))), 3) == twelfth
    # the constant rate is that of the first year
    assert (round(constant_lifetime(shares[1], 0.1), 2), round(discounted_lifetime(model, 0.1), 2)) == lifetimes


def test_survival_is_the_product_of_the_retained() -> None:
    """S(t) = Π r_i, and the lifetime is the discounted sum of S(t), summed here term by term."""
    model = Renewal(alpha=0.668, beta=3.806)
    t = np.arange(1.0, 21.0)
    assert survival(model, t) == pytest.approx(np.cumprod(retention_rate(model, t)))
    assert retention_rate(model, np.array([1.0])) == pytest.approx(3.806 / (0.668 + 3.806))
    many = np.arange(20_000.0)
    for discount in (0.1, 0.00797):
        total = (survival(model, many) * (1 + discount) ** -many).sum()
        assert discounted_lifetime(model, discount) == pytest.approx(total, rel=1e-9)


def test_customers_are_counted_by_step() -> None:
    """Ten from the start, four of them lost in step 1 and two in step 2; five more enter after step 1, one lost in 3.

    At risk 10, then 6 + 5, then the 3 of the first who are not censored after step 2, with the 5; survival
    .6, .6 · 9/11, that · 7/8.
    """
    seen = Tenures(
        steps=np.array([1.0, 2, 2, 3, 3, 3]),
        lost=np.array([1.0, 1, 0, 0, 1, 0]),
        entered=np.array([0.0, 0, 0, 0, 1, 1]),
        weight=np.array([4.0, 2, 1, 3, 1, 4]),
    )
    assert list(seen.at_risk()) == [10, 11, 8]
    assert list(seen.lost_in()) == [4, 2, 1]
    assert seen.survival() == pytest.approx([0.6, 0.6 * 9 / 11, 0.6 * 9 / 11 * 7 / 8])
    assert seen.retention() == pytest.approx(1 - 7 / 29)


@given(logs=st.lists(st.floats(-2, 3), min_size=2, max_size=2))
def test_the_gradient_is_that_of_finite_differences(logs: list[float]) -> None:
    """The analytic gradient agrees with differences, for lost, censored and late customers."""
    seen = Tenures(
        steps=np.array([1.0, 7, 7, 9]),
        lost=np.array([1.0, 1, 0, 1]),
        entered=np.array([0.0, 0, 3, 5]),
        weight=np.ones(4),
    )
    terms, at = Likelihood(seen), np.array(logs)
    for row in range(4):
        numeric = approx_fprime(at, lambda here, row=row: terms(here)[0][row], 1e-6)
        assert terms(at)[1][row] == pytest.approx(numeric, abs=1e-4, rel=1e-4)


def drawn(truth: Renewal, *, seed: int) -> Tenures:
    """Draw 30 000 customers who are watched for up to 12 steps, half of them from a later step on."""
    rng = np.random.default_rng(seed)
    n = 30_000
    lost_in = rng.geometric(rng.beta(truth.alpha, truth.beta, n)).astype(float)
    until = rng.integers(1, 13, n).astype(float)
    entered = np.where(rng.random(n) < 0.5, rng.integers(0, 4, n), 0).astype(float)
    lost = (lost_in <= until).astype(float)
    steps = np.minimum(lost_in, until)
    seen = steps > entered
    return Tenures(steps=steps[seen], lost=lost[seen], entered=entered[seen], weight=np.ones(int(seen.sum())))


def test_simulated_customers_give_their_parameters_back() -> None:
    """Censored and entering late, the parameters are found within four standard errors; unconditional they are not."""
    truth = Renewal(alpha=0.8, beta=2.0)
    seen = drawn(truth, seed=11)
    _, fitted = fit_renewal(seen)
    errors = np.sqrt(np.diag(fitted.covariance))
    assert (abs(fitted.logs - np.log([0.8, 2.0])) < 4 * errors).all()
    naive = Tenures(steps=seen.steps, lost=seen.lost, entered=np.zeros(len(seen.steps)), weight=seen.weight)
    _, wrong = fit_renewal(naive)
    assert (abs(wrong.logs - np.log([0.8, 2.0])) > 4 * errors).any()


def test_customers_who_do_not_differ_tell_no_parameters() -> None:
    """Exactly constant retention has its best fit at infinity, and none is returned."""
    with pytest.raises(NotConvergedError):
        fit_renewal(thousand(tuple(0.8**year for year in range(8))))


def test_customers_who_do_not_differ_have_one_rate() -> None:
    """The same customers have the curve of a constant rate: 80 %, its error that of as many trials as steps watched."""
    seen = thousand(tuple(0.8**year for year in range(8)))
    curve = fit_curve(seen)
    assert (curve.differ, curve.model) == (False, None)
    logs = curve.fitted.logs
    assert constant_at(logs) == pytest.approx(0.8, rel=1e-6)
    assert curve.survival(logs, np.array([3.0])) == pytest.approx([0.8**3], rel=1e-6)
    assert curve.lifetime(logs, 0.1) == pytest.approx(1.1 / 0.3, rel=1e-6)
    rate = delta(lambda at: np.asarray(constant_at(at)), curve.fitted)
    assert rate.se == pytest.approx((0.8 * 0.2 / seen.at_risk().sum()) ** 0.5, rel=1e-4)


def test_customers_who_differ_keep_their_model() -> None:
    """The paper's Regular group keeps α and β, and a retention that rises from .627 in the first year."""
    curve = fit_curve(thousand(REGULAR))
    assert curve.model is not None
    assert curve.retention(curve.fitted.logs, np.array([1.0, 2.0])) == pytest.approx([0.627, 0.756], abs=5e-4)


def test_a_lifetime_without_end_is_refused() -> None:
    """Without a discount the sum diverges for α ≤ 1, and for a constant rate of 1."""
    with pytest.raises(ValueError, match="no end"):
        discounted_lifetime(Renewal(alpha=0.7, beta=1.2), 0.0)
    # for α > 1 it is (α + β − 1)/(α − 1)
    assert discounted_lifetime(Renewal(alpha=3.0, beta=2.0), 0.0) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="no end"):
        constant_lifetime(1.0, 0.0)


@pytest.mark.parametrize(
    ("steps", "lost", "entered", "weight"),
    [([], [], [], []), ([1], [1], [1], [1]), ([2], [0], [3], [1]), ([0], [0], [0], [1]), ([1.5], [1], [0], [1]),
     ([1], [1], [0], [-1]), ([1, 2], [1], [0], [1])],
)  # fmt: skip
def test_impossible_tenures_are_refused(
    steps: list[float], lost: list[float], entered: list[float], weight: list[float]
) -> None:
    """Nobody, an end before the watch, no whole step, half a step, a weight below nought."""
    with pytest.raises(ValueError, match=r"tenure|steps"):
        Tenures(steps=np.array(steps), lost=np.array(lost), entered=np.array(entered), weight=np.array(weight))
