"""A forgotten client's people are gone from the disk, and the client still gets nothing twice."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import notes, open_ledger
from reporter.delivery.ledger.notes import Held
from reporter.delivery.ledger.reading import deliveries, next_seq, periods
from reporter.delivery.retention import FORGOTTEN, Forgotten, forget
from reporter.delivery.schedule.due import due, next_due
from reporter.delivery.values import MONTHLY, State
from reporter.errors import UsageError
from reporter.workspace.delivery import Schedule
from tests.delivery.ledgers import NOW, Row, files, ledger_with

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.ledger import Ledger

ANNA, BO = "anna.canary@acme.example", "bo.canary@acme.example"
ROWS = (
    Row(recipient=ANNA, period="2026-08", reason="Anna.Canary asked", person="eva"),
    Row(recipient=ANNA, period="2026-09"),
    Row(recipient=BO, period="2026-09", state=State.FAILED),
    Row(recipient=ANNA, period="2026-10", state=State.SKIPPED, reason="Bo.Canary is away", person="eva"),
)
OTHER = Row(client="bygg", recipient="carl@bygg.example")


def _noted(ledger: Ledger, client: str) -> None:
    """Write down of a client whatever a ledger can hold beside the deliveries."""
    notes.first_owed(ledger, {"acme": "2026-07", "bygg": "2026-07"}, ())
    notes.approve_recipients(ledger, client, "d" * 64, "eva", NOW)
    notes.approve_report(ledger, client, MONTHLY, "2026-09", "e" * 64, "eva", NOW)
    notes.keep_alert(ledger, [f"{client}/2026-09/E430"], NOW)
    notes.hold(
        ledger,
        Held(
            client=client, report=MONTHLY, period="2026-07", code="E430", reason="dm.canary", since=NOW,
            next_try=None, until=NOW,
        ),
    )  # fmt: skip


def _raw(folder: Path) -> bytes:
    """Return every byte of every file below a folder, the ledger's log included."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_byte_of_an_address_is_left(tmp_path: Path) -> None:
    """Neither in the ledger's file, nor in the log beside it, nor in a kept message; the count is what was there."""
    with ledger_with(tmp_path, *ROWS, OTHER) as ledger:
        _noted(ledger, "acme")
        computed = [row.key.digest[:16].encode() for row in ROWS[:3]] + [row.key.id.encode() for row in ROWS]
        assert all(name in _raw(tmp_path) for name in (ANNA.encode(), BO.encode(), b"dm.canary", *computed))
        done = forget(ledger, "acme")
        raw = _raw(tmp_path)  # while it is still open, and nothing was tidied by closing
        assert done == Forgotten(client="acme", messages=3, addresses=2)
        assert [text for text in computed if text in raw] == []
        assert not re.search(rb"canary", raw, re.IGNORECASE)
        assert b"carl@bygg.example" in raw
    assert not re.search(rb"canary", _raw(tmp_path), re.IGNORECASE)


def test_the_same_person_stays_the_same_under_a_hash_that_others_cannot_compute(tmp_path: Path) -> None:
    """Anna's three rows have one hash, Bo's another; another ledger hashes Anna otherwise, and no plain hash is it."""
    found = []
    for place in ("one", "two"):
        with ledger_with(tmp_path / place, *ROWS) as ledger:
            forget(ledger, "acme")
            found.append([row.key.recipient for row in deliveries(ledger, client="acme")])
    anna, bo = found[0][0], next(name for name in found[0] if name != found[0][0])
    assert sorted(found[0]) == sorted([anna, anna, anna, bo])
    assert re.fullmatch(FORGOTTEN + "[0-9a-f]{16}", anna)
    assert set(found[0]).isdisjoint(found[1])
    assert hashlib.sha256(ANNA.encode()).hexdigest()[:16] not in anna


def test_what_was_sent_is_still_on_record(tmp_path: Path) -> None:
    """Months, states, hashes and answers stay, so that no month is sent anew and the twin's guard still works."""
    with ledger_with(tmp_path, *ROWS) as ledger:
        before = deliveries(ledger, client="acme")
        forget(ledger, "acme")
        after = deliveries(ledger, client="acme")
        assert periods(ledger, "acme", MONTHLY) == {"2026-08", "2026-09", "2026-10"}
        assert next_seq(ledger, "acme", MONTHLY, "2026-09") == 1

        def facts(rows: tuple[object, ...]) -> list[tuple[object, ...]]:
            names = ("state", "lang", "eml_sha", "pdf_sha", "attempts", "at", "reply", "run", "archived", "person")
            return sorted(tuple(str(getattr(row, name)) for name in names) for row in rows)

        assert facts(after) == facts(before)
        assert {row.key.id for row in after}.isdisjoint(row.key.id for row in before)


