"""The round that sends: pauses, giving up, what is not sent any more, and that one message's fault is its own."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.message.keeping import KEPT
from reporter.delivery.values import State
from reporter.errors import MailError, UsageError
from reporter.model import Period
from reporter.pipeline.delivery import Wishes, resolve, send_month, skip
from tests.delivery.desk import ACCEPTED, LATER, REFUSED, UNKNOWN, Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, PERIOD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.office import Office

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OCTOBER = Period.parse(PERIOD)
IN_DECEMBER = AFTER + 30 * DAY  # Wednesday 2 December: November's report was due the day before


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of three clients that nothing is due of yet."""
    return quiet_office(tmp_path)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


def tried_at(office: Office, desk: Desk, *minutes: float) -> list[bool]:
    """Run at minutes after the first run; tell at which of them the first client's message was tried."""
    tried = []
    for minute in minutes:
        before = desk.recipients().count("c01")
        run(office, desk, AFTER + minute * MINUTE)
        tried.append(desk.recipients().count("c01") > before)
    return tried


def test_the_pauses_are_5_15_and_60_minutes_and_then_each_run(office: Office, desk: Desk) -> None:
    """Tried at 0, 6 (5 is over), 22 (15 more) and 83 minutes (60 more), from then on at each run."""
    desk.say("c01", *[LATER] * 20)
    assert tried_at(office, desk, 0, 4, 6, 20, 22, 80, 83, 84, 85) == [
        *(True, False, True, False, True, False, True, True, True),
    ]
    assert row_of(office, "c01").attempts == 6
    assert desk.recipients().count("c02") == 1


def test_what_is_put_off_for_48_hours_is_given_up_and_the_owner_told(office: Office, desk: Desk) -> None:
    """After 47 hours it is tried once more, after 49 no more: failed, with the last reply; told once."""
    desk.say("c01", *[LATER] * 20)
    assert tried_at(office, desk, 0, 47 * 60, 49 * 60, 49 * 60 + 15) == [True, True, False, False]
    row = row_of(office, "c01")
    assert (row.state, row.reply) == (State.FAILED, "given up, last 450 4.2.0 greylisted")
    assert desk.told() == ["E415", "E413"]  # a day late, then given up


def test_the_48_hours_begin_with_the_first_try(tmp_path: Path, desk: Desk) -> None:
    """The server refused us for three days; put off at the first try, the message is tried again and not given up."""
    office = quiet_office(tmp_path, 1)
    desk.say("c01", MailError("E463", "no login", help="…"), LATER)
    assert tried_at(office, desk, 0, 3 * 24 * 60, 3 * 24 * 60 + 6) == [True, True, True]
    assert row_of(office, "c01").state is State.SENT


def test_a_refusal_of_ourselves_stops_the_round(office: Office, desk: Desk) -> None:
    """The second message meets it: the third is not tried, nothing is counted against either, the exit code is 4."""
    desk.say("c02", MailError("E463", "no login", help="…"))
    done = run(office, desk)
    assert (done.code, desk.recipients()) == (4, ["c01", "c02"])
    assert [(one.state, one.attempts) for one in rows_of(office)] == [
        *((State.SENT, 1), (State.RESERVED, 0), (State.RESERVED, 0)),
    ]
    assert (run(office, desk, AFTER + MINUTE).code, desk.recipients()[2:]) == (0, ["c02", "c03"])


def test_a_bug_in_the_way_out_is_put_off_and_stops_nobody(office: Office, desk: Desk) -> None:
    """Before the dot nothing was handed over: it is tried again later; only the kind of the exception is kept."""
    desk.say("c02", ZeroDivisionError("c02@clients.test"))
    assert (run(office, desk).code, desk.recipients()) == (1, ["c01", "c02", "c03"])
    row = row_of(office, "c02")
    assert (row.state, row.attempts, row.reply) == (State.RESERVED, 1, "internal ZeroDivisionError")


def test_a_bug_after_the_dot_is_not_taken_for_not_sent(office: Office, desk: Desk) -> None:
    """The other side may have the message: unknown, never tried again by itself; the others go out."""
    desk.breaks_after_the_dot = True
    desk.say("c02", ZeroDivisionError())
    assert [run(office, desk, AFTER + hour * HOUR).code for hour in (0, 1)] == [5, 5]
    assert desk.recipients() == ["c01", "c02", "c03"]
    row = row_of(office, "c02")
    assert (row.state, row.attempts, row.reply) == (State.UNKNOWN, 1, "internal ZeroDivisionError")


