"""Cohorts, segments and survival of a generated client and a real shop, as pandas and lifelines reckon them."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import cohorts, rfm, survival
from reporter.indicators.gather import gather
from reporter.model import Cohorts, Period, Rfm, Survival
from reporter.model.analyses.survival import DAYS_OF_MONTH
from tests.indicators.generated import END, START, TAU, YEAR, generated

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

RETAIL = Path(__file__).parents[3] / "shared" / "data" / "online_retail" / "online_retail_2010-2011.csv.gz"


def ground(tables: Tables, period: Period, previous: Period | None = None, tau: int | None = None) -> Ground:
    """Return the material of the analyses."""
    found = gather(tables, Plan(period=period, previous=previous, settings=Settings(tau_days=tau))).ground()
    assert found is not None
    return found


def visits() -> pd.DataFrame:
    """Return the generated orders that count, as pandas sees them."""
    orders = generated()["orders"]
    return orders[~((orders["amount"] == 0) & (orders["refund"] > 0))]


@pytest.mark.skipif(not RETAIL.exists(), reason="file absent in ../shared/data")
def test_cohorts_of_online_retail(canon: Canon) -> None:
    """1 January to 9 December 2011: pandas' cohort table, cell by cell, the cut December marked."""
    lines = pd.read_csv(RETAIL, dtype={"InvoiceNo": str, "CustomerID": str}, encoding="utf-8")
    lines = lines[(lines["Quantity"] > 0) & (lines["UnitPrice"] > 0) & lines["CustomerID"].notna()]
    lines["day"] = pd.to_datetime(lines["InvoiceDate"]).dt.normalize()
    lines["month"] = lines["day"].dt.to_period("M")
    lines["cohort"] = lines.groupby("CustomerID")["month"].transform("min")
    counted = lines.pivot_table(index="cohort", columns="month", values="CustomerID", aggfunc="nunique")
    # without December 2010, whose customers are not new
    table = counted.to_numpy(dtype=float)[1:, 1:]
    orders = lines.groupby("InvoiceNo").agg(customer_id=("CustomerID", "first"), day=("day", "min")).reset_index()
    orders["order_day"] = (orders["day"] - pd.Timestamp("1970-01-01")).dt.days
    orders = orders.rename(columns={"InvoiceNo": "order_id"}).assign(amount=1, refund=0)
    found = cohorts.analyse(ground(canon(orders=orders), Period(date(2011, 1, 1), date(2011, 12, 10))))
    assert isinstance(found, Cohorts)
    assert [row.n for row in found.rows[-12:]] == [int(n) for n in table.diagonal()]
    for i, row in enumerate(found.rows[-12:]):
        expected = 100 * table[i, i + 1 :] / table[i, i]
        assert [cell.share.value for cell in row.cells] == pytest.approx(expected.tolist())
        assert [cell.partial for cell in row.cells] == [False] * (10 - i) + [True] * (i < 11)


def test_segments_of_the_generated_client(canon: Canon) -> None:
    """Scores by pandas from the quintiles of the year before: customers and revenue of every segment."""
    orders = visits()
    before = measures(orders[(orders["order_day"] >= START - 365) & (orders["order_day"] < START)], START)
    now = measures(orders[(orders["order_day"] >= START) & (orders["order_day"] < END)], END)
    quantile = before.quantile([0.2, 0.4, 0.6, 0.8], interpolation="higher")
    found = rfm.analyse(ground(canon(**generated()), YEAR, YEAR.previous(), TAU))
    assert isinstance(found, Rfm)
    assert found.cuts.recency == tuple(quantile["recency"].astype(int))
    assert found.cuts.frequency == tuple(quantile["frequency"].astype(int))
    assert found.cuts.money == tuple(float(f"{cut:.2g}") for cut in quantile["money"])
    score = {
        name: np.digitize(now[name], getattr(found.cuts, name), right=True) + 1
        for name in ("recency", "frequency", "money")
    }
    recency, value = 6 - score["recency"], score["frequency"] + score["money"]
    for one in found.segments:
        here = now[
            (recency >= one.recency[0]) & (recency <= one.recency[1])
            & (value >= one.value[0]) & (value <= one.value[1])
        ]  # fmt: skip
        assert one.customers == len(here)
        assert one.revenue == pytest.approx(here["money"].sum(), abs=0.005)
    moves = {(move.before, move.after): move.customers for move in found.moves}
    assert min(moves.values()) >= 5
    assert sum(n for (_, after), n in moves.items() if after == "best") <= (found.segments[0].customers or 0)


def measures(orders: pd.DataFrame, end: int) -> pd.DataFrame:
    """Return recency, frequency and money by customer."""
    by_customer = orders.groupby("customer_id")
    return pd.DataFrame(
        {
            "recency": end - 1 - by_customer["order_day"].max(),
            "frequency": by_customer["order_day"].nunique(),
            "money": by_customer["amount"].sum(),
        }
    )


def test_survival_of_the_generated_client(canon: Canon) -> None:
    """First stretches by a plain loop, then lifelines: every told share, the median and the log-rank test."""
    orders = visits()
    segment = generated()["customers"].set_index("customer_id")["segment"]
    rows = []
    for name, days in orders[orders["order_day"] < END].groupby("customer_id")["order_day"]:
        ordered = sorted(set(days))
        last = next(
            (a for a, b in zip(ordered, [*ordered[1:], None], strict=True) if b is None or b > a + TAU), ordered[-1]
        )
        left = last + TAU < END
        rows.append((segment[name], ordered[0], (last + TAU if left else END) - ordered[0], left))
    lives = pd.DataFrame(rows, columns=["segment", "begin", "days", "left"])
    lives = lives[lives["begin"] >= orders["order_day"].min() + TAU]
    found = survival.analyse(ground(canon(**generated()), YEAR, tau=TAU))
    assert isinstance(found, Survival)
    assert (found.whole.customers, found.left) == (len(lives), int(lives["left"].sum()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifelines
        import lifelines.statistics

        for name, curve in {"": found.whole, **found.segments}.items():
            here = lives[(lives["segment"] == name) | (not name)]
            theirs = lifelines.KaplanMeierFitter().fit(here["days"], here["left"])
            months = [point.month * DAYS_OF_MONTH for point in curve.points]
            assert [point.share for point in curve.points] == pytest.approx(100 * theirs.predict(months).to_numpy())
            assert curve.median_days == theirs.median_survival_time_
        test = lifelines.statistics.multivariate_logrank_test(lives["days"], lives["segment"], lives["left"])
    assert found.test is not None
    assert found.test.chi2 == pytest.approx(test.test_statistic)
    assert found.test.p == pytest.approx(test.p_value)
