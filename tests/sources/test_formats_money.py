"""Shops, payments, accounts and contracts: recognised by what they hold, their money taken as it is meant."""

from __future__ import annotations

import csv
import io
import random
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import read
from tests.sources.conftest import Result
from tests.sources.test_formats import day

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.model import Intake

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
VENDORS = (
    "shopify", "woocommerce", "stripe", "chargebee", "economic", "fortnox", "visma", "tripletex", "mailchimp",
    "klaviyo", "online_retail", "cdnow", "chinook", "telco",
)  # fmt: skip
TABLES = [
    pytest.param(folder.name, folder / variant["file"], variant.get("options", {}), id=variant["file"])
    for folder in sorted(FIXTURES.iterdir())
    if folder.name.startswith(VENDORS) and folder.name != "cdnow_sample"
    for variant in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
    if not variant["file"].endswith((".zip", ".xlsx"))
]  # fmt: skip


def turned(path: Path) -> str:
    """Return an export with its columns in another order."""
    content = path.read_bytes()
    text = content.decode("cp850" if path.name == "order.txt" else "cp1252" if b"\xc3" not in content else "utf-8-sig")
    if path.name == "master.txt":
        text = "\n".join("\t".join(line.split()) for line in text.splitlines())
    first = text.splitlines()[0]
    delimiter = max(";\t,", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)  # noqa: S311 - an order, no secret
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([[row[at] for at in order] for row in rows])
    return out.getvalue()


@pytest.mark.parametrize(("form", "path", "options"), TABLES)
def test_a_format_is_known_by_its_content(
    ingest: Callable[..., Result], tmp_path: Path, form: str, path: Path, options: dict[str, str]
) -> None:
    """Under another name and with its columns in another order a file is read as the same format, row for row."""
    as_it_is = read([path], folder=tmp_path / "usual", key=b"k").files[0]
    account = ingest(turned(path), "x.dat", **options).account
    assert account.format == form
    assert (account.rows_in, account.reasons) == (as_it_is.rows_in, as_it_is.reasons)


def test_made_ids_are_the_same_in_every_file(tmp_path: Path) -> None:
    """A longer export of purchases without ids holds those of the shorter one again, none of them twice."""
    lines = ["customer_id date number_of_cds dollar_value", "00001 19970101 1 11.77", "00002 19970112 1 12.00"]
    more = [*lines, "00002 19970112 1 12.00", "00002 19980101 1 3.50"]
    for name, rows in (("short.txt", lines), ("long.txt", more)):
        (tmp_path / name).write_text("\n".join("\t".join(row.split()) for row in rows) + "\n", encoding="utf-8")
    intake = read([tmp_path / "short.txt", tmp_path / "long.txt"], folder=tmp_path / "data", key=b"k")
    ids = [one for (one,) in Result(intake=intake, folder=tmp_path / "data").query("orders", "order_id")]
    assert len(ids) == 6
    assert len(set(ids)) == 4


INVOICES = "Fakturanr;Kundnr;Fakturadatum;Förfallodatum;Totalt;Saldo;Kreditfaktura;Krediterar faktura;Makulerad\n"


def test_credits_of_one_invoice_add_up(ingest: Callable[..., Result]) -> None:
    """Two credit invoices undo an invoice; it keeps 0 and what was given back, and counts as no order."""
    result = ingest(
        INVOICES + "1;7;2026-01-02;2026-02-01;100,50;0;N;;N\n2;7;2026-01-03;2026-02-01;-60,25;0;J;1;N\n"
        "3;7;2026-01-04;2026-02-01;40,25;0;J;1;N\n"
    )
    assert result.query("orders", "order_id, amount, refund") == [("1", Decimal(0), Decimal("100.5"))]
    assert result.account.reasons == {"credit note that is taken off the order it names": 2}


