"""What is refused to a person: the code, exit code 2, and that nothing was done."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.pipeline.delivery import preparing
from reporter.workspace import open_client
from tests.attack.delivery import edit, settings_of
from tests.delivery.commands import Commands
from tests.delivery.desk import LATER, Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, PERIOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office

HOUR = timedelta(hours=1)
MONTH = ("--period", PERIOD)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of two clients that nothing is due of yet."""
    return quiet_office(tmp_path, 2)


@pytest.fixture
def reporter(office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Commands:
    """Return the command line of the office, an hour after its reports were sent."""
    found = Commands(office, Desk(), monkeypatch, capfd)
    run(office, found.desk)
    found.now = AFTER + HOUR
    return found


def refusal(reporter: Commands, *words: str) -> str:
    """Run a command that must be refused; return the code."""
    code, told = reporter(*words)
    (finding,) = told["findings"]
    assert code == 2
    return str(finding["code"])


def test_what_is_not_unknown_cannot_be_resolved(office: Office, reporter: Commands) -> None:
    """No such id, one that is sent, and a command that does not say what became of it."""
    sent = row_of(office, "c01")
    assert refusal(reporter, "resolve", "ffffffffff", "--sent") == "E411"
    assert refusal(reporter, "resolve", sent.key.id, "--not-sent") == "E411"
    assert refusal(reporter, "resolve", sent.key.id) == "C100"
    assert row_of(office, "c01") == sent


def test_what_was_sent_cannot_be_skipped(office: Office, reporter: Commands) -> None:
    """Nor a month of a client who has no recipients: there is nobody to skip it for."""
    assert refusal(reporter, "skip", "c01", *MONTH, "--reason", "closed") == "E410"
    edit(settings_of(office, "c02"), '[[recipients]]\naddress = "c02@clients.test"\n', "")
    assert refusal(reporter, "skip", "c02", "--period", "2026-11", "--reason", "closed") == "E410"
    assert [one.state for one in rows_of(office)] == [State.SENT] * 2


def test_recipients_outside_the_domains_cannot_be_approved(office: Office, reporter: Commands) -> None:
    """A person's approval does not stand for the setting: E436, and afterwards nothing is sent to anybody of it."""
    edit(settings_of(office, "c01"), "c01@clients.test", "c01@elsewhere.test")
    assert refusal(reporter, "approve", "c01") == "E436"
    reporter.now = AFTER + timedelta(days=30)
    assert reporter("send", "--due")[0] == 1
    assert reporter.desk.recipients() == ["c01", "c02", "c02"]


def test_nothing_waits_where_nothing_needs_approval(reporter: Commands) -> None:
    """E417 for a report that is out already."""
    assert refusal(reporter, "approve", "c01", *MONTH) == "E417"


def test_a_file_that_cannot_be_deleted_is_named(
    office: Office, reporter: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C110 for the folder; the addresses are gone already, and the same command ends the rest later."""
    data = open_client(office.workspace, "c01").data
    data.mkdir(parents=True)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as closed:
        closed.setattr(shutil, "rmtree", refused)
        assert refusal(reporter, "forget", "c01", "--yes") == "C110"
    assert data.is_dir()
    assert reporter("forget", "c01", "--yes")[0] == 0
    assert not data.exists()


def test_what_waits_is_given_up_only_for_what_is_kept(
    tmp_path: Path, reporter: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resending on a full disk: E452, and the message that waited still waits, and goes."""
    place = tmp_path / "another"
    place.mkdir()
    reporter.office, reporter.desk = quiet_office(place, 1), Desk()
    reporter.desk.say("c01", LATER)
    run(reporter.office, reporter.desk)

    def full(*_: object, **__: object) -> str:
        raise UsageError("E452", "no room", help="free room")

    with monkeypatch.context() as disk:
        disk.setattr(preparing, "keep", full)
        assert refusal(reporter, "resend", "c01", *MONTH, "--reason", "a wrong figure") == "E452"
    assert row_of(reporter.office, "c01").state is State.RESERVED
    assert reporter("send", "--due")[0] == 0
    assert row_of(reporter.office, "c01").state is State.SENT


def test_a_report_without_its_password_is_held_and_stops_nobody(tmp_path: Path, reporter: Commands) -> None:
    """Encryption is asked for and no secret is there: E461 for that client, and the other one's report goes out."""
    place = tmp_path / "another"
    place.mkdir()
    office, desk = quiet_office(place, 2), Desk()
    edit(settings_of(office, "c01"), "[delivery]", '[delivery]\nencrypt = "pdf"')
    done = run(office, desk)
    assert ([one.code for each in done.prepared for one in each.obstacles], desk.recipients()) == (["E461"], ["c02"])
    assert len(reporter.desk.given) == 2
