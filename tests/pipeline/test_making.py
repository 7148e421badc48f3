"""What a report refuses, and what it warns of, before anyone reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms"
ROWS = [f"O{n};K{n % 60};2025-{n % 12 + 1:02d}-{n % 28 + 1:02d};{n + 100},50" for n in range(600)]


def report(
    folder: Path, capfd: pytest.CaptureFixture[str], *flags: str, rows: list[str] | None = None
) -> tuple[int, Mapping[str, Any]]:
    """Make a one-off report from orders; return the exit code and what ``--json`` printed."""
    (folder / "order.csv").write_text("\n".join([HEAD, *(rows or ROWS)]), encoding="utf-8")
    code = run(["-q", "report", str(folder / "order.csv"), "--name", "Norrvik AB", "--lang", "sv", "--json",
                "--date", "2026-01-15", "-o", str(folder / "r.pdf"), *flags])  # fmt: skip
    return code, json.loads(capfd.readouterr().out)


def codes(content: Mapping[str, Any]) -> list[str]:
    """Return the codes of the findings."""
    return [f["code"] for f in content["findings"]]


@pytest.mark.parametrize("period", ["2030", "1999"])
def test_a_period_without_data_is_refused(period: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is computed where nothing was measured: no zeros, no PDF."""
    code, content = report(tmp_path, capfd, "--period", period, "--currency", "SEK")
    assert (code, codes(content)) == (3, ["D153"])
    assert not (tmp_path / "r.pdf").exists()


def test_days_after_the_report_do_not_move_its_period(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Eight orders dated 2099 are named, and the default period stays with the data."""
    wrong = [f"X{n};K{n};2099-01-01;100,00" for n in range(8)]
    code, content = report(tmp_path, capfd, "--currency", "SEK", rows=[*ROWS, *wrong])
    assert (code, codes(content)) == (0, ["D151"])
    (orders,) = [r["value"] for r in content["readings"] if r["id"] == "orders"]
    assert orders == 600


def test_a_period_that_the_data_do_not_fill_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A year whose last months are missing is reported with a warning."""
    half = [row for row in ROWS if row.split(";")[2] < "2025-07"]
    code, content = report(tmp_path, capfd, "--currency", "SEK", "--period", "2025", rows=half)
    assert code == 0
    assert "D152" in codes(content)


def test_amounts_without_a_currency_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nobody guesses a currency."""
    code, content = report(tmp_path, capfd)
    assert (code, codes(content)) == (0, ["D150"])


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two runs of the same call write the same PDF and the same manifest."""
    seen = set()
    for _ in range(2):
        _, content = report(tmp_path, capfd, "--currency", "SEK")
        (output,) = content["outputs"]
        seen.add((output["sha256"], (tmp_path / "r.manifest.json").read_bytes()))
    assert len(seen) == 1


def test_nothing_is_left_behind(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary folders are gone after a report and after an error."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    report(tmp_path, capfd, "--currency", "SEK")
    report(tmp_path, capfd, "--period", "2030")
    assert not list(scratch.iterdir())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["order.csv", "r.manifest.json", "r.pdf", "tmp"]
