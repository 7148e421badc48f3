"""A large file is read by what its first rows tell, and never wrongly when later rows tell otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import opening
from reporter.sources.rows import load
from reporter.sources.tables import staging

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

HEADER = "Ordernr;Kundnr;Orderdatum;Belopp;Valuta\n"


@pytest.fixture(autouse=True)
def _streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stream every file, and look at two rows only."""
    monkeypatch.setattr(opening, "LARGE", 0)
    monkeypatch.setattr(staging, "_SAMPLE", 2)


CASES = {
    "whole numbers first": ("1;1;2026-01-02;10;SEK\n2;1;2026-01-02;20;SEK\n", "3;1;2026-01-02;1.234,5;SEK\n", "1234.5"),
    "an open number first": ("1;1;2026-01-02;1.234;SEK\n2;1;2026-01-02;2.345;SEK\n", "3;1;2026-01-02;1,5;SEK\n", "1.5"),
    "an open date first": ("1;1;03/04/2026;1,5;SEK\n2;1;04/04/2026;1,5;SEK\n", "3;1;31/01/2026;2,5;SEK\n", "2.5"),
    "a time later": ("1;1;2026-01-02;1,5;SEK\n2;1;2026-01-02;1,5;SEK\n", "3;1; 2026-01-02T10:00:00;2,5;SEK\n", "2.5"),
    "an odd id later": ("1;1;2026-01-02;1,5;SEK\n2;1;2026-01-02;1,5;SEK\n", " 3.0;1;2026-01-02;2,5;SEK\n", "2.5"),
    "an odd currency later": ("1;1;2026-01-02;1,5;SEK\n2;1;2026-01-02;1,5;SEK\n", "3;1;2026-01-02;2,5; sek \n", "2.5"),
}


@pytest.mark.parametrize(("first", "later", "amount"), CASES.values(), ids=CASES.keys())
def test_later_rows_are_believed(ingest: Callable[..., Result], first: str, later: str, amount: str) -> None:
    """The third row, which the sample did not see, has its value, its cleaned id and its currency."""
    result = ingest(HEADER + first + later)
    assert result.account.rows_kept == 3
    assert result.query("orders", "amount, currency", "order_id")[2] == (Decimal(amount), "SEK")
    assert [order for (order,) in result.query("orders", "order_id")] == ["1", "2", "3"]


def test_a_product_is_cleaned_where_one_needs_it(ingest: Callable[..., Result]) -> None:
    """Texts are written as they stand and looked at afterwards: a blank one becomes NULL, a padded one is trimmed."""
    header = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris\n"
    rows = [f"1;1;2026-01-02;{product};2;1,5\n" for product in ("a", "b", " c ", "NULL")]
    result = ingest(header + "".join(rows))
    assert result.query("order_lines", "product, amount", "product NULLS LAST") == [
        ("a", 3), ("b", 3), ("c", 3), (None, 3),
    ]  # fmt: skip


