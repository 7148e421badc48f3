"""Orders, money, complaints and periods, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.errors import UsageError
from reporter.indicators import Plan, Settings, measure
from reporter.indicators.queries.cells import layers
from reporter.model import Period
from reporter.statistics import wilson
from reporter.statistics.lifetime import lifetime_value
from tests.indicators.canonical import epoch, reading, why

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR, settings=Settings(tau_days=365))


def order(customer: str | None, day: str, amount: str = "100", **more: object) -> dict[str, Any]:
    """Return an order."""
    return {
        "order_id": f"{customer}/{day}/{amount}/{sorted(more.items())}",
        "customer_id": customer,
        "order_day": epoch(day),
        "amount": amount,
        "refund": "0",
        "currency": "SEK",
        "lines": 2,
    } | more


def two_groups() -> list[dict[str, Any]]:
    """Return 20 customers with orders of 100 and 300, and 20 with one of 200."""
    rows = [
        order(f"a{i}", day, money) for i in range(20) for day, money in (("2024-02-01", "100"), ("2024-03-01", "300"))
    ]
    return rows + [order(f"b{i}", "2024-04-01", "200") for i in range(20)]


def test_money_by_hand(canon: Canon) -> None:
    """12 000 over 60 orders of 40 customers: AOV 200, 300 a customer, 1.5 orders, half of them repeat."""
    found = measure(canon(orders=two_groups()), PLAN)
    expected = {
        "revenue": 12_000, "orders": 60, "customers": 40, "order_lines": 120, "aov": 200, "rev_per_customer": 300,
        "freq": 1.5, "repeat_rate": 50, "multi_order_rate": 50,
    }  # fmt: skip
    assert {name: reading(found, name).value for name in expected} == expected
    # y − 200·x is 0 for every customer, so the ratio has no spread; revenue a customer is 400 or 200
    assert reading(found, "aov").se == 0
    assert reading(found, "rev_per_customer").se == pytest.approx(100 * (40 / 39) ** 0.5 / 40**0.5)


def test_two_orders_on_one_day_are_one_occasion(canon: Canon) -> None:
    """More than one order, but on one day: multi_order_rate counts them, repeat_rate does not."""
    rows = [order(f"c{i}", "2024-02-01", money) for i in range(40) for money in ("1", "2")]
    found = measure(canon(orders=rows), PLAN)
    assert (reading(found, "multi_order_rate").value, reading(found, "repeat_rate").value) == (100.0, 0.0)


def test_refunds_leave_their_own_order(canon: Canon) -> None:
    """A fully refunded order leaves numerator and denominator; a partly refunded one stays with what is left."""
    rows = two_groups()
    rows += [order("a0", "2024-05-01", "0", refund="500"), order("b0", "2024-05-01", "200", refund="100")]
    found = measure(canon(orders=rows), PLAN)
    assert (reading(found, "orders").value, reading(found, "aov").value) == (61, 200.0)


def test_credit_notes_lower_revenue_and_are_no_orders(canon: Canon) -> None:
    """A note of 2 000 to an own customer and one of 400 to one who bought nothing: 9 600 over the same 60 orders.

    Revenue 12 000 − 2 400; AOV 160; 240 for each of the 40 who ordered; 61 and 41 would count notes as orders.
    """
    rows = two_groups()
    rows += [order("a0", "2024-05-01", "-2000"), order("gone", "2024-05-01", "-400"), order("a1", "2023-01-01")]
    found = measure(canon(orders=rows), PLAN)
    expected = {
        "revenue": 9_600, "orders": 60, "customers": 40, "order_lines": 120, "aov": 160, "rev_per_customer": 240,
        "freq": 1.5, "repeat_rate": 50, "multi_order_rate": 50,
    }  # fmt: skip
    assert {name: reading(found, name).value for name in expected} == expected
    # revenue − 240·[ordered]: 19 × 160, 20 × −40, a0: 400 − 2000 − 240 = −1840, gone: −400
    squares = 19 * 160**2 + 20 * 40**2 + 1840**2 + 400**2
    assert reading(found, "rev_per_customer").se == pytest.approx((41 / 40 * squares) ** 0.5 / 40)
    assert (reading(found, "aov").n_customers, reading(found, "rev_per_customer").n_customers) == (40, 40)


def test_a_free_order_is_an_order_and_a_refunded_one_is_not(canon: Canon) -> None:
    """0 without a refund counts as an order of 0; 0 after a refund does not count at all."""
    rows = [*two_groups(), order("a0", "2024-05-01", "0"), order("a1", "2024-05-01", "0", refund="300")]
    found = measure(canon(orders=rows), PLAN)
    assert (reading(found, "orders").value, reading(found, "revenue").value) == (61, 12_000)


def test_anonymous_orders_in_another_currency_are_refused_too(canon: Canon) -> None:
    """An order without a customer in DKK among orders in SEK: no sum of money."""
    rows = [*two_groups(), order(None, "2024-06-01", currency="DKK")]
    assert reading(measure(canon(orders=rows), PLAN), "revenue").value is None


def test_money_is_exact(canon: Canon) -> None:
    """Ten thousand times 0.1 and 0.2 is 3 000 to the last digit, as in no sum of floats."""
    rows = [
        order(f"c{i % 50}", "2024-02-01", money, order_id=f"{i}{money}")
        for i in range(10_000)
        for money in ("0.1", "0.2")
    ]
    assert reading(measure(canon(orders=rows), PLAN), "revenue").value == 3000.0


def test_mixed_currencies_are_refused(canon: Canon) -> None:
    """SEK and DKK: no sum of money; counts stay."""
    found = measure(canon(orders=[*two_groups(), order("z", "2024-02-01", currency="DKK")]), PLAN)
    for name in ("aov", "revenue", "rev_per_customer", "clv_simple"):
        assert reading(found, name).value is None, name
    assert why(found, "aov") == "The orders are in several currencies: {currencies}."
    assert reading(found, "orders").value == 61


def test_one_dominant_customer_hides_the_money(canon: Canon) -> None:
    """One of 41 makes more than half of the revenue: suppressed, the concentration too."""
    found = measure(canon(orders=[*two_groups(), order("whale", "2024-02-01", "12001")]), PLAN)
    assert why(found, "aov").startswith("Not shown, for reasons of confidentiality: one customer")
    assert found.concentration is None


def test_anonymous_orders_count_as_orders_not_as_customers(canon: Canon) -> None:
    """60 orders of 40 customers and 10 without one: AOV over 70, revenue per customer over 40."""
    rows = two_groups() + [order(None, "2024-06-01", "200", order_id=f"anon{i}") for i in range(10)]
    found = measure(canon(orders=rows), PLAN)
    assert (reading(found, "orders").value, reading(found, "customers").value) == (70, 40)
    assert (reading(found, "aov").n_customers, reading(found, "rev_per_customer").value) == (50, 300.0)


def test_revenue_of_returning_customers_needs_history(canon: Canon) -> None:
    """Without a year before it is refused; with one, 20 of 40 customers had bought before: 8 000 of 12 000."""
    assert why(measure(canon(orders=two_groups()), PLAN), "ret_rev_share").startswith("The orders start on {first}")
    rows = two_groups() + [order(f"a{i}", "2023-01-03") for i in range(20)]
    found = reading(measure(canon(orders=rows), PLAN), "ret_rev_share")
    assert found.value == pytest.approx(200 / 3)
    assert found.n_customers == 40
    # 20 customers bought for 400 and 20 for 200: 12 000²/(20·400² + 20·200²) = 36 effective customers
    expected = wilson(24, 36).scaled(100)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_credit_notes_leave_no_share_below_nought(canon: Canon) -> None:
    """Those who bought before bring back more than they buy: 0 %.

    Where all known customers do and only orders without a customer hold revenue, there is no share, and it is said.
    """
    early = [order(f"a{i}", "2023-01-03") for i in range(40)]
    late = [order(f"b{i}", "2024-02-01", "300") for i in range(40)]
    back = [order(f"a{i}", "2024-02-01", "100", order_id=f"x{i}") for i in range(40)]
    back += [order(f"a{i}", "2024-02-02", "-150", order_id=f"y{i}") for i in range(40)]
    found = reading(measure(canon(orders=early + late + back), PLAN), "ret_rev_share")
    assert (found.value, found.low) == (0.0, 0.0)
    anonymous = [order(None, "2024-06-01", "200", order_id=f"anon{i}") for i in range(40)]
    assert "have no revenue" in why(measure(canon(orders=early + back + anonymous), PLAN), "ret_rev_share")


def test_repurchase_within_ninety_days(canon: Canon) -> None:
    """First order in March; 10 come back after 90 days, 10 after 91, 20 never: 25 %. October is too late to count."""
    rows = [order("early", "2022-01-01"), *(order(f"c{i}", "2024-03-01") for i in range(40))]
    rows += [order(f"c{i}", "2024-05-30") for i in range(10)] + [order(f"c{i}", "2024-05-31") for i in range(10, 20)]
    rows += [order(f"late{i}", "2024-10-03") for i in range(40)]
    found = reading(measure(canon(orders=rows), PLAN), "repeat_within")
    assert (found.value, found.n_customers, found.flags) == (25.0, 40, ("incomplete", "small_base"))


def test_a_longer_quarter_is_made_a_year(canon: Canon) -> None:
    """92 days: orders per customer times 365/92, flagged."""
    rows = [order(f"c{i}", "2024-08-01") for i in range(40)]
    found = measure(canon(orders=rows), Plan(period=Period(date(2024, 7, 1), date(2024, 10, 1))))
    assert reading(found, "freq").value == pytest.approx(365 / 92)
    assert "annualised" in reading(found, "freq").flags


def test_lifetime_value_has_the_golden_value() -> None:
    """M = 100, r = .7, d = .1: 275 with the first margin, 175 without it."""
    assert lifetime_value(100.0, 0.7, 0.1) == pytest.approx(275)
    assert lifetime_value(100.0, 0.7, 0.1, first=False) == pytest.approx(175)


@pytest.mark.parametrize(
    ("before", "after", "lever"),
    [(0.7, 0.75, 14.3), (0.8, 0.85, 20.0), (0.85, 0.9, 25.0), (0.9, 0.95, 33.3), (0.7, 0.735, 9.6)],
)
def test_the_lever_of_retention(before: float, after: float, lever: float) -> None:
    """Five points more retention lift the value by the percentages of part 1.3."""
    one, two = lifetime_value(1.0, before, 0.1), lifetime_value(1.0, after, 0.1)
    assert round(100 * (two / one - 1), 1) == lever


def test_without_a_margin_lifetime_value_says_revenue(canon: Canon) -> None:
    """A whole year, all kept: m/(d/(1+d)) = 100·1.1/0.1 on revenue, flagged; 40 % of it with a margin of 0.4."""
    days = ("2022-02-01", "2022-06-01", "2023-02-01", "2023-06-01")
    rows = [order(f"c{i}", day) for i in range(40) for day in days]
    year = Period(date(2023, 1, 1), date(2024, 1, 1))
    plan = Plan(period=year, settings=Settings(tau_days=300))
    found = reading(measure(canon(orders=rows), plan), "clv_simple")
    assert found.value == pytest.approx(200 * 1.1 / 0.1)
    assert "revenue_based" in found.flags
    plan = Plan(period=year, settings=Settings(tau_days=300, margin=0.4))
    assert reading(measure(canon(orders=rows), plan), "clv_simple").value == pytest.approx(880)


def test_complaints(canon: Canon) -> None:
    """40 buyers, 4 of them complain (one twice): 4 of 40; 10 strangers who complain were never customers."""
    tickets = [
        {"ticket_id": f"{i}", "customer_id": f"a{i % 4}", "opened_day": epoch("2024-05-01"), "complaint": True}
        for i in range(5)
    ]
    tickets += [
        {"ticket_id": f"s{i}", "customer_id": f"s{i}", "opened_day": epoch("2024-05-01"), "complaint": True}
        for i in range(10)
    ]
    tickets += [{"ticket_id": "q", "customer_id": "a9", "opened_day": epoch("2024-05-01"), "complaint": False}]
    found = reading(measure(canon(orders=two_groups(), tickets=tickets), PLAN), "complaint_rate")
    assert (found.value, found.n_customers) == (10.0, 40)
    unknown = [row | {"complaint": None} for row in tickets]
    assert why(measure(canon(orders=two_groups(), tickets=unknown), PLAN), "complaint_rate").startswith(
        "The data do not tell"
    )


def test_few_complaints_bear_no_trend(canon: Canon) -> None:
    """Nine complaints are flagged."""
    tickets = [
        {"ticket_id": f"{i}", "customer_id": f"a{i}", "opened_day": epoch("2024-05-01"), "complaint": True}
        for i in range(9)
    ]
    found = reading(measure(canon(orders=two_groups(), tickets=tickets), PLAN), "complaint_rate")
    assert (found.value, found.flags) == (22.5, ("few_events", "small_base"))


def test_concentration_by_hand(canon: Canon) -> None:
    """100 customers: 20 with 40, 80 with 2.5: the top 20 % make 80 %; A = 20, B = 60, C = 20."""
    rows = [order(f"c{i:03d}", "2024-05-01", "40" if i < 20 else "2.5") for i in range(100)]
    found = measure(canon(orders=rows), PLAN).concentration
    assert found is not None
    assert (found.customers, found.revenue, found.top_share) == (100, 1000.0, 80.0)
    assert found.curve[0] == (0.0, 0.0)
    assert found.curve[-1] == (100.0, 100.0)
    # the 5 % points part 5 of 100 customers from the rest; with 50 customers they would be 2.5
    assert len(found.curve) == 21
    rows = [order(f"c{i:03d}", "2024-05-01", "40" if i < 10 else "2.5") for i in range(50)]
    fewer = measure(canon(orders=rows), PLAN).concentration
    assert fewer is not None
    assert [round(share) for share, _ in fewer.curve] == [0, *range(10, 91, 5), 100]
    assert found.classes == (("A", 20, 800.0, 80.0), ("B", 60, 150.0, 15.0), ("C", 20, 50.0, 5.0))


def test_a_class_of_four_hides_the_concentration(canon: Canon) -> None:
    """Four customers make the first 80 %: nothing is shown."""
    rows = [order(f"c{i:03d}", "2024-05-01", "210" if i < 4 else "2") for i in range(100)]
    assert measure(canon(orders=rows), PLAN).concentration is None


def test_periods_that_overlap_are_measured_apart(canon: Canon) -> None:
    """Rolling years: an order of March 2024 counts in all periods that hold it."""
    quarters = [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1)]
    rolling = tuple(Period(start, start.replace(year=2024)) for start in quarters)
    assert layers([*rolling, YEAR]) == [[0], [1], [2], [3]]
    found = measure(canon(orders=two_groups()), Plan(period=YEAR, history=rolling))
    assert [point.reading.value for point in found.series["orders"]] == [40, 60, 60, 60]
    assert [point.period for point in found.series["orders"]] == [*rolling, YEAR]


def test_same_input_same_values(canon: Canon) -> None:
    """Two runs give equal measurements, to the last digit."""
    tables = canon(orders=two_groups())
    assert measure(tables, PLAN) == measure(tables, PLAN)


@pytest.mark.parametrize(
    "rules", [{"min_group": 4}, {"tau_days": 0}, {"margin": 35.0}, {"margin": 0.0}, {"discount": 1.0}]
)
def test_rules_that_no_number_can_follow_are_refused(rules: dict[str, Any]) -> None:
    """Groups below 5, no days of inactivity, a margin of 3 500 %: coded errors with a way out."""
    with pytest.raises(UsageError, match="C12"):
        Settings(**rules)


def test_a_period_before_the_first_order_has_no_count(canon: Canon) -> None:
    """The export starts in 2024: 2023 had no orders that anyone knows of, and 0 would be a wrong number."""
    plan = Plan(period=PLAN.period, previous=Period(date(2023, 1, 1), date(2024, 1, 1)))
    found = measure(canon(orders=two_groups()), plan)
    assert found.previous is not None
    for name in ("orders", "customers", "revenue"):
        before = found.previous.readings[name]
        assert before.value is None, name
        assert before.reason is not None
        assert reading(found, name).value is not None
