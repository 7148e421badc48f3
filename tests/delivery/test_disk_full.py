"""A full disk, wherever it fills up: no half file, no message without its row; with room again all goes, once."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reporter.delivery.ledger import open_ledger, reading, rows
from reporter.delivery.manifests import chain
from reporter.delivery.message.keeping import KEPT
from reporter.delivery.values import State
from reporter.errors import ReporterError
from reporter.pipeline.delivery import preparing, ticking
from reporter.workspace import Archive, open_workspace
from tests.delivery.faults import fault_server
from tests.delivery.office import AFTER, BEFORE, Office, make_office
from tests.delivery.small_disk import small_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from reporter.delivery.values import Delivery
    from tests.delivery.faults import FaultServer
    from tests.delivery.small_disk import Disk
    from tests.delivery.stand.certificates import Certificates

CLIENTS = 3
#: Pages that are free when the run begins: SQLite's shared memory takes eight.
ROOMS = range(10, 40)
LATER = AFTER + timedelta(hours=1)
#: What is about to be written when the disk fills up → the function, the codes, where the client that is hit ends.
STEPS: dict[str, tuple[tuple[Any, str], set[str], State]] = {
    "kept": ((preparing, "keep"), {"E452"}, State.SENT),
    "reserved": ((rows, "reserve"), {"E405"}, State.SENT),
    "handed over": ((rows, "hand_over"), {"E405"}, State.SENT),
    "settled": ((rows, "settle"), {"E405"}, State.UNKNOWN),
    "recorded": ((ticking, "record"), {"E405", "E492"}, State.SENT),
}


@pytest.fixture
def server(certs: Certificates) -> Iterator[FaultServer]:
    """Run an ordinary server for one test."""
    with fault_server(certs) as running:
        yield running


def office_on(disk: Disk, folder: Path, server: FaultServer) -> Office:
    """Make an office whose state lies on a disk of its own."""
    folder.mkdir()
    office = make_office(folder, server.mail(), Archive(), CLIENTS)
    with (folder / "reporter.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[delivery]\nstate = "{disk.place}"\n')
    return Office(workspace=open_workspace(folder), slugs=office.slugs)


def tick(office: Office, server: FaultServer, now: datetime = AFTER) -> str:
    """Run what is due; return the code of the fault that ended it, empty where none did. Nothing else may be raised."""
    try:
        office.tick(now, server.environ())
    except ReporterError as fault:
        return fault.code
    return ""


def held(server: FaultServer) -> Counter[str]:
    """Return how often the server holds each message to a client."""
    return Counter(
        str(email.message_from_bytes(one.eml, policy=email.policy.SMTP)["Message-ID"]).strip()
        for one in tuple(server.taken)
        if one.recipients[0] != "owner@consult.test"
    )


def check_files(disk: Disk, copy: Path) -> dict[str, str]:
    """Look at a copy, since a full disk takes nothing more; return message id → state."""
    shutil.copytree(disk.place, copy)
    assert not list(copy.rglob("*.part"))
    for path in (copy / "runs").glob("*"):
        assert json.loads(path.read_bytes())
    with closing(sqlite3.connect(copy / "ledger.db")) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = ledger.execute("SELECT id, eml_sha, message_id, state FROM send").fetchall()
    wanted = {id_: sha for id_, sha, *_ in found}
    kept = {path.stem: path.read_bytes() for path in (copy / KEPT).rglob("*.eml")}
    assert wanted.keys() <= kept.keys()
    for id_, eml in kept.items():
        assert hashlib.sha256(eml).hexdigest() == wanted[id_] if id_ in wanted else eml.endswith(b"--\r\n")
    return {message: state for *_, message, state in found}


def rows_of(office: Office) -> tuple[Delivery, ...]:
    """Return the ledger's rows."""
    with open_ledger(office.state, LATER) as ledger:
        assert not chain(ledger)
        return reading.deliveries(ledger)


def test_no_size_of_the_disk_loses_doubles_or_halves_anything(server: FaultServer, tmp_path: Path) -> None:
    """Thirty sizes, from where the ledger opens at all to more than a run needs: it ends elsewhere at each."""
    codes = []
    for pages in (0, *ROOMS):
        server.taken.clear()
        with small_disk(tmp_path / f"disk{pages}") as disk:
            office = office_on(disk, tmp_path / f"office{pages}", server)
            office.begin(server.environ())
            disk.leave(pages)
            codes.append(tick(office, server))
            states = check_files(disk, tmp_path / f"copy{pages}")
            for message, copies in held(server).items():
                assert (copies, states[message] in {"sending", "sent", "unknown"}) == (1, True), pages
            disk.make_room()
            office.tick(LATER, server.environ())
            found = rows_of(office)
            assert held(server) == {one.message_id: 1 for one in found}, pages
            assert len(found) == CLIENTS
            uncertain = [one for one in found if one.state is State.UNKNOWN]
            assert all(one.state is State.SENT for one in found if one not in uncertain)
            assert all(states[one.message_id] == "sending" for one in uncertain)
    assert set(codes) == {"E405", "E452", "E492", ""}  # ledger, kept message, manifest, and enough room
    assert (codes[0], codes[-1]) == ("E405", "")


@pytest.mark.parametrize("time", [1, 2, 3])
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_fills_up_at_a_step_stops_the_run_there(
    step: str, time: int, server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is kept, reserved, sending, sent, recorded, at each client: the code, and what the server holds."""
    (owner, name), wanted, of_the_hit = STEPS[step]
    with small_disk(tmp_path / "disk") as disk:
        office = office_on(disk, tmp_path / "office", server)
        office.begin(server.environ())
        plain, seen = getattr(owner, name), 0

        def filling(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            nonlocal seen
            seen += 1
            if seen == (1 if step == "recorded" else time):
                disk.leave(0)
            return plain(*args, **kwargs)

        with monkeypatch.context() as patched:
            patched.setattr(owner, name, filling)
            assert tick(office, server) in wanted
        states = check_files(disk, tmp_path / "copy")
        assert [*states.values()].count("sending") == (step == "settled")
        sent_before = {"kept": 0, "reserved": 0, "handed over": time - 1, "settled": time, "recorded": CLIENTS}[step]
        assert len(held(server)) == sent_before
        disk.make_room()
        office.tick(LATER, server.environ())
        found = rows_of(office)
        assert held(server) == {one.message_id: 1 for one in found}
        assert Counter(one.state for one in found)[of_the_hit] == (CLIENTS if of_the_hit is State.SENT else 1)


@pytest.mark.parametrize("pages", range(1, 26, 3))
def test_a_ledger_begins_on_a_disk_that_is_too_small_or_not_at_all(
    pages: int, server: FaultServer, tmp_path: Path
) -> None:
    """From 4 to 100 kB: the first run ends with a code or well, and with more room everything is as it should be."""
    with small_disk(tmp_path / "disk") as disk:
        office = office_on(disk, tmp_path / "office", server)
        disk.leave(pages)
        assert tick(office, server, BEFORE) in {"E405", ""}
        disk.make_room()
        office.begin(server.environ())
        office.tick(AFTER, server.environ())
        assert held(server) == {one.message_id: 1 for one in rows_of(office)}
