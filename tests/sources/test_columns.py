"""What generated files found out about single columns and first lines: each stays found."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reporter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

HEADER = "Ordernr;Kundnr;Orderdatum;Belopp\n"


def rows(*pairs: tuple[str, str]) -> str:
    """Return an order list of dates and amounts."""
    return HEADER + "".join(f"{at};7;{day};{amount}\n" for at, (day, amount) in enumerate(pairs, 1))


def test_a_blank_before_a_day_cuts_off_no_digit(ingest: Callable[..., Result]) -> None:
    """After a blank, 2022-01-15 14.05 is the 15th and not the 1st."""
    result = ingest(rows(("2022-01-14 14.05", "1,5"), (" 2022-01-15 14.05", "2,5")))
    assert [day for (day,) in result.query("orders", "order_day", "order_id")] == [19006, 19007]


def test_an_impossible_day_asks_no_question(ingest: Callable[..., Result]) -> None:
    """99/99/2026 is left out; the other days tell by themselves what they are."""
    result = ingest(rows(("20260131", "1,5"), ("20260201", "2,5"), ("20260203", "3,5"), ("99/99/2026", "4,5")))
    assert result.account.reasons == {"the date cannot be read": 1}


@pytest.mark.parametrize("text", ["1 2 kr 3", "12 kr 50", "1 23,50", "1234 567", "100 200 5"])
def test_two_numbers_in_a_cell_are_none(ingest: Callable[..., Result], text: str) -> None:
    """Blanks part thousands and nothing else, and no unit stands among digits."""
    result = ingest(rows(("2026-01-31", "1 234,50 kr"), ("2026-02-01", "-12 345 678,00 kr"), ("2026-02-02", text)))
    assert [amount for (amount,) in result.query("orders", "amount", "order_id")] == [
        Decimal("1234.5"), Decimal(-12345678),
    ]  # fmt: skip
    assert result.account.reasons == {"the number cannot be read": 1}


def test_an_answer_is_to_the_open_column_only(ingest: Callable[..., Result]) -> None:
    """Columns that tell by themselves are read as they say, whatever was answered for another one."""
    content = (
        "Abonnemangsnr;Kundnr;Startdatum;Slutdatum;Månadsbelopp\n"
        "1;7;03/04/2026;12/31/2026;1,50\n2;8;05/04/2026;04/05/2027;2,50\n"
    )
    with pytest.raises(InputError, match="March or April"):
        ingest(content)
    result = ingest(content, date_order="dmy", decimal=".")
    assert result.query("subscriptions", "start_day, end_day, amount_month", "subscription_id") == [
        (20546, 20818, Decimal("1.5")), (20548, 20913, Decimal("2.5")),
    ]  # fmt: skip


def test_a_short_year_may_stand_first(ingest: Callable[..., Result]) -> None:
    """26-07-25 is refused where the days do not tell the year, and where they tell that it stands first."""
    for some in (("26-07-25", "26-08-31", "25-01-02"), ("09-07-25",)):
        with pytest.raises(InputError, match="2026 or of 2025"):
            ingest(rows(*((day, "1,5") for day in some)))
    result = ingest(rows(("28-07-25", "1,5"), ("01-12-25", "2,5"), ("15-03-24", "3,5")))
    assert result.query("orders", "order_day", "order_id")[0] == (20297,)


def test_a_title_in_quotes_after_a_mark(ingest: Callable[..., Result]) -> None:
    """A byte-order mark before a first line of one quoted cell hides no row."""
    result = ingest('\ufeff"sep=;"\r\n' + rows(("2026-01-31", "1,5")).replace("\n", "\r\n"))
    assert result.account.rows_kept == 1


def test_euros_are_no_letters_of_a_macintosh(ingest: Callable[..., Result]) -> None:
    """The euro sign of cp1252 is Ä on a Macintosh; before digits it is a euro."""
    result = ingest(rows(("2026-01-31", "€655,50"), ("2026-02-01", "€?12,00")), encoding="cp1252")
    assert [amount for (amount,) in result.query("orders", "amount", "order_id")] == [Decimal("655.5"), Decimal(-12)]


def test_a_line_in_the_files_own_encoding_stays_in_it(ingest: Callable[..., Result]) -> None:
    """À-pris is a price in a DOS file too, though its letter alone might be a dot of Windows."""
    head = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;À-pris\n"
    result = ingest(head + "1;7;2026-01-31;Räksmörgås;2;1,50\n" * 3, encoding="cp850")
    assert result.query("order_lines", "product, amount")[0] == ("Räksmörgås", 3)


def test_a_damaged_contract_is_no_other(ingest: Callable[..., Result]) -> None:
    """Two contracts whose ids a spreadsheet has spoilt alike are both left out for that, not one as a repetition."""
    head = "Avtalsnr;Kundnr;Startdatum;Månadsbelopp\n"
    result = ingest(head + "4,08E+12;7;2026-01-31;1,5\n4,08E+12;8;2026-01-31;2,5\n3;9;2026-01-31;3,5\n")
    assert result.account.reasons == {"id damaged by a spreadsheet (scientific notation)": 2}


@pytest.mark.parametrize("header", ["Orderstatus", "Status"])
def test_a_cancelled_invoice_by_any_header_is_none(ingest: Callable[..., Result], header: str) -> None:
    """The words for an order's number, day, amount and status stand together in any mixture."""
    head = f"Verifikationsnr;Köpdatum;Kundnr;Ordersumma;{header}\n"
    assert ingest(head + "1;2026-01-31;7;1,5;Betald\n2;2026-01-31;7;2,5;Makulerad\n").account.rows_kept == 1


