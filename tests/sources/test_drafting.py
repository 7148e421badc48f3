"""A drafted mapping is a format at once: it is accepted as it stands, and reads the file it was drafted from."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import ReadOptions, draft_mapping, read
from reporter.sources.catalogue import load_format
from reporter.sources.drafting import FIELDS
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
