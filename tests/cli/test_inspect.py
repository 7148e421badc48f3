"""``reporter inspect`` shows what the books hold: columns, left-out rows, and what several files share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reporter.cli.app import run
from reporter.cli.console import merge_lines
from reporter.model import Merge

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms;Valuta\nO1;K1;2025-01-02;1,50;SEK\nO2;;2025-01-03;5,00;SEK\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of one client, whose only export was ingested."""
    monkeypatch.setenv("REPORTER_KEYS", str(tmp_path / "keys"))
    root = tmp_path / "arbete"
    exports = root / "clients" / "norrvik" / "exports"
    exports.mkdir(parents=True)
    (root / "reporter.toml").write_text("schema = 1\n")
    (exports.parent / "client.toml").write_text('schema = 1\nname = "Norrvik AB"\nlang = "sv"\n')
    (exports / "ordrar.csv").write_text(ORDERS, encoding="utf-8")
    assert run(["-q", "-C", str(root), "ingest", "--drop", "Finns inte", "--sales", "order"]) == 0
    return root


def test_what_was_merged_is_printed_with_its_count() -> None:
    """A line says of what kind it is and how many there are, as this command line writes counts."""
    one = Merge(kind="linked", text="customers stand in several files", count=1200)
    assert merge_lines([one]) == ["   linked: 1 200 customers stand in several files"]


def test_the_merges_can_be_asked_for(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With a single file nothing is shared, and that is said; the JSON has the list whatever it holds."""
    call = ["-C", str(workspace), "inspect", "--merges"]
    assert run(call) == 0
    assert capfd.readouterr().out.startswith("nothing was merged")
    assert run([*call, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["merges"] == []


def test_left_out_rows_and_merges_can_be_shown_together(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither flag hides what the other asks for."""
    assert run(["-C", str(workspace), "inspect", "--gaps", "--merges"]) == 0
    out = capfd.readouterr().out
    assert "nothing was merged" in out
    assert 'ordrar.csv, row 3, column "Kundnr": no customer id [L110]' in out


def test_a_clients_exports_are_validated_with_its_settings(workspace: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without files, --client stands for its exports folder; nothing of its tables is touched."""
    before = sorted(path.name for path in (workspace / "clients" / "norrvik" / "data").rglob("*"))
    assert run(["-C", str(workspace), "validate", "--client", "norrvik"]) == 1
    assert "1 of 2 rows can be used" in capfd.readouterr().out
    assert sorted(path.name for path in (workspace / "clients" / "norrvik" / "data").rglob("*")) == before
