"""What two periods share: paired customers, the tests that know it, and the same period last year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from reporter.findings import compare_earlier
from reporter.indicators import Plan, Settings, measure
from reporter.model import Period
from tests.indicators.canonical import asked, epoch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model import Comparison, Measurements
    from tests.indicators.canonical import Canon

NOW, BEFORE = Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2023, 1, 1), date(2024, 1, 1))
PLAN = Plan(period=NOW, previous=BEFORE, settings=Settings(tau_days=365))


def both(
    item: str, before: Sequence[float], now: Sequence[float], scale: tuple[int, int] = (1, 10), shift: int = 0
) -> list[dict[str, Any]]:
    """Return answers of two years; with ``shift`` 0 by the same customers, else by others from that number on."""
    rows = asked(item, before, scale, survey_day=epoch("2023-05-01"))
    rows += [
        row | {"customer_id": f"c{i + shift}", "response_id": f"later{i}"}
        for i, row in enumerate(asked(item, now, scale))
    ]
    return [row | {"response_id": f"{item}-{row['response_id']}-{row['survey_day']}"} for row in rows]


def compared(found: Measurements, name: str) -> Comparison:
    """Return the comparison of an indicator with the period before."""
    return next(one for one in compare_earlier(found) if one.reading.indicator.id == name)


def test_the_same_customers_give_the_paired_t_test(canon: Canon) -> None:
    """All sixty answered twice: interval as by scipy's paired t test."""
    rng = np.random.default_rng(5)
    first = rng.integers(3, 9, 60)
    second = np.clip(first + rng.integers(-1, 3, 60), 1, 10)
    found = measure(canon(responses=both("trust", first.tolist(), second.tolist())), PLAN)
    one = compared(found, "trust_idx")
    test = stats.ttest_rel(second / 9 * 100, first / 9 * 100).confidence_interval(0.95)
    assert (one.low, one.high) == pytest.approx((test.low, test.high), rel=1e-9)
    pairing = found.pairings["previous"]["trust_idx"]
    assert pairing.shared == 60
    assert pairing.correlation == pytest.approx(np.corrcoef(first, second)[0, 1])


def test_other_customers_give_welch(canon: Canon) -> None:
    """Sixty and then sixty others: no correlation, the interval of Welch's test."""
    rng = np.random.default_rng(6)
    first, second = rng.integers(3, 9, 60), rng.integers(2, 10, 60)
    found = measure(canon(responses=both("trust", first.tolist(), second.tolist(), shift=60)), PLAN)
    one = compared(found, "trust_idx")
    test = stats.ttest_ind(second / 9 * 100, first / 9 * 100, equal_var=False).confidence_interval(0.95)
    assert (one.low, one.high) == pytest.approx((test.low, test.high), rel=1e-6)
    assert "trust_idx" not in found.pairings["previous"]


def test_nps_of_the_same_respondents(canon: Canon) -> None:
    """The paired mean of the differences of (−1, 0, +1), by its standard error and the normal distribution."""
    rng = np.random.default_rng(7)
    first = rng.integers(4, 11, 80)
    second = np.clip(first + rng.integers(-1, 2, 80), 0, 10)
    found = measure(canon(responses=both("nps", first.tolist(), second.tolist(), (0, 10))), PLAN)
    marks = [(scores >= 9).astype(int) - (scores <= 6) for scores in (first, second)]
    change = 100 * (marks[1] - marks[0])
    one = compared(found, "nps")
    assert one.gap == pytest.approx(change.mean())
    assert one.high is not None
    assert one.high - (one.gap or 0) == pytest.approx(1.959964 * change.std() / 80**0.5, rel=1e-4)


def test_shares_of_the_same_customers_are_judged_as_by_mcnemar(canon: Canon) -> None:
    """Ten of a hundred became satisfied and none the reverse: certain; as independent samples it is not."""
    before, now = [5] * 60 + [1] * 40, [5] * 70 + [1] * 30
    same = compared(measure(canon(responses=both("csat", before, now, (1, 5))), PLAN), "csat")
    other = compared(measure(canon(responses=both("csat", before, now, (1, 5), shift=100)), PLAN), "csat")
    assert stats.binomtest(10, 10).pvalue < 0.01  # McNemar's exact test: 10 against 0
    assert same.low is not None
    assert same.low > 0
    assert other.low is not None
    assert other.low < 0 < (other.high or 0)


def orders(amounts: Sequence[float], year: int, prefix: str = "c") -> list[dict[str, Any]]:
    """Return one order per amount."""
    return [
        {
            "order_id": f"{prefix}{i}-{year}", "customer_id": f"{prefix}{i}", "order_day": epoch(f"{year}-12-20"),
            "amount": amount, "refund": 0, "currency": "SEK",
        }
        for i, amount in enumerate(amounts)
    ]  # fmt: skip


def test_order_value_is_resampled_with_the_customers_of_both_years(canon: Canon) -> None:
    """Every customer spends 20 more than last year: certain, although customers differ by hundreds."""
    rng = np.random.default_rng(8)
    first = np.round(rng.lognormal(5, 0.8, 120), 2)
    found = measure(canon(orders=orders(first.tolist(), 2023) + orders((first + 20).tolist(), 2024)), PLAN)
    one = compared(found, "aov")
    assert one.gap == pytest.approx(20)
    assert (one.low, one.high) == pytest.approx((20, 20), abs=0.01)
    other = measure(canon(orders=orders(first.tolist(), 2023) + orders((first + 20).tolist(), 2024, "d")), PLAN)
    wide = compared(other, "aov")
    assert wide.low is not None
    assert wide.low < 0


def test_a_quarter_is_also_compared_with_the_same_quarter_last_year(canon: Canon) -> None:
    """The fourth quarter beside the third, and beside the fourth of the year before."""
    quarters = [Period.parse(text) for text in ("2024-Q4", "2024-Q3", "2023-Q4")]
    rows = []
    for quarter, base in zip(quarters, (9, 8, 5), strict=True):
        scores = [base, base - 1] * 30
        day = epoch(quarter.start.isoformat())
        rows += [
            row | {"response_id": f"{quarter}{row['response_id']}"}
            for row in asked("trust", scores, prefix=str(quarter), survey_day=day)
        ]
    plan = Plan(period=quarters[0], previous=quarters[1], last_year=quarters[2])
    found = compare_earlier(measure(canon(responses=rows), plan))
    gaps = {one.against: one.gap for one in found if one.reading.indicator.id == "trust_idx"}
    assert gaps == pytest.approx({"previous": 100 / 9, "last_year": 400 / 9})
