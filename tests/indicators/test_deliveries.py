"""Deliveries and returns, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan
from reporter.indicators.gather import gather
from reporter.indicators.registry import modules
from reporter.model import Period
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.model import Reading
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))
LAST = {"order_id": "last", "customer_id": None, "order_day": epoch("2024-12-31"), "amount": "1"}


def read(tables: Tables, name: str, period: Period | None = None) -> Reading:
    """Return a reading of the plan's period, or of another of its periods."""
    return modules()[name].measure(gather(tables, PLAN).of(period or PLAN.period))


def why(tables: Tables, name: str) -> str:
    """Return the text of a refusal's reason."""
    found = read(tables, name)
    assert found.value is None
    assert found.reason is not None
    return found.reason.text


def bought(n: int, *, start: int = 0, **more: object) -> list[dict[str, Any]]:
    """Return orders, each of a customer of its own."""
    return [
        {"order_id": f"o{i}", "customer_id": f"c{i}", "order_day": epoch("2024-05-01"), "amount": "100"} | more
        for i in range(start, start + n)
    ]


def sent(n: int, promised: str, delivered: str | None, *, start: int = 0, **more: object) -> list[dict[str, Any]]:
    """Return orders with their two days."""
    days = {"promised_day": epoch(promised), "delivered_day": epoch(delivered) if delivered else None}
    return bought(n, start=start, **days, **more)


def test_on_time_by_hand(canon: Canon) -> None:
    """60 on the day, 15 before it, 25 the day after: 75 % of 100, Wilson 65.7–82.5."""
    rows = sent(60, "2024-05-05", "2024-05-05") + sent(15, "2024-05-05", "2024-05-02", start=60)
    rows += [*sent(25, "2024-05-05", "2024-05-06", start=75), LAST]
    found = read(canon(orders=rows), "on_time")
    assert (found.value, found.n_customers, found.n_observations, found.flags) == (75.0, 100, 100, ())
    assert (found.low, found.high) == pytest.approx((65.69, 82.45), abs=0.01)


def test_what_never_came_is_late_once_it_is_due(canon: Canon) -> None:
    """40 came, 10 never did and were promised for May: 80 %; those promised for New Year's Eve are not due yet."""
    rows = sent(40, "2024-05-05", "2024-05-05") + sent(10, "2024-05-05", None, start=40)
    rows += [*sent(20, "2024-12-31", None, start=50), LAST]
    found = read(canon(orders=rows), "on_time")
    assert (found.value, found.n_observations) == (80.0, 50)
    assert "undelivered" in found.flags


def test_what_was_called_off_is_not_late(canon: Canon) -> None:
    """Wholly refunded and never delivered: no promise was broken. Credit notes are no orders."""
    rows = sent(40, "2024-05-05", "2024-05-05") + sent(10, "2024-05-05", None, start=40, amount="0", refund="100")
    rows += [*sent(5, "2024-05-05", None, start=60, amount="-20"), LAST]
    found = read(canon(orders=rows), "on_time")
    assert (found.value, found.n_observations, found.flags) == (100.0, 40, ("small_base",))


def test_the_promised_day_decides_the_period(canon: Canon) -> None:
    """Ordered in December for January is of the next year; ordered in 2023 for January 2024 is of this one."""
    rows = sent(40, "2025-01-03", "2025-01-03", order_day=epoch("2024-12-30"))
    rows += sent(30, "2024-01-03", "2024-01-04", start=40, order_day=epoch("2023-12-30"))
    found = read(canon(orders=rows), "on_time")
    assert (found.value, found.n_customers) == (0.0, 30)


def test_on_time_refuses_in_words(canon: Canon) -> None:
    """No days at all, promises without deliveries, none in the period, too few customers, no orders."""
    name = "on_time"
    assert "promised and delivered" in why(canon(orders=bought(40)), name)
    assert "promised and delivered" in why(canon(orders=sent(40, "2024-05-05", None)), name)
    assert "No order was promised" in why(canon(orders=sent(40, "2023-05-05", "2023-05-05")), name)
    assert "Too few customers" in why(canon(orders=sent(29, "2024-05-05", "2024-05-05")), name)
    case = {"ticket_id": "t", "customer_id": "c", "opened_day": epoch("2024-01-01")}
    assert "no orders" in why(canon(tickets=[case]), name)


def test_returns_by_hand(canon: Canon) -> None:
    """Ten in part and ten in full of 100 orders: 20 %; the fully refunded stay in the base."""
    rows = bought(80, refund="0") + bought(10, start=80, refund="30") + bought(10, start=90, amount="0", refund="100")
    found = read(canon(orders=rows), "return_rate")
    assert (found.value, found.n_customers, found.n_observations) == (20.0, 100, 100)
    assert (found.low, found.high) == pytest.approx((13.34, 28.88), abs=0.01)


def test_a_customer_who_sends_everything_back_is_one_customer(canon: Canon) -> None:
    """Forty customers with ten orders each, all or nothing sent back: as wide as of about 40 orders."""
    rows = [
        row | {"customer_id": f"c{i // 10}", "refund": "10" if i // 10 < 20 else "0"}
        for i, row in enumerate(bought(400))
    ]
    found = read(canon(orders=rows), "return_rate")
    assert (found.value, found.n_customers, found.n_observations) == (50.0, 40, 400)
    assert found.se == pytest.approx(100 * (0.25 / 39) ** 0.5)  # the effective number is 39 = 40·39/40


def test_orders_of_few_customers_that_are_all_alike(canon: Canon) -> None:
    """Nothing came back of ten orders each of forty customers: up to 8.8 % as of 0 of 40, not 1.0 as of 0 of 400."""
    rows = [row | {"customer_id": f"c{i // 10}", "refund": "0"} for i, row in enumerate(bought(400))]
    found = read(canon(orders=rows), "return_rate")
    assert (found.value, found.low, found.high) == pytest.approx((0.0, 0.0, 8.76), abs=0.01)


def test_credit_notes_count_as_one_return_each(canon: Canon) -> None:
    """Five notes beside 50 orders: 10 %, and it is said; more notes than orders cannot be a share."""
    notes = bought(5, start=100, amount="-50")
    found = read(canon(orders=bought(50) + notes), "return_rate")
    assert (found.value, found.n_observations) == (10.0, 50)
    assert "credit_notes" in found.flags
    many = bought(60, start=100, amount="-50")
    assert "more refunds" in why(canon(orders=bought(50) + many), "return_rate")


def test_returns_refuse_in_words(canon: Canon) -> None:
    """No refund known, no orders in the period, too few customers, no orders."""
    name = "return_rate"
    assert "what was refunded" in why(canon(orders=bought(40)), name)
    old = bought(40, refund="0", order_day=epoch("2022-05-01"))
    assert why(canon(orders=old), name) == "There are no orders in the period."
    assert "Too few customers" in why(canon(orders=bought(29, refund="0")), name)
    case = {"ticket_id": "t", "customer_id": "c", "opened_day": epoch("2024-01-01")}
    assert "no orders" in why(canon(tickets=[case]), name)


def test_anonymous_orders_are_customers_of_their_own(canon: Canon) -> None:
    """Thirty orders without a customer, six sent back: 20 % of 30 customers."""
    rows = bought(24, refund="0", customer_id=None) + bought(6, start=24, refund="5", customer_id=None)
    found = read(canon(orders=rows), "return_rate")
    assert (found.value, found.n_customers) == (20.0, 30)
