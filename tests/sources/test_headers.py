"""Headers as Nordic exports write them are read as the field that they mean, in every kind of file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reporter.sources.recognition.catalogue import built_in
from reporter.sources.recognition.recognise import Match, recognise
from reporter.sources.tables.layout import Layout

FILES = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))
CELLS = {
    "order_id": "10{}", "customer_id": "20{}", "order_date": "2025-03-0{}", "amount": "1234,5{}",
    "amount_net": "1234,5{}", "amount_gross": "1534,5{}", "currency": "SEK", "status": "Betald",
    "customer_name": "Nordbygg {} AB", "email": "kund{}@example.com", "orgnr": "556677-881{}", "phone": "08-12 34 5{}",
    "country": "Sverige", "segment": "Privat", "industry": "Bygg", "created": "2024-01-0{}", "start": "2024-02-0{}",
    "end": "2025-02-0{}", "reason": "Pris", "quantity": "{}", "unit_price": "99,{}0", "product": "Skruv {}",
    "ticket_id": "70{}", "opened": "2025-03-0{}", "resolved": "2025-04-0{}", "category": "Leverans",
    "type": "Reklamation", "subscription_id": "A-1{}", "interval": "Månad", "nps": "{}", "comment": "Bra jobbat",
    "survey_date": "2025-05-0{}", "response_id": "90{}",
    "promised": "2025-03-1{}", "delivered": "2025-03-1{}", "member": "Ja", "newsletter": "Ja", "opted_out": "Nej",
    "unsubscribed": "2025-03-1{}", "channel": "E-post", "contacts": "{}", "weight": "0,{}5",
}  # fmt: skip


def taken(columns: dict[str, str]) -> tuple[Match, tuple[str, ...]]:
    """Return what a file of these columns (field → header) is taken for, and its headers."""
    headers = tuple(columns.values())
    rows = tuple(tuple(CELLS[field].format(number) for field in columns) for number in range(1, 8))
    return recognise(Layout(delimiter=";", headers=headers, skip=1, sample=rows), built_in(), file="x.csv"), headers


@pytest.mark.parametrize(("shape", "language"), [(shape, one) for shape, said in FILES.items() for one in said])
def test_a_header_is_read_as_what_it_means(shape: str, language: str) -> None:
    """Each header stands in the place of the usual one; customers are told by one key at a time."""
    usual, *_ = FILES[shape][language].values()
    table = "orders" if shape == "invoices" else shape
    for name, headers in list(FILES[shape][language].items())[1:]:
        fields = name.split("-")
        left_out = {"amount", "unit_price"} if fields[0] in {"amount_net", "amount_gross"} else set()
        if fields[0] in {"email", "orgnr", "phone", "customer_name"} and shape != "customers":
            left_out = {"customer_id"}
        for header in headers:
            columns = {field: other for field, other in usual.items() if field not in left_out} | {fields[0]: header}
            match, order = taken(columns)
            assert match.format.shape == table, header
            assert [one for one in fields if one in match.columns and order[match.columns[one]] == header], header


@pytest.mark.parametrize(
    ("columns", "field", "header"),
    [
        # The plan, which many customers share, is no number of a contract.
        (
            {"customer_id": "Kundnr", "comment": "Abonnemang", "start": "Startdatum", "end": "Slutdatum"},
            "subscription_id",
            None,
        ),
        # What a ticket is about is not its number.
        (
            {
                "comment": "Ärende",
                "ticket_id": "Id",
                "customer_id": "Kundnr",
                "opened": "Skapad",
                "resolved": "Löst",
                "type": "Typ",
            },
            "ticket_id",
            "Id",
        ),
        # A number beside the company's name.
        ({"customer_id": "Kund", "customer_name": "Kundnamn", "segment": "Kundgrupp"}, "customer", "Kund"),
        # The customer's own reference is no number of the customer.
        (
            {
                "order_id": "Ordernr",
                "order_date": "Orderdatum",
                "comment": "Kundreferens",
                "customer_name": "Kundnamn",
                "amount": "Belopp",
            },
            "customer_id",
            None,
        ),
    ],
)
def test_a_false_friend_is_told_by_its_values(columns: dict[str, str], field: str, header: str | None) -> None:
    """A header that may mean two things is read as what its cells say, or not at all."""
    match, order = taken(columns)
    assert (order[match.columns[field]] if field in match.columns else None) == header
