"""``[customers]`` of a client's settings, from the file beside them to the books and the tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli.app import run
from reporter.store import collect, open_tables

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = 'schema = 1\nname = "Ljung AB"\nlang = "sv"\ncurrency = "SEK"\n'
BOTH = '[customers]\nmerged = "sammanslagna.csv"\nexcluded = "undantagna.csv"\n'
ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp\n" + "".join(
    f"{one};K{one};2025-01-{one:02};{one},50\n" for one in range(1, 20)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A workspace with one client."""

    root: Path
    client: Path

    def set(self, customers: str, **lists: str) -> None:
        """Write the settings, and lists (name → text) beside them."""
        (self.client / "client.toml").write_text(SETTINGS + customers)
        for name, text in lists.items():
            (self.client / f"{name}.csv").write_text(text, encoding="cp1252")

    def call(self, *words: str) -> int:
        """Run the program in the workspace."""
        return run(["-C", str(self.root), *words])

    def customers(self) -> int:
        """Return how many customers bought."""
        orders = open_tables(self.client / "data")["orders"]
        return len({one for (one,) in collect(orders.select("customer_id"))})


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nineteen orders of nineteen customers, not read yet."""
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    client = tmp_path / "arbete" / "clients" / "ljung"
    (client / "exports").mkdir(parents=True)
    (client / "exports" / "ordrar.csv").write_text(ORDERS)
    (tmp_path / "arbete" / "reporter.toml").write_text("schema = 1\n")
    return Desk(root=tmp_path / "arbete", client=client)


def test_the_lists_are_told_wherever_merges_are(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Two of 19 are one, six are left out (five tests, one deceased), one id is strange: 12 are left of 18."""
    listed = "kundnr;skäl\n" + "".join(f"K{one};Test\n" for one in range(1, 6)) + "K6;avliden\nK99;test\n"
    desk.set(BOTH, sammanslagna="gammalt;nytt\nK18;K19\n", undantagna=listed)
    assert desk.call("ingest") == 0
    told = [
        "   mapped: 1 customers are another one now, as sammanslagna.csv says",
        "   excluded: 5 customers are left out, as undantagna.csv says: test",
        "   excluded: 1 customers are left out, as undantagna.csv says: other reasons",
        "   excluded_unknown: 1 ids of undantagna.csv are in no export",
        "   excluded_rows: 6 orders of theirs are not counted",
    ]
    assert [line for line in capfd.readouterr().out.splitlines() if line in told] == told
    assert desk.call("inspect", "--merges") == 0
    assert capfd.readouterr().out.splitlines() == told
    assert desk.call("inspect", "--merges", "--json") == 0
    merges: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["merges"]
    assert [(one["kind"], one["count"], one["reason"]) for one in merges[:3]] == [
        ("mapped", 1, ""), ("excluded", 5, "test"), ("excluded", 1, ""),
    ]  # fmt: skip
    assert desk.customers() == 12
    books = (desk.client / "data" / "books.json").read_text(encoding="utf-8")
    assert "avliden" not in books
    assert not any(f"K{one}" in books for one in (*range(1, 20), 99))


def test_the_same_lists_again_change_nothing(desk: Desk) -> None:
    """Read twice, and with its rows the other way round, a list gives the same tables to the byte."""
    seen = []
    for rows in ("K1;K2\nK2;K3\nK7;K8\n", "K1;K2\nK2;K3\nK7;K8\n", "K7;K8\nK2;K3\nK1;K2\n"):
        desk.set(BOTH, sammanslagna=f"från;till\n{rows}", undantagna="kundnr;orsak\nK9;test\nK10;test\n")
        assert desk.call("-q", "ingest") == 0
        links = sorted((desk.client / "data" / "links").glob("*.parquet"))
        seen.append([path.read_bytes() for path in links])
        orders = open_tables(desk.client / "data")["orders"]
        seen[-1].append(repr(sorted(collect(orders.select("customer_id", "order_id")))).encode())
    assert len(seen[0]) == 3
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize(
    ("customers", "words"),
    [
        ('[customers]\nmerged = "saknas.csv"\n', "is not there"),
        ('[customers]\nmerged = "../annan/lista.csv"\n', "outside the client's folder"),
        ('[customers]\nmerged = "/etc/hostname"\n', "outside the client's folder"),
        ('[customers]\nexcluded = "exports/ordrar.csv"\n', "among the exports"),
        ('[customers]\nexcluded = "exports"\n', "among the exports"),
        ('[customers]\nexclude = "a.csv"\n', "did you mean excluded?"),
        ('[customers]\nexcluded = ["a.csv"]\n', "a text in quotes"),
    ],
)
def test_a_wrong_setting_is_refused(desk: Desk, capfd: pytest.CaptureFixture[str], customers: str, words: str) -> None:
    """A list that is missing, lies elsewhere or is an export ends in one line, and nothing is read."""
    desk.set(customers)
    assert desk.call("ingest") == 2
    err = capfd.readouterr().err
    assert "error[C102]" in err
    assert words in err
    assert not (desk.client / "data").exists()


