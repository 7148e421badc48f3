"""Sent bytes are kept for as long as it was set, and those of an open delivery for ever."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger.reading import deliveries
from reporter.delivery.retention import sweep
from reporter.delivery.values import State
from reporter.errors import UsageError
from tests.delivery.ledgers import NOW, Row, files, kept_of, ledger_with

if TYPE_CHECKING:
    from pathlib import Path

ENDED, OPEN = (State.SENT, State.FAILED), (State.RESERVED, State.SENDING, State.UNKNOWN)


@pytest.mark.parametrize("state", [*ENDED, *OPEN])
def test_only_what_ended_is_ever_deleted(tmp_path: Path, state: State) -> None:
    """Ten years later an ended delivery's bytes are gone; reserved, sending and unknown ones are still there."""
    row = Row(state=state, days=3650)
    with ledger_with(tmp_path, row) as ledger:
        assert sweep(ledger, 90, NOW) == (state in ENDED)
        assert kept_of(ledger, row).exists() is (state in OPEN)
        assert len(deliveries(ledger)) == 1


@pytest.mark.parametrize(("days", "gone"), [(89.9, 0), (90, 1), (90.1, 1)])
def test_the_days_are_counted_from_the_end_of_the_delivery(tmp_path: Path, days: float, gone: int) -> None:
    """At ninety days to the second it goes, a moment before it does not."""
    with ledger_with(tmp_path, Row(days=days)) as ledger:
        assert sweep(ledger, 90, NOW) == gone


def test_empty_folders_go_and_others_stay(tmp_path: Path) -> None:
    """The month and client whose last message went have no folder; hashes, the other month and the ledger remain."""
    old, new, other = Row(days=100, period="2026-06"), Row(days=1), Row(days=100, client="bygg", recipient="b@bygg.se")
    with ledger_with(tmp_path, old, new, other) as ledger:
        assert sweep(ledger, 90, NOW) == 2
        kept = {path for path in files(tmp_path) if path.startswith("kept")}
        assert kept == {"kept", "kept/acme", "kept/acme/2026-10", f"kept/acme/2026-10/{new.key.id}.eml"}
        assert all(len(row.eml_sha) == 64 for row in deliveries(ledger))
        assert sweep(ledger, 90, NOW) == 0


def test_when_all_is_swept_no_folder_is_left(tmp_path: Path) -> None:
    """The folder of the kept messages itself goes with the last of them."""
    with ledger_with(tmp_path, Row(days=100)) as ledger:
        sweep(ledger, 90, NOW)
        assert "kept" not in files(tmp_path)


def test_what_no_delivery_stands_for_goes_by_its_file_s_age(tmp_path: Path) -> None:
    """A run died between keeping and reserving: its bytes are as personal as any other's."""
    with ledger_with(tmp_path, Row()) as ledger:
        folder = tmp_path / "kept" / "gone" / "2026-01"
        folder.mkdir(parents=True)
        for name, days in (("old.eml", 91), ("young.eml", 89), ("half.part", 91)):
            (folder / name).write_bytes(b"x")
            moment = (NOW - timedelta(days=days)).timestamp()
            os.utime(folder / name, (moment, moment))
        assert sweep(ledger, 90, NOW) == 1
        assert {path.name for path in folder.iterdir()} == {"young.eml"}


def test_the_half_written_bytes_of_a_reserved_delivery_stay(tmp_path: Path) -> None:
    """A ``.part`` belongs to the delivery whose name it has."""
    row = Row(state=State.RESERVED, days=100)
    with ledger_with(tmp_path, row) as ledger:
        part = kept_of(ledger, row).with_suffix(".part")
        part.write_bytes(b"x")
        os.utime(part, (0, 0))
        assert sweep(ledger, 90, NOW) == 0
        assert part.exists()


def test_a_link_is_deleted_and_not_what_it_leads_to(tmp_path: Path) -> None:
    """Nothing outside the folder is ever touched."""
    outside = tmp_path / "outside.eml"
    outside.write_bytes(b"x")
    state, old = tmp_path / "state", Row(days=100)
    with ledger_with(state, old) as ledger:
        path = kept_of(ledger, old)
        path.unlink()
        path.symlink_to(outside)
        assert sweep(ledger, 90, NOW) == 1
    assert outside.exists()


def test_a_file_that_cannot_be_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says so in one line, without the client's name or the file's."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with ledger_with(tmp_path, Row(days=100)) as ledger:
        monkeypatch.setattr("pathlib.Path.unlink", refuse)
        with pytest.raises(UsageError) as fault:
            sweep(ledger, 90, NOW)
    assert fault.value.code == "E488"
    assert "acme" not in str(fault.value)
