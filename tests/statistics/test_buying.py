"""BG/NBD against the paper, the golden values and the package lifetimes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from reporter.statistics.buying import (
    Buying,
    History,
    Likelihood,
    alive,
    conditional_purchases,
    expected_purchases,
    fit_buying,
)
from reporter.statistics.likelihood import NotConvergedError
from tests.statistics.cdnow import sample
from tests.statistics.test_statistics import golden

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Numbers

#: As printed in Fader, Hardie & Lee 2005, table 2.
PAPER = Buying(r=0.243, alpha=4.414, a=0.793, b=2.426)


def lifetimes_fit(x: Numbers, tx: Numbers, T: Numbers) -> Any:  # noqa: ANN401, N803 - untyped; the papers' letter
    """Return the BetaGeoFitter of the package lifetimes; importing and fitting it warns under a new pandas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import BetaGeoFitter

        return BetaGeoFitter().fit(x, tx, T)


def published() -> History:
    """Return the summary of the sample that lifetimes ships, weeks rounded to two decimals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes.datasets import load_cdnow_summary

        rows = load_cdnow_summary()
    x, tx, age = (rows[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    return History(x=x, tx=tx, T=age, weight=np.ones(len(x)))


def one(*values: float) -> list[Numbers]:
    """Return every number as an array of one."""
    return [np.array([value]) for value in values]


def test_the_fit_has_the_golden_values() -> None:
    """On the published summary r, α, a, b and LL are those of golden.json, to six digits."""
    expected = golden("bgnbd_cdnow")
    model, fitted = fit_buying(published())
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx(list(expected["params"].values()), rel=2e-7)
    assert fitted.log_likelihood == pytest.approx(expected["ll"], abs=1e-6)


def test_the_fit_has_the_printed_values_from_the_transactions() -> None:
    """From the raw dates: .2426, 4.414, .793, 2.426 and −9582.43, as the paper prints them."""
    model, fitted = fit_buying(sample().history)
    assert [round(value, 3) for value in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(model.r, 4) == 0.2426
    assert round(fitted.log_likelihood, 2) == -9582.43
    # at the parameters as the paper rounds them: −9582.427 on its rounded weeks, of which exact days differ by .004
    values, _ = Likelihood(published())(np.log([PAPER.r, PAPER.alpha, PAPER.a, PAPER.b]))
    assert round(float(values.sum()), 3) == -9582.427


def test_expected_purchases_of_the_paper() -> None:
    """E[X(t)] at the paper's parameters has the nine golden values, to ten digits."""
    table = golden("bgnbd_cdnow")["EX_paper"]
    found = expected_purchases(PAPER, np.array([float(t) for t in table]))
    assert found == pytest.approx(list(table.values()), rel=1e-10)


@pytest.mark.parametrize(
    ("customer", "living", "purchases"),
    [((2, 30.43, 38.86), 0.7266, 1.226), ((1, 1.71, 38.86), 0.2122, 0.2033), ((7, 29.43, 38.86), 0.6418, 3.337),
     ((0, 0, 38.86), 1.0, 0.1948)],
)  # fmt: skip
def test_single_customers_have_the_printed_values(
    customer: tuple[float, float, float], living: float, purchases: float
) -> None:
    """P(alive) and E[Y(39)] of the customers of part 3.1; the first is that of the authors' note."""
    model = fit_buying(published())[0] if customer[0] != 2 else PAPER
    x, tx, age = one(*customer)
    assert alive(model, x, tx, age)[0] == pytest.approx(living, abs=5e-5)
    assert conditional_purchases(model, 39.0, x, tx, age)[0] == pytest.approx(purchases, abs=5e-4)


def test_the_first_customer_to_all_golden_digits() -> None:
    """E[Y(39) | 2, 30.43, 38.86] and P(alive) agree with golden.json to ten digits."""
    first = golden("bgnbd_cdnow")["cust1"]
    x, tx, age = one(first["x"], first["tx"], first["T"])
    assert conditional_purchases(PAPER, 39.0, x, tx, age)[0] == pytest.approx(first["E39"], rel=1e-10)
    assert alive(PAPER, x, tx, age)[0] == pytest.approx(first["palive"], rel=1e-10)