def test_a_link_out_of_the_folder_is_refused(desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What the name leads to must lie in the folder, not only the name."""
    (tmp_path / "annans.csv").write_text("kundnr;orsak\nK1;test\n")
    desk.set('[customers]\nexcluded = "undantagna.csv"\n')
    (desk.client / "undantagna.csv").symlink_to(tmp_path / "annans.csv")
    assert desk.call("ingest") == 2
    assert "outside the client's folder" in capfd.readouterr().err


def test_a_fault_in_a_list_leaves_the_tables_as_they_were(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """A split is found after the exports were read and before anything is put in place."""
    desk.set("")
    assert desk.call("-q", "ingest") == 0
    before = {path: path.read_bytes() for path in (desk.client / "data").rglob("*") if path.is_file()}
    desk.set(BOTH, sammanslagna="gammalt;nytt\nK1;K2\nK1;K3\n", undantagna="kundnr;orsak\nK9;test\n")
    (desk.client / "exports" / "nya.csv").write_text("Ordernr;Kundnr;Orderdatum;Belopp\n77;K1;2025-03-01;7,50\n")
    assert desk.call("ingest") == 3
    err = capfd.readouterr().err
    assert "error[D134]: sammanslagna.csv, row 3: gives the old id of row 2 another new one" in err
    assert {path: path.read_bytes() for path in (desk.client / "data").rglob("*") if path.is_file()} == before


def test_a_list_that_changed_since_is_told(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """Added, changed or taken out of the settings, a list is a warning until the exports are ingested again."""
    listed = "kundnr;orsak\nK9;test\n"
    for customers, text, words in (
        ("", listed, None),
        ('[customers]\nexcluded = "undantagna.csv"\n', listed, "[customers] excluded is not the one"),
        ('[customers]\nexcluded = "undantagna.csv"\n', listed + "K10;test\n", "[customers] excluded is not the one"),
        ("", listed, "[customers] excluded is not the one"),
    ):
        desk.set(customers, undantagna=text)
        assert desk.call(*(("indicators", "measure", "--client", "ljung") if words else ("ingest",))) == 0
        assert (f"warning[D154]: the list under {words}" in capfd.readouterr().err) is bool(words)
        assert desk.call("-q", "ingest") == 0
        capfd.readouterr()
    assert desk.call("indicators", "measure", "--client", "ljung") == 0
    assert "D154" not in capfd.readouterr().err


def test_the_manifest_names_the_lists_by_their_hashes(desk: Desk) -> None:
    """Which lists the figures rest on is part of what a report was made from: the hashes are those of the files."""
    text = "kundnr;orsak\nK9;test\n"
    desk.set('[customers]\nexcluded = "undantagna.csv"\n', undantagna=text)
    assert desk.call("-q", "ingest") == 0
    assert desk.call("-q", "report", "--client", "ljung", "--period", "2025", "-o", str(desk.root / "r.pdf")) == 0
    (manifest,) = desk.root.glob("*.json")
    settings = json.loads(manifest.read_text(encoding="utf-8"))["settings"]
    assert settings["lists"] == {"excluded": hashlib.sha256(text.encode()).hexdigest()}
    assert settings["client"]["customers"] == {"merged": "", "excluded": "undantagna.csv"}
