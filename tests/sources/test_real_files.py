"""Real exports that nobody here wrote: each is read as it should be, and gives the figures of its description.

``real_files.toml`` names every file under ../shared/data. What a file cannot give (no question of ours, no
customer, prose instead of a table) is an honest refusal with its code; it is as much expected as a total.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reporter.errors import InputError
from reporter.sources import ReadOptions, read
from reporter.store import collect, open_tables
from tests.sources.books import require_balance

DATA = Path(__file__).parents[3] / "shared" / "data"
RETAIL = DATA / "online_retail" / "online_retail_2010-2011.csv.gz"
SURVEY = DATA / "nps_france_retail_cc0" / "nps.csv"
EXPECTED = tomllib.loads(Path(__file__).with_name("real_files.toml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the data sets are not beside the project")


def test_every_file_is_expected() -> None:
    """No real file is without an expectation, and no expectation without its file."""
    assert {str(path.relative_to(DATA)) for path in DATA.rglob("*") if path.is_file()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file(name: str, tmp_path: Path) -> None:
    """A file is recognised and each of its rows accounted for, or refused with its code and a way out."""
    wanted = EXPECTED[name]
    options = ReadOptions()
    if "refused" in wanted:
        with pytest.raises(InputError) as refusal:
            read([DATA / name], folder=tmp_path / "refused", key=b"k")
        assert (refusal.value.code, wanted["told"] in refusal.value.message) == (wanted["refused"], True)
        assert refusal.value.help
        if "answer" not in wanted:
            return
        options = ReadOptions(**wanted["answer"])
    intake = read([DATA / name], folder=tmp_path / "data", key=b"k", options=options)
    (account,) = intake.files
    found = (account.format, account.rows_in, account.rows_kept, dict(account.reasons))
    assert found == (wanted["format"], wanted["rows_in"], wanted["kept"], wanted.get("reasons", {}))
    require_balance(intake, tmp_path / "data")


def one_row(folder: Path, table: str, columns: str) -> tuple[Any, ...]:
    """Return one row of totals of a table."""
    with duckdb.connect() as connection:
        (row,) = connection.execute(f"SELECT {columns} FROM '{folder}/{table}/*.parquet'").fetchall()  # noqa: S608
    return tuple(row)


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


def test_french_retail_survey(tmp_path: Path) -> None:
    """13,954 rows of mixed encodings: NPS 8,465 / 3,953 / 1,194 of 13,612; satisfaction 8.349 of 13,893."""
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
    assert one_row(tmp_path, "responses", "round(avg(score) FILTER (item = 'csat'), 3)") == (8.349,)


def test_mixed_encodings_lose_no_letter(tmp_path: Path) -> None:
    """No comment holds a replacement character or a DOS letter read as a Windows sign."""
    read([SURVEY], folder=tmp_path, key=b"k")
    query = f"SELECT count(*) FROM '{tmp_path}/responses/*.parquet' WHERE regexp_matches(text, '[\ufffd‚]\\p{{L}}')"  # noqa: S608
    with duckdb.connect() as connection:
        assert connection.execute(query).fetchall() == [(0,)]


def test_salesforce_data_loader(tmp_path: Path) -> None:
    """Of 38 opportunities 8 are won, for 2,200,000 in all; their accounts have the ids of the account file."""
    paths = [DATA / "salesforce_dataloader" / name for name in ("opportunityData.csv", "accountData.csv")]
    intake = read(paths, folder=tmp_path, key=b"k")
    assert [one.rows_in for one in intake.files] == [38, 423]
    assert one_row(tmp_path, "orders", "count(*), sum(amount)") == (8, Decimal(2_200_000))


def test_surveymonkey_with_a_mapping(tmp_path: Path) -> None:
    """StarWars.csv has 1,186 answers below its two header rows; 835 people ranked the first film."""
    question = (
        "Please rank the Star Wars films in order of preference with 1 being your favorite film in the franchise "
        "and 6 being your least favorite film.: Star Wars: Episode I The Phantom Menace"
    )
    mapping = tmp_path / "films.toml"
    mapping.write_text(f'like = "survey"\npriority = 90\n[fields]\ncsat = ["{question}"]\n', encoding="utf-8")
    intake = read([DATA / "surveymonkey" / "StarWars.csv"], folder=tmp_path / "d", key=b"k", extra_formats=[mapping])
    (account,) = intake.files
    assert (account.rows_in, account.rows_kept) == (1_186, 835)
    assert one_row(tmp_path / "d", "responses", "min(score), max(score)") == (1, 6)
