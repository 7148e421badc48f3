"""Each declared format reads what its system really exports, in its variants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.sources import read
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result

EPOCH = date(1970, 1, 1)


def day(text: str) -> int:
    """Return a day as the tables count it."""
    return (date.fromisoformat(text) - EPOCH).days


DEALS_EN = (
    '"Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Pipeline","Associated Company IDs"\n'
    '"1","A","Closed Won","2026-01-02 10:00","Ann","1000.50","Sales","8001;8002"\n'
    '"2","B","Closed Lost","2026-01-03 10:00","Ann","500","Sales","8001"\n'
    '"3","C","Appointment scheduled","","Ann","500","Sales","8003"\n'
)
DEALS_SV = (
    "Post-ID,Avtalsnamn,Avtalsfas,Slutdatum,Belopp,Primary Associated Company ID\n"
    "1,A,Vunnen,2026-01-02 10:00,1000.50,8001\n"
    "2,B,Förlorad,2026-01-03 10:00,500,8001\n"
    "3,C,Öppen,,500,8003\n"
)
DEALS_INTERNAL = (
    "hs_object_id,dealname,dealstage,closedate,amount,associatedcompanyid\n"
    "1,A,closedwon,2026-01-02 10:00,1000.50,8001\n"
    "2,B,closedlost,2026-01-03 10:00,500,8001\n"
    "3,C,qualifiedtobuy,,500,8003\n"
)


@pytest.mark.parametrize("export", [DEALS_EN, DEALS_SV, DEALS_INTERNAL], ids=["en", "sv", "internal"])
def test_a_won_deal_is_an_order_and_no_other(ingest: Callable[..., Result], export: str) -> None:
    """Of a won, a lost and an open deal one order remains; the two others are counted by their reason."""
    result = ingest(export)
    assert result.account.format == "hubspot_deals"
    assert result.query("orders", "order_id, order_day, amount") == [("1", day("2026-01-02"), Decimal("1000.5000"))]
    assert result.account.reasons == {"the deal is not won": 2}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Record ID,First Name,Last Name,Email,Country/Region,Create Date,Industry,Lifecycle Stage",
            "hubspot_contacts",
        ),
        ("Record ID,Company name,Company owner,City,Country/Region,Create Date,Industry,Type", "hubspot_companies"),
        ("Post-ID,Företagsnamn,Ansvarig,Ort,Land/region,Skapad den,Bransch,Typ", "hubspot_companies"),
    ],
)
def test_hubspot_customers(ingest: Callable[..., Result], header: str, name: str) -> None:
    """Contacts and companies become customers with country, day and industry, and no name or address."""
    result = ingest(f"{header}\n7,Anna,Ek,anna@example.com,Sverige,2024-05-06 08:00,Handel,Kund\n")
    assert result.account.format == name
    ((country, industry, created),) = result.query("customers", "country, industry, created_day")
    assert country == "Sverige"
    assert (industry, created) == ("Handel", day("2024-05-06"))


def test_a_company_is_known_by_its_own_number(ingest: Callable[..., Result]) -> None:
    """The number of the client's books, where HubSpot has it, joins with the order file's number."""
    companies = ingest(
        "Record ID,Company name,Country/Region,Create Date,Kundnummer\n99,Ek AB,Sverige,2024-05-06,K-1\n", "a.csv"
    )
    ingest("Ordernummer;Kundnummer;Orderdatum;Belopp\n5;K-1;2026-01-02;10,5\n", "b.csv")
    assert companies.query("customers", "customer_id") == companies.query("orders", "customer_id")


@pytest.mark.parametrize(
    ("customers", "deals"),
    [
        ("Record ID,Company name,Country/Region,Create Date,Kundnummer\n8001,Ek AB,Sverige,2024-05-06,K-1\n", DEALS_SV),
        (
            "Record ID,First Name,Email,Create Date,Kundnummer\n7001,Anna,anna@example.com,2024-05-06,K-1\n",
            DEALS_SV.replace("Primary Associated Company ID", "Associated Contact IDs").replace(",8001", ",7001"),
        ),
    ],
    ids=["companies", "contacts"],
)
def test_deals_know_a_customer_by_its_record(tmp_path: Path, customers: str, deals: str) -> None:
    """Read together with deals, companies and contacts are known by the record id that the deals name."""
    paths = [tmp_path / "customers.csv", tmp_path / "deals.csv"]
    for path, content in zip(paths, (customers, deals), strict=True):
        path.write_text(content, encoding="utf-8")
    read(paths, folder=tmp_path / "data", key=b"k")
    tables = open_tables(tmp_path / "data")
    assert collect(tables["customers"].select("customer_id")) == collect(tables["orders"].select("customer_id"))


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Cancelled at,Refunded Amount,Phone\n"
    "#1,A@example.com,paid,x,SEK,100.50,2026-04-04 23:49:57 +0500,1,Lamp,,10.00,\n"
    "#1,,,,,,2026-04-04 23:49:57 +0500,2,Chair,,,\n"
    "#2,b@example.com,voided,,SEK,50.00,2026-04-05 10:00:00 +0200,1,Lamp,,0.00,\n"
    "#3,b@example.com,paid,,SEK,20.00,2026-04-05 10:00:00 +0200,1,Lamp,2026-04-06 10:00:00 +0200,0.00,\n"
    "#4,,paid,,SEK,20.00,2026-04-05 10:00:00 +0200,1,Lamp,,0.00,'+46701234567\n"
    "#5,,paid,,SEK,20.00,2026-04-05 10:00:00 +0200,1,Lamp,,0.00,\n"
)


def test_shopify_orders_are_grouped_and_net(ingest: Callable[..., Result]) -> None:
    """100.50 − 10.00 once for two lines; voided, cancelled and nobody's orders are left out; the day is local."""
    result = ingest(SHOPIFY)
    assert result.query("orders", "order_id, order_day, amount, refund, currency, lines") == [
        ("#1", day("2026-04-04"), Decimal("90.5000"), Decimal("10.0000"), "SEK", 2),
        ("#4", day("2026-04-05"), Decimal("20.0000"), Decimal("0.0000"), "SEK", 1),
    ]
    assert result.account.rows_in == 6
    assert result.account.rows_kept == 3
    assert result.account.reasons == {"cancelled": 2, "no customer id": 1}


