"""Real exports that nobody here wrote give the figures that their descriptions state."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from reporter.sources import ReadOptions, read
from reporter.store import collect, open_tables

DATA = Path(__file__).parents[3] / "shared" / "data"
RETAIL = DATA / "online_retail" / "online_retail_2010-2011.csv.gz"
SURVEY = DATA / "nps_france_retail_cc0" / "nps.csv"


@pytest.mark.skipif(not RETAIL.exists(), reason="the data set is not beside the project")
def test_online_retail(tmp_path: Path) -> None:
    """541,909 lines in; 397,884 kept: 18,532 invoices of 4,338 customers, 8,911,407.90 in all."""
    (account,) = read([RETAIL], folder=tmp_path, key=b"k").files
    assert (account.rows_in, account.rows_kept, account.rows_left_out) == (541_909, 397_884, 144_025)
    assert account.reasons["cancelled"] == 9_288
    tables = open_tables(tmp_path)
    found = tables.connection.execute(
        "SELECT count(*), count(DISTINCT customer_id), sum(amount), sum(lines) FROM orders"
    ).fetchone()
    assert found == (18_532, 4_338, Decimal("8911407.9040"), 397_884)
    repeated = tables.connection.execute(
        "SELECT avg((n > 1)::INT) FROM (SELECT count(*) n FROM orders GROUP BY customer_id)"
    ).fetchone()
    assert repeated is not None
    assert round(100 * repeated[0], 2) == 65.58


@pytest.mark.skipif(not SURVEY.exists(), reason="the data set is not beside the project")
def test_french_retail_survey(tmp_path: Path) -> None:
    """13,954 rows of mixed encodings: NPS 8,465 / 3,953 / 1,194 of 13,612; 13,893 satisfaction answers."""
    intake = read([SURVEY], folder=tmp_path, key=b"k", options=ReadOptions(nps_scale=(0, 10)))
    (account,) = intake.files
    assert account.rows_in == 13_954
    assert account.reasons == {"no score answered": 4}
    tables = open_tables(tmp_path)
    counts = tables.connection.execute(
        "SELECT item, count(*), count(*) FILTER (score >= 9), count(*) FILTER (score BETWEEN 7 AND 8) "
        "FROM responses WHERE item <> 'comment' GROUP BY item ORDER BY item"
    ).fetchall()
    assert ("nps", 13_612, 8_465, 3_953) in counts
    assert [(item, n) for item, n, _, _ in counts] == [("csat", 13_893), ("nps", 13_612), ("rebuy", 13_772)]
    assert len(collect(tables["responses"])) > 40_000


@pytest.mark.skipif(not SURVEY.exists(), reason="the data set is not beside the project")
def test_mixed_encodings_lose_no_letter(tmp_path: Path) -> None:
    """No comment holds a replacement character or a DOS letter read as a Windows sign."""
    read([SURVEY], folder=tmp_path, key=b"k")
    query = f"SELECT count(*) FROM '{tmp_path}/responses/*.parquet' WHERE regexp_matches(text, '[\ufffd‚]\\p{{L}}')"  # noqa: S608
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [(0,)]
