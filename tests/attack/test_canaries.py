"""What names a person in an export stands in nothing that is kept or said: every cell is a canary.

Canaries are the cells, and their words of five letters or more, of all columns that nothing may be shown of: those
that say who the customer is, private ones, and every column that is not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reporter.cli.app import run
from reporter.errors import InputError
from reporter.sources import ReadOptions, read
from tests.attack.canaries import FORMATS, ROOT, canaries, opened, parquet_texts, variants

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DATA = ROOT.parent / "shared" / "data"
_LARGEST = 600_000
EXPORTS = sorted((ROOT / "fixtures" / "workspace").glob("clients/*/exports/*"))
REAL = [path for path in sorted(DATA.rglob("*.csv")) if path.stat().st_size < _LARGEST]
#: Exports of every kind of system, with the persons that it names: what is said of each is looked through as a whole.
TOLD = ("hubspot_contacts", "salesforce_contacts", "fortnox_customers", "zendesk_tickets", "shopify_orders")


def _usual() -> Iterable[Any]:
    """Yield each file of the fixtures; the first of every fourth format, and all others as slow."""
    formats = sorted(path.parent.name for path in FORMATS.glob("*/expected.toml"))
    first: set[str] = set()
    for path, options in variants():
        name = path.parent.name
        usual = name not in first and name in formats[::4]
        first.add(name)
        marks = () if usual else (pytest.mark.slow,)
        yield pytest.param(path, options, marks=marks, id=f"{name}-{path.name}-{len(options)}")


@pytest.mark.parametrize(
    ("path", "options"),
    [*_usual(), *(pytest.param(one, {}, marks=pytest.mark.slow, id=one.name) for one in [*EXPORTS, *REAL])],
)
def test_nothing_of_a_person_is_kept(path: Path, options: dict[str, Any], tmp_path: Path) -> None:
    """No canary stands in a table, the gaps, the identities, the links or the books; every customer is a hash."""
    try:
        hidden = canaries(opened(path, tmp_path / "opened", **options))
        intake = read([path], folder=tmp_path / "data", key=b"k" * 32, options=ReadOptions(**options))
    except InputError:
        if path not in REAL:  # the fixtures are read
            raise
        return
    assert hidden.in_tables(tmp_path / "data") == set()
    assert hidden.in_prose(repr(intake)) == set()
    for room in ("identities", "links"):
        for text in parquet_texts(tmp_path / "data" / room, "person", "other", "customer_id"):
            assert len(text) == 16
            assert set(text) <= set("0123456789abcdef")
    for place in [tmp_path / "data", *(tmp_path / "data").rglob("*")]:
        assert place.stat().st_mode & 0o077 == 0, place


@pytest.mark.parametrize("name", [name for name in TOLD if (FORMATS / name).is_dir()])
def test_nothing_of_a_person_is_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """No canary stands in what detecting, validating, mapping, reading and inspecting print or write for people."""
    path, options = next((path, options) for path, options in variants() if path.parent.name == name)
    hidden = canaries(opened(path, tmp_path / "opened", **options))
    assert hidden.cells
    space = tmp_path / "space"
    (space / "clients" / "c" / "exports").mkdir(parents=True)
    (space / "reporter.toml").write_text('schema = 1\n[consultancy]\nname = "Provbyrån"\n', encoding="utf-8")
    (space / "clients" / "c" / "client.toml").write_text('schema = 1\nname = "Kunden"\n', encoding="utf-8")
    monkeypatch.chdir(space)
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    for command in (
        ["sources", "detect", str(path)],
        ["sources", "detect", "--json", str(path)],
        ["validate", str(path)],
        ["validate", "--json", str(path)],
        ["sources", "map", str(path)],
        ["ingest", "--client", "c", str(path)],
        ["inspect", "--client", "c", "--gaps"],
        ["inspect", "--client", "c", "--gaps", "--merges", "--json"],
    ):
        run(command)
        said = "".join(capfd.readouterr())
        assert "internal error" not in said
        assert hidden.in_prose(said) == set(), command
    texts = [one for one in space.rglob("*") if one.suffix in {".toml", ".json"}]
    assert any(one.name == "books.json" for one in texts)
    assert [one for one in texts if hidden.in_prose(one.read_text(encoding="utf-8"))] == []


def test_keys_of_two_clients_cannot_be_linked(tmp_path: Path) -> None:
    """The same phone, organisation number, address and name are other hashes under another client's key."""
    path = tmp_path / "kunder.csv"
    path.write_text(
        "Kundnr;Företagsnamn;Organisationsnummer;E-post;Telefon;Land\n"
        "17;Norrvik Plåt AB;556677-8899;anna@example.com;070-123 45 67;SE\n"
        "18;Älvdals Trä AB;556688-9900;bo@example.com;070-765 43 21;SE\n",
        encoding="utf-8",
    )
    hashes = []
    for client in (b"a" * 32, b"b" * 32):
        folder = tmp_path / client.decode()[0]
        read([path], folder=folder, key=client)
        columns = ("person", "other", "customer_id")
        hashes.append({text for text in parquet_texts(folder, *columns) if len(text) == 16})
    assert len(hashes[0]) == len(hashes[1]) >= 8
    assert not hashes[0] & hashes[1]


def test_the_search_finds_a_name(tmp_path: Path) -> None:
    """The test can fail: a name that is kept in a table, or printed, is found."""
    path = tmp_path / "o.csv"
    path.write_text("Ordernr;Kund;Orderdatum;Belopp\n1;Glimmervik Plåt AB;2026-01-02;1,5\n", encoding="utf-8")
    hidden = canaries(opened(path, tmp_path / "opened"))
    assert hidden.in_prose("read Glimmervik Plåt AB twice") == {"glimmervik", "glimmervik plåt ab"}
    (tmp_path / "data").mkdir()
    duckdb.execute(f"COPY (SELECT 'Glimmervik' AS a) TO '{tmp_path}/data/x.parquet'")
    assert hidden.in_tables(tmp_path / "data") == {"glimmervik"}
