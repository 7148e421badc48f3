"""What of a survival curve is told, and a real file against lifelines."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan
from reporter.indicators.analyses import survival
from reporter.indicators.disclosure.survival import curve_told
from reporter.indicators.gather import gather
from reporter.model import Period, Survival
from reporter.model.analyses.survival import DAYS_OF_MONTH
from reporter.statistics.survival import grouped
from tests.indicators.canonical import EPOCH

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

TELCO = Path(__file__).parents[3] / "shared" / "data" / "telco_churn_ibm" / "Telco-Customer-Churn.csv"
COUNTS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40)


@given(COUNTS, st.integers(0, 200))
def test_no_step_gives_away_one_to_four(rows: list[tuple[int, int, int]], others: int) -> None:
    """Between two told months none or at least five left, and none or at least five were no longer observed."""
    times, events, censored = (list(column) for column in zip(*rows, strict=True))
    told = curve_told(grouped([*times, 500], [*events, 0], [*censored, others]), None).points
    for before, after in pairwise(told):
        window = [
            (left, there)
            for day, left, there in zip(times, events, censored, strict=True)
            if before.month * DAYS_OF_MONTH < day <= after.month * DAYS_OF_MONTH
        ]
        left, there = sum(n for n, _ in window), sum(n for _, n in window)
        assert not 0 < left < 5
        assert not 0 < there < 5
        assert before.at_risk is not None
        assert after.at_risk == before.at_risk - left - there >= 30


def test_the_tail_with_fewer_than_thirty_is_not_told() -> None:
    """Of 200, 80 leave on day 20, 80 on day 50 and 20 on day 80: the last 20 are too few for month 3."""
    lives = grouped([20, 50, 80, 100], [80, 80, 20, 20], [0, 0, 0, 0])
    told = curve_told(lives, None)
    assert [(point.month, point.at_risk) for point in told.points] == [(0, 200), (1, 120), (2, 40)]
    assert told.points[-1].share == pytest.approx(20)
    # the median's interval rests on the same part of the curve
    assert (told.median_days, told.median_high) == (50, 50)


@pytest.mark.skipif(not TELCO.is_file(), reason="shared/data/telco_churn_ibm is absent")
def test_telco_by_contract(canon: Canon) -> None:
    """7 043 customers by tenure and kind of contract: every told share is that of lifelines, and so is log-rank.

    A month of tenure counts as 31 days. Who churned is placed at the start of the data and the others at its end, so
    that the same ages stand at risk as in the textbook's analysis of this file.
    """
    telco = pd.read_csv(TELCO)
    telco = telco[telco["tenure"] > 0]
    end = (date(2024, 1, 1) - EPOCH) // timedelta(days=1)
    days, churned = telco["tenure"] * 31, telco["Churn"] == "Yes"
    start = (end - days).where(~churned, end - 100 * 31)
    contracts = pd.DataFrame(
        {
            "subscription_id": telco["customerID"],
            "customer_id": telco["customerID"],
            "start_day": start,
            "end_day": (start + days).where(churned).astype("Int64"),
            "status": churned.map({True: "ended", False: "active"}),
        }
    )
    # whole days of grace move the horizon, and with it the age of those still there
    contracts["start_day"] -= 30 * ~churned
    names = telco[["customerID", "Contract"]].rename(columns={"customerID": "customer_id", "Contract": "segment"})
    tables = canon(subscriptions=contracts, customers=names)
    ground = gather(tables, Plan(period=Period(date(2023, 1, 1), date(2024, 1, 1)))).ground()
    assert ground is not None
    found = survival.analyse(ground)
    assert isinstance(found, Survival)
    assert (found.whole.customers, found.left) == (7_032, 1_869)
    assert set(found.segments) == {"Month-to-month", "One year", "Two year"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifelines
        import lifelines.statistics

        for name, curve in {"": found.whole, **found.segments}.items():
            here = (telco["Contract"] == name) | (not name)
            theirs = lifelines.KaplanMeierFitter().fit(days[here], churned[here])
            months = [point.month * DAYS_OF_MONTH for point in curve.points]
            assert [point.share for point in curve.points] == pytest.approx(100 * theirs.predict(months).to_numpy())
            assert len(curve.points) > 20
        test = lifelines.statistics.multivariate_logrank_test(days, telco["Contract"], churned)
    assert found.test is not None
    assert found.test.df == 2
    assert found.test.chi2 == pytest.approx(test.test_statistic)
    # half of those who pay by the month have left after 35 months of tenure
    assert found.segments["Month-to-month"].median_days == 35 * 31