def test_a_credit_of_an_earlier_invoice_stays(ingest: Callable[..., Result]) -> None:
    """The invoice that it takes back stands in last year's file: the credit lowers this file's revenue."""
    result = ingest(INVOICES + "5;7;2026-01-02;2026-02-01;100,50;0;N;;N\n6;7;2026-01-03;2026-02-01;-60,25;0;J;1;N\n")
    assert result.query("orders", "order_id, amount") == [("5", Decimal("100.5")), ("6", Decimal("-60.25"))]
    assert not result.account.reasons


def test_a_cancelled_credit_gives_nothing_back(ingest: Callable[..., Result]) -> None:
    """A credit invoice that is cancelled itself leaves its invoice as it was."""
    result = ingest(INVOICES + "1;7;2026-01-02;2026-02-01;100,50;0;N;;N\n2;7;2026-01-03;2026-02-01;-60,25;0;J;1;J\n")
    assert result.query("orders", "order_id, amount, refund") == [("1", Decimal("100.5"), Decimal(0))]


STRIPE = (
    "id,Created date (UTC),Amount,Currency,Captured,Converted Amount,Converted Currency,Fee,Status,Customer ID\n"
    "ch_1,2026-01-15 10:00:00,100.00,eur,true,1120.50,sek,1.00,Paid,cus_1\n"
)


def test_one_currency_is_taken_as_it_was_paid(ingest: Callable[..., Result]) -> None:
    """Amounts of one currency need no conversion, unless the operator's currency is that of the account."""
    assert ingest(STRIPE).query("orders", "amount, currency") == [(Decimal(100), "EUR")]
    told = ingest(STRIPE, currency="SEK")
    assert told.query("orders", "amount, currency") == [(Decimal("1120.5"), "SEK")]
    assert any("Converted Amount" in guess and "SEK" in guess for guess in told.account.guesses)


def test_a_refund_in_another_currency_is_refused(ingest: Callable[..., Result]) -> None:
    """What was paid back in euro and kroner cannot be taken off converted amounts: the file is refused, by column."""
    rows = STRIPE.replace("Captured", "Amount Refunded").replace(",true,", ",5.00,")
    with pytest.raises(InputError, match="D114"):
        ingest(rows + "ch_2,2026-01-16 10:00:00,100.00,dkk,5.00,150.00,sek,1.00,Paid,cus_1\n")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1\u00a0243,01", "1243.01"), ("1\u202f243,01", "1243.01"), ("\u22121 243,01", "-1243.01"),
        ("?1 243,01", "-1243.01"), ("1.243,01-", "-1243.01"), ("(1 243,01)", "-1243.01"), ("kr 99,-", "99"),
        ("kr. 1.243,01", "1243.01"), ("99:-", "99"), ("SEK 1 243,01", "1243.01"),
    ],
)  # fmt: skip
def test_how_nordic_amounts_are_written(ingest: Callable[..., Result], cell: str, value: str) -> None:
    """Blanks of all kinds, signs before and behind, words of currency: the same number."""
    result = ingest(f"Ordernr;Kundnr;Orderdatum;Belopp\n1;7;2026-01-02;0,5\n2;7;2026-01-03;{cell}\n")
    assert result.query("orders", "amount", "order_id")[1] == (Decimal(value),)


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Belopp", "12,5 tkr"), ("Belopp", "1,5 Mkr"), ("Ordersumma", "2 mio. kr."), ("Beløb", "3 t.kr.")],
)
def test_thousands_and_millions_are_refused(ingest: Callable[..., Result], header: str, cell: str) -> None:
    """Amounts in tkr or Mkr would be a thousandth of themselves: an error that says so, not a figure."""
    with pytest.raises(InputError, match="thousands or millions"):
        ingest(f"Ordernr;Kundnr;Orderdatum;{header}\n1;7;2026-01-02;{cell}\n")


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("28/7 2026", "2026-07-28"), ("13. november 2023", "2023-11-13"), ("3 mars 2026", "2026-03-03"),
        ("1. maj 2026", "2026-05-01"), ("5 oktober 2026", "2026-10-05"), ("March 5, 2026", "2026-03-05"),
        ("20260728", "2026-07-28"), ("28-07-2026 14.05", "2026-07-28"), ("2026-04-04 23:49:57 +0500", "2026-04-04"),
        ("13-Nov-2023 10:00", "2023-11-13"),
    ],
)  # fmt: skip
def test_how_nordic_days_are_written(ingest: Callable[..., Result], cell: str, date: str) -> None:
    """Month names of three languages, 28/7, one number, times with a dot, and the local day of an offset."""
    result = ingest(f"Ordernr;Kundnr;Orderdatum;Belopp\n1;7;{cell};1,5\n")
    assert result.query("orders", "order_day") == [(day(date),)]


