"""Who left the newsletter, with numbers worked by hand."""

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

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR, previous=Period(date(2023, 1, 1), date(2024, 1, 1)))


def read(tables: Tables, name: str, period: Period | None = None) -> Reading:
    """Return a reading of the plan's period, or of another of its periods."""
    return modules()[name].measure(gather(tables, PLAN).of(period or PLAN.period))


def why(tables: Tables, name: str) -> str:
    """Return the text of a refusal's reason."""
    found = read(tables, name)
    assert found.value is None
    assert found.reason is not None
    return found.reason.text


def people(n: int, status: str | None, *, prefix: str, left: str | None = None, **more: object) -> list[dict[str, Any]]:
    """Return customers with a newsletter status and the day they left it."""
    return [
        {"customer_id": f"{prefix}{i}", "newsletter": status, "unsubscribed_day": epoch(left) if left else None} | more
        for i in range(n)
    ]


def everyone() -> list[dict[str, Any]]:
    """Return 80 recipients, 20 who left in 2024, 10 in 2023, 5 in 2025, and 40 who never had it."""
    return [
        *people(80, "subscribed", prefix="s"),
        *people(20, "unsubscribed", prefix="l", left="2024-12-31"),
        *people(10, "unsubscribed", prefix="b", left="2023-06-01"),
        *people(5, "unsubscribed", prefix="a", left="2025-01-01"),
        *people(40, None, prefix="n"),
    ]


def test_leaving_the_newsletter_by_hand(canon: Canon) -> None:
    """105 had it on New Year's Day 2024, 20 left that year: 19.0 %. Of 115 the year before, 10 left: 8.7 %."""
    tables = canon(customers=everyone())
    now, before = read(tables, "unsub_rate"), read(tables, "unsub_rate", PLAN.previous)
    assert (now.value, now.n_customers) == pytest.approx((2000 / 105, 105))
    assert now.method == "wilson"
    assert (now.low, now.high) == pytest.approx((12.68, 27.60), abs=0.01)  # Wilson 20/105
    assert (before.value, before.n_customers) == pytest.approx((1000 / 115, 115))


def test_who_came_later_was_no_recipient_at_the_start(canon: Canon) -> None:
    """Ten of the recipients and five of those who left became customers in 2024: 15 of 90."""
    rows = everyone()
    for row in [*rows[:10], *rows[80:85]]:
        row["created_day"] = epoch("2024-02-01")
    found = read(canon(customers=rows), "unsub_rate")
    assert (found.value, found.n_customers) == pytest.approx((1500 / 90, 90))


def test_who_left_on_an_unknown_day_is_left_out(canon: Canon) -> None:
    """Where others' days are known, three without one are in neither number, and it is said."""
    rows = everyone() + people(3, "unsubscribed", prefix="u")
    found = read(canon(customers=rows), "unsub_rate")
    assert (found.n_customers, found.flags) == (105, ("left_undated",))


def test_without_days_only_the_share_as_it_stands(canon: Canon) -> None:
    """25 of 100 no longer receive it: for the report's period only, under another method, flagged."""
    rows = people(75, "subscribed", prefix="s") + people(25, "unsubscribed", prefix="l")
    tables = canon(customers=rows)
    now, before = read(tables, "unsub_rate"), read(tables, "unsub_rate", PLAN.previous)
    assert (now.value, now.method, now.flags) == (25.0, "wilson/as_it_stands", ("as_it_stands",))
    assert before.value is None
    assert before.reason is not None
    assert "Nothing tells when" in before.reason.text


def test_each_refusal_says_why(canon: Canon) -> None:
    """No customers' table, no status, nobody who ever left, no recipient at the start, too few."""
    order = {"order_id": "o", "customer_id": "c", "order_day": epoch("2024-02-01"), "amount": "1"}
    name = "unsub_rate"
    assert "receives a newsletter" in why(canon(orders=[order]), name)
    assert "receives a newsletter" in why(canon(customers=people(40, None, prefix="n")), name)
    assert "may be missing" in why(canon(customers=people(40, "subscribed", prefix="n")), name)
    gone = people(40, "unsubscribed", prefix="n", left="2022-01-01")
    assert "No one received" in why(canon(customers=gone), name)
    few = people(20, "subscribed", prefix="s") + people(5, "unsubscribed", prefix="l", left="2024-05-01")
    assert "Too few customers" in why(canon(customers=few), name)
