"""The sufficient statistics of the purchase models, worked by hand, and the gates' medians."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reporter.indicators.gather import gather
from reporter.indicators.plan import Plan
from reporter.indicators.queries import purchase_history
from reporter.indicators.queries.purchase_history import currencies, histories, median_gap, weighted_median
from reporter.model import Period
from tests.indicators.canonical import epoch
from tests.indicators.purchases import bought as drawn
from tests.indicators.purchases import orders

if TYPE_CHECKING:
    import pandas as pd
    import pytest

    from reporter.indicators.queries.orders import Purchases
    from tests.indicators.canonical import Canon

START = epoch("2024-01-01")
END = START + 70
YEAR = Period.parse("2024-01-01..2024-12-31")


def ledger() -> pd.DataFrame:
    """Return the orders of five customers.

    1: days 0, 14 (two orders, 30 and 10) and 28 (60): x 2, tx 4, T 10 weeks, money (40 + 60)/2; day 84 is later.
    2: days 7 and 21 (50), a note of −20 on day 35: x 1, tx 2, T 9 weeks, money 30.
    3 and 4: day 7 alone, so they share a row; 4 also has an order that was refunded whole, on day 9.
    5: day 77, after the end.
    """
    rows = [
        (1, 0, 99), (1, 14, 30), (1, 14, 10), (1, 28, 60), (1, 84, 500), (2, 7, 5), (2, 21, 50), (2, 35, -20),
        (3, 7, 1), (4, 7, 1), (4, 9, 0), (5, 77, 8),
    ]  # fmt: skip
    who, day, money = np.array(rows).T
    return orders(who, START + day, money.astype(float)).assign(refund=[0.0] * 10 + [70.0, 0.0])


def purchases(canon: Canon, rows: pd.DataFrame) -> Purchases:
    """Return the orders by customer and day."""
    ground = gather(canon(orders=rows), Plan(period=YEAR)).ground()
    assert ground is not None
    assert ground.bought is not None
    return ground.bought


def test_what_customers_did_by_hand(canon: Canon) -> None:
    """Four customers in three rows, two repeaters with a mean of 50 and 30, one later purchase."""
    found = histories(purchases(canon, ledger()), END, END + 30)
    assert found is not None
    one = found.history
    table = np.stack([one.x, one.tx, one.T, one.weight, found.later], axis=1).tolist()
    assert table == [[0, 0, 9, 2, 0], [1, 2, 9, 1, 0], [2, 4, 10, 1, 1]]
    assert (found.customers, found.repeaters, found.observed) == (4, 2, 9)
    assert one.x[found.place].tolist() == [1, 2]
    assert found.spend.tolist() == [30, 50]


def test_nothing_after_the_end_is_seen(canon: Canon) -> None:
    """Without a later end no purchase counts as later; before the first order there is nobody."""
    rows = purchases(canon, ledger())
    found = histories(rows, END)
    assert found is not None
    assert found.later.sum() == 0
    assert histories(rows, START - 1) is None


def test_many_customers_are_grouped_by_week(canon: Canon, monkeypatch: pytest.MonkeyPatch) -> None:
    """From ``MANY`` customers on days go to the nearest week: 10 days are one, 11 are two."""
    monkeypatch.setattr(purchase_history, "MANY", 1)
    who, day = np.array([1, 1, 2, 2]), START + np.array([0, 10, 0, 11])
    found = histories(purchases(canon, orders(who, day, np.ones(4))), START + 12)
    assert found is not None
    assert (found.history.tx.tolist(), found.history.T.tolist()) == ([1, 2], [2, 2])


def test_the_week_moves_no_parameter_by_its_error(canon: Canon, monkeypatch: pytest.MonkeyPatch) -> None:
    """4 000 drawn customers by day and by week: fewer rows, parameters within a third of their standard errors."""
    from reporter.statistics.buying import fit_buying

    rows = purchases(canon, drawn(4000))
    by_day = histories(rows, rows.last)
    monkeypatch.setattr(purchase_history, "MANY", 1)
    by_week = histories(rows, rows.last)
    assert by_day is not None
    assert by_week is not None
    assert len(by_week.history.x) < len(by_day.history.x)
    assert by_week.customers == by_day.customers
    (_, exact), (_, grouped) = fit_buying(by_day.history), fit_buying(by_week.history)
    assert (abs(exact.logs - grouped.logs) < np.sqrt(np.diag(exact.covariance)) / 3).all()


def test_the_median_gap_and_the_currencies(canon: Canon) -> None:
    """Gaps of 2, 2 and 2 weeks up to the end, of 8 after it; two currencies are told once each."""
    rows = purchases(canon, ledger().assign(currency=["SEK"] * 11 + ["DKK"]))
    assert median_gap(rows, END) == 2
    assert median_gap(rows, START) is None
    assert currencies(rows, END) == ("SEK",)
    assert currencies(rows, END + 30) == ("DKK", "SEK")


def test_a_weighted_median() -> None:
    """The smallest value that half of the weight does not exceed, in any order."""
    assert weighted_median(np.array([3.0, 1, 2]), np.array([1.0, 1, 1])) == 2
    assert weighted_median(np.array([3.0, 1, 2]), np.array([5.0, 1, 1])) == 3
    assert weighted_median(np.array([1.0, 2]), np.array([1.0, 1])) == 1
