"""Keys that stand together on a row make one customer of two, and never two customers one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reporter.sources.across.linking import Edge, cluster
from reporter.sources.rows.people import WEAK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

COMPANY, CONTACT = "hubspot company", "hubspot contact"


def edge(person: str, other: str) -> Edge:
    """Return the edge of two keys written as ``kind:text``."""
    return Edge(
        person=person, kind=person.split(":", maxsplit=1)[0], other=other, other_kind=other.split(":", maxsplit=1)[0]
    )


def same(edges: list[Edge], *keys: str) -> bool:
    """Tell whether keys are one customer."""
    found = cluster(edges)
    return len({found.root(key) for key in keys}) == 1


def test_an_address_leads_to_the_number() -> None:
    """The order list bears number and address, the survey the address only: they are one customer."""
    assert same([edge("own:17", "mail:a")], "own:17", "mail:a")


def test_an_address_that_two_customers_share_joins_neither() -> None:
    """info@ stands with 17 and 18: whose answer it is nobody knows, and it is reported."""
    edges = [edge("own:17", "mail:info"), edge("own:18", "mail:info"), edge("own:18", "mail:b")]
    assert not same(edges, "own:17", "mail:info")
    assert not same(edges, "own:18", "mail:info")
    assert same(edges, "own:18", "mail:b")
    assert cluster(edges).shared == Counter({"mail": 1})


def test_a_crm_may_hold_one_customer_twice() -> None:
    """Two companies of a CRM bear number 17 of the client's books: all three are one."""
    edges = [edge("own:17", f"{COMPANY}:1"), edge("own:17", f"{COMPANY}:2"), edge(f"{COMPANY}:2", "mail:b")]
    assert same(edges, "own:17", f"{COMPANY}:1", f"{COMPANY}:2", "mail:b")


def test_a_company_with_two_numbers_joins_neither() -> None:
    """A record that bears 17 in one file and 18 in another contradicts itself."""
    edges = [edge("own:17", f"{COMPANY}:1"), edge("own:18", f"{COMPANY}:1")]
    assert not same(edges, "own:17", "own:18")
    assert not same(edges, "own:17", f"{COMPANY}:1")


def test_a_chain_leads_from_the_contact_to_the_number() -> None:
    """The contact's address, the contact's company, the company's number: an answer finds its orders."""
    edges = [
        edge(f"{COMPANY}:1", f"{CONTACT}:7"), edge(f"{COMPANY}:1", "mail:a"), edge("own:17", f"{COMPANY}:1"),
    ]  # fmt: skip
    assert same(edges, "mail:a", "own:17", f"{CONTACT}:7")


def test_two_shops_customers_share_an_address() -> None:
    """An address that stands with a number and with a shop's id joins them; with two ids of the shop it does not."""
    assert same([edge("own:17", "mail:a"), edge("shopify:5", "mail:a")], "own:17", "shopify:5")
    assert not same([edge("shopify:6", "mail:a"), edge("shopify:5", "mail:a")], "shopify:6", "shopify:5")


KEYS = st.sampled_from(["own", COMPANY, CONTACT, "mail", "org", "name"]).flatmap(
    lambda kind: st.integers(1, 4).map(lambda number: f"{kind}:{number}")
)


@given(st.lists(st.tuples(KEYS, KEYS).filter(lambda pair: pair[0] != pair[1]), max_size=30))
def test_no_customer_has_two_numbers(pairs: list[tuple[str, str]]) -> None:
    """Whatever stands together, no cluster holds two of the client's own numbers, and the order does not matter."""
    order = {"own": 0, COMPANY: 1, CONTACT: 1} | dict.fromkeys(WEAK, 2)
    edges = [edge(*sorted(pair, key=lambda key: (order[key.split(":")[0]], key))) for pair in pairs]
    found = cluster(edges)
    numbers = Counter(found.root(key) for key in found.parent if key.startswith("own:"))
    assert all(count == 1 for count in numbers.values())
    again = cluster(edges[::-1])
    assert {key: found.root(key) for key in found.parent} == {key: again.root(key) for key in found.parent}


def test_a_spoilt_id_beside_an_address_is_told(ingest: Callable[..., Result]) -> None:
    """The customer of 4,08E+12 is known by the address, and the operator is told that the id was lost."""
    result = ingest(
        "Ordernr;Kundnr;E-post;Orderdatum;Belopp\n1;4,08E+12;anna@example.se;2026-01-02;1,50\n2;17;;2026-01-03;2,50\n"
    )
    assert result.account.rows_kept == 2
    assert [(one.code, one.message[:23]) for one in result.intake.diagnostics] == [("D105", "the ids of 1 customer(s")]
