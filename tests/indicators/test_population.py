"""The finite population correction: business customers, this period, never a test."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan, Settings, measure
from reporter.model import Margin, NotComputed, Period, Population
from reporter.statistics.population import corrected_margin
from tests.indicators.canonical import asked, epoch, reading

if TYPE_CHECKING:
    from reporter.model import Analysis
    from tests.indicators.canonical import Canon

PERIOD = Period(date(2024, 1, 1), date(2025, 1, 1))


def ordered(customers: int, day: str = "2024-11-01", first: int = 0) -> list[dict[str, Any]]:
    """Return an order each of so many customers c0, c1, …, or from another number on."""
    return [
        {"order_id": f"o{day}{i}", "customer_id": f"c{i}", "order_day": epoch(day), "amount": 10, "refund": 0}
        for i in range(first, first + customers)
    ]


def population(canon: Canon, market: str, orders: list[dict[str, Any]]) -> Analysis:
    """Return the analysis of 60 NPS answers of c0 to c59 beside these orders; 100 days without one end a customer."""
    answers = asked("nps", [10] * 30 + [8] * 18 + [0] * 12, (0, 10))
    plan = Plan(period=PERIOD, settings=Settings(market=market, tau_days=100))
    return measure(canon(responses=answers, orders=orders), plan).analyses["population"]


def test_the_example_of_the_specification() -> None:
    """N = 120, n = 60, NPS 30 with variance .61: ±19.8 becomes ±14.0; everyone asked leaves nothing uncertain."""
    assert round(corrected_margin(19.76, 60, 120), 1) == 14.0
    assert corrected_margin(5.0, 7, 7) == 0.0
    with pytest.raises(ValueError, match="no sample"):
        corrected_margin(5.0, 8, 7)


def nps_of(found: Analysis) -> tuple[int, Margin]:
    """Return all customers and the margin of the score."""
    assert isinstance(found, Population)
    (margin,) = [one for one in found.margins if one.indicator == "nps"]
    return found.population, margin


def test_half_of_a_hundred_and_twenty_customers_answered(canon: Canon) -> None:
    """The margin of the reading stays as it is; the corrected one stands beside it."""
    everyone, margin = nps_of(population(canon, "b2b", ordered(120)))
    assert (everyone, margin.n) == (120, 60)
    assert margin.corrected == pytest.approx(margin.plain * (60 / 119) ** 0.5)


def test_customers_who_came_and_went_are_customers_of_the_period(canon: Canon) -> None:
    """40 there from 2023 and gone in spring, 50 in summer only, 30 at the end: 120, of whom 30 at the end."""
    orders = ordered(40, "2023-12-01") + ordered(50, "2024-06-01", 40) + ordered(30, "2024-11-01", 90)
    everyone, margin = nps_of(population(canon, "b2b", orders))
    assert (everyone, margin.n) == (120, 60)


def test_who_answered_and_is_no_customer_of_the_period_is_not_counted(canon: Canon) -> None:
    """c0 to c19 ordered in 2022 alone: 40 of the 60 who answered are among the 100 customers, √(60/99)."""
    everyone, margin = nps_of(population(canon, "b2b", ordered(20, "2022-05-01") + ordered(100, first=20)))
    assert (everyone, margin.n) == (100, 40)
    assert margin.corrected == pytest.approx(margin.plain * (60 / 99) ** 0.5)


def test_few_who_are_not_customers_cannot_be_reckoned(canon: Canon) -> None:
    """Three of the 60 are no customers of the period: 57 beside 60 would tell it. With five, 55 are told."""
    assert isinstance(population(canon, "b2b", ordered(3, "2022-05-01") + ordered(100, first=3)), NotComputed)
    assert nps_of(population(canon, "b2b", ordered(5, "2022-05-01") + ordered(100, first=5)))[1].n == 55


def test_few_who_passed_through_are_left_out(canon: Canon) -> None:
    """100 at the end, and three or six who came and left before it: 100, and 106."""
    passing = [population(canon, "b2b", ordered(100) + ordered(n, "2024-03-01", 100)) for n in (3, 6)]
    assert [nps_of(one)[0] for one in passing] == [100, 106]


def test_few_new_customers_refuse_it(canon: Canon) -> None:
    """97 at the start and three more at the end: 100 beside the 97 of retention would tell the three."""
    stayed = ordered(97, "2023-12-01") + ordered(97, "2024-03-01") + ordered(97, "2024-06-01")
    stayed += ordered(97, "2024-09-01") + ordered(97, "2024-11-30")
    found = population(canon, "b2b", stayed + ordered(3, "2024-11-01", 97))
    assert isinstance(found, NotComputed)
    assert "confidentiality" in found.reason.text


def test_consumers_and_strangers_are_refused(canon: Canon) -> None:
    """Not for consumers, and not where too few who answered are customers in the other exports."""
    assert isinstance(population(canon, "b2c", ordered(120)), NotComputed)
    found = population(canon, "b2b", ordered(120, first=40))
    assert isinstance(found, NotComputed)
    assert "Too few of those who answered" in found.reason.text


def test_no_interval_of_a_reading_is_narrowed(canon: Canon) -> None:
    """A reading is the same whatever the market is."""
    answers = asked("nps", [10] * 30 + [8] * 18 + [0] * 12, (0, 10))
    plans = [Plan(period=PERIOD, settings=Settings(market=market)) for market in ("b2b", "")]
    one, two = (reading(measure(canon(responses=answers), plan), "nps") for plan in plans)
    assert one == two
