"""Between a due month and its first try: approvals, data that are held, settings that are broken."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.gate.values import Obstacle
from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.model import Period
from reporter.pipeline.delivery import (
    approve_recipients,
    approve_report,
    send_month,
)
from reporter.pipeline.delivery.producing import Produced
from tests.delivery.desk import LATER, Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, PERIOD, Office, quick

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reporter.pipeline.delivery.producing import Order
    from reporter.workspace import Client, Workspace

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OCTOBER = Period.parse(PERIOD)
DEADLINE = AFTER.replace(hour=6) + 10 * DAY  # due at 07:00 in Stockholm, held for ten days at most


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of three clients that nothing is due of yet; their settings were written long ago."""
    made = quiet_office(tmp_path)
    for slug in made.slugs:
        os.utime(settings_of(made, slug), times=(0, 0))
    return made


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


class Lacking:
    """What makes reports, but for some clients, whose data lack something; it counts how often it was asked."""

    def __init__(self, *slugs: str, code: str = "E431", fault: Exception | None = None) -> None:
        self.slugs, self.code, self.fault, self.asked = set(slugs), code, fault, 0

    def __call__(self, workspace: Workspace, client: Client, order: Order) -> Produced:
        """Make a report, or say what lacks."""
        if client.slug not in self.slugs:
            return quick(workspace, client, order)
        self.asked += 1
        if self.fault:
            raise self.fault
        found = Obstacle(code=self.code, reason="no orders after the 20th", kind="wait", brief="orders incomplete")
        return Produced(obstacles=(found,))


def settings_of(office: Office, slug: str) -> Path:
    """Return a client's settings."""
    return office.workspace.root / "clients" / slug / "client.toml"


def approve(office: Office, desk: Desk, person: str) -> int:
    """Let a person approve the first client's report; return how many have."""
    with office.session(AFTER + HOUR, {}, desk) as this:
        return len(approve_report(replace(this, person=person), "c01", OCTOBER).people)


@pytest.mark.parametrize("needed", [1, 2])
def test_a_report_waits_for_as_many_people_as_are_asked_for(needed: int, tmp_path: Path, desk: Desk) -> None:
    """Nothing leaves before; the same person twice counts once; told once; then it goes with the next run."""
    office = quiet_office(tmp_path, 1, client_toml=f"approvals = {needed}")
    for minute in (0, 15):
        run(office, desk, AFTER + minute * MINUTE)
    assert (desk.given, desk.told()) == ([], ["E417"])
    for person in ("anna", "bo")[: needed - 1]:
        assert (approve(office, desk, person), approve(office, desk, person)) == (1, 1)
        run(office, desk, AFTER + 2 * HOUR)
        assert not desk.given
    assert approve(office, desk, "cia") == needed
    run(office, desk, AFTER + 3 * HOUR)
    assert (desk.recipients(), row_of(office, "c01").state) == (["c01"], State.SENT)


def test_another_report_needs_to_be_approved_anew(tmp_path: Path, desk: Desk) -> None:
    """An approval is for these bytes: the corrected report of the same month waits again."""

    def corrected(workspace: Workspace, client: Client, order: Order) -> Produced:
        made = quick(workspace, client, order)
        return replace(made, issues=tuple(replace(one, pdf=one.pdf + b"\n%") for one in made.issues))

    office = quiet_office(tmp_path, 1, client_toml="approvals = 1")
    run(office, desk)
    approve(office, desk, "anna")
    run(office, desk, AFTER + 2 * HOUR)
    with office.session(AFTER + 3 * HOUR, {}, desk, corrected) as this:
        asked = send_month(this, "c01", OCTOBER, reason="two orders were missing")
    assert (asked.waits_for_approval, len(desk.given)) == (True, 1)
    approve(office, desk, "anna")
    run(office, desk, AFTER + 4 * HOUR)
    assert [one.state for one in rows_of(office)] == [State.SENT] * 2


def test_nothing_waits_where_nothing_is_reserved(office: Office, desk: Desk) -> None:
    """E417: a report that is not made yet cannot be approved."""
    with office.session(AFTER, {}, desk) as this, pytest.raises(UsageError) as fault:
        approve_report(this, "c01", OCTOBER)
    assert fault.value.code == "E417"


def test_changed_recipients_wait_for_a_person_and_then_go_at_once(office: Office, desk: Desk) -> None:
    """Held and told once; a quarter of an hour after the approval the report is out: no day is waited for."""
    settings = settings_of(office, "c01")
    with settings.open("a", encoding="utf-8") as file:
        file.write('[[recipients]]\naddress = "c09@clients.test"\n')
    os.utime(settings, times=(0, 0))  # so that it is not the file's time that has it looked at again
    assert [run(office, desk, AFTER + minute * MINUTE).code for minute in (0, 15)] == [1, 1]
    assert (desk.recipients(), desk.told()) == (["c02", "c03"], ["E437"])
    with office.session(AFTER + 20 * MINUTE, {}, desk) as this:
        approve_recipients(this, "c01")
    assert run(office, desk, AFTER + 30 * MINUTE).code == 0
    assert desk.recipients() == ["c02", "c03", "c01", "c09"]


def asked_at(office: Office, desk: Desk, lacking: Lacking, *moments: datetime) -> list[int]:
    """Run at moments; return how often the report had been tried after each."""
    counts = []
    for now in moments:
        run(office, desk, now, produce=lacking)
        counts.append(lacking.asked)
    return counts


