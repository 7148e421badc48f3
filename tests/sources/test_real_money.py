"""Real exports of payments, purchases and contracts that nobody here wrote meet their reference totals exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reporter.sources import read

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside the project")


def totals(folder: Path, *paths: str, table: str = "orders", columns: str) -> tuple[Any, ...]:
    """Read files and return one row of totals of a table."""
    intake = read([DATA / path for path in paths], folder=folder, key=b"k")
    assert all(one.rows_kept + one.rows_left_out == one.rows_in for one in intake.files)
    with duckdb.connect() as connection:
        (row,) = connection.execute(f"SELECT {columns} FROM '{folder}/{table}/*.parquet'").fetchall()  # noqa: S608
    return (intake, *row)


def test_cdnow(tmp_path: Path) -> None:
    """69,659 transactions of 23,570 customers, 2,500,315.63 in all, 80 of them of 0.00."""
    columns = "count(*), count(DISTINCT order_id), count(DISTINCT customer_id), sum(amount), count_if(amount = 0)"
    intake, *found = totals(tmp_path, "cdnow/CDNOW_master.txt", columns=columns)
    assert found == [69_659, 69_659, 23_570, Decimal("2500315.63"), 80]
    assert intake.files[0].rows_in == 69_659


def test_the_cdnow_sample_is_part_of_the_whole(tmp_path: Path) -> None:
    """The sample's 6,919 purchases of 2,357 customers bear the ids that the same purchases have in the whole set."""
    columns = "count(DISTINCT order_id), count(*) FILTER (source LIKE '%sample%')"
    intake, ids, sample = totals(tmp_path, "cdnow/CDNOW_master.txt", "cdnow/CDNOW_sample.txt", columns=columns)
    assert (ids, sample) == (69_659, 6_919)
    assert [one.format for one in intake.files] == ["cdnow", "cdnow_sample"]


def test_stripe_payments(tmp_path: Path) -> None:
    """622 payments in three currencies, taken in the one they were converted to; 15 name no customer."""
    columns = "count(*), min(currency), max(currency), min(kind)"
    intake, *found = totals(tmp_path, "stripe_payments_semicolon/payments.csv", columns=columns)
    assert found == [607, "THB", "THB", "payment"]
    assert intake.files[0].rows_in == 622
    assert intake.files[0].reasons == {"no customer id": 15}


def test_chinook(tmp_path: Path) -> None:
    """412 invoices of 59 customers, 2,328.60 in all."""
    paths = ("chinook/Invoice.csv", "chinook/Customer.csv")
    intake, *found = totals(tmp_path, *paths, columns="count(*), count(DISTINCT customer_id), sum(amount)")
    assert found == [412, 59, Decimal("2328.60")]
    assert [one.format for one in intake.files] == ["chinook_invoices", "chinook_customers"]


def test_telco(tmp_path: Path) -> None:
    """7,043 contracts, 26.54 % of them ended, 456,116.60 a month; none has a day."""
    columns = "count(*), round(100 * avg(CAST(status = 'ended' AS INT)), 2), sum(amount_month), count(start_day)"
    path = "telco_churn_ibm/Telco-Customer-Churn.csv"
    intake, *found = totals(tmp_path, path, table="subscriptions", columns=columns)
    assert found == [7_043, 26.54, Decimal("456116.60"), 0]
    assert [one.code for one in intake.diagnostics] == ["D131"]
