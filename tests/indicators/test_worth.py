"""What customers are worth by the purchase models, against sums over single customers and refitted resamples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reporter.indicators.gather import gather
from reporter.indicators.models.worth import YEAR_WEEKS, Models, Worth, discounted_purchases
from reporter.indicators.plan import Plan
from reporter.indicators.queries.purchase_history import Histories, histories
from reporter.statistics.buying import Buying, History, conditional_purchases, fit_buying
from reporter.statistics.spending import Spending, Spends, fit_spending, population_mean
from tests.indicators.purchases import TWO_YEARS, bought

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Numbers
    from tests.indicators.canonical import Canon

BUYING = Buying(r=0.8, alpha=10.0, a=0.8, b=3.0)
SPENDING = Spending(p=5.0, q=4.0, v=60.0)
LOGS = np.log([0.8, 10.0, 0.8, 3.0, 5.0, 4.0, 60.0])


def four() -> Histories:
    """Return two customers who bought once, in one row, and two repeaters, one of whom had everything refunded."""
    history = History(
        x=np.array([0.0, 1.0, 3.0]),
        tx=np.array([0.0, 4.0, 40.0]),
        T=np.array([50.0, 50.0, 60.0]),
        weight=np.array([2.0, 1.0, 1.0]),
    )
    return Histories(history=history, later=np.zeros(3), place=np.array([1, 2]), spend=np.array([-7.0, 150.0]))


def test_undiscounted_purchases_are_those_of_three_years() -> None:
    """At no discount the half-years add up to E[Y(3 years)]; at 10 % they are worth less, but more than 1.1⁻³ of it."""
    one = four().history
    whole = conditional_purchases(BUYING, 3 * YEAR_WEEKS, one.x, one.tx, one.T)
    assert discounted_purchases(BUYING, four(), 0.0) == pytest.approx(whole)
    less = discounted_purchases(BUYING, four(), 0.1)
    assert (less < whole).all()
    assert (less > whole / 1.1**3).all()
    # as many steps as there are days give the same to a tenth of a per cent
    days = np.arange(1, 3 * 365 + 1)
    reached = np.array([conditional_purchases(BUYING, day / 7, one.x, one.tx, one.T) for day in days])
    daily = (np.diff(reached, axis=0, prepend=0) * (1.1 ** (-(days - 0.5) / 365))[:, None]).sum(axis=0)
    assert less == pytest.approx(daily, rel=1e-3)


def test_the_mean_is_that_of_single_customers() -> None:
    """Twice the once-buyers at the mean purchase of all (100), a repeater at nought, one at a mean of 150."""
    ahead = discounted_purchases(BUYING, four(), 0.1)
    assert population_mean(SPENDING) == 100
    nothing = 5 * 60 / (5 + 4 - 1)
    often = 5 * (60 + 3 * 150) / (3 * 5 + 4 - 1)
    expected = (2 * ahead[0] * 100 + ahead[1] * nothing + ahead[2] * often) / 4
    assert float(Worth(four(), 0.1).mean(LOGS)) == pytest.approx(expected)


def fitted(found: Histories) -> tuple[Models, Numbers]:
    """Fit both models; return them with all log parameters."""
    sampled = found.spend > 0
    x = found.history.x[found.place][sampled]
    _, buying = fit_buying(found.history)
    _, spending = fit_spending(Spends(x=x, m=found.spend[sampled], weight=np.ones(len(x))))
    return Models(buying=buying, spending=spending, sampled=sampled), np.concatenate([buying.logs, spending.logs])


def resampled(found: Histories, rng: np.random.Generator) -> Histories:
    """Draw as many customers with replacement."""
    one = found.history
    once = one.weight * (one.x == 0)
    chances = np.append(once, np.ones(found.repeaters)) / found.customers
    drawn = rng.multinomial(found.customers, chances)
    place = np.repeat(found.place, drawn[len(once) :])
    weight = drawn[: len(once)] + np.bincount(place, minlength=len(once))
    return Histories(
        history=History(x=one.x, tx=one.tx, T=one.T, weight=weight.astype(float)),
        later=found.later,
        place=place,
        spend=np.repeat(found.spend, drawn[len(once) :]),
    )


def test_the_interval_is_that_of_refitted_resamples(canon: Canon) -> None:
    """60 resamples of 2 000 customers, both models fitted anew: the error agrees within a quarter, so do the ends.

    Sixty draws know a standard error to 9 % themselves.
    """
    ground = gather(canon(orders=bought(2000)), Plan(period=TWO_YEARS)).ground()
    assert ground is not None
    assert ground.bought is not None
    found = histories(ground.bought, ground.bought.last)
    assert found is not None
    interval, largest = Worth(found, 0.1).interval(fitted(found)[0])
    assert 0 < largest < 0.1
    rng = np.random.default_rng(2)
    drawn = []
    for _ in range(60):
        again = resampled(found, rng)
        drawn.append(float(Worth(again, 0.1).mean(fitted(again)[1])))
    assert interval.se == pytest.approx(float(np.std(drawn)), rel=0.25)
    assert [interval.low, interval.high] == pytest.approx(list(np.quantile(drawn, [0.025, 0.975])), rel=0.06)