def test_a_clean_stream_equals_a_staged_file(ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamed or staged, a file gives the same rows and hashes."""
    content = HEADER + "".join(f"O{n};K{n % 3};2026-01-{n:02};{n},25;SEK\n" for n in range(1, 20))
    columns = "order_id, customer_id, order_day, amount, refund, currency, lines, source"
    streamed = ingest(content).query("orders", columns)
    monkeypatch.setattr(opening, "LARGE", 1 << 30)
    assert ingest(content).query("orders", columns) == streamed
    assert len(streamed) == 19


def _many(*, faulty: dict[int, str]) -> str:
    rows = [f"O{n};K{n % 3};2026-01-{n % 28 + 1:02};{n},25;SEK" for n in range(1, 60)]
    for at, row in faulty.items():
        rows[at] = row
    return HEADER + "\n".join(rows) + "\n"


#: Row of the list → what stands there instead; the sample has only the first two.
FAULTS = {
    5: "O6;;2026-01-07;6,25;SEK",  # no customer
    9: "O10;K1;2026-02-30;10,25;SEK",  # no such day
    20: "O21;K1;infinity;21,25;SEK",
    21: "O22;K1;2206-01-02;22,25;SEK",
    30: " 31.0 ;K1;2026-01-04;1 234,50 kr;SEK",  # kept, once it is cleaned
    40: "O41;K1;2026-01-14",  # ragged
    41: "O42;K1;2026-01-15;42,25; sek ",  # kept
    50: "O51;K1;2026-01-24;much;SEK",
    58: "Summa;;;999,00;",
}


def test_a_few_faults_are_found_without_reading_all_in_order(
    ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file with some faults has the rows, hashes, gaps and books of the same file when it is staged."""
    content, columns = _many(faulty=FAULTS), "order_id, customer_id, order_day, amount, currency"
    with monkeypatch.context() as patch:
        patch.setattr(load, "_in_order", None)  # the whole file is not read again
        streamed = ingest(content)
    rows, gaps = streamed.query("orders", columns), streamed.query("gaps", "*", '"row"')
    monkeypatch.setattr(opening, "LARGE", 1 << 30)
    staged = ingest(content)
    assert rows == staged.query("orders", columns)
    assert gaps == staged.query("gaps", "*", '"row"')
    assert (streamed.account.rows_in, streamed.account.reasons) == (59, staged.account.reasons)
    assert [gap[1] for gap in gaps] == [7, 11, 22, 23, 42, 52, 60]
    assert ("31", Decimal("1234.5")) in [(row[0], row[3]) for row in rows]


def test_too_many_faults_are_read_in_order(ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit of doubtful rows the whole file is staged, with the same books."""
    content = _many(faulty=FAULTS)
    few = ingest(content).account
    monkeypatch.setattr(load, "_SUSPECTS", 3)
    monkeypatch.setattr(load, "_look_again", None)
    assert ingest(content).account == few


def test_a_whole_number_is_never_rounded(ingest: Callable[..., Result]) -> None:
    """After a sample of whole numbers, 1.5 is one and a half and no 2, and 2,5 beside it is refused."""
    rows = "".join(f"O{n};K1;2026-01-02;{n};SEK\n" for n in range(1, 9))
    result = ingest(HEADER + rows + "O9;K1;2026-01-02;1.5;SEK\n")
    assert dict(result.query("orders", "order_id, amount"))["O9"] == Decimal("1.5")
    with pytest.raises(InputError, match="decimal comma and"):
        ingest(HEADER + rows + "O9;K1;2026-01-02;1.5;SEK\nO10;K1;2026-01-02;2,5;SEK\n")


def test_two_decimal_signs_in_two_columns(ingest: Callable[..., Result]) -> None:
    """The parser knows one decimal sign; the column with the other is read all the same."""
    header = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris\n"
    rows = "".join(f"O{n};K1;2026-01-02;a;{n}.5;1,25\n" for n in range(1, 6))
    assert ingest(header + rows).query("order_lines", "quantity, unit_price, amount")[:2] == [
        (Decimal("1.5"), Decimal("1.25"), Decimal("1.875")), (Decimal("2.5"), Decimal("1.25"), Decimal("3.125")),
    ]  # fmt: skip


def test_an_order_id_that_names_a_person_is_hashed_late(ingest: Callable[..., Result]) -> None:
    """A person's number or an address among order ids that the sample knew as plain is never written."""
    rows = "".join(f"O{n};K1;2026-01-02;{n},5;SEK\n" for n in range(1, 5))
    late = "811228-9874;K1;2026-01-02;1,5;SEK\nanna1@example.com;K1;2026-01-02;1,5;SEK\n"
    result = ingest(HEADER + rows + late)
    assert result.account.rows_kept == 6
    assert not any(secret in str(result.query("orders")) for secret in ("811228", "9874", "anna1"))


def test_doubtful_rows_do_not_decide_for_themselves(ingest: Callable[..., Result]) -> None:
    """Half of the file has the comma of its first rows, half a point: the second half alone looks like one format."""
    rows = [f"O{n};K1;2026-01-02;{n}{',' if n < 60 else '.'}5;SEK\n" for n in range(1, 120)]
    with pytest.raises(InputError) as caught:
        ingest(HEADER + "".join(rows))
    assert caught.value.code == "D112"