def test_a_price_beside_a_quantity_is_no_amount(ingest: Callable[..., Result]) -> None:
    """A list of lines with any date's header is read as lines: the quantity counts."""
    head = "Invoice Number;Customer Number;Created at;Product;Qty;Price\n"
    result = ingest(head + "A1;7;2026-01-31;Screw;3;1.50\nA1;7;2026-01-31;Nut;2;0.25\n")
    assert [amount for (amount,) in result.query("order_lines", "amount", "product")] == [
        Decimal("0.5"), Decimal("4.5"),
    ]  # fmt: skip


def test_a_number_of_a_workbook_is_no_thousand(ingest: Callable[..., Result]) -> None:
    """1.234 as a number of Excel is one and a bit; no answer about decimal signs makes a thousand of it."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (("Ordernr", "Kundnr", "Orderdatum", "Belopp"), ("1", "7", "2026-01-31", 1.234)):
        book.active.append(row)
    book.save(stream)
    for told in (None, ","):
        result = ingest(stream.getvalue(), "a.xlsx", decimal=told)
        assert result.query("orders", "amount") == [(Decimal("1.234"),)]


@pytest.mark.parametrize(("end", "kept"), [("#VÄRDEFEL!", 1), ("#SAKNAS!", 2), ("9999-12-31", 2), ("snart", 1)])
def test_an_end_that_failed_is_no_contract_that_runs(ingest: Callable[..., Result], end: str, kept: int) -> None:
    """Where Excel could not compute a contract's end, nobody knows whether it runs; where it found none, it does."""
    head = "Avtalsnr;Kundnr;Startdatum;Slutdatum;Månadsbelopp\n"
    result = ingest(head + f"1;7;2026-01-31;{end};1,5\n2;8;2026-01-31;2026-03-31;2,5\n")
    assert result.account.rows_kept == kept


def test_a_short_number_is_nobodys_phone(ingest: Callable[..., Result]) -> None:
    """An extension such as 1234 is shared by many: only seven digits and more tell who a customer is."""
    result = ingest("Ordernr;Telefon;Orderdatum;Belopp\n1;070-123 45 67;2026-01-02;1,5\n2;1234;2026-01-03;2,5\n")
    assert result.account.reasons == {"no customer id": 1}
    assert [number for (number,) in result.query("orders", "order_id")] == ["1"]


def test_a_day_with_am_or_pm_has_the_month_first(ingest: Callable[..., Result]) -> None:
    """03/04/2026 2:30 PM is the 4th of March: who writes the time so writes the month first."""
    result = ingest(rows(("03/04/2026 2:30 PM", "1,5"), ("05/06/2026 9:15 AM", "2,5")))
    assert [day for (day,) in result.query("orders", "order_day", "order_id")] == [20516, 20579]
