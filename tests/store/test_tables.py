"""The tables open as lazy frames, one record a key, the newest export first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw

from reporter.sources import read
from reporter.store import collect, materialise, open_tables, records
from reporter.store.gaps import read_gaps

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "Kundnr;Orderdatum;Ordernr;Belopp\n"


def ingest(folder: Path, **files: str) -> None:
    """Read these exports (name → text) into a folder."""
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text)
        read([path], folder=folder / "data", key=b"k")


def test_an_absent_table_is_none(tmp_path: Path) -> None:
    """What no export held is absent, and is not an empty table."""
    ingest(tmp_path, a=ORDERS + "1;2026-01-02;1;1,5\n")
    tables = open_tables(tmp_path / "data")
    assert list(tables) == ["orders"]
    assert tables.get("tickets") is None
    assert "tickets" not in tables


def test_the_newest_export_wins(tmp_path: Path) -> None:
    """Order 1 stands in two exports: the one that reaches further in time is believed, and one is counted."""
    ingest(
        tmp_path,
        z=ORDERS + "1;2026-01-02;1;1,5\n2;2026-01-03;2;2,5\n",
        a=ORDERS + "1;2026-01-02;1;9,5\n3;2026-02-03;3;3,5\n",
    )
    tables = open_tables(tmp_path / "data")
    amounts = dict(collect(tables["orders"].select("order_id", "amount")))
    assert amounts == {"1": Decimal("9.5"), "2": Decimal("2.5"), "3": Decimal("3.5")}
    assert tables.superseded["orders"] == 1


def test_orders_are_made_from_lines_that_no_order_file_tells_of(tmp_path: Path) -> None:
    """Order 1 is told by the order file, order 2 by its two lines only."""
    ingest(
        tmp_path,
        a=ORDERS + "1;2026-01-02;1;100,5\n",
        b="Ordernr;Kundnr;Orderdatum;Artikel;Antal;Belopp\n1;1;2026-01-02;x;1;7,5\n2;1;2026-01-03;x;1;1,5\n2;1;2026-01-03;y;2;2,25\n",
    )
    tables = open_tables(tmp_path / "data")
    found = sorted(collect(tables["orders"].select("order_id", "amount", "lines")))
    assert found == [("1", Decimal("100.5"), 1), ("2", Decimal("3.75"), 2)]
    assert len(collect(tables["order_lines"])) == 3


def test_small_results_come_as_tuples_or_mappings(tmp_path: Path) -> None:
    """A frame is fetched without pyarrow or pandas, before and after it is kept."""
    ingest(tmp_path, a=ORDERS + "1;2026-01-02;1;1,5\n1;2026-01-05;2;2,5\n")
    tables = open_tables(tmp_path / "data")
    summed = tables["orders"].group_by("customer_id").agg(nw.col("amount").sum(), n=nw.len())
    kept = materialise(summed, tables.connection)
    assert records(kept.select("amount", "n")) == [{"amount": Decimal("4.0000"), "n": 2}]
    assert collect(kept.select("n")) == [(2,)]


def test_a_folder_without_tables_is_empty(tmp_path: Path) -> None:
    """Nothing read, nothing there."""
    assert list(open_tables(tmp_path)) == []


LINES = "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Belopp\n"


def test_lines_come_from_the_newest_export_of_their_order(tmp_path: Path) -> None:
    """Two exports overlap in order 2: its lines are the newer export's two, not three and not four."""
    ingest(
        tmp_path,
        z=LINES + "1;1;2026-01-02;x;1;1,5\n2;1;2026-01-03;x;1;2,5\n2;1;2026-01-03;y;1;3,5\n",
        a=LINES + "2;1;2026-01-03;x;1;2,5\n2;1;2026-01-03;z;1;4,5\n3;1;2026-01-04;x;1;5,5\n",
    )
    tables = open_tables(tmp_path / "data")
    found = sorted(collect(tables["order_lines"].select("order_id", "product")))
    assert found == [("1", "x"), ("2", "x"), ("2", "z"), ("3", "x")]
    assert sorted(collect(tables["orders"].select("order_id", "amount", "lines"))) == [
        ("1", Decimal("1.5"), 1), ("2", Decimal("7.0"), 2), ("3", Decimal("5.5"), 1),
    ]  # fmt: skip
    assert tables.superseded["order_lines"] == 2


def test_lines_of_exports_that_do_not_overlap_are_all_there(tmp_path: Path) -> None:
    """A file a month: every line counts."""
    ingest(
        tmp_path, jan=LINES + "1;1;2026-01-02;x;1;1,5\n", feb=LINES + "2;1;2026-02-03;x;1;2,5\n2;1;2026-02-03;x;1;2,5\n"
    )
    tables = open_tables(tmp_path / "data")
    assert len(collect(tables["order_lines"])) == 3
    assert tables.superseded["order_lines"] == 0


def test_an_order_that_came_back_is_told_from_a_free_one(tmp_path: Path) -> None:
    """Order 1 is bought and returned, order 2 cost nothing, order 3 came back in part: amount is net of refund."""
    ingest(
        tmp_path,
        a=LINES
        + "1;1;2026-01-02;x;1;10,0\n1;1;2026-01-09;x;-1;-10,0\n2;1;2026-01-03;x;1;0,0\n"
        + "3;1;2026-01-04;x;2;8,0\n3;1;2026-01-05;x;-1;-3,0\n",
    )
    found = sorted(collect(open_tables(tmp_path / "data")["orders"].select("order_id", "amount", "refund")))
    assert found == [
        ("1", Decimal(0), Decimal(10)), ("2", Decimal(0), Decimal(0)), ("3", Decimal(5), Decimal(3)),
    ]  # fmt: skip


