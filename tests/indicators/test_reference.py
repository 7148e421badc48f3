"""Every indicator against an independent computation in pandas on some thousand generated rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reporter.indicators import Plan, Settings, measure
from reporter.store import connect
from tests.indicators.canonical import canonical
from tests.indicators.generated import END, ITEMS, MARGIN, START, TAU, YEAR, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model import Measurements


@pytest.fixture(scope="module")
def data() -> dict[str, pd.DataFrame]:
    """Return the generated tables."""
    return generated()


@pytest.fixture(scope="module")
def measured(data: dict[str, pd.DataFrame]) -> Iterator[Measurements]:
    """Return what the product measures on them."""
    connection = connect(threads=2)
    plan = Plan(period=YEAR, previous=YEAR.previous(), settings=Settings(tau_days=TAU, margin=MARGIN))
    yield measure(canonical(connection, **data), plan)
    connection.close()


def answers_of(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the latest score of each customer per question, one column a question."""
    rows = data["responses"]
    rows = rows[(rows.survey_day >= START) & (rows.survey_day < END)].sort_values(["survey_day", "response_id"])
    return rows.pivot_table(index="customer_id", columns="item", values="score", aggfunc="last")


def bought(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the orders that count."""
    orders = data["orders"]
    return orders[~((orders.refund > 0) & (orders.amount <= 0))]


def rescaled(wide: pd.DataFrame, *items: str) -> pd.DataFrame:
    """Return questions on 0–100."""
    return pd.DataFrame({i: (wide[i] - ITEMS[i][0]) / (ITEMS[i][1] - ITEMS[i][0]) * 100 for i in items})


def t_interval(values: pd.Series[float]) -> tuple[float, float, float]:
    """Return scipy's mean and 95 % interval."""
    clean = values.dropna()
    low, high = stats.t.interval(0.95, len(clean) - 1, clean.mean(), stats.sem(clean))
    return float(clean.mean()), float(low), float(high)


def wilson_interval(k: int, n: int) -> tuple[float, float, float]:
    """Return scipy's share and score interval in per cent."""
    found = stats.binomtest(k, n).proportion_ci(method="wilson")
    return 100 * k / n, 100 * found.low, 100 * found.high


def check(measured: Measurements, name: str, expected: tuple[float, float, float]) -> None:
    """Compare value and interval."""
    reading = measured.current.readings[name]
    assert (reading.value, reading.low, reading.high) == pytest.approx(expected, rel=1e-7, abs=1e-5), name


@pytest.mark.parametrize(
    ("name", "item"),
    [("csat_idx", "csat"), ("sat_product",) * 2, ("sat_service",) * 2, ("ces",) * 2, ("trust_idx", "trust")],
)
def test_single_questions(measured: Measurements, data: dict[str, pd.DataFrame], name: str, item: str) -> None:
    """The index of one question is the rescaled mean with scipy's t interval."""
    check(measured, name, t_interval(rescaled(answers_of(data), item)[item]))


@pytest.mark.parametrize(
    ("name", "item", "cut"), [("csat", "csat", 4), ("rebuy_intent", "rebuy", 8), ("switch_intent", "switch", 8)]
)
def test_top_boxes(measured: Measurements, data: dict[str, pd.DataFrame], name: str, item: str, cut: int) -> None:
    """The share in the top box has scipy's Wilson interval."""
    scores = answers_of(data)[item].dropna()
    check(measured, name, wilson_interval(int((scores >= cut).sum()), len(scores)))


@pytest.mark.parametrize(
    ("name", "items", "needed"),
    [
        ("nki", ("nki_overall", "nki_expectation", "nki_ideal"), 2),
        ("pvalue_idx", ("value_quality", "value_price"), 2),
        ("loy_idx", ("nps", "rebuy"), 2),
        ("triad_satisfaction", ("nki_overall", "nki_expectation", "nki_ideal"), 2),
        ("triad_value", ("value_quality", "value_price"), 2),
    ],
)
def test_indices(
    measured: Measurements, data: dict[str, pd.DataFrame], name: str, items: tuple[str, ...], needed: int
) -> None:
    """An index is the mean over respondents of their own mean, where they answered enough."""
    wide = rescaled(answers_of(data), *items)
    check(measured, name, t_interval(wide[wide.notna().sum(axis=1) >= needed].mean(axis=1)))


def test_nps(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """NPS has Rocks' adjusted interval."""
    scores = answers_of(data)["nps"].dropna()
    n, p, d = len(scores), int((scores >= 9).sum()), int((scores <= 6).sum())
    pa, da = (p + 0.75) / (n + 3), (d + 0.75) / (n + 3)
    half = 1.959963984540054 * math.sqrt((pa + da - (pa - da) ** 2) / (n + 3))
    check(measured, "nps", (100 * (p - d) / n, 100 * (pa - da - half), 100 * (pa - da + half)))


def test_facts(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Customers, orders, lines, revenue and answers are counted exactly."""
    year = bought(data).query("@START <= order_day < @END")
    rows = data["responses"].query("@START <= survey_day < @END")
    readings = measured.current.readings
    n = year.groupby("customer_id").size()
    expected = {
        "customers": year.customer_id.nunique(),
        "orders": len(year),
        "order_lines": int(year.lines.sum()),
        "revenue": round(float(year.amount.sum()), 2),
        "answers": rows.response_id.nunique(),
        "multi_order_rate": 100 * (n > 1).mean(),
    }
    for name, value in expected.items():
        assert readings[name].value == pytest.approx(value, abs=1e-9), name
        assert readings[name].low is None


def bootstrap_t(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """Return Σy/Σx with the studentised bootstrap interval, customer by customer, 4 000 draws of another generator."""

    def measure_ratio(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        r = y.sum() / x.sum()
        return r, math.sqrt(len(x) / (len(x) - 1) * ((y - r * x) ** 2).sum()) / x.sum()

    rng, (r, se) = np.random.default_rng(11), measure_ratio(x, y)
    drawn = (measure_ratio(x[at], y[at]) for at in rng.integers(0, len(x), (4000, len(x))))
    low, high = np.quantile([(one - r) / error for one, error in drawn], [0.025, 0.975])
    return r, r - high * se, r - low * se


def test_money_and_frequency(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Order value, revenue and orders per customer by a studentised bootstrap of whole customers."""
    year = bought(data).query("@START <= order_day < @END")
    each = year.groupby("customer_id").agg(x=("amount", "size"), y=("amount", "sum"))
    one = np.ones(len(each))
    for name, x, y in (
        ("aov", each.x.to_numpy(), each.y.to_numpy()),
        ("rev_per_customer", one, each.y.to_numpy()),
        ("freq", one, each.x.to_numpy()),
    ):
        r, low, high = bootstrap_t(x, y)
        found = measured.current.readings[name]
        assert found.value == pytest.approx(r, rel=1e-9), name
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.08 * (high - low)), name
        assert found.low is not None
        assert found.high is not None
        assert found.high - r > r - found.low, name  # skewed to the right, and so is the interval


def test_repurchase(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Repeat rate by distinct days; the cohort that had 90 days; the revenue share of earlier customers."""
    orders = bought(data)
    year = orders.query("@START <= order_day < @END")
    days = year.groupby("customer_id").order_day.nunique()
    check(measured, "repeat_rate", wilson_interval(int((days >= 2).sum()), len(days)))
    first = orders.groupby("customer_id").order_day.min()
    cohort = first[(first >= START - 90) & (first < END - 90)]
    later = orders.merge(cohort.rename("first"), left_on="customer_id", right_index=True)
    back = later.query("first < order_day <= first + 90").customer_id.nunique()
    check(measured, "repeat_within", wilson_interval(back, len(cohort)))
    each = year.groupby("customer_id").amount.sum()
    old = each.where(first.reindex(each.index) < START, 0.0)
    share, effective = old.sum() / each.sum(), each.sum() ** 2 / (each**2).sum()
    # Wilson's limits are the roots of (share − L)² = z²·L·(1 − L)/n
    part = stats.norm.ppf(0.975) ** 2 / effective
    low, high = sorted(np.roots([1 + part, -2 * share - part, share**2]))
    check(measured, "ret_rev_share", (100 * share, 100 * low, 100 * high))


def active(orders: pd.DataFrame, day: int) -> set[str]:
    """Return the customers with an order in the τ days before a day."""
    return set(orders[(orders.order_day >= day - TAU) & (orders.order_day < day)].customer_id)


def test_retention_and_its_bridge(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Retention by sets of ids; the bridge from sets, gaps of more than τ days counted by hand."""
    orders = bought(data)
    s, e = active(orders, START), active(orders, END)
    first = orders.groupby("customer_id").order_day.min()
    check(measured, "retention", wilson_interval(len(s & e), len(s)))
    check(measured, "churn", wilson_interval(len(s - e), len(s)))
    new = {c for c in e - s if first[c] >= START}
    days = orders[["customer_id", "order_day"]].drop_duplicates().sort_values(["customer_id", "order_day"])
    gap = days.groupby("customer_id").order_day.diff() > TAU
    came_back = set(days[gap & (days.order_day >= START) & (days.order_day < END)].customer_id)
    begun = set(first[(first >= START) & (first < END)].index)
    bridge = measured.bridge
    assert bridge is not None
    assert (bridge.start, bridge.kept, bridge.lost, bridge.new, bridge.reactivated, bridge.end) == (
        len(s), len(s & e), len(s - e), len(new), len(e - s - new), len(e),
    )  # fmt: skip
    assert bridge.commuters == len(s & e & came_back)
    assert bridge.new_and_lost == len(begun - e)
    assert measured.current.readings["reactivated"].value == len(e - s - new)


def test_lifetime_value(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """CLV is m·(1+d)/(1+d−r) with yearly margin and retention."""
    orders = bought(data)
    s, e = active(orders, START), active(orders, END)
    year = orders.query("@START <= order_day < @END")
    margin = MARGIN * year.groupby("customer_id").amount.sum().mean() * 365 / 366
    rate = (len(s & e) / len(s)) ** (365 / 366)
    assert measured.current.readings["clv_simple"].value == pytest.approx(margin * 1.1 / (1.1 - rate))


def test_complaints(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Those of the customers who ordered who complained."""
    tickets = data["tickets"].query("@START <= opened_day < @END and complaint")
    buyers = set(bought(data).query("@START <= order_day < @END").customer_id)
    complaining = set(tickets.customer_id)
    check(measured, "complaint_rate", wilson_interval(len(complaining & buyers), len(buyers)))


def test_triad_by_influence_per_customer(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """The triad's bootstrap agrees with the influence values computed customer by customer (Deville 1999)."""
    wide, orders = answers_of(data), bought(data)
    s, e = active(orders, START), active(orders, END)
    legs: list[tuple[float, pd.Series[Any]]] = []
    for weight, items in (
        (1 / 3, ("nki_overall", "nki_expectation", "nki_ideal")),
        (1 / 3, ("value_quality", "value_price")),
        (1 / 6, ("nps", "rebuy")),
    ):
        scores = rescaled(wide, *items)
        legs.append((weight, scores[scores.notna().sum(axis=1) >= 2].mean(axis=1)))
    legs.append((1 / 6, pd.Series({c: 100.0 * (c in e) for c in s})))
    value = sum(weight * leg.mean() for weight, leg in legs)
    psi = pd.concat([weight * (leg - leg.mean()) / len(leg) for weight, leg in legs], axis=1).fillna(0).sum(axis=1)
    half = 1.959963984540054 * math.sqrt(len(psi) / (len(psi) - 1) * (psi**2).sum())
    reading = measured.current.readings["triad"]
    assert reading.value == pytest.approx(value, rel=1e-7)
    assert (reading.low, reading.high) == pytest.approx((value - half, value + half), abs=0.08 * half)
    assert 1.96 * (reading.se or 0) == pytest.approx(half, rel=0.05)
    loyalty = measured.current.readings["triad_loyalty"]
    assert loyalty.value == pytest.approx((legs[2][1].mean() + legs[3][1].mean()) / 2, abs=1e-5)


def test_concentration(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """The Lorenz curve and the ABC classes, richest first."""
    year = bought(data).query("@START <= order_day < @END")
    each = year.groupby("customer_id").amount.sum().sort_values(ascending=False).to_numpy()
    reached = np.concatenate([[0], each.cumsum()])
    found = measured.concentration
    assert found is not None
    for share, money in found.curve:
        expected = np.interp(share / 100 * len(each), np.arange(len(each) + 1), reached) / reached[-1] * 100
        assert money == pytest.approx(expected)
    assert found.top_share == found.curve[4][1]
    before = reached[:-1] / reached[-1]
    sizes = [int((before < 0.8).sum()), int(((before >= 0.8) & (before < 0.95)).sum()), int((before >= 0.95).sum())]
    assert [n for _, n, _, _ in found.classes] == sizes
    assert sum(share for *_, share in found.classes) == pytest.approx(100)


def test_segments_add_up(measured: Measurements, data: dict[str, pd.DataFrame]) -> None:
    """Segment readings are those of the segment's own customers; their bridges add up to the client's."""
    wide = answers_of(data).join(data["customers"].set_index("customer_id").segment)
    for part in measured.segments["nki"]:
        scores = rescaled(wide[wide.segment == part.segment], "nki_overall", "nki_expectation", "nki_ideal")
        expected = t_interval(scores[scores.notna().sum(axis=1) >= 2].mean(axis=1))
        assert (part.reading.value, part.reading.low, part.reading.high) == pytest.approx(expected, abs=1e-5)
    assert measured.bridge is not None
    assert sum(bridge.kept for bridge in measured.segment_bridges.values()) == measured.bridge.kept


def test_alpha_flags_an_index_that_does_not_hold_together(
    measured: Measurements, data: dict[str, pd.DataFrame]
) -> None:
    """The flag is set exactly where the textbook alpha is below .7."""
    for name, items in (
        ("nki", ("nki_overall", "nki_expectation", "nki_ideal")),
        ("pvalue_idx", ("value_quality", "value_price")),
    ):
        scores = rescaled(answers_of(data), *items).dropna()
        k = len(items)
        alpha = k / (k - 1) * (1 - scores.var().sum() / scores.sum(axis=1).var())
        assert ("low_alpha" in measured.current.readings[name].flags) == (alpha < 0.7)
