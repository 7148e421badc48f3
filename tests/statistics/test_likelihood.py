"""The maximum of a likelihood and linearised intervals, against closed forms and the bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reporter.statistics.buying import History, buying_at, conditional_purchases, fit_buying
from reporter.statistics.likelihood import NotConvergedError, delta, jacobian, maximise, mean_of
from tests.statistics.cdnow import sample

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Numbers, Terms


def exponential(waits: Numbers) -> Terms:
    """Return the likelihood of exponential waits with the rate exp(log)."""

    def terms(logs: Numbers) -> tuple[Numbers, Numbers]:
        rate = np.exp(logs[0])
        return logs[0] - rate * waits, (1.0 - rate * waits)[:, None]

    return terms


def test_the_rate_of_exponential_waits() -> None:
    """Waits 1, 2, 3 (the last twice): rate 4/9, ln L = 4 ln(4/9) − 4, robust variance Σ(1 − λw)²/n² = 11/324."""
    waits, weight = np.array([1.0, 2, 3]), np.array([1.0, 1, 2])
    found = maximise(exponential(waits), weight, np.zeros(1))
    assert np.exp(found.logs[0]) == pytest.approx(4 / 9, rel=1e-9)
    assert found.log_likelihood == pytest.approx(4 * np.log(4 / 9) - 4)
    # (5/9)² + (1/9)² + 2(3/9)² = 44/81 over 4²
    assert found.covariance[0, 0] == pytest.approx(44 / 81 / 16, rel=1e-6)


def test_the_mean_of_a_plain_quantity_has_the_plain_error() -> None:
    """Where no parameter matters the interval is that of the mean: 2.25 with variance (1.25² + .25² + 2 · .75²)/16."""
    waits, weight = np.array([1.0, 2, 3]), np.array([1.0, 1, 2])
    fitted = maximise(exponential(waits), weight, np.zeros(1))
    found = mean_of(lambda _: waits, fitted)
    assert found.value == 2.25
    assert found.se == pytest.approx(2.75**0.5 / 4)
    # among the first two alone: 1.5 ± sqrt(.25 + .25)/2
    some = mean_of(lambda _: waits, fitted, np.array([1.0, 1, 0]))
    assert [some.value, some.se] == pytest.approx([1.5, 0.5**0.5 / 2])


def test_a_number_of_the_parameters_has_the_delta_error() -> None:
    """The mean wait 1/λ: its value is 9/4, its error that of the log times itself."""
    fitted = maximise(exponential(np.array([1.0, 2, 3])), np.array([1.0, 1, 2]), np.zeros(1))
    found = delta(lambda logs: np.asarray(np.exp(-logs[0])), fitted)
    assert [found.value, found.se] == pytest.approx([2.25, 2.25 * (44 / 81 / 16) ** 0.5], rel=1e-6)


def test_the_linearised_interval_is_that_of_refitted_resamples() -> None:
    """60 resamples of the CDNOW customers, each fitted anew: the error of the mean E[Y(52)] agrees within a quarter.

    Sixty draws know a standard error to 9 % themselves.
    """
    known = sample().history
    (x, tx, age), counts = np.unique(np.stack([known.x, known.tx, known.T]), axis=1, return_counts=True)
    _, fitted = fit_buying(History(x=x, tx=tx, T=age, weight=counts.astype(float)))

    def to_come(logs: Numbers) -> Numbers:
        return conditional_purchases(buying_at(logs), 52.0, x, tx, age)

    found = mean_of(to_come, fitted)
    rng = np.random.default_rng(1)
    drawn = []
    for _ in range(60):
        weight = rng.multinomial(counts.sum(), counts / counts.sum()).astype(float)
        _, again = fit_buying(History(x=x, tx=tx, T=age, weight=weight))
        drawn.append(float((weight * to_come(again.logs)).sum() / weight.sum()))
    assert found.se == pytest.approx(float(np.std(drawn)), rel=0.25)
    assert [found.low, found.high] == pytest.approx(list(np.quantile(drawn, [0.025, 0.975])), rel=0.1)


def test_derivatives_by_central_differences() -> None:
    """Of (a², ab) at (2, 3): rows (4, 0) and (3, 2)."""
    found = jacobian(lambda at: np.array([at[0] ** 2, at[0] * at[1]]), np.array([2.0, 3.0]))
    assert found == pytest.approx(np.array([[4.0, 0.0], [3.0, 2.0]]), abs=1e-7)


def test_a_likelihood_that_rises_for_ever_is_no_fit() -> None:
    """Waits of nought want a rate without end; a parameter that nothing depends on is flat."""
    with pytest.raises(NotConvergedError, match="limit"):
        maximise(exponential(np.zeros(3)), np.ones(3), np.zeros(1))

    def flat(logs: Numbers) -> tuple[Numbers, Numbers]:
        value, slope = exponential(np.ones(3))(logs[:1])
        return value, np.hstack([slope, np.zeros((3, 1))])

    with pytest.raises(NotConvergedError, match="flat"):
        maximise(flat, np.ones(3), np.zeros(2))


def test_a_gradient_that_lies_is_noticed() -> None:
    """Where the gradient never vanishes no maximum is claimed."""

    def kinked(logs: Numbers) -> tuple[Numbers, Numbers]:
        return -np.abs(logs), -np.sign(logs)[:, None]

    with pytest.raises(NotConvergedError):
        maximise(kinked, np.ones(1), np.array([0.7]))


def test_no_observations_are_refused() -> None:
    """Nothing can be fitted to nobody, nor to a weight below nought."""
    for weight in (np.zeros(2), np.array([2.0, -1.0])):
        with pytest.raises(ValueError, match="observations"):
            maximise(exponential(np.ones(2)), weight, np.zeros(1))
