"""A run that is killed, at whatever step, sends nothing twice and loses nothing; what is unknown is listed."""

from __future__ import annotations

import random
import signal
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.values import State
from reporter.pipeline.delivery import resolve
from reporter.pipeline.delivery.asking import ask_archive
from tests.delivery.killing import ONCE, STEPS, dying_at
from tests.delivery.office import AFTER, Office, make_office
from tests.delivery.storm import storm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.stand.stand import Stand

CLIENTS = 3
LATER = AFTER + timedelta(hours=1)


def all_went_out_once(office: Office, stand: Stand) -> tuple[int, int]:
    """Run again as a consultant would, with the archive's help; return how many were unknown, how many found.

    The queue is waited for, so that a message that is not in the archive was surely never taken: in the world outside
    a person would have to find that out.
    """
    stand.settle()
    office.tick(LATER, stand.environ())
    with office.session(LATER, stand.environ()) as this:
        unknown = reading.deliveries(this.ledger, State.UNKNOWN)
        asked = ask_archive(this)
        for one in asked.missing:
            resolve(this, one.key.id, sent=False, reason="not in the archive, and the queue is empty")
    office.tick(LATER + timedelta(hours=1), stand.environ())
    with open_ledger(office.state, LATER) as ledger:
        rows = reading.deliveries(ledger)
    assert [one.state for one in rows] == [State.SENT] * len(office.slugs)
    counts = stand.counts(*(f"{slug}@clients.test" for slug in office.slugs))
    assert counts == {one.message_id: 1 for one in rows}
    return len(unknown), len(asked.found)


@pytest.mark.parametrize("step", STEPS)
def test_no_kill_at_a_step_sends_twice_or_loses(step: str, empty_stand: Stand, tmp_path: Path) -> None:
    """At each step, at the first, second and third client, each message arrives once."""
    environ = empty_stand.environ()
    for time in range(1, 2 if step in ONCE else CLIENTS + 1):
        empty_stand.empty()
        folder = tmp_path / str(time)
        folder.mkdir()
        office = make_office(folder, empty_stand.mail(), empty_stand.archive(), CLIENTS)
        office.begin(environ)
        ended = dying_at(step, time, partial(office.tick, AFTER, environ))
        assert ended == -signal.SIGKILL, (step, time)
        unknown, found = all_went_out_once(office, empty_stand)
        may_be_unknown = step in {"after sending is committed", "after the dot", "after the answer"}
        assert unknown == (1 if may_be_unknown else 0), (step, time)
        assert found == (0 if step == "after sending is committed" else unknown) or step == "after the dot"


def test_random_kills_send_nothing_twice_and_lose_nothing(empty_stand: Stand, tmp_path: Path) -> None:
    """Twelve runs killed at random moments deliver each message once in the end (more: ``long/kills.py``)."""
    office = make_office(tmp_path, empty_stand.mail(), empty_stand.archive(), 10)
    office.begin(empty_stand.environ())
    seen = storm(office, empty_stand, random.Random(2026), kills=12, longest=1.2)  # noqa: S311 - a seed, no secret
    assert seen.kills >= 12
    assert (seen.duplicates, seen.lost) == (0, 0)
    assert seen.sent == 10 * seen.batches