def test_conditional_means_by_repeat_purchases() -> None:
    """By x = 0 … 7+ the means of E[Y(39)] and the group sizes are those of part 3.1."""
    known = sample()
    model, _ = fit_buying(known.history)
    expected = conditional_purchases(model, 39.0, known.x, known.tx, known.T)
    group = np.minimum(known.x, 7)
    means = [round(float(expected[group == k].mean()), 3) for k in range(8)]
    assert means == [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157]
    assert [int((group == k).sum()) for k in range(8)] == [1411, 439, 214, 100, 62, 38, 29, 64]


def test_lifetimes_agrees() -> None:
    """Parameters, P(alive) and E[Y(t)] are those of the package lifetimes on the same customers."""
    known = published()
    model, fitted = fit_buying(known)
    other = lifetimes_fit(known.x, known.tx, known.T)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx(
        [other.params_[name] for name in ("r", "alpha", "a", "b")], rel=2e-4
    )
    # its likelihood is a mean on a time scale of its own
    corrected = -other._negative_log_likelihood_ * len(known.x) + known.x.sum() * np.log(other._scale)
    assert fitted.log_likelihood == pytest.approx(corrected, abs=1e-3)
    same = Buying(**{name: float(other.params_[name]) for name in ("r", "alpha", "a", "b")})
    theirs = other.conditional_expected_number_of_purchases_up_to_time(39.0, known.x, known.tx, known.T)
    assert conditional_purchases(same, 39.0, known.x, known.tx, known.T) == pytest.approx(np.asarray(theirs), rel=1e-9)
    living = other.conditional_probability_alive(known.x, known.tx, known.T)
    assert alive(same, known.x, known.tx, known.T) == pytest.approx(np.asarray(living), rel=1e-9)


def test_grouped_customers_are_the_same_as_single_ones() -> None:
    """Customers who share x, tx and T as one row with a weight: the same parameters, likelihood and covariance."""
    known = sample().history
    rows, counts = np.unique(np.stack([known.x, known.tx, known.T]), axis=1, return_counts=True)
    grouped = History(x=rows[0], tx=rows[1], T=rows[2], weight=counts.astype(float))
    assert len(grouped.x) < len(known.x) / 2
    (model, single), (other, together) = fit_buying(known), fit_buying(grouped)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx([other.r, other.alpha, other.a, other.b], rel=1e-6)
    assert single.log_likelihood == pytest.approx(together.log_likelihood, abs=1e-7)
    assert single.covariance == pytest.approx(together.covariance, rel=1e-5)


def test_another_unit_of_time_changes_alpha_and_the_likelihood_alone() -> None:
    """In days α is seven times as large, and the density of every repeat purchase a seventh."""
    weeks = sample().history
    days = History(x=weeks.x, tx=weeks.tx * 7, T=weeks.T * 7, weight=weeks.weight)
    (by_week, week), (by_day, day) = fit_buying(weeks), fit_buying(days)
    assert (by_day.r, by_day.alpha, by_day.a, by_day.b) == pytest.approx(
        [by_week.r, 7 * by_week.alpha, by_week.a, by_week.b], rel=1e-6
    )
    assert day.log_likelihood == pytest.approx(week.log_likelihood - weeks.x.sum() * np.log(7), abs=1e-6)


@given(logs=st.lists(st.floats(-2, 2), min_size=4, max_size=4))
def test_the_gradient_is_that_of_finite_differences(logs: list[float]) -> None:
    """The analytic gradient agrees with differences of the likelihood wherever it is taken."""
    known = History(
        x=np.array([0.0, 1, 2, 9]),
        tx=np.array([0.0, 0, 5, 30.5]),
        T=np.array([12.0, 3, 9, 31]),
        weight=np.ones(4),
    )
    terms = Likelihood(known)
    at = np.array(logs)
    for row in range(4):
        numeric = approx_fprime(at, lambda here, row=row: terms(here)[0][row], 1e-6)
        assert terms(at)[1][row] == pytest.approx(numeric, abs=2e-4, rel=2e-4)