ZENDESK = (
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Subject,Tags,Status,Ticket type,"
    "Created at,Organization,Solved at,Satisfaction Score,First reply time in minutes,Full resolution time in minutes\n"
    "1,11,Eva,5,K-1,eva@example.com,x,reklamation vip,Solved,Problem,2026-02-01 08:00:00,Ek AB,2026-02-02 08:00:00,"
    "Good,90,1440\n"
    "1,12,Bo,6,K-2,bo@example.com,x,-,Open,Question,2026-02-03 08:00:00,-,-,Bad,-,-\n"
    "1,13,Bo,6,-,bo@example.com,x,-,Open,Question,2026-02-03 08:00:00,-,-,Offered,-,-\n"
)


def test_zendesk_tickets(ingest: Callable[..., Result]) -> None:
    """Good is yes, Bad is no, Offered is no answer; a tag makes the complaint; minutes become hours."""
    rows = ingest(ZENDESK).query("tickets", "ticket_id, satisfied, complaint, hours_to_reply, hours_to_resolve")
    assert rows == [("11", True, True, 1.5, 24.0), ("12", False, False, None, None), ("13", None, False, None, None)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
@pytest.mark.parametrize(
    "header",
    ["Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Antal kollin å ä ö", "Ordrenr.;Kundenr.;Ordredato;Nettobeløb;æ ø å"],
    ids=["sv", "da"],
)
def test_nordic_orders_in_every_encoding(ingest: Callable[..., Result], header: str, encoding: str) -> None:
    """Semicolons, decimal comma, thousands and Nordic headers are read alike in every encoding."""
    if encoding == "mac_roman":
        header = header.replace("ø", "ö")  # every spelling of the house is known, folded or not
    content = f"{header}\r\n1;7;28.07.2026;1.234,50;å\r\n2;8;01-02-2026;-12,5;ä\r\n"
    rows = ingest(content, encoding=encoding).query("orders", "order_id, order_day, amount")
    assert rows == [("1", day("2026-07-28"), Decimal("1234.5000")), ("2", day("2026-02-01"), Decimal("-12.5000"))]


def test_subscriptions_in_danish(ingest: Callable[..., Result]) -> None:
    """Notice and end are two days; a yearly price becomes a monthly one."""
    result = ingest(
        "Aftalenr.;Kundenr.;Aftalestart;Opsagt;Slutdato;Opsigelsesårsag;Status;Beløb;Interval;Valuta\n"
        "A1;7;30-06-2014;;;;Aktiv;1.200,00;år;DKK\n"
        "A2;8;04-07-2014;13-02-2023;31-03-2023;Konkurrent;Ophørt;100,00;måned;DKK\n"
    )
    assert result.query("subscriptions", "subscription_id, end_day, notice_day, status, reason, amount_month") == [
        ("A1", None, None, "active", None, Decimal("100.0000")),
        ("A2", day("2023-03-31"), day("2023-02-13"), "ended", "Konkurrent", Decimal("100.0000")),
    ]


def test_invoice_rows_of_one_number_are_its_lines(ingest: Callable[..., Result]) -> None:
    """Rows that share an invoice number and differ in amount are read as lines, never dropped."""
    result = ingest(
        "Fakturanr;Fakturadato;Kundenr;Beløb\n1;02-01-2026;7;10,5\n1;02-01-2026;7;20,5\n2;13-01-2026;8;1,5\n"
    )
    assert result.account.tables == ("order_lines",)
    assert result.account.rows_kept == 3
    assert any("order lines" in guess for guess in result.account.guesses)


def test_an_invoice_list_is_no_customer_list(ingest: Callable[..., Result]) -> None:
    """CamelCase headers (InvoiceId, CustomerId) are read as orders, their repeated customers are kept."""
    header = "InvoiceId,CustomerId,InvoiceDate,BillingCountry,Total"
    result = ingest(f"{header}\n1,2,2009-01-01 00:00:00,Germany,1.98\n2,2,2009-01-02 00:00:00,Germany,3.96\n")
    assert result.account.tables == ("orders",)
    assert result.account.rows_kept == 2


def test_salesforce_opportunities(ingest: Callable[..., Result]) -> None:
    """Of Data Loader's capitals, only the stage Closed Won makes an order."""
    result = ingest(
        '"ID","ACCOUNTID","NAME","STAGENAME","AMOUNT","CLOSEDATE"\n'
        '"006A","001A","x","Closed Won","10.0","2005-11-09"\n"006B","001A","x","Prospecting","10.0","2005-11-09"\n'
    )
    assert result.account.format == "salesforce_opportunities"
    assert result.query("orders", "order_id, order_day") == [("006A", day("2005-11-09"))]


@pytest.mark.parametrize(
    ("column", "words", "amount"),
    [
        ("Orderstatus", "Levererad", "40.5"),
        ("Orderstatus", "Kredit", "-40.5"),
        ("Fakturatyp", "Kreditfaktura", "-40.5"),
        ("Bilagstype", "Kreditnota", "-40.5"),
        ("Invoice type", "Credit note", "-40.5"),
        ("Orderstatus", "Krediterad", "40.5"),
    ],
)
def test_a_credit_note_is_a_negative_row(ingest: Callable[..., Result], column: str, words: str, amount: str) -> None:
    """What is called a credit is below 0, with one sign or the other; an order that was credited stays one."""
    header = f"Ordernr;Kundnr;Orderdatum;Belopp;{column}\n"
    result = ingest(f"{header}1;7;2026-01-02;100,5;\n2;7;2026-01-03;40,5;{words}\n3;7;2026-01-04;-9,5;{words}\n")
    third = "-9.5"
    assert result.query("orders", "amount, lines", "order_id") == [
        (Decimal("100.5"), 1), (Decimal(amount), 1), (Decimal(third), 1),
    ]  # fmt: skip


@pytest.mark.parametrize("header", ["Beløb pr. måned", "Belopp per månad", "MRR", "Månadsbelopp", "Månedlig pris"])
def test_a_monthly_amount_is_found(ingest: Callable[..., Result], header: str) -> None:
    """The amount a month under the names that contract lists use."""
    result = ingest(f"Avtalsnr;Kundnr;Startdatum;{header}\nA1;7;2024-01-31;99,50\n")
    assert result.query("subscriptions", "amount_month") == [(Decimal("99.5000"),)]


@pytest.mark.parametrize(
    "export",
    [
        '"ID","NAME","TYPE","BILLINGCOUNTRY","RATING"\n"001A","Ek AB","Customer","Sverige","Hot"\n',
        "Kundnr;Namn;Kundgrupp;Betyg\n7;Ek AB;Stora;3\n",
        "Customer ID;Name;Country;Comments\n7;Ek AB;Sverige;call them\n",
    ],
    ids=["Salesforce accounts", "a grade of the customer", "notes"],
)
def test_a_customer_list_is_no_survey(ingest: Callable[..., Result], export: str) -> None:
    """A column named Rating, with words or alone among a customer's data, makes no survey."""
    assert ingest(export).account.tables == ("customers",)


def test_a_workbook_reads_like_its_csv(ingest: Callable[..., Result]) -> None:
    """Whole numbers, true dates and an empty first row of a workbook do no harm."""
    import io
    from datetime import datetime

    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in ([], ["Kundnr", "Ordernr", "Orderdatum", "Belopp"], [7, 1, datetime(2026, 1, 2), 10.5], [8, 2, "x", 1]):  # noqa: DTZ001
        sheet.append(row)
    book.save(stream)
    result = ingest(stream.getvalue(), "bok.xlsx")
    assert result.query("orders", "order_id, order_day, amount") == [("1", day("2026-01-02"), Decimal("10.5000"))]
    assert result.query("gaps", "row, code") == [(4, "L121")]


def test_headers_that_lost_a_letter_are_known(ingest: Callable[..., Result]) -> None:
    """Pris with a lost à, köpdatum with a lost ö: the same letters are left, and the lines are read."""
    result = ingest(
        "Fakturanr;Kundnr;K\ufffdpdatum;Artikel;Antal;\ufffd-pris\n1;7;2026-01-02;A;2;10,50\n2;8;2026-01-03;B;1;5,25\n"
    )
    assert result.query("order_lines", "order_id, order_day, amount") == [
        ("1", 20455, Decimal("21.0000")),
        ("2", 20456, Decimal("5.2500")),
    ]