def test_who_is_no_recipient_any_more_is_not_sent_to(office: Office, desk: Desk) -> None:
    """The address was taken out while its message waited: failed; the others' come as ever."""
    desk.say("c01", LATER)
    run(office, desk)
    settings = office.workspace.root / "clients" / "c01" / "client.toml"
    settings.write_text(settings.read_text("utf-8").replace("c01@clients", "c09@clients"), "utf-8")
    run(office, desk, AFTER + HOUR)
    assert desk.recipients() == ["c01", "c02", "c03"]
    assert [(one.state, one.reply) for one in rows_of(office, "c01")] == [(State.FAILED, "no longer a recipient")]


def test_a_recipient_in_other_capitals_is_the_same(office: Office, desk: Desk) -> None:
    """The list of recipients counts as approved, so the message that waits goes out."""
    desk.say("c01", LATER)
    run(office, desk)
    settings = office.workspace.root / "clients" / "c01" / "client.toml"
    settings.write_text(settings.read_text("utf-8").replace("c01@clients", "C01@Clients"), "utf-8")
    run(office, desk, AFTER + HOUR)
    assert row_of(office, "c01").state is State.SENT


def test_changed_bytes_are_not_sent_and_stop_nobody(office: Office, desk: Desk) -> None:
    """Somebody has touched a kept message: E454 for it, the others go out, the owner is told once."""
    desk.say("c02", LATER)
    run(office, desk)
    (kept,) = (office.state / KEPT / "c02").rglob("*.eml")
    kept.write_bytes(kept.read_bytes().replace(b"NPS", b"NPX"))
    for hour in (1, 2):
        done = run(office, desk, AFTER + hour * HOUR)
        assert [(one.state, one.fault and one.fault.code) for one in done.sent.attempts] == [(State.RESERVED, "E454")]
        assert done.code == 1
    assert desk.recipients() == ["c01", "c02", "c03"]
    assert desk.told() == ["E454"]


def test_a_copy_that_the_archive_refused_is_told_of(office: Office, desk: Desk) -> None:
    """The recipient has the mail, so it is sent; without the copy nobody could tell later, so the owner hears E406."""
    desk.say("c03", replace(ACCEPTED, archived=False))
    assert run(office, desk).code == 0
    assert [(one.state, one.archived) for one in rows_of(office)] == [
        *((State.SENT, True), (State.SENT, True), (State.SENT, False)),
    ]
    assert desk.told() == ["E406"]


def test_a_resending_is_another_message_with_a_reason(office: Office, desk: Desk) -> None:
    """A new number, id and Message-ID, who asked and why; the first stays as it is; without a reason it is refused."""
    run(office, desk)
    with office.session(AFTER + HOUR, {}, desk) as this:
        with pytest.raises(UsageError) as fault:
            send_month(this, "c01", OCTOBER)
        assert fault.value.code == "E410"
        assert send_month(this, "c01", OCTOBER, reason="went into the spam folder").code == 0
        person = this.person
    first, second = rows_of(office, "c01")
    assert (first.key.seq, second.key.seq) == (0, 1)
    assert first.key.id != second.key.id
    assert first.message_id != second.message_id
    assert (second.reason, second.person, second.state) == ("went into the spam folder", person, State.SENT)
    sent = [email.message_from_bytes(one.eml, policy=email.policy.default)["Message-ID"] for one in desk.given]
    assert [str(sent[place]).strip() for place in (0, 3)] == [first.message_id, second.message_id]


def test_a_resending_to_one_finds_the_address_in_any_capitals(office: Office, desk: Desk) -> None:
    """As a person types it; an address that is no recipient's is refused, and nobody else gets anything."""
    run(office, desk)
    with office.session(AFTER + HOUR, {}, desk) as this:
        send_month(this, "c01", OCTOBER, reason="lost", recipients=("C01@Clients.Test",))
        with pytest.raises(UsageError, match="E418"):
            send_month(this, "c01", OCTOBER, reason="lost", recipients=("c02@clients.test",))
    assert desk.recipients() == ["c01", "c02", "c03", "c01"]


def test_a_month_that_was_never_sent_cannot_be_resent(office: Office, desk: Desk) -> None:
    """E416: send it the first time instead."""
    with office.session(AFTER, {}, desk) as this, pytest.raises(UsageError) as fault:
        send_month(this, "c01", OCTOBER, reason="again")
    assert (fault.value.code, desk.given) == ("E416", [])


def test_a_skipped_month_is_never_due(office: Office, desk: Desk) -> None:
    """Neither on its day nor a month later; the next month is."""
    with office.session(AFTER - DAY, {}, desk) as this:
        skip(this, "c01", OCTOBER, "the client is on holiday")
    for now in (AFTER, AFTER + DAY, IN_DECEMBER):
        run(office, desk, now)
    assert [(one.key.period, one.state) for one in rows_of(office, "c01")] == [
        *(("2026-10", State.SKIPPED), ("2026-11", State.SENT)),
    ]