@given(
    a=st.floats(0.05, 20), b=st.floats(0.05, 20), r=st.floats(0.05, 5), alpha=st.floats(0.1, 50),
    x=st.integers(0, 3000), share=st.floats(0, 1), age=st.floats(0.1, 500), ahead=st.floats(0.01, 500),
)  # fmt: skip
def test_expectations_stay_finite_and_grow(
    a: float, b: float, r: float, alpha: float, x: int, share: float, age: float, ahead: float
) -> None:
    """For any parameters and histories, thousands of purchases too, E[Y] is finite, not below nought, and grows."""
    model = Buying(r=r, alpha=alpha, a=a, b=b)
    customer = one(x, share * age if x else 0.0, age)
    shorter, longer = (conditional_purchases(model, t, *customer)[0] for t in (ahead / 2, ahead))
    assert np.isfinite(longer)
    assert -1e-9 <= shorter <= longer * (1 + 1e-9) + 1e-9
    assert 0.0 <= alive(model, *customer)[0] <= 1.0
    # nobody buys faster than the gamma's mean (r + x)/(α + T) allows
    assert longer <= (r + x) / (alpha + age) * ahead * (1 + 1e-6) + 1e-9


#: The last has another such point where the first neighbour would stand.
POINTS = [(0.3, 1.0, 2.0), (0.3, 0.4, 0.6), (0.975, 0.975, 1.0), (0.5, 1.5, 2.0), (0.99999, 1.0, 1.0)]


@pytest.mark.parametrize(("r", "a", "b"), POINTS)
def test_points_without_a_closed_form_are_bridged(r: float, a: float, b: float) -> None:
    """At a = 1, a + b = 1, a + b − 1 = r and r − a whole the expectation is that of its neighbours."""
    at, beside = (Buying(r=r, alpha=4.0, a=near, b=b) for near in (a, a + 1e-4))
    for customer in (one(0, 0, 5.0), one(120, 4.0, 5.0)):
        found, near = (conditional_purchases(model, 400.0, *customer)[0] for model in (at, beside))
        assert found == pytest.approx(near, rel=1e-3)


def test_simulated_customers_give_their_parameters_back() -> None:
    """40 000 customers drawn from the model: each parameter within four of its standard errors."""
    truth = Buying(r=0.6, alpha=8.0, a=0.9, b=2.5)
    model, fitted = fit_buying(simulated(truth, 40_000, seed=3))
    off = fitted.logs - np.log([truth.r, truth.alpha, truth.a, truth.b])
    assert (abs(off) < 4 * np.sqrt(np.diag(fitted.covariance))).all()
    assert model.r == pytest.approx(truth.r, rel=0.15)


def simulated(truth: Buying, customers: int, *, seed: int) -> History:
    """Draw customers from the model, purchase by purchase for all at once."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(truth.r, 1 / truth.alpha, customers)
    leaves = rng.beta(truth.a, truth.b, customers)
    age = rng.uniform(40, 80, customers)
    x, tx, here = np.zeros(customers), np.zeros(customers), np.ones(customers, dtype=bool)
    while here.any():
        after = tx + rng.exponential(1 / np.maximum(rate, 1e-12))
        here &= after <= age
        x, tx = x + here, np.where(here, after, tx)
        here &= rng.random(customers) >= leaves
    return History(x=x, tx=tx, T=age, weight=np.ones(customers))


@pytest.mark.parametrize(
    "columns",
    [([], [], [], []), ([1], [5], [4], [1]), ([1], [-1], [4], [1]), ([0.5], [1], [4], [1]), ([0], [1], [4], [1]),
     ([1], [1], [4], [-1]), ([1, 2], [1], [4], [1]), ([1], [float("nan")], [4], [1])],
)  # fmt: skip
def test_impossible_histories_are_refused(columns: tuple[list[float], ...]) -> None:
    """Nobody, a last purchase outside the time, half a purchase, a weight below nought."""
    x, tx, age, weight = (np.array(column, dtype=float) for column in columns)
    with pytest.raises(ValueError, match=r"histor|purchase|counts"):
        History(x=x, tx=tx, T=age, weight=weight)


def test_customers_who_were_observed_for_no_time_are_not_fitted() -> None:
    """All first purchases on the last day of the data."""
    with pytest.raises(ValueError, match="observed for any time"):
        fit_buying(History(x=np.zeros(1), tx=np.zeros(1), T=np.zeros(1), weight=np.ones(1)))


def test_customers_who_never_come_back_tell_no_parameters() -> None:
    """Where nobody bought twice there is no best fit, and none is returned."""
    nobody = History(x=np.zeros(3), tx=np.zeros(3), T=np.array([10.0, 20, 30]), weight=np.full(3, 500.0))
    with pytest.raises(NotConvergedError):
        fit_buying(nobody)