def test_incomplete_data_are_tried_daily_until_the_deadline(office: Office, desk: Desk) -> None:
    """Day by day until ten days after it was due, then no more; told when it is held and when it is given up."""
    lacking = Lacking("c02")
    early = [AFTER, AFTER + HOUR, AFTER + 23 * HOUR, AFTER + DAY + MINUTE, AFTER + DAY + HOUR]
    assert asked_at(office, desk, lacking, *early) == [1, 1, 1, 2, 2]
    assert (desk.recipients(), desk.told()) == (["c01", "c03"], ["E431"])
    daily = [AFTER + day * DAY + day * MINUTE for day in range(2, 10)]
    assert asked_at(office, desk, lacking, *daily)[-1] == 10
    assert desk.told() == ["E431"]
    late = [DEADLINE + MINUTE, DEADLINE + DAY, DEADLINE + 2 * DAY]
    assert asked_at(office, desk, lacking, *late) == [10, 10, 10]
    assert desk.told() == ["E431", "E414"]
    assert not rows_of(office, "c02")


def test_a_new_export_is_tried_at_once(office: Office, desk: Desk) -> None:
    """The missing file comes in the afternoon: the next run makes the report."""
    lacking = Lacking("c02")
    exports = settings_of(office, "c02").parent / "exports"
    exports.mkdir()
    assert asked_at(office, desk, lacking, AFTER, AFTER + HOUR) == [1, 1]
    (exports / "orders.csv").write_bytes(b"order\n1\n")
    written = (AFTER + 2 * HOUR).timestamp()
    os.utime(exports / "orders.csv", times=(written, written))
    lacking.slugs.clear()
    run(office, desk, AFTER + 3 * HOUR, produce=lacking)
    assert row_of(office, "c02").state is State.SENT


def test_another_reason_is_told_too(office: Office, desk: Desk) -> None:
    """First the data lack something, then the figures are old: two things, each told once."""
    lacking = Lacking("c02")
    run(office, desk, produce=lacking)
    lacking.code = "E432"
    for day in (1, 2):
        run(office, desk, AFTER + day * DAY + day * MINUTE, produce=lacking)
    assert desk.told() == ["E431", "E432"]


def test_a_person_may_send_what_is_held(office: Office, desk: Desk) -> None:
    """After the deadline too; it is held no longer, and no run tells of it again."""
    run(office, desk, produce=Lacking("c02"))
    with office.session(DEADLINE + HOUR, {}, desk) as this:
        assert send_month(this, "c02", OCTOBER, incomplete_ok=True).code == 0
    run(office, desk, DEADLINE + 2 * HOUR)
    assert (desk.recipients(), desk.told()) == (["c01", "c03", "c02"], ["E431"])


def test_a_bug_in_one_report_stops_no_other(office: Office, desk: Desk) -> None:
    """The first client's report breaks the program: held under R999, told, and the others have theirs."""
    done = run(office, desk, produce=Lacking("c01", fault=ZeroDivisionError("Bolaget C01")))
    assert (done.code, desk.recipients(), desk.told()) == (1, ["c02", "c03"], ["R999"])
    assert "Bolaget" not in str(done.prepared[0].obstacles)
    run(office, desk, AFTER + DAY + MINUTE)
    assert desk.recipients() == ["c02", "c03", "c01"]


def test_broken_settings_of_one_client_stop_no_other(office: Office, desk: Desk) -> None:
    """Told as what it is; its message that waits is not sent meanwhile; mended, the client gets its report."""
    settings = settings_of(office, "c02")
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("[schedule]", "[shedule]"), "utf-8")
    assert [run(office, desk, AFTER + hour * HOUR).code for hour in (0, 1)] == [1, 1]
    assert (desk.recipients(), desk.told()) == (["c01", "c03"], ["C102"])
    settings.write_text(good, "utf-8")
    assert run(office, desk, AFTER + 2 * HOUR).code == 0
    assert desk.recipients() == ["c01", "c03", "c02"]


def test_a_message_of_broken_settings_waits_for_nobody_s_approval(office: Office, desk: Desk) -> None:
    """It was put off, and then the settings broke: these are told, the message stays until they are good again."""
    desk.say("c01", LATER)
    run(office, desk)
    settings = settings_of(office, "c01")
    good = settings.read_text("utf-8")
    settings.write_text(good + "[", "utf-8")
    run(office, desk, AFTER + HOUR)
    assert (desk.recipients().count("c01"), desk.told()) == (1, ["C102"])
    settings.write_text(good, "utf-8")
    run(office, desk, AFTER + 2 * HOUR)
    assert row_of(office, "c01").state is State.SENT


def test_more_days_to_wait_count_for_what_is_held(office: Office, desk: Desk) -> None:
    """Set from ten to twenty on the fifth day: tried on the twelfth."""
    lacking = Lacking("c02")
    run(office, desk, produce=lacking)
    settings = settings_of(office, "c02")
    settings.write_text(settings.read_text("utf-8").replace("[delivery]", "[delivery]\nhold_days = 20"), "utf-8")
    edited = (AFTER + 5 * DAY).timestamp()
    os.utime(settings, times=(edited, edited))
    assert asked_at(office, desk, lacking, AFTER + 5 * DAY + MINUTE, AFTER + 12 * DAY) == [2, 3]
