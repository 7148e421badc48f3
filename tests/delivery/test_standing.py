"""``reporter status``: what a person or a monitor sees, and the exit code that goes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.errors import UsageError
from reporter.pipeline.delivery import Wishes, session, standing, tick
from reporter.workspace import Archive
from tests.attack.delivery import lacking
from tests.delivery.commands import Commands
from tests.delivery.desk import LATER, MAIL, REFUSED, UNKNOWN, Desk, quiet_office, row_of, run
from tests.delivery.office import AFTER, BEFORE, PERIOD, make_office, means_at

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.transport.base import Transport
    from reporter.delivery.values import Answer
    from reporter.workspace import Workspace
    from tests.delivery.office import Office

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of three clients that nothing is due of yet."""
    return quiet_office(tmp_path)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


@pytest.fixture
def reporter(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Commands:
    """Return the command line of the office."""
    return Commands(office, desk, monkeypatch, capfd)


def test_all_is_well(office: Office, desk: Desk, reporter: Commands) -> None:
    """Three sent, nothing waits: exit code 0, and the next month is named."""
    run(office, desk)
    reporter.now = AFTER + HOUR
    code, told = reporter("status")
    assert (code, told["ok"], told["late"]) == (0, True, False)
    assert [one["client"] for one in told["sent"]] == ["c01", "c02", "c03"]
    assert [(one["client"], one["period"]) for one in told["next"]] == [(slug, "2026-11") for slug in office.slugs]
    assert not any(told[name] for name in ("due", "held", "waiting", "unknown", "failed", "broken"))


@pytest.mark.parametrize(
    ("answer", "code", "where"), [(UNKNOWN, 5, "unknown"), (REFUSED, 1, "failed"), (LATER, 0, "waiting")]
)
def test_what_did_not_go_out_is_named(
    answer: Answer, code: int, where: str, office: Office, desk: Desk, reporter: Commands
) -> None:
    """Unknown is 5, failed is 1; what is tried again by itself needs nobody."""
    desk.say("c02", answer)
    run(office, desk)
    reporter.now = AFTER + MINUTE
    found, told = reporter("status")
    assert (found, [one["id"] for one in told[where]]) == (code, [row_of(office, "c02").key.id])
    assert [one["client"] for one in told["sent"]] == ["c01", "c03"]


def test_a_missing_secret_is_named_until_a_run_ends_well(office: Office, desk: Desk, reporter: Commands) -> None:
    """No way out can be had: the run ends with 2, status with 1 and the code; the next good run takes it away."""

    def none(_: Workspace) -> Transport:
        raise UsageError("E461", "the secret is nowhere", help="set it")

    given = replace(means_at(AFTER, {}, desk), transport=none)
    with session(office.workspace, given) as this, pytest.raises(UsageError, match="E461"):
        tick(this, Wishes())
    reporter.now = AFTER + MINUTE
    code, told = reporter("status")
    assert (code, told["refused"]["code"], len(told["waiting"])) == (1, "E461", 3)
    office.tick(AFTER + HOUR, {}, desk)
    reporter.now = AFTER + HOUR + MINUTE
    code, told = reporter("status")
    assert (code, told["refused"], len(told["sent"])) == (0, None, 3)


def test_the_way_out_of_an_unknown_one_can_be_copied(office: Office, desk: Desk, reporter: Commands) -> None:
    """The line below it is a command that takes this very delivery; after it all is well."""
    desk.say("c02", UNKNOWN)
    run(office, desk)
    reporter.now = AFTER + MINUTE
    code, lines = reporter.says("status")
    (line,) = [one for one in lines if "reporter resolve" in one]
    words = line.partition("reporter ")[2].split()[:3]
    assert (code, words[:1], reporter.says(*words)[0]) == (5, ["resolve"], 0)
    assert reporter("status")[0] == 0


def test_what_is_held_needs_a_person(office: Office, desk: Desk, reporter: Commands) -> None:
    """The month is named with its code, why, and until when it is tried; it is not named as due as well."""
    run(office, desk, produce=lacking)
    reporter.now = AFTER + MINUTE
    code, told = reporter("status")
    (held,) = told["held"]
    assert (code, held["client"], held["period"], held["code"], held["final"]) == (1, "c01", PERIOD, "E431", False)
    assert not told["due"]


def test_a_report_that_waits_for_approval_needs_a_person(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Reserved, but nobody has read it: exit code 1, until somebody approves and the next run sends it."""
    office = quiet_office(tmp_path, 1, client_toml="approvals = 1")
    run(office, desk)
    reporter = Commands(office, desk, monkeypatch, capfd)
    reporter.now = AFTER + MINUTE
    code, told = reporter("status")
    assert (code, [one["for"] for one in told["waiting"]]) == (1, ["approval"])
    assert reporter("approve", "c01", "--period", PERIOD)[0] == 0
    code, told = reporter("status")
    assert (code, [one["for"] for one in told["waiting"]]) == (0, ["the next run"])


def test_a_month_that_is_due_before_its_run_is_no_trouble(reporter: Commands) -> None:
    """The quarter of an hour between due and the timer: named, exit code 0, if the last run is not too long ago."""
    reporter.now = AFTER - HOUR
    assert reporter("send", "--due", "--client", "c03")[0] == 0
    reporter.now = AFTER
    code, told = reporter("status")
    assert (code, [(one["client"], one["overdue"]) for one in told["due"]]) == (0, [("c01", False), ("c02", False)])


@pytest.mark.parametrize(("since", "code"), [(24 * HOUR, 0), (24 * HOUR + MINUTE, 1)])
def test_a_timer_that_is_silent_for_a_day_is_late(
    since: timedelta, code: int, office: Office, desk: Desk, reporter: Commands
) -> None:
    """Measured from the last run that came to its end; late is exit code 1."""
    run(office, desk)
    reporter.now = AFTER + since
    found, told = reporter("status")
    assert (told["late"], found) == (bool(code), code)


def test_without_a_schedule_no_run_is_late(tmp_path: Path, desk: Desk) -> None:
    """Where nothing is ever due, nobody need run anything; with a schedule and no run at all it is late."""
    office = make_office(tmp_path, MAIL, Archive(), 1)
    settings = office.workspace.root / "clients" / "c01" / "client.toml"
    with office.session(BEFORE, {}, desk) as this:
        assert standing(this).is_late
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('[schedule]\nbusiness_day = 1\ntime = "07:00"\n', ""), "utf-8")
    with office.session(BEFORE, {}, desk) as this:
        found = standing(this)
        assert (found.next, found.is_late, found.waits_for_a_person) == ((), False, False)


def test_looking_changes_nothing(office: Office, desk: Desk, reporter: Commands) -> None:
    """The same object twice but for the moment, and no file of the state is written (SQLite's own log aside)."""
    run(office, desk)
    reporter.now = AFTER + HOUR
    before = {path: path.stat().st_mtime_ns for path in office.state.rglob("*") if path.suffix in {".eml", ".json"}}
    first, second = (reporter("status")[1] for _ in range(2))
    assert {**first, "now": ""} == {**second, "now": ""}
    assert before == {
        path: path.stat().st_mtime_ns for path in office.state.rglob("*") if path.suffix in {".eml", ".json"}
    }
