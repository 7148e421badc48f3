"""Customers that are none are left out once the newest record of each is known, and everyone else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.sources import CustomerLists, read
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "Kundnr;Orderdatum;Ordernr;Belopp\n"


def ingest(folder: Path, excluded: str, **files: str) -> None:
    """Read these exports (name → text) into a folder, with a list of those who are no customers."""
    (folder / "undantag.csv").write_text(f"kundnr;orsak\n{excluded}")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    paths = [folder / f"{name}.csv" for name in files]
    read(paths, folder=folder / "data", key=b"k", lists=CustomerLists(excluded=folder / "undantag.csv"))


def test_an_order_that_moved_to_another_customer_is_not_brought_back(tmp_path: Path) -> None:
    """Order 1 was 7's and is the test customer's 9 in the newer export: it is nobody's that counts."""
    ingest(
        tmp_path,
        "9;test\n",
        a=ORDERS + "7;2026-01-02;1;1,5\n7;2026-01-03;2;2,5\n",
        b=ORDERS + "9;2026-01-02;1;1,5\n8;2026-02-03;3;3,5\n",
    )
    tables = open_tables(tmp_path / "data")
    assert sorted(one for (one,) in collect(tables["orders"].select("order_id"))) == ["2", "3"]
    assert (tables.superseded["orders"], dict(tables.excluded)) == (1, {"orders": 1})


def test_an_order_that_moved_away_from_one_who_is_left_out_counts(tmp_path: Path) -> None:
    """Order 1 was the test customer's, and is 7's in the newer export."""
    ingest(
        tmp_path,
        "9;test\n",
        a=ORDERS + "9;2026-01-02;1;1,5\n",
        b=ORDERS + "7;2026-01-02;1;1,5\n7;2026-02-03;3;3,5\n",
    )
    tables = open_tables(tmp_path / "data")
    assert len(collect(tables["orders"])) == 2
    assert dict(tables.excluded) == {"orders": 0}


def test_orders_known_by_their_lines_are_left_out_too(tmp_path: Path) -> None:
    """No order file tells of order 5: it is made of its lines, and goes with them."""
    lines = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Belopp\n5;9;2026-01-02;x;1;7,5\n6;1;2026-01-03;x;1;1,5\n"
    ingest(tmp_path, "9;test\n", rader=lines)
    tables = open_tables(tmp_path / "data")
    assert [one for (one,) in collect(tables["orders"].select("order_id"))] == ["6"]
    assert dict(tables.excluded) == {"orders": 1, "order_lines": 1}
    assert tables.connection.execute("SELECT count(*) FROM orders").fetchall() == [(1,)]


def test_an_answer_of_nobody_is_nobodys_that_is_left_out(tmp_path: Path) -> None:
    """An anonymous answer has no customer, and stays."""
    question = "Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?"
    survey = f"Svarsnr;E-postadress;Svarsdatum;{question}\n1;;2026-02-01;9\n2;test@example.se;2026-02-01;0\n"
    (tmp_path / "undantag.csv").write_text("e-post;orsak\nTEST@example.se;test\n")
    (tmp_path / "enkat.csv").write_text(survey)
    lists = CustomerLists(excluded=tmp_path / "undantag.csv")
    read([tmp_path / "enkat.csv"], folder=tmp_path / "data", key=b"k", lists=lists)
    tables = open_tables(tmp_path / "data")
    assert collect(tables["responses"].select("customer_id", "score")) == [(None, 9.0)]


def test_without_a_list_nothing_is_left_out(tmp_path: Path) -> None:
    """There is no count of nothing."""
    (tmp_path / "a.csv").write_text(ORDERS + "9;2026-01-02;1;1,5\n")
    read([tmp_path / "a.csv"], folder=tmp_path / "data", key=b"k")
    assert dict(open_tables(tmp_path / "data").excluded) == {}
