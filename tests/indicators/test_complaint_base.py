"""Whose complaints are counted, and of whom: worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.indicators.canonical import epoch
from tests.indicators.test_handling import case, read, why

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon


def orders(n: int) -> list[dict[str, Any]]:
    """Return an order each of ``n`` customers b0, b1, …, the last on New Year's Eve."""
    return [
        {
            "order_id": f"o{i}",
            "customer_id": f"b{i}",
            "order_day": epoch("2024-12-31" if i == n - 1 else "2024-05-01"),
            "amount": 100,
            "currency": "SEK",
        }
        for i in range(n)
    ]


def complaints(*customers: str) -> list[dict[str, Any]]:
    """Return a complaint each of these customers, and a case that is none."""
    rows = [case(i, "2024-06-01", customer_id=one, complaint=True) for i, one in enumerate(customers)]
    return [*rows, case(900, "2024-06-01", customer_id="b0", complaint=False)]


def contract(customer: str, start: str, end: str | None) -> dict[str, Any]:
    """Return a contract."""
    return {
        "subscription_id": f"s{customer}",
        "customer_id": customer,
        "start_day": epoch(start),
        "end_day": epoch(end) if end else None,
        "status": "active",
    }


def test_who_complained_without_ordering_is_in_neither(canon: Canon) -> None:
    """40 ordered, 10 of them complained, one of these twice; three who only complained show in no base."""
    rows = complaints(*(f"b{i}" for i in range(10)), "b0", "x1", "x2", "x3")
    found = read(canon(orders=orders(40), tickets=rows), "complaint_rate")
    assert (found.value, found.n_customers) == (25.0, 40)
    assert "few_events" not in found.flags  # eleven complaints


def test_a_contract_in_the_period_makes_a_customer_active(canon: Canon) -> None:
    """30 buyers and 20 contracts, 15 of them in force in 2024: 45; three of the 15 and six buyers complained."""
    contracts = [contract(f"k{i}", "2023-01-01", None if i < 15 else "2023-06-01") for i in range(20)]
    rows = complaints(*(f"b{i}" for i in range(6)), "k0", "k1", "k2", "k19")
    found = read(canon(orders=orders(30), subscriptions=contracts, tickets=rows), "complaint_rate")
    assert (found.value, found.n_customers) == (20.0, 45)


def test_without_orders_and_contracts_there_is_no_base(canon: Canon) -> None:
    """Cases alone do not tell whose customers these are; nor do orders of another year."""
    rows = complaints(*(f"b{i}" for i in range(10)))
    assert "neither contracts nor orders" in why(canon(tickets=rows), "complaint_rate")
    earlier = [row | {"order_day": epoch("2022-05-01")} for row in orders(40)]
    assert "No customers to count" in why(canon(orders=earlier, tickets=rows), "complaint_rate")