def test_weeks_are_no_days(ingest: Callable[..., Result]) -> None:
    """A column of weeks is refused with the word for it."""
    with pytest.raises(InputError, match="weeks"):
        ingest("Ordernr;Kundnr;Orderdatum;Belopp\n1;7;v.31;1,5\n2;7;v.32;1,5\n")


def codes(intake: Intake) -> set[str]:
    """Return the codes of the remarks on a reading."""
    return {remark.code for remark in intake.diagnostics}


CONTRACTS = "Avtalsnr;Kundnr;Startdatum;Slutdatum;Status;Belopp;Intervall\n"


def test_contracts_that_nobody_ended_are_remarked(ingest: Callable[..., Result]) -> None:
    """Without an ended contract churn cannot be computed; with one nothing is said."""
    running = CONTRACTS + "A1;7;2024-01-31;;Aktiv;99,50;månad\n"
    assert codes(ingest(running).intake) == {"D129"}
    assert not codes(ingest(running + "A2;8;2024-01-31;2025-01-31;Avslutad;99,50;månad\n").intake)
    assert codes(ingest(running + "A2;8;2024-01-31;;Avslutad;99,50;månad\n").intake) == {"D131"}


@pytest.mark.parametrize(
    ("interval", "amount"),
    [("kvartal", "40"), ("halvår", "20"), ("år", "10"), ("12", "10"), ("", "120"), ("ibland", None)],
)
def test_what_is_paid_in_an_interval_is_told_by_the_month(
    ingest: Callable[..., Result], interval: str, amount: str | None
) -> None:
    """120,00 a quarter, half a year, a year; an interval that nobody knows gives no amount, never a wrong one."""
    result = ingest(f"{CONTRACTS}A1;7;2024-01-31;2025-01-31;Avslutad;120,00;{interval}\n")
    assert result.query("subscriptions", "amount_month") == [(Decimal(amount) if amount else None,)]


def test_a_refunded_order_gives_back_what_it_says(ingest: Callable[..., Result]) -> None:
    """The status alone means all of it; where the file says how much, that much and no more."""
    header = "order_id,order_date,status,customer_email,order_total,order_currency,refund_amount,line_item_1\n"
    row = "{},2026-01-02 10:00:00,refunded,a@example.se,100.50,SEK,{},name:Vas\n"
    result = ingest(header + row.format(1, "40.25") + row.format(2, ""))
    assert result.query("orders", "order_id, amount, refund") == [
        ("1", Decimal("60.25"), Decimal("40.25")), ("2", Decimal(0), Decimal("100.5")),
    ]  # fmt: skip


def test_a_partly_refunded_order_without_its_amount_is_told(ingest: Callable[..., Result]) -> None:
    """Nothing says how much was paid back: the order counts in full, and the operator is warned."""
    result = ingest("Ordernr;Kundnr;Orderdatum;Belopp;Orderstatus\n1;7;2026-01-02;100,50;Delvis återbetald\n")
    assert [(one.code, one.column) for one in result.intake.diagnostics] == [("D105", "Orderstatus")]
    assert result.query("orders", "amount, refund") == [(Decimal("100.5"), Decimal(0))]
