"""Recency, frequency and money: scores, segments and movement, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reporter.errors import UsageError
from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import rfm
from reporter.indicators.gather import gather
from reporter.indicators.rfm import SEGMENTS, Buyers, quintiles, segments_of
from reporter.model import NotComputed, Period, Rfm, RfmCuts
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
CUTS = RfmCuts(recency=(30, 60, 90, 180), frequency=(1, 2, 3, 4), money=(100.0, 200.0, 400.0, 800.0))


def orders(n: int, prefix: str, *days: str, amount: float = 100, **more: object) -> list[dict[str, Any]]:
    """Return orders of ``n`` customers on each of the days."""
    return [
        {"order_id": f"{prefix}{i}/{day}", "customer_id": f"{prefix}{i}", "order_day": epoch(day), "amount": amount,
         "refund": 0, "currency": "SEK"} | more
        for i in range(n)
        for day in days
    ]  # fmt: skip


def analysed(tables: Tables, plan: Plan | None = None, **rules: Any) -> Rfm | NotComputed:  # noqa: ANN401 - settings
    """Return the analysis of 2024 against 2023."""
    settings = Settings(tau_days=90, **{"rfm_cuts": CUTS} | rules)
    ground = gather(tables, plan or Plan(period=YEAR, previous=YEAR.previous(), settings=settings)).ground()
    assert ground is not None
    found = rfm.analyse(ground)
    assert isinstance(found, Rfm | NotComputed)
    return found


def computed(tables: Tables, plan: Plan | None = None, **rules: Any) -> Rfm:  # noqa: ANN401 - settings
    """Return the analysis, which must be there."""
    found = analysed(tables, plan, **rules)
    assert isinstance(found, Rfm), found
    return found


def customers(found: Rfm) -> dict[str, int | None]:
    """Return the customers of the segments that have any."""
    return {one.id: one.customers for one in found.segments if one.customers != 0}


def shop(year: int = 2024) -> list[dict[str, Any]]:
    """Return 60 best customers (5 orders of 200, the last on 20 December), 50 dormant, 10 who came lately."""
    often = [f"{year}-{month:02}-20" for month in (2, 4, 6, 8, 12)]
    return [
        *orders(60, "best", *often, amount=200),
        *orders(50, "dormant", f"{year}-03-01", amount=50),
        *orders(10, "fresh", f"{year}-12-28", amount=90),
    ]


def test_every_pair_of_scores_has_one_segment() -> None:
    """The eight ranges cover 5 × 9 pairs of scores, each once."""
    for recency in range(1, 6):
        for value in range(2, 11):
            here = [
                one.id
                for one in SEGMENTS
                if one.recency[0] <= recency <= one.recency[1] and one.value[0] <= value <= one.value[1]
            ]
            assert len(here) == 1
    assert sum((s.recency[1] - s.recency[0] + 1) * (s.value[1] - s.value[0] + 1) for s in SEGMENTS) == 45


def test_segments_with_fixed_cut_points(canon: Canon) -> None:
    """120 customers: 60 best with 60 000 kr of 63 400, 50 dormant, 10 who came lately."""
    found = computed(canon(orders=shop()))
    assert (found.origin, found.compared, found.customers) == ("settings", None, 120)
    assert customers(found) == {"best": 60, "fresh": 10, "dormant": 50}
    best = found.segments[0]
    assert (best.revenue, best.share.value) == (60_000, 50)
    assert best.revenue_share == pytest.approx(100 * 60_000 / 63_400)
    # Wilson for 60 of 120
    assert [best.share.low, best.share.high] == pytest.approx([41.19, 58.81], abs=0.01)


def test_equal_values_have_equal_scores() -> None:
    """On a cut-point is below it: 30 days score 5 and 31 score 4; 800.00 scores 4 and 800.01 scores 5."""
    buyers = Buyers(
        key=np.arange(4),
        recency=np.array([30, 31, 180, 181]),
        frequency=np.array([1, 1, 5, 5]),
        money=np.array([8_000_000, 8_000_100, 8_000_000, 8_000_100]),
    )
    # scores: R 5 4 2 1, F 1 1 5 5, M 4 5 4 5
    assert [SEGMENTS[i].id for i in segments_of(buyers, CUTS)] == ["fresh", "loyal", "precious", "precious"]


def test_quintiles_are_values_that_a_fifth_do_not_exceed() -> None:
    """Of 1 … 10: 2, 4, 6, 8; many equal values give equal cut-points; money keeps two digits."""
    tens = np.arange(1, 11)
    cuts = quintiles(Buyers(key=tens, recency=tens, frequency=np.array([1] * 7 + [2, 3, 4]), money=tens * 12_345_678))
    assert (cuts.recency, cuts.frequency) == ((2, 4, 6, 8), (1, 1, 1, 2))
    assert cuts.money == (2500.0, 4900.0, 7400.0, 9900.0)


def test_cut_points_come_from_the_compared_period(canon: Canon) -> None:
    """Ten times the money in 2024: by 2023's cut-points all score 5; with no period before, 2024's own are taken."""
    names = [f"c{i}" for i in range(100)]
    rows = [
        row
        for year, factor in ((2022, 1), (2023, 1), (2024, 10))
        for i, name in enumerate(names)
        for row in orders(1, name, f"{year}-10-{1 + i % 20:02}", amount=factor * (10 + i))
    ]
    found = computed(canon(orders=rows), rfm_cuts=None)
    assert (found.origin, found.compared) == ("previous", Period.parse("2023"))
    assert found.cuts.money == (29.0, 49.0, 69.0, 89.0)
    assert found.cuts.frequency == (1, 1, 1, 1)
    # F = 1 and M = 5 make 6: none is small
    assert set(customers(found)) == {"loyal", "cooling", "slipping"}
    alone = computed(canon(orders=rows[200:]), rfm_cuts=None)
    assert (alone.origin, alone.cuts.money) == ("current", (290.0, 490.0, 690.0, 890.0))


def test_movement_by_hand(canon: Canon) -> None:
    """Of 60 best in 2023 40 stay, 15 turn dormant and 5 leave; 50 dormant leave; 62 come as best."""
    before = shop(2023)
    often = [f"2024-{month:02}-20" for month in (2, 4, 6, 8, 12)]
    rows = [row for row in before if row["customer_id"].startswith(("best", "dormant"))]
    rows += orders(40, "best", *often, amount=200)
    rows += [row for row in orders(55, "best", "2024-01-05", amount=50) if int(row["customer_id"][4:]) >= 40]
    rows += orders(62, "come", *often, amount=200) + orders(1, "old", "2022-12-30")
    found = computed(canon(orders=rows))
    assert found.compared == Period.parse("2023")
    assert {(move.before, move.after): move.customers for move in found.moves} == {
        ("best", "best"): 40, ("best", "dormant"): 15, ("best", None): 5, ("dormant", None): 50, (None, "best"): 62,
    }  # fmt: skip


def test_one_large_customer_hides_money_not_customers(canon: Canon) -> None:
    """Of ten who came lately one makes 400 of 490 kr: their revenue is hidden, and the 2 500 of the dormant too."""
    rows = shop()[:-10] + orders(9, "fresh", "2024-12-28", amount=10) + orders(1, "large", "2024-12-28", amount=400)
    found = computed(canon(orders=rows))
    told = {one.id: (one.customers, one.revenue) for one in found.segments if one.customers}
    assert told == {"best": (60, 60_000), "fresh": (10, None), "dormant": (50, None)}


def test_no_money_where_one_customer_makes_more_than_half_of_all(canon: Canon) -> None:
    """100 000 of 163 400 kr: the segments are told without money."""
    found = computed(canon(orders=shop() + orders(1, "best", "2024-12-21", amount=100_000)))
    assert {one.revenue for one in found.segments} == {one.revenue_share for one in found.segments} == {None}
    assert customers(found) == {"best": 60, "fresh": 10, "dormant": 50}


def test_a_half_year_looks_at_twelve_months(canon: Canon) -> None:
    """The report of the first half of 2024 scores July 2023 to June 2024, against the twelve months before January."""
    plan = Plan(
        period=Period.parse("2024-H1"), previous=Period.parse("2023-H2"), settings=Settings(tau_days=90, rfm_cuts=CUTS)
    )
    rows = orders(100, "a", "2022-12-30", "2023-06-30", "2024-06-20") + orders(100, "b", "2023-07-01", "2024-07-01")
    found = computed(canon(orders=rows), plan)
    assert found.window == Period(date(2023, 7, 1), date(2024, 7, 1))
    assert found.compared == Period.parse("2023")
    # one order each: a ten days before the end, b on the first day; 100 kr is on the lowest cut-point
    assert customers(found) == {"fresh": 100, "dormant": 100}


def test_refusals(canon: Canon) -> None:
    """Ninety-nine customers, two currencies, no orders, and orders that start after the period."""
    for rows, words in (
        ({"orders": orders(99, "a", "2024-02-01")}, "Too few customers"),
        ({"orders": shop() + orders(1, "x", "2024-02-01", currency="DKK")}, "several currencies"),
        ({"responses": [{"customer_id": "c", "item": "nps", "score": 9}]}, "no orders"),
        ({"orders": orders(200, "a", "2025-02-01")}, "No customers"),
    ):
        found = analysed(canon(**rows))
        assert isinstance(found, NotComputed)
        assert words in found.reason.text


def test_falling_cut_points_are_refused() -> None:
    """One value would get two scores."""
    with pytest.raises(UsageError, match="C124") as raised:
        RfmCuts(recency=(30, 20, 90, 180), frequency=(1, 2, 3, 4), money=(1, 2, 3, 4))
    assert "recency" in str(raised.value)


def test_all_segments_are_named_in_the_order_of_the_table(canon: Canon) -> None:
    """Those without customers too: nought may be told."""
    found = computed(canon(orders=shop()))
    assert [(one.id, one.name) for one in found.segments] == [(one.id, one.name) for one in SEGMENTS]
    assert sum(one.customers or 0 for one in found.segments) == found.customers
