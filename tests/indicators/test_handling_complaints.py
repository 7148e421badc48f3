"""Complaints per 1,000 orders, with numbers worked by hand and of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reporter.statistics import poisson
from tests.indicators.canonical import epoch
from tests.indicators.test_handling import case, many, read, why

if TYPE_CHECKING:
    from typing import Any

    from tests.indicators.canonical import Canon


def orders(n: int, day: str = "2024-05-01") -> pd.DataFrame:
    """Return ``n`` orders, each of another customer, the last on New Year's Eve."""
    days = [epoch(day)] * (n - 1) + [epoch("2024-12-31")]
    return pd.DataFrame(
        {
            "order_id": [f"o{i}" for i in range(n)],
            "customer_id": [f"b{i}" for i in range(n)],
            "order_day": days,
            "amount": 100,
            "currency": "SEK",
        }
    )


def complaining(n: int, of: int = 40) -> list[dict[str, Any]]:
    """Return cases over the whole year, ``n`` of them complaints."""
    return [row | {"complaint": i < n} for i, row in enumerate(many(of))]


def test_twelve_of_four_thousand(canon: Canon) -> None:
    """12 complaints per 4 000 orders are 3.0 per 1,000, 1.55–5.24 (specification, part 1.2)."""
    found = read(canon(orders=orders(4000), tickets=complaining(12)), "complaints_per_1000")
    assert (found.value, found.n_observations, found.method) == (3.0, 4000, "garwood")
    assert (found.low, found.high) == pytest.approx((1.55, 5.24), abs=0.005)
    assert found.flags == ()


def test_none_of_five_hundred_still_has_an_upper_bound(canon: Canon) -> None:
    """No complaint per 500 orders: up to 7.4 per 1,000 (exact, two-sided), and too few events for a trend."""
    found = read(canon(orders=orders(500), tickets=complaining(0)), "complaints_per_1000")
    assert (found.value, found.low, found.high) == pytest.approx((0.0, 0.0, 7.4), abs=0.05)
    assert found.flags == ("few_events",)


def test_who_complains_often_makes_the_figure_less_sure(canon: Canon) -> None:
    """Four customers with three complaints each: Σc²/Σc = 3, the interval that of 4 events."""
    rows = complaining(0) + [case(500 + i, "2024-06-01", customer_id=f"x{i % 4}", complaint=True) for i in range(12)]
    found = read(canon(orders=orders(4000), tickets=rows), "complaints_per_1000")
    four = poisson(4, 4 / 3)
    assert found.value == 3.0
    assert (found.low, found.high) == pytest.approx((four.low, four.high))


def test_complaints_without_a_customer_count(canon: Canon) -> None:
    """An anonymous complaint is one; two of them are of two customers."""
    rows = complaining(10) + [case(600 + i, "2024-06-01", customer_id=None, complaint=True) for i in range(2)]
    found = read(canon(orders=orders(4000), tickets=rows), "complaints_per_1000")
    assert (found.value, found.low) == pytest.approx((3.0, 1.55), abs=0.005)


def test_cases_must_cover_the_period(canon: Canon) -> None:
    """Cases from March on, or up to October, would count too few complaints of a year's orders."""
    first = [row for row in complaining(12) if row["opened_day"] != epoch("2024-01-01")]
    last = [row for row in complaining(12) if row["opened_day"] != epoch("2024-12-31")]
    assert "start on" in why(canon(orders=orders(400), tickets=first), "complaints_per_1000")
    assert "end on" in why(canon(orders=orders(400), tickets=last), "complaints_per_1000")


def test_what_is_not_known_is_not_nought(canon: Canon) -> None:
    """No orders, no cases, cases that do not say whether they complain, too few customers."""
    name = "complaints_per_1000"
    assert "no orders" in why(canon(tickets=complaining(5)), name)
    assert "no support cases" in why(canon(orders=orders(40)), name)
    assert "which cases are complaints" in why(canon(orders=orders(40), tickets=many(40)), name)
    assert "Too few customers" in why(canon(orders=orders(20), tickets=complaining(5)), name)


def test_cases_that_do_not_tell_are_said(canon: Canon) -> None:
    """Ten of fifty cases do not say whether they complain: more than a tenth."""
    rows = complaining(12) + [case(700 + i, "2024-06-01") for i in range(10)]
    found = read(canon(orders=orders(400), tickets=rows), "complaints_per_1000")
    assert "cases_left_out" in found.flags
