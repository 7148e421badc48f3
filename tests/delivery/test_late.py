"""A month that goes out late is looked for in the archive first: a lost ledger sends nothing twice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import notes, open_ledger, reading
from reporter.delivery.values import State
from reporter.pipeline.delivery import approve_recipients
from reporter.workspace import Archive
from tests.delivery.office import AFTER, PERIOD, Office, make_office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.stand.stand import Stand

DAYS_LATER = AFTER + timedelta(days=3)


def forgotten_and_due_again(office: Office, stand: Stand) -> None:
    """Lose the whole state folder, as by a restored backup of before the month; the month is owed again."""
    shutil.rmtree(office.state)
    with office.session(DAYS_LATER, stand.environ()) as this:
        notes.first_owed(this.ledger, dict.fromkeys(office.slugs, PERIOD), ())
        for slug in office.slugs:
            approve_recipients(this, slug)


def test_what_the_archive_has_is_not_sent_again(empty_stand: Stand, tmp_path: Path) -> None:
    """Without its ledger a late month is found in the archive and settled as sent; what is not there goes out."""
    environ = empty_stand.environ()
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), 3)
    office.begin(environ)
    with office.session(AFTER, environ) as this:
        approve_recipients(this, "c01")
    office.tick(AFTER, environ)
    assert sum(empty_stand.counts("c01@clients.test", "c02@clients.test", "c03@clients.test").values()) == 3
    forgotten_and_due_again(office, empty_stand)
    done = office.tick(DAYS_LATER, environ)
    assert [one.reply for one in done.sent.attempts] == ["found in the archive"] * 3
    with open_ledger(office.state, DAYS_LATER) as ledger:
        assert {one.state for one in reading.deliveries(ledger)} == {State.SENT}
    assert sum(empty_stand.counts("c01@clients.test", "c02@clients.test", "c03@clients.test").values()) == 3


def test_a_late_month_that_the_archive_has_not_goes_out(empty_stand: Stand, tmp_path: Path) -> None:
    """A machine that was off for three days sends as it should have."""
    environ = empty_stand.environ()
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), 2)
    office.begin(environ)
    done = office.tick(DAYS_LATER, environ)
    assert [one.state for one in done.sent.attempts] == [State.SENT] * 2
    assert sum(empty_stand.counts("c01@clients.test", "c02@clients.test").values()) == 2


def test_an_archive_that_cannot_be_asked_stops_nothing(empty_stand: Stand, tmp_path: Path) -> None:
    """Then the ledger alone decides, and the month goes out."""
    environ = empty_stand.environ()
    nobody = replace(empty_stand.archive(), port=1)
    assert isinstance(nobody, Archive)
    office = make_office(tmp_path, empty_stand.mail(), nobody, 1)
    office.begin(environ)
    done = office.tick(DAYS_LATER, environ)
    assert [one.state for one in done.sent.attempts] == [State.SENT]
