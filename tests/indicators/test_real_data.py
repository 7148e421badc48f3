"""Real orders that nobody here wrote: the UCI Online Retail data of 2010–2011."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import pytest

from reporter.indicators import Plan, measure
from reporter.model import Period
from reporter.store import Tables, connect

RETAIL = Path(__file__).parents[3] / "shared" / "data" / "online_retail" / "online_retail_2010-2011.csv.gz"


@pytest.mark.skipif(not RETAIL.exists(), reason="file absent in ../shared/data")
def test_the_cleaned_basis_of_online_retail() -> None:
    """397 884 lines, 18 532 invoices, 4 338 customers, 8 911 407.90, 65.58 % with more than one invoice."""
    connection = connect(threads=2)
    connection.execute(
        f"""CREATE TABLE orders AS
        SELECT InvoiceNo AS order_id, CustomerID AS customer_id,
               CAST(min(CAST(InvoiceDate AS TIMESTAMP)::DATE - DATE '1970-01-01') AS INTEGER) AS order_day,
               CAST(sum(Quantity::INTEGER * UnitPrice::DECIMAL(18,4)) AS DECIMAL(18,4)) AS amount,
               0::DECIMAL(18,4) AS refund, 'GBP' AS currency, count(*)::INTEGER AS lines, 'retail' AS source,
               NULL::INTEGER AS promised_day, NULL::INTEGER AS delivered_day
        FROM read_csv('{RETAIL}', all_varchar = true)
        WHERE Quantity::INTEGER > 0 AND UnitPrice::DOUBLE > 0 AND CustomerID IS NOT NULL
        GROUP BY InvoiceNo, CustomerID"""  # noqa: S608 - our own path
    )
    tables = Tables(connection=connection, frames={"orders": nw.from_native(connection.table("orders")).lazy()})
    found = measure(tables, Plan(period=Period.parse("2010-12-01..2011-12-09"))).current.readings
    connection.close()
    facts = {name: found[name].value for name in ("order_lines", "orders", "customers", "revenue")}
    assert facts == {"order_lines": 397_884, "orders": 18_532, "customers": 4_338, "revenue": 8_911_407.904}
    assert found["multi_order_rate"].value == pytest.approx(65.58, abs=0.005)
    # nine days more than a year of data: nothing before the period tells who was kept
    assert found["retention"].value is None
    assert found["ret_rev_share"].value is None
