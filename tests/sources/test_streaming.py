"""A large file is read by what its first rows tell, and never wrongly when later rows tell otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.sources import reading, staging

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

HEADER = "Ordernr;Kundnr;Orderdatum;Belopp;Valuta\n"


@pytest.fixture(autouse=True)
def _streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stream every file, and look at two rows only."""
    monkeypatch.setattr(reading, "LARGE", 0)
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
    monkeypatch.setattr(reading, "LARGE", 1 << 30)
    assert ingest(content).query("orders", columns) == streamed
    assert len(streamed) == 19
