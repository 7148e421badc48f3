"""``reporter forget``, ``alert --unit`` and ``ledger adopt``, from the command line to the disk."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import open_ledger, opening
from reporter.delivery.retention import FORGOTTEN
from reporter.pipeline.keys import client_key
from reporter.workspace import open_client, open_workspace
from tests.delivery.commands import Commands
from tests.delivery.desk import MAIL, UNKNOWN, Desk, quiet_office, row_of, run
from tests.delivery.office import AFTER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DECEMBER = AFTER + 30 * DAY
UNIT = "reporter-4f2a.service"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of two clients that nothing is due of yet."""
    return quiet_office(tmp_path, 2)


@pytest.fixture
def reporter(office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Commands:
    """Return the command line of the office, whose clients' keys lie beside it."""
    monkeypatch.setenv("REPORTER_KEYS", str(office.workspace.root / "keys"))
    return Commands(office, Desk(), monkeypatch, capfd)


def traces(office: Office, slug: str) -> list[Path]:
    """Write what ``report`` and ``ingest`` leave of a client; return the files."""
    client_key(office.workspace.root, slug)
    table = open_client(office.workspace, slug).data / "orders.parquet"
    report = office.workspace.output / slug / "2026-10" / "Kundanalys.pdf"
    for path in (table, report):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    return [table, report, *(office.workspace.root / "keys").rglob(f"{slug}.key")]


def test_without_yes_it_is_only_said_what_would_go(office: Office, reporter: Commands) -> None:
    """The three places are listed, and all is as it was."""
    files = traces(office, "c01")
    code, told = reporter("forget", "c01")
    assert (code, told["done"], len(told["paths"]), len(files)) == (0, False, 3, 3)
    assert all(path.is_file() for path in files)


def test_a_forgotten_client_leaves_no_trace_and_gets_nothing(office: Office, reporter: Commands) -> None:
    """Tables, reports, key, messages and address go; the other client's stay, and goes on alone in the next month."""
    gone, left = traces(office, "c01"), traces(office, "c02")
    run(office, reporter.desk)
    reporter.now = AFTER + HOUR
    assert reporter("forget", "c01", "--yes")[1]["done"]
    assert [path.is_file() for path in (*gone, *left)] == [False] * 3 + [True] * 3
    assert [path.parts[-3] for path in (office.state / "kept").rglob("*.eml")] == ["c02"]
    assert row_of(office, "c01").key.recipient.startswith(FORGOTTEN)
    assert [one["client"] for one in reporter("status")[1]["next"]] == ["c02"]
    held = b"".join(path.read_bytes() for path in office.state.rglob("*") if path.is_file())
    assert (b"c01@clients.test" in held, b"c02@clients.test" in held) == (False, True)
    reporter.now = DECEMBER
    assert reporter("send", "--due")[0] == 0
    assert reporter.desk.recipients() == ["c01", "c02", "c02"]
    assert not reporter.desk.told()


def test_a_client_whose_folder_is_gone_can_still_be_forgotten(office: Office, reporter: Commands) -> None:
    """Whoever deletes the folder first is not left with addresses in the ledger; a name that nobody knows is C103."""
    run(office, reporter.desk)
    reporter.now = AFTER + HOUR
    shutil.rmtree(office.workspace.root / "clients" / "c01")
    assert reporter("forget", "c01", "--yes")[0] == 0
    assert row_of(office, "c01").key.recipient.startswith(FORGOTTEN)
    code, told = reporter("forget", "../c02", "--yes")
    assert (code, [one["code"] for one in told["findings"]]) == (2, ["C103"])


def test_what_is_not_at_its_end_is_not_forgotten(office: Office, reporter: Commands) -> None:
    """An unknown delivery: E487, and nothing at all was deleted; once it is resolved, the client can go."""
    files = traces(office, "c01")
    reporter.desk.say("c01", UNKNOWN)
    run(office, reporter.desk)
    reporter.now = AFTER + HOUR
    code, told = reporter("forget", "c01", "--yes")
    assert (code, [one["code"] for one in told["findings"]]) == (2, ["E487"])
    assert all(path.is_file() for path in files)
    assert reporter("resolve", row_of(office, "c01").key.id, "--sent")[0] == 0
    assert reporter("forget", "c01", "--yes")[0] == 0
    assert not any(path.exists() for path in files)


def test_a_failed_unit_is_told_once_and_again_after_three_days(reporter: Commands) -> None:
    """The timer fires each quarter of an hour, and each time its run fails: one mail, not 96 a day."""
    told = [reporter("alert", "--unit", UNIT)]
    for hours in (0.25, 24, 24):
        reporter.now += hours * HOUR
        told.append(reporter("alert", "--unit", UNIT))
    reporter.now += 4 * DAY
    told.append(reporter("alert", "--unit", UNIT))
    assert [(code, one["told"]) for code, one in told] == [(0, "now"), *[(0, "before")] * 3, (0, "now")]
    assert reporter.desk.told() == ["E493", "E493"]
    assert UNIT.encode() in reporter.desk.alerts[0].eml


def test_another_unit_is_told_for_itself(reporter: Commands) -> None:
    """What is known of one unit says nothing of another."""
    for unit in (UNIT, "reporter-9c1d.service"):
        assert reporter("alert", "--unit", unit)[1]["told"] == "now"


def test_an_alert_that_reaches_nobody_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """No owner is set: exit code 1, and nothing is kept as told."""
    office = quiet_office(tmp_path, 1, mail=replace(MAIL, owner=""))
    reporter = Commands(office, Desk(), monkeypatch, capfd)
    found = [reporter("alert", "--unit", UNIT) for _ in range(2)]
    assert [(code, told["told"], told["ok"]) for code, told in found] == [(1, "not taken", False)] * 2


def test_a_moved_ledger_sends_after_it_was_adopted(
    office: Office, reporter: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine: E402 for sending; after ``ledger adopt`` what was sent before the move is not sent again."""
    run(office, reporter.desk)
    monkeypatch.setattr(opening, "machine_id", lambda: "another")
    reporter.now = DECEMBER
    code, told = reporter("send", "--due")
    assert (code, [one["code"] for one in told["findings"]]) == (2, ["E402"])
    assert reporter("ledger", "adopt")[0] == 0
    assert reporter("send", "--due")[0] == 0
    assert reporter.desk.recipients() == ["c01", "c02", "c01", "c02"]
    with open_ledger(office.state, DECEMBER) as ledger:
        count = ledger.connection.execute("SELECT period, count(*) FROM send GROUP BY period ORDER BY period")
        assert count.fetchall() == [("2026-10", 2), ("2026-11", 2)]


def test_a_workspace_that_was_moved_can_be_adopted(
    office: Office,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Folder and ledger lie elsewhere now; the path and the workspace are both taken over."""
    run(office, Desk())
    place = tmp_path_factory.mktemp("moved") / "workspace"
    shutil.move(office.workspace.root, place)
    reporter = Commands(replace(office, workspace=open_workspace(place)), Desk(), monkeypatch, capfd)
    reporter.now = DECEMBER
    assert reporter("send", "--due")[0] == 2
    assert reporter("ledger", "adopt")[0] == 0
    assert (reporter("send", "--due")[0], reporter.desk.recipients()) == (0, ["c01", "c02"])
