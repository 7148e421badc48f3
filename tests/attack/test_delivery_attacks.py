"""Attacks on the ledger: months that would be sent twice, or never, by what people and machines do to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import rows
from reporter.delivery.manifests import take_over
from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.model import Period
from reporter.pipeline.delivery import Wishes, resolve, send_month, skip
from reporter.pipeline.delivery.asking import reconcile
from tests.attack.delivery import DAY, HOUR, MINUTE, OCTOBER, edit, lacking, settings_of
from tests.delivery.desk import LATER, UNKNOWN, Desk, quiet_office, row_of, rows_of, run
from tests.delivery.office import AFTER, Office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office of two clients that nothing is due of yet."""
    return quiet_office(tmp_path, 2)


@pytest.fixture
def desk() -> Desk:
    """Make a way out that accepts everything."""
    return Desk()


@pytest.mark.parametrize("month", ["2026-11", "2027-01"])
def test_a_month_that_is_not_over_cannot_be_sent(month: str, office: Office, desk: Desk) -> None:
    """Half of it would stand in the ledger as sent, and the whole never fall due: E407, whatever is asked with it."""
    with office.session(AFTER, {}, desk) as this:
        with pytest.raises(UsageError) as fault:
            send_month(this, "c01", Period.parse(month), incomplete_ok=True)
        assert fault.value.code == "E407"
    assert not rows_of(office)


def test_a_month_is_over_by_the_client_s_own_clock(office: Office, desk: Desk) -> None:
    """On 31 October at 23:30 in Stockholm (22:30 UTC) it is not, an hour later it is."""
    late = AFTER.replace(month=10, day=31, hour=22, minute=30)
    with office.session(late, {}, desk) as this, pytest.raises(UsageError, match="E407"):
        send_month(this, "c01", OCTOBER)
    with office.session(late + HOUR, {}, desk) as this:
        assert send_month(this, "c01", OCTOBER).code == 0


@pytest.mark.parametrize("period", ["2026", "2026-Q4", "2026-10-01..2026-10-15"])
def test_what_is_no_month_cannot_be_skipped(period: str, office: Office, desk: Desk) -> None:
    """It would be taken down and the months in it sent all the same."""
    with office.session(AFTER - DAY, {}, desk) as this, pytest.raises(UsageError) as fault:
        skip(this, "c01", Period.parse(period), "closed")
    assert fault.value.code == "C104"


def test_a_resending_replaces_what_waits_for_the_same_address_in_other_capitals(office: Office, desk: Desk) -> None:
    """The wrong report waits for c01@, the settings say C01@ by now: only the right one arrives."""
    desk.say("c01", LATER)
    run(office, desk)
    edit(settings_of(office, "c01"), "c01@clients", "C01@clients")
    with office.session(AFTER + MINUTE, {}, desk) as this:
        assert send_month(this, "c01", OCTOBER, reason="two orders were missing").code == 0
    run(office, desk, AFTER + HOUR)
    states = [(one.key.recipient, one.key.seq, one.state) for one in rows_of(office, "c01")]
    assert states == [("c01@clients.test", 0, State.FAILED), ("C01@clients.test", 1, State.SENT)]
    assert not desk.told()


@pytest.mark.parametrize("by", ["a person", "a draft"])
def test_what_was_resent_is_not_sent_once_more_by_tidying_up(by: str, office: Office, desk: Desk) -> None:
    """Unknown, resent, then found not to have been sent: the client has one already, so the first has failed."""
    desk.say("c01", UNKNOWN)
    run(office, desk)
    first = row_of(office, "c01")
    with office.session(AFTER + MINUTE, {}, desk) as this:
        send_month(this, "c01", OCTOBER, reason="nobody knows")
        if by == "a person":
            assert resolve(this, first.key.id, sent=False, reason="they asked").state is State.FAILED
        else:
            reconcile(this, [], drafts=[first.message_id])
    run(office, desk, AFTER + HOUR)
    assert desk.recipients().count("c01") == 2
    assert [one.state for one in rows_of(office, "c01")] == [State.FAILED, State.SENT]


def test_what_a_dead_run_was_sending_can_be_resolved_at_once(office: Office, desk: Desk) -> None:
    """Status lists it as unknown; no other run must come first."""
    desk.say("c01", LATER)
    run(office, desk)
    with office.session(AFTER + MINUTE, {}, desk) as this:
        key = row_of(office, "c01").key
        rows.hand_over(this.ledger, key, this.run, this.now())
    with office.session(AFTER + HOUR, {}, desk) as this:
        assert resolve(this, key.id, sent=True, reason="they have it").state is State.SENT


def _copied(state: Path, place: Path) -> None:
    """Copy the ledger as a backup program does, its log with it."""
    place.mkdir()
    for path in state.glob("ledger.db*"):
        shutil.copy(path, place)


@pytest.mark.parametrize("how", ["an older copy", "deleted"])
def test_a_ledger_that_does_not_know_its_own_runs_sends_nothing(how: str, office: Office, desk: Desk) -> None:
    """E408 for --due and for a single month; once what went out is skipped and it is taken over, all is well."""
    _copied(office.state, office.workspace.root / "backup")
    run(office, desk)
    for path in office.state.glob("ledger.db*"):
        path.unlink()
    if how == "an older copy":
        for path in (office.workspace.root / "backup").iterdir():
            shutil.copy(path, office.state)
    (office.state / "runs" / "zz.json").write_text("somebody's notes", "utf-8")
    for hour in (1, 2):
        with pytest.raises(UsageError) as fault:
            run(office, desk, AFTER + hour * HOUR)
        assert fault.value.code == "E408"
    with office.session(AFTER + 3 * HOUR, {}, desk) as this:
        with pytest.raises(UsageError, match="E408"):
            send_month(this, "c01", OCTOBER)
        for slug in office.slugs:
            skip(this, slug, OCTOBER, "it went out before the disk was changed")
        take_over(this.ledger, this.now())
    assert run(office, desk, AFTER + 4 * HOUR).code == 0
    assert desk.recipients() == ["c01", "c02"]


def test_a_run_killed_while_it_wrote_its_record_does_not_stop_the_next(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its manifest is there, the ledger's head is not: that is no older copy."""
    from reporter.delivery.manifests import writing

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(writing, "_take", killed)
        with pytest.raises(KeyboardInterrupt):
            run(office, desk)
    assert [run(office, desk, AFTER + hour * HOUR).code for hour in (1, 2)] == [0, 0]


def test_a_run_killed_while_it_reserved_leaves_no_month_held_for_good(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was held for a day; whatever is killed then, a month that goes out is not told as given up later."""
    run(office, desk, produce=lacking)
    real = rows.reserve

    def killed(*args: object, **named: object) -> None:
        real(*args, **named)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(rows, "reserve", killed)
        with pytest.raises(KeyboardInterrupt):
            run(office, desk, AFTER + DAY + MINUTE)
    for day in (1, 12):
        run(office, desk, AFTER + day * DAY + HOUR)
    assert (desk.recipients(), desk.told()) == (["c02", "c01"], ["E431"])


def test_a_clock_that_was_ahead_keeps_nothing_back_afterwards(office: Office, desk: Desk) -> None:
    """Put off and held 40 days from now; with the clock set right both are tried at once, and not in 40 days."""
    desk.say("c02", LATER)
    run(office, desk, AFTER + 40 * DAY, produce=lacking)
    assert desk.recipients() == ["c02"] * 2  # October's is put off, November's goes out
    run(office, desk, AFTER + HOUR, wishes=Wishes(clock_ok=True))
    assert {"c01", "c02"} == set(desk.recipients()[2:])