DELIVERED = "Kundnr;Orderdatum;Ordernr;Belopp;Lovad leverans;Levererad\n"


def test_the_newest_export_tells_of_delivery_too(tmp_path: Path) -> None:
    """Order 1 was under way in the first export and is delivered in the second; order 2 the second does not know."""
    ingest(
        tmp_path,
        z=DELIVERED + "1;2026-01-02;1;1,5;2026-01-09;\n1;2026-01-02;2;2,5;2026-01-05;2026-01-06\n",
        a=DELIVERED + "1;2026-01-02;1;1,5;2026-01-12;2026-01-10\n1;2026-02-02;3;2,5;;\n",
    )
    found = collect(open_tables(tmp_path / "data")["orders"].select("order_id", "promised_day", "delivered_day"))
    assert sorted(found) == [("1", 20465, 20463), ("2", 20458, 20459), ("3", None, None)]


def test_orders_known_by_lines_only_have_no_day_of_delivery(tmp_path: Path) -> None:
    """The columns are there, beside orders of a file that has them, and say nothing."""
    ingest(
        tmp_path,
        a=DELIVERED + "1;2026-01-02;1;1,5;2026-01-09;2026-01-09\n",
        b=LINES + "2;1;2026-01-03;x;1;2,5\n",
    )
    found = collect(open_tables(tmp_path / "data")["orders"].select("order_id", "promised_day", "delivered_day"))
    assert sorted(found) == [("1", 20462, 20462), ("2", None, None)]


def test_whether_and_when_a_customer_left_come_from_one_export(tmp_path: Path) -> None:
    """Customer 1 left and came back, customer 2 left later, customer 3 is told of by the older export only."""
    head = "Kundnr;Kund sedan;Medlem;Nyhetsbrev;Avregistrerad\n"
    ingest(
        tmp_path,
        z=head
        + "1;2024-01-02;Nej;Avregistrerad;2025-03-04\n2;2024-01-02;Ja;Ja;\n3;2024-01-02;;Avregistrerad;2025-03-04\n",
        a=head + "1;2024-01-02;Ja;Ja;\n2;2024-01-02;;Avregistrerad;2025-05-06\n4;2025-01-02;Nej;;\n",
    )
    columns = ("member", "newsletter", "unsubscribed_day")
    found = collect(open_tables(tmp_path / "data")["customers"].select(*columns))
    assert sorted(found, key=str) == sorted(
        [
            (True, "subscribed", None),
            (True, "unsubscribed", 20214),
            (None, "unsubscribed", 20151),
            (False, None, None),
        ],
        key=str,
    )


def test_a_list_of_those_who_left_is_newer_than_the_customers_it_names(tmp_path: Path) -> None:
    """The CRM knows nobody since 2024 and says yes; the newsletter's own list has a day of 2025, and is believed."""
    ingest(
        tmp_path,
        z="Kundnr;E-post;Kund sedan;Nyhetsbrev\n1;anna@example.com;2024-01-02;Ja\n2;bo@example.com;2024-01-02;Ja\n",
        a="Email Address,UNSUB_TIME,UNSUB_REASON,UNSUB_CAMPAIGN_TITLE,LEID\nanna@example.com,2025-03-04 10:00:00,,,1\n",
    )
    found = collect(open_tables(tmp_path / "data")["customers"].select("newsletter", "unsubscribed_day"))
    assert sorted(found, key=str) == [("subscribed", None), ("unsubscribed", 20151)]


def test_a_ticket_is_put_together_of_what_each_export_knows(tmp_path: Path) -> None:
    """The channel is in the first export, the replies grew in the second."""
    ingest(
        tmp_path,
        z="Ärendenr;Inkommet;Kanal;Antal svar\n1;2026-01-02;Chatt;1\n",
        a="Ärendenr;Inkommet;Antal svar\n1;2026-01-02;4\n2;2026-02-02;0\n",
    )
    found = collect(open_tables(tmp_path / "data")["tickets"].select("ticket_id", "channel", "contacts"))
    assert sorted(found) == [("1", "web_chat", 4), ("2", None, 0)]


def test_one_clients_folder_is_never_anothers(tmp_path: Path) -> None:
    """The tables and gaps of ``ws[1]`` are its own, not those of ``ws1`` beside it; ``customer_id=5`` is a folder."""
    for name, amount in (("ws1", "1,5"), ("ws[1]", "2,5"), ("customer_id=5", "3,5")):
        (tmp_path / name).mkdir()
        ingest(tmp_path / name, a=ORDERS + f"1;2026-01-02;1;{amount}\n;2026-01-02;{amount};1,5\n")
    for name, amount in (("ws1", "1.5"), ("ws[1]", "2.5"), ("customer_id=5", "3.5")):
        tables = open_tables(tmp_path / name / "data")
        assert collect(tables["orders"].select("amount")) == [(Decimal(amount),)]
        assert collect(tables["orders"].select("customer_id")) != [("5",)]
        assert [gap[1:3] for gap in read_gaps(tmp_path / name / "data")] == [(3, "Kundnr")]
