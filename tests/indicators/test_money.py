"""Gamma-Gamma in use: what it expects of each customer, and refused where its mean is not that of the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reporter.indicators.models.worth import Models, Worth, each_once
from reporter.indicators.plan import Plan
from reporter.indicators.queries.purchase_history import histories
from reporter.model import Quantity
from reporter.statistics.buying import fit_buying
from reporter.statistics.spending import Spends, conditional_mean, fit_spending, population_mean
from tests.indicators.grounds import ground_of
from tests.indicators.purchases import TWO_YEARS, bought, modelled

if TYPE_CHECKING:
    import pandas as pd

    from tests.indicators.canonical import Canon


def log_normal(rows: pd.DataFrame, between: float, within: float) -> pd.DataFrame:
    """Return the orders with log-normal money: the customers' tastes and single purchases spread as told."""
    rng = np.random.default_rng(3)
    who = rows["customer_id"].str[1:].astype(int)
    taste = rng.normal(4.0, between, int(who.max()) + 1)
    return rows.assign(amount=np.exp(taste[who] + rng.normal(0.0, within, len(rows))).round(2))


def test_log_normal_spending_is_refused(canon: Canon) -> None:
    """Long tails make the model's mean far more than what customers spent; the purchases are told all the same."""
    found = modelled(canon(orders=log_normal(bought(2000), 1.0, 1.0)))
    assert found.spending is None
    assert found.reason is not None
    assert found.reason.text.startswith("The model of spending puts the mean repeat purchase {off}")
    off = dict(found.reason.args)["off"]
    assert isinstance(off, Quantity)
    assert off.value is not None
    assert abs(off.value) > 10
    assert found.expected.value > 0


def test_spending_as_the_model_has_it_is_used(canon: Canon) -> None:
    """Gamma-Gamma customers: the model's mean lies within a few per cent of what those who bought again spent."""
    money = modelled(canon(orders=bought(2000))).spending
    assert money is not None
    assert abs(money.off) < 5


def test_the_expected_purchase_is_the_mean_over_customers(canon: Canon) -> None:
    """Whoever bought once counts with the mean of all, every repeater with E[M | x, m]; its interval holds 100."""
    ground = ground_of(canon(orders=bought(2000)), Plan(period=TWO_YEARS))
    assert ground.bought is not None
    found = histories(ground.bought, ground.bought.last)
    assert found is not None
    x = found.history.x[found.place]
    _, buying = fit_buying(found.history)
    model, spending = fit_spending(Spends(x=x, m=found.spend, weight=np.ones(len(x))))
    models = Models(buying=buying, spending=spending, sampled=np.ones(len(x), dtype=bool))
    mean, _ = Worth(found, 0.1, ahead=each_once).interval(models)
    once = found.customers - found.repeaters
    expected = once * population_mean(model) + float(conditional_mean(model, x, found.spend).sum())
    assert mean.value == pytest.approx(expected / found.customers)
    assert mean.low < 100 < mean.high
    shown = modelled(canon(orders=bought(2000))).spending
    assert shown is not None
    assert shown.mean.value == pytest.approx(mean.value)
