"""``reporter reconcile``: the archive mailbox, or Microsoft's folders, say what became of unknown deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest

from reporter.delivery.transport.choice import transport_of
from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.pipeline.delivery.asking import SETTLED, ask_archive
from tests.delivery.commands import Commands
from tests.delivery.desk import MAIL, UNKNOWN, Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, make_office

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.transport.base import Envelope, Steps
    from reporter.delivery.values import Answer
    from tests.delivery.office import Office
    from tests.delivery.stand.stand import Stand

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Traced(Desk):
    """A way out that can be asked, as Graph can; ``states`` by message id, absent where nothing is said."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, Literal["sent", "draft", "absent"]] = {}
        self.asked: list[str] = []

    def state_of(self, message_id: str, remote: str) -> Literal["sent", "draft", "absent"]:
        """Tell where a message is."""
        self.asked.append(f"{message_id}{remote}")
        return self.states.get(message_id, "absent")


class Deaf(Desk):
    """A way out that hears no answer; what is for the first client has really gone through the mail server."""

    def __init__(self, stand: Stand) -> None:
        super().__init__()
        self.real = transport_of(stand.mail(), stand.environ())

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Send, or send nothing: nobody here can tell."""
        self.given.append(envelope)
        if envelope.recipient == "c01@clients.test":
            assert self.real.send(envelope, steps).archived
        else:
            steps.hand_over()
        return UNKNOWN


def unknown_office(folder: Path, desk: Desk) -> Office:
    """Make an office that sends through Microsoft 365, with three deliveries that are unknown."""
    office = quiet_office(folder, mail=replace(MAIL, transport="graph"))
    for slug in office.slugs:
        desk.say(slug, UNKNOWN)
    assert run(office, desk).code == 5
    return office


def test_what_lies_in_the_archive_was_sent(empty_stand: Stand, tmp_path: Path) -> None:
    """Two unknown, the real archive holds one: that is sent; of the other nothing is proven."""
    office, desk = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), 2), Deaf(empty_stand)
    office.begin(empty_stand.environ())
    run(office, desk)
    assert [one.state for one in rows_of(office)] == [State.UNKNOWN] * 2
    empty_stand.settle()
    with office.session(AFTER + MINUTE, empty_stand.environ(), desk) as this:
        done = ask_archive(this)
    assert ([one.key.client for one in done.found], [one.key.client for one in done.missing]) == (["c01"], ["c02"])
    assert (row_of(office, "c01").state, row_of(office, "c01").reason) == (State.SENT, "found in the archive")
    assert row_of(office, "c02").state is State.UNKNOWN
    run(office, desk, AFTER + HOUR)
    assert sum(empty_stand.counts("c01@clients.test").values()) == 1
    assert [one for one in desk.recipients() if "@" not in one] == ["c01", "c02"]  # neither was sent once more


def test_nothing_unknown_asks_nobody(tmp_path: Path) -> None:
    """No archive and no password are needed where there is nothing to ask."""
    office = quiet_office(tmp_path, 1)
    run(office, Desk())
    with office.session(AFTER + MINUTE, {}, Desk()) as this:
        assert ask_archive(this).missing == ()


def test_without_an_archive_a_person_must_ask(tmp_path: Path) -> None:
    """E419 says what to set, and the way without it; the delivery stays unknown."""
    office, desk = quiet_office(tmp_path, 1), Desk()
    desk.say("c01", UNKNOWN)
    run(office, desk)
    with office.session(AFTER + MINUTE, {}, desk) as this, pytest.raises(UsageError, match="E419"):
        ask_archive(this)
    assert row_of(office, "c01").state is State.UNKNOWN


def test_microsoft_s_folders_tell_three_things(tmp_path: Path) -> None:
    """In the sent items: sent. Still a draft: the same bytes go out with the next run. In neither: unknown."""
    desk = Traced()
    office = unknown_office(tmp_path, desk)
    ids = {slug: row_of(office, slug).message_id for slug in office.slugs}
    desk.states = {ids["c01"]: "sent", ids["c02"]: "draft"}
    with office.session(AFTER + SETTLED + MINUTE, {}, desk) as this:
        done = ask_archive(this)
    assert [one.key.client for one in done.found] == ["c01"]
    assert [one.key.client for one in done.missing] == ["c03"]
    states = [row_of(office, slug).state for slug in office.slugs]
    assert states == [State.SENT, State.RESERVED, State.UNKNOWN]
    before = [one.eml for one in desk.given if one.recipient == "c02@clients.test"]
    run(office, desk, AFTER + HOUR)
    assert desk.recipients() == ["c01", "c02", "c03", "c02"]
    assert desk.given[-1].eml == before[0]


@pytest.mark.parametrize(("after", "asked"), [(SETTLED - MINUTE, 0), (SETTLED + MINUTE, 3)])
def test_a_message_has_time_to_get_into_the_sent_items(after: timedelta, asked: int, tmp_path: Path) -> None:
    """For ten minutes a draft may still be on its way, and sending it anew would be the second time."""
    desk = Traced()
    office = unknown_office(tmp_path, desk)
    desk.states = {row_of(office, slug).message_id: "draft" for slug in office.slugs}
    with office.session(AFTER + after, {}, desk) as this:
        done = ask_archive(this)
    assert (len(desk.asked), len(done.missing)) == (asked, 3 - asked)
    assert {row_of(office, slug).state for slug in office.slugs} == {State.RESERVED if asked else State.UNKNOWN}


def test_the_command_says_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 5 as long as anything is unknown, 0 when nothing is; the ids are those that resolve takes."""
    desk = Traced()
    office = unknown_office(tmp_path, desk)
    reporter = Commands(office, desk, monkeypatch, capfd)
    reporter.now = AFTER + HOUR
    rows = [row_of(office, slug) for slug in office.slugs]
    desk.states = {rows[0].message_id: "sent"}
    code, told = reporter("reconcile")
    assert (code, told["found"], told["unknown"]) == (5, [rows[0].key.id], [one.key.id for one in rows[1:]])
    for one in rows[1:]:
        assert reporter("resolve", one.key.id, "--sent")[0] == 0
    assert reporter("reconcile")[0] == 0
