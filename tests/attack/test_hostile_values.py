"""Values that no business has: left out with a reason, never counted, never a crash."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.sources.conftest import Result, ingest

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ingest"]

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp\n"


@pytest.mark.parametrize("value", ["9999-12-31", "infinity", "1899-12-31", "2101-01-01", "0001-01-01"])
def test_a_day_outside_business_is_left_out(ingest: Callable[..., Result], value: str) -> None:
    """An order outside 1900–2100 cannot be read."""
    result = ingest(ORDERS + f"1;7;2026-01-02;1,5\n2;7;2026-01-03;1,5\n3;7;{value};1,5\n")
    assert result.account.reasons == {"the date cannot be read": 1}


@pytest.mark.parametrize("end", ["9999-12-31", "2999-01-31", "infinity", ""])
def test_an_end_that_never_comes_is_none(ingest: Callable[..., Result], end: str) -> None:
    """A contract until 9999-12-31 runs."""
    result = ingest(f"Avtalsnr;Kundnr;Startdatum;Slutdatum\nA1;7;2024-01-31;{end}\nA2;7;2024-01-31;2025-01-31\n")
    assert result.query("subscriptions", "subscription_id, end_day IS NULL, status") == [
        ("A1", True, "active"), ("A2", False, "ended"),
    ]  # fmt: skip


def test_an_active_contract_may_have_an_end_to_come(ingest: Callable[..., Result]) -> None:
    """What is called active is active, and keeps its end."""
    result = ingest("Avtalsnr;Kundnr;Startdatum;Slutdatum;Status\nA1;7;2024-01-31;2031-01-31;Aktiv\n")
    assert result.query("subscriptions", "status, end_day") == [("active", 22310)]  # 2031-01-31


@pytest.mark.parametrize("value", ["99999999999999,5", "9" * 40, "100000000000"])
def test_an_amount_beyond_sense_is_left_out(ingest: Callable[..., Result], value: str) -> None:
    """An amount that no sum could hold has a reason, and is no crash."""
    result = ingest(ORDERS + f"1;7;2026-01-02;1,5\n2;7;2026-01-02;{value}\n")
    assert result.account.reasons == {"the number cannot be read": 1}


def test_a_product_beyond_sense_is_left_out(ingest: Callable[..., Result]) -> None:
    """Quantity times price of 10²⁰ is left out; the other line is kept."""
    head = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris\n"
    result = ingest(head + "1;7;2026-01-02;a;2;1,5\n2;7;2026-01-02;a;9999999999;9999999999,5\n")
    assert result.query("order_lines", "order_id, amount") == [("1", Decimal(3))]
    assert result.account.reasons == {"the number cannot be read": 1}


def test_blank_scores_are_no_answers(ingest: Callable[..., Result]) -> None:
    """nan, NULL and a dash in a score are blank, without a remark."""
    result = ingest("Kundnr;NPS\n1;9\n2;nan\n3;NaN\n4;NULL\n5;-\n")
    assert result.query("responses", "score") == [(9.0,)]
    assert (result.account.reasons, result.intake.diagnostics) == ({"no score answered": 4}, ())


def test_half_an_nps_answer_is_none(ingest: Callable[..., Result]) -> None:
    """7.5 is neither passive nor promoter: the answer is left out with a remark that counts; 8.0 is 8."""
    usual = "".join(f"{n};10;1\n" for n in range(4, 14))
    result = ingest("Kundnr;NPS;CSAT\n1;9;4\n2;7,5;3,5\n3;8,0;5\n" + usual)
    assert [row for row in result.query("responses", "item, score") if row[1] not in {1.0, 10.0}] == [
        ("csat", 3.5), ("csat", 4.0), ("csat", 5.0), ("nps", 8.0), ("nps", 9.0),
    ]  # fmt: skip
    (remark,) = result.intake.diagnostics
    assert (remark.code, remark.column) == ("D105", "NPS")
    assert remark.message.startswith("1 answer(s)")
