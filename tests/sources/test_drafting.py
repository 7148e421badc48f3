"""A drafted mapping is a format at once: it is accepted as it stands, and reads the file it was drafted from."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import ReadOptions, draft_mapping, read
from reporter.sources.drafting import FIELDS, draft_of, with_columns, written
from reporter.sources.recognition.catalogue import built_in, load_format
from reporter.sources.recognition.needs import NEEDED, lacking
from reporter.sources.shapes import SHAPES
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = 'Fakt;"Kd ""x""";Dag;Att bet\n100;K1;2026-01-02;10,50\n101;K1;2026-01-03;20,50\n102;K2;2026-02-03;7\n'


def test_a_draft_is_accepted_and_reads_the_file(tmp_path: Path) -> None:
    """A file of headers that nobody knows is D108 without the draft, and three orders with it."""
    path, mapping = tmp_path / "u.csv", tmp_path / "u.toml"
    path.write_text(UNKNOWN)
    with pytest.raises(InputError, match="unknown") as caught:
        read([path], folder=tmp_path / "data", key=b"k")
    assert caught.value.code == "D108"
    assert "--map" in (caught.value.help or "")
    mapping.write_text(draft_mapping(path))
    (account,) = read([path], folder=tmp_path / "data", key=b"k", extra_formats=[mapping]).files
    assert (account.format, account.rows_kept) == ("u", 3)
    assert account.mapping["customer_id"] == 'Kd "x"'
    orders = open_tables(tmp_path / "data")["orders"]
    amounts = dict(collect(orders.select("order_id", "amount")))
    assert amounts == {"100": Decimal("10.5"), "101": Decimal("20.5"), "102": Decimal(7)}


def test_known_headers_decide_what_a_draft_is(tmp_path: Path) -> None:
    """Two headers that tickets have make a draft of tickets, with both filled in."""
    path = tmp_path / "t.csv"
    path.write_text("Ärendenr;Kundnr;Kom in\n1;K1;2026-01-02\n2;K1;2026-01-03\n", encoding="utf-8")
    draft = tomllib.loads(draft_mapping(path))
    assert draft["shape"] == "tickets"
    assert draft["fields"] == {"ticket_id": ["Ärendenr"], "customer_id": ["Kundnr"], "opened": ["Kom in"]}


@pytest.mark.parametrize("name", ['a"b\\c.csv', "å ä ö.csv"])
def test_any_file_name_and_header_gives_valid_toml(tmp_path: Path, name: str) -> None:
    """Quotes, backslashes and line ends in names and headers do not break the draft."""
    path, mapping = tmp_path / name, tmp_path / "m.toml"
    path.write_text('"a\nb";"c\\d";Dag\n1;2;2026-01-02\n3;4;2026-01-03\n', encoding="utf-8")
    mapping.write_text(draft_mapping(path), encoding="utf-8")
    assert load_format(mapping).fields


#: shape → a file of it whose headers some format knows, and what its draft must read.
SHAPED = {
    "customers": "Kundnr;Bransch;Land\nK1;Kontor;SE\nK2;Bygg;SE\n",
    "orders": "Fakt;Kd;Dag;Att bet\n100;K1;2026-01-02;10,50\n101;K1;2026-01-03;20,50\n102;K2;2026-02-03;7\n",
    "order_lines": "Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris\n1;K1;2026-01-02;A;2;5,50\n1;K1;2026-01-02;B;1;7,25\n",
    "subscriptions": "Avtalsnr;Kundnr;Startdatum;Slutdatum\nA1;K1;2024-01-01;2025-01-31\nA2;K2;2024-02-01;\n",
    "responses": "Kundnr;Svarsdatum;Hur sannolikt är det att du rekommenderar oss?\nK1;2026-01-02;9\nK2;2026-01-03;4\n",
    "tickets": "Ärendenr;Kundnr;Kom in\n1;K1;2026-01-02\n2;K1;2026-01-03\n",
}