def test_a_schedule_that_still_stands_never_fires_again(tmp_path: Path) -> None:
    """Neither the month that was held, nor a later one; taken out of the settings and put back, it begins anew."""
    schedule = Schedule(business_day=3)
    later = NOW.replace(year=2027)
    coming = {"acme": next_due(schedule, NOW)}
    with ledger_with(tmp_path, *ROWS) as ledger:
        _noted(ledger, "acme")
        known = periods(ledger, "acme", MONTHLY)
        assert due("acme", schedule, notes.first_owed(ledger, coming, ())["acme"], later, known)
        forget(ledger, "acme")
        known = periods(ledger, "acme", MONTHLY)
        assert due("acme", schedule, notes.first_owed(ledger, coming, ())["acme"], later, known) == ()
        notes.first_owed(ledger, {}, ["acme"])
        again = {"acme": next_due(schedule, later)}
        assert notes.first_owed(ledger, again, ()) == {"acme": "2027-11"}  # October was due on Wednesday the 3rd


def test_notes_of_the_client_go_and_those_of_others_stay(tmp_path: Path) -> None:
    """Held months, approvals and alerts; a client whose slug only begins alike keeps its own."""
    with ledger_with(tmp_path, *ROWS, OTHER) as ledger:
        for client in ("acme", "acme-2", "bygg"):
            _noted(ledger, client)
        forget(ledger, "acme")
        assert {entry.client for entry in notes.held(ledger)} == {"acme-2", "bygg"}
        assert notes.approved_recipients(ledger, "acme") == ""
        assert notes.approved_recipients(ledger, "acme-2") == "d" * 64
        assert notes.approvers(ledger, "acme", MONTHLY, "2026-09", "e" * 64) == ()
        assert notes.approvers(ledger, "bygg", MONTHLY, "2026-09", "e" * 64) == ("eva",)
        told = {key for (key,) in ledger.connection.execute("SELECT key FROM alert")}
        assert told == {"acme-2/2026-09/E430", "bygg/2026-09/E430"}
        assert [row.key.recipient for row in deliveries(ledger, client="bygg")] == ["carl@bygg.example"]


@pytest.mark.parametrize("state", [State.RESERVED, State.SENDING, State.UNKNOWN])
def test_nothing_is_done_while_a_delivery_is_open(tmp_path: Path, state: State) -> None:
    """Its address is still needed; the error tells how to end it, and all is as it was."""
    with ledger_with(tmp_path, *ROWS, Row(recipient=BO, period="2026-10", state=state)) as ledger:
        before = deliveries(ledger), files(tmp_path)
        with pytest.raises(UsageError) as fault:
            forget(ledger, "acme")
        assert fault.value.code == "E487"
        assert "canary" not in str(fault.value).casefold()
        assert (deliveries(ledger), files(tmp_path)) == before


def test_forgetting_twice_does_nothing_more(tmp_path: Path) -> None:
    """A run that was killed in between can be repeated; the hashes are not hashed again."""
    with ledger_with(tmp_path, *ROWS) as ledger:
        forget(ledger, "acme")
        before = deliveries(ledger)
        assert forget(ledger, "acme") == Forgotten(client="acme", messages=0, addresses=0)
        assert deliveries(ledger) == before


def test_a_new_contract_can_be_forgotten_as_well(tmp_path: Path) -> None:
    """The same person in a later month gets the same hash; a resending of an old month does not clash."""
    again = Row(recipient=ANNA, period="2026-09", seq=1, reason="x", person="eva")
    with ledger_with(tmp_path, *ROWS) as ledger:
        forget(ledger, "acme")
    with ledger_with(tmp_path, again) as ledger:
        assert forget(ledger, "acme").addresses == 1
        named = [row.key.recipient for row in deliveries(ledger, period="2026-09") if row.key.seq in (0, 1)]
        assert len(named) == 3
        assert len(set(named)) == 2


@pytest.mark.parametrize("client", ["..", "../bygg", "/", "", "nobody"])
def test_a_name_that_is_no_client_touches_nothing(tmp_path: Path, client: str) -> None:
    """It leads to no other folder than its own."""
    with ledger_with(tmp_path, *ROWS, OTHER) as ledger:
        before = deliveries(ledger), {path for path in files(tmp_path) if path.startswith("kept")}
        assert forget(ledger, client) == Forgotten(client=client, messages=0, addresses=0)
        assert (deliveries(ledger), {path for path in files(tmp_path) if path.startswith("kept")}) == before


def test_a_reader_that_keeps_the_old_bytes_is_told_of(tmp_path: Path) -> None:
    """Another program in the middle of reading: the error says so, and the same command does the rest later."""
    with ledger_with(tmp_path, *ROWS) as ledger:
        reader = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM send").fetchone()
        ledger.connection.execute("PRAGMA busy_timeout=20")
        with pytest.raises(UsageError) as fault:
            forget(ledger, "acme")
        assert fault.value.code == "E488"
        reader.close()
        forget(ledger, "acme")
        assert not re.search(rb"canary", _raw(tmp_path), re.IGNORECASE)


def test_a_forgotten_ledger_is_whole(tmp_path: Path) -> None:
    """It opens, and SQLite finds nothing wrong with it."""
    with ledger_with(tmp_path, *ROWS) as ledger:
        forget(ledger, "acme")
    with open_ledger(tmp_path, NOW) as ledger:
        assert ledger.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert len(deliveries(ledger)) == len(ROWS)
