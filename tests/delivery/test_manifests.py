"""Every run leaves one manifest, which says what was done and nobody's name."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.manifests import (
    ClientRun,
    Input,
    Outcome,
    chain,
    new_run_id,
    read_run,
    write_run,
)
from reporter.errors import UsageError
from tests.delivery.ledgers import NOW, ledger_with
from tests.delivery.runs import NAMES, ONE, TWO, run_facts

if TYPE_CHECKING:
    from pathlib import Path


def test_a_manifest_says_what_was_done_and_nobody_s_name(tmp_path: Path) -> None:
    """All facts can be read back; addresses in a text and free words of the command are gone."""
    client = ClientRun(
        client="acme", period="2026-10", settings="5" * 64, reports={"sv": "a" * 64}, recipients="c" * 64,
        inputs=(Input(name="orders anna@acme.example.csv", sha256="1" * 64, rows=12),),
        deliveries=(Outcome(id="0123456789", lang="sv", state="sent", reply="250 2.0.0 <bo@x.se>", eml_sha="e" * 64),),
    )  # fmt: skip
    command = [
        "send",
        "acme",
        "--period",
        "2026-10",
        "--test",
        "anna@acme.example",
        "--reason",
        "Anna",
        "-C",
        "/home/e",
    ]
    with ledger_with(tmp_path) as ledger:
        write_run(ledger, run_facts(NAMES[0], clients=(client,), command=command, exit_code=5), NOW)
        found = read_run(ledger.folder, NAMES[0])
        raw = (tmp_path / "runs" / f"{NAMES[0]}.json").read_bytes()
    assert found["clients"] == [
        {
            "client": "acme",
            "period": "2026-10",
            "held": "",
            "settings": "5" * 64,
            "recipients": "c" * 64,
            "reports": {"sv": "a" * 64},
            "inputs": [{"name": "orders [address]", "sha256": "1" * 64, "rows": 12}],
            "deliveries": [
                {
                    "id": "0123456789",
                    "lang": "sv",
                    "state": "sent",
                    "reply": "250 2.0.0 <[address]>",
                    "eml_sha": "e" * 64,
                }
            ],
        }
    ]
    assert found["command"] == ["send", "acme", "--period", "2026-10", "--test", "[…]", "--reason", "[…]", "-C", "[…]"]
    assert (found["started"], found["ended"]) == ("2026-11-04T06:15:00+00:00", "2026-11-04T06:15:09+00:00")
    assert (found["schema"], found["number"], found["previous"], found["exit_code"]) == (1, 1, "0" * 64, 5)
    assert {"reporter", "python", "holidays", "tzdata", "weasyprint"} <= found["versions"].keys()
    assert all(found["versions"][name] for name in ("reporter", "holidays", "tzdata", "weasyprint"))
    assert all(word not in raw for word in (b"@", b"Anna", b"/home"))


def test_a_manifest_is_readable_only_by_us(tmp_path: Path) -> None:
    """Mode 0600 in a folder of 0700, with sorted keys, and nothing lies beside it."""
    with ledger_with(tmp_path) as ledger:
        sha = write_run(ledger, run_facts(NAMES[0]), NOW)
    folder = tmp_path / "runs"
    (path,) = folder.iterdir()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    content = json.loads(path.read_bytes())
    assert path.read_text(encoding="utf-8") == json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert sha == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_run_has_one_manifest(tmp_path: Path) -> None:
    """It is never written over, and its name leads nowhere else."""
    with ledger_with(tmp_path) as ledger:
        write_run(ledger, run_facts(ONE), NOW)
        for name in (ONE, "../elsewhere", "", "20261104T061501Z-0000000G"):
            with pytest.raises(UsageError) as fault:
                write_run(ledger, {**run_facts(ONE), "run": name}, NOW)
            assert fault.value.code == "E491"
        assert chain(ledger) == ()


def test_a_disk_that_is_full_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says so, nothing lies in the folder, and the next run goes on."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with ledger_with(tmp_path) as ledger:
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            with pytest.raises(UsageError, match="No space left") as fault:
                write_run(ledger, run_facts(ONE), NOW)
        assert (fault.value.code, list((tmp_path / "runs").iterdir())) == ("E492", [])
        write_run(ledger, run_facts(TWO), NOW)
        assert chain(ledger) == ()


@pytest.mark.parametrize("name", ["20261104T061509Z-00000009", "../ledger", "", "x"])
def test_a_run_without_a_manifest_is_told(tmp_path: Path, name: str) -> None:
    """Also where the name is none."""
    with pytest.raises(UsageError) as fault:
        read_run(tmp_path, name)
    assert fault.value.code == "E489"


def test_a_run_s_name_sorts_by_time_whatever_the_zone() -> None:
    """06:15 UTC is 07:15 in Stockholm in November; the random part tells two runs of one second apart."""
    stockholm = timezone(timedelta(hours=1))
    early = new_run_id(datetime(2026, 11, 4, 7, 15, tzinfo=stockholm), lambda n: b"\xff" * n)
    later = new_run_id(datetime(2026, 11, 4, 6, 15, 1, tzinfo=UTC), lambda n: b"\x00" * n)
    assert (early, later) == ("20261104T061500Z-ffffffff", "20261104T061501Z-00000000")
    assert early < later