@pytest.mark.parametrize("shape", SHAPED)
def test_a_draft_of_each_shape_reads_its_file(shape: str, tmp_path: Path) -> None:
    """Unchanged, the draft is read with every row, and no built-in format goes before it."""
    path, mapping = tmp_path / "fil.csv", tmp_path / "m.toml"
    path.write_text(SHAPED[shape], encoding="utf-8")
    draft = draft_of(path)
    assert (draft.shape, draft.open) == (shape, ())
    assert tomllib.loads(written(draft))["priority"] > max(form.priority for form in built_in())
    mapping.write_text(written(draft), encoding="utf-8")
    (account,) = read([path], folder=tmp_path / "data", key=b"k", extra_formats=[mapping]).files
    assert (account.format, account.tables, account.rows_left_out) == ("fil", (shape,), 0)
    assert dict(account.mapping) == dict(draft.fields)


@pytest.mark.parametrize(
    "header",
    [
        'Bel"opp',
        "Bel\\opp",
        "Bel\topp",
        "Be\x7flopp",
        "Bel\ufffdpp",
        "Bel?pp f?re moms",
        "Bel\nopp",
        "'Belopp'",
        "Bel#opp = 1",
    ],
)
def test_damaged_headers_are_found_again(header: str, tmp_path: Path) -> None:
    """Signs that TOML or a damaged export makes hard in a header: the draft still names the column."""
    path, mapping = tmp_path / "f.csv", tmp_path / "m.toml"
    quoted = header.replace('"', '""')
    path.write_text(f'Nr;Kd;Dag;"{quoted}"\n1;K1;2026-01-02;10,50\n2;K1;2026-01-03;20,50\n', encoding="utf-8")
    mapping.write_text(draft_mapping(path), encoding="utf-8")
    (account,) = read([path], folder=tmp_path / "data", key=b"k", extra_formats=[mapping]).files
    assert (account.format, account.rows_kept) == ("f", 2)
    assert set(account.mapping) == {"order_id", "customer_id", "order_date", "amount"}


def test_a_column_is_one_thing_only(tmp_path: Path) -> None:
    """An answer takes the column from what it was guessed to be; what is open then is known."""
    path = tmp_path / "u.csv"
    path.write_text(UNKNOWN)
    draft = with_columns(draft_of(path), {"customer_id": "Dag"})
    assert draft.fields["customer_id"] == "Dag"
    assert "order_date" not in draft.fields
    assert draft.open == ("order_date",)


def test_what_a_shape_needs_are_fields_of_it() -> None:
    """The groups name fields that exist, for each shape, and every format of the program has what it needs."""
    assert set(NEEDED) == set(SHAPES)
    for shape, groups in NEEDED.items():
        assert {name for group in groups for name in group.split("|")} <= set(SHAPES[shape].fields)
    assert [form.name for form in built_in() if lacking(form.shape, form.fields, form.rules)] == []


def test_a_mapping_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    """D117 names the field, before any file is read; a rule may spare it."""
    mapping = tmp_path / "m.toml"
    text = 'shape = "orders"\n[fields]\ncustomer_id = "Kd"\norder_date = "Dag"\namount = "Att bet"\n'
    mapping.write_text(text)
    with pytest.raises(InputError, match="no column for order_id") as caught:
        load_format(mapping)
    assert caught.value.code == "D117"
    mapping.write_text(f"{text}[rules]\nmade_ids = true\n")
    assert load_format(mapping).rules == {"made_ids": True}


def test_every_field_is_explained() -> None:
    """The words of a draft are there for each field of each shape, and for nothing else."""
    means = tomllib.loads(FIELDS.read_text(encoding="utf-8"))
    assert set(means) == {field for shape in SHAPES.values() for field in shape.fields}


def test_a_named_format_is_used_and_an_unknown_name_refused(tmp_path: Path) -> None:
    """``formats`` decides where two formats fit; a name that no format has is D108 with the names."""
    path = tmp_path / "a.csv"
    path.write_text("Ordernr;Kundnr;Orderdatum;Antal;Belopp\n1;7;2026-01-02;2;1,5\n")
    folder = tmp_path / "data"
    for name, table in (("generic_orders", "orders"), ("generic_order_lines", "order_lines")):
        (account,) = read([path], folder=folder, key=b"k", options=ReadOptions(formats={"a.csv": name})).files
        assert (account.format, account.tables) == (name, (table,))
    with pytest.raises(InputError, match="no format 'x'") as caught:
        read([path], folder=folder, key=b"k", options=ReadOptions(formats={"a.csv": "x"}))
    assert "generic_orders" in (caught.value.help or "")