def test_not_sent_means_the_same_bytes_again(office: Office, desk: Desk) -> None:
    """A person knows that it never came: three days later the same message goes, with its Message-ID and Date."""
    desk.say("c01", UNKNOWN)
    assert run(office, desk).code == 5
    assert run(office, desk, AFTER + DAY).code == 5
    assert desk.recipients().count("c01") == 1
    with office.session(AFTER + 3 * DAY, {}, desk) as this:
        resolve(this, row_of(office, "c01").key.id, sent=False, reason="they telephoned")
    assert run(office, desk, AFTER + 3 * DAY + MINUTE).code == 0
    first, again = [one for one in desk.given if one.recipient == "c01@clients.test"]
    assert first.eml == again.eml
    assert row_of(office, "c01").state is State.SENT


def test_sent_means_that_it_is_over(office: Office, desk: Desk) -> None:
    """A person knows that it came: it is sent, and never again; a second decision is refused."""
    desk.say("c01", UNKNOWN)
    run(office, desk)
    with office.session(AFTER + DAY, {}, desk) as this:
        id_ = row_of(office, "c01").key.id
        resolve(this, id_, sent=True, reason="they have it")
        with pytest.raises(UsageError) as fault:
            resolve(this, id_, sent=False, reason="")
        assert fault.value.code == "E411"
    assert run(office, desk, AFTER + 2 * DAY).code == 0
    assert desk.recipients().count("c01") == 1


def test_what_was_refused_is_told_once_and_not_tried_again(office: Office, desk: Desk) -> None:
    """An address that is not there: failed at once, E413, and the two others have their mail."""
    desk.say("c02", REFUSED)
    assert [run(office, desk, AFTER + hours * HOUR).code for hours in (0, 1)] == [1, 0]
    assert desk.recipients() == ["c01", "c02", "c03"]
    assert desk.told() == ["E413"]


def test_an_alert_names_nobody(office: Office, desk: Desk) -> None:
    """It goes to the owner, and holds no client's name or address; the id that resolve asks for it has."""
    desk.say("c01", UNKNOWN)
    desk.say("c02", REFUSED)
    run(office, desk)
    (alert,) = desk.alerts
    assert (alert.recipient, alert.archive) == ("owner@consult.test", "")
    for secret in (b"clients.test", b"Bolaget", b"C01", b"NPS"):
        assert secret not in alert.eml
    assert row_of(office, "c01").key.id.encode() in alert.eml


def test_a_fault_in_the_alert_changes_nothing(office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mails are out, the run is on record, and what could not be told is told by the next run."""
    desk.say("c02", REFUSED)
    with monkeypatch.context() as broken:
        broken.setattr(desk, "alerts", None)  # the desk breaks when it is given one
        assert run(office, desk).code == 1
    assert len(list((office.state / "runs").glob("*.json"))) == 1
    run(office, desk, AFTER + HOUR)
    assert desk.told() == ["E413"]


def test_only_some_clients_and_only_so_many(office: Office, desk: Desk) -> None:
    """What a run is asked to leave alone is still due afterwards."""
    run(office, desk, wishes=Wishes(clients=("c03",)))
    assert desk.recipients() == ["c03"]
    run(office, desk, wishes=Wishes(limit=1))
    assert desk.recipients() == ["c03", "c01"]
    run(office, desk)
    assert desk.recipients() == ["c03", "c01", "c02"]


def test_a_resending_takes_the_place_of_what_still_waits(office: Office, desk: Desk) -> None:
    """The first was put off and its figures are wrong: only the second comes, and nobody is told of a failure."""
    desk.say("c01", LATER)
    run(office, desk)
    with office.session(AFTER + MINUTE, {}, desk) as this:
        assert send_month(this, "c01", OCTOBER, reason="two orders were missing").code == 0
    run(office, desk, AFTER + HOUR)
    assert desk.recipients().count("c01") == 2  # the one that was put off, and the second
    assert [(one.key.seq, one.state, one.reply) for one in rows_of(office, "c01")] == [
        *((0, State.FAILED, "replaced"), (1, State.SENT, "250 2.0.0")),
    ]
    assert not desk.told()


def test_a_changed_message_can_be_replaced(office: Office, desk: Desk) -> None:
    """The way out that E454 names: the new message goes, and the broken one is not tried again."""
    desk.say("c02", LATER)
    run(office, desk)
    (kept,) = (office.state / KEPT / "c02").rglob("*.eml")
    kept.unlink()
    with office.session(AFTER + MINUTE, {}, desk) as this:
        assert send_month(this, "c02", OCTOBER, reason="the kept message is gone").code == 0
    assert run(office, desk, AFTER + HOUR).sent.attempts == ()
    assert desk.recipients() == ["c01", "c02", "c03", "c02"]
