"""Batches over months whose runs are killed at random moments, until nothing is left to send."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.values import State
from reporter.pipeline.delivery import resolve
from reporter.pipeline.delivery.asking import ask_archive
from tests.delivery.killing import dying_after, dying_near_a_dot

if TYPE_CHECKING:
    from random import Random

    from tests.delivery.office import Office
    from tests.delivery.stand.stand import Stand

TICK = timedelta(minutes=15)
#: How many of the kills come within 20 ms after a message was handed over, where they hurt most.
NEAR_A_DOT = 0.5
#: Of all moments of a batch, those between two ticks matter: a message that was put off goes with the next.
MOST_RUNS = 40


@dataclass(slots=True)
class Storm:
    """What was seen: runs killed, deliveries unknown after them, of these found in the archive."""

    batches: int = 0
    kills: int = 0
    unknown: int = 0
    found: int = 0
    sent: int = 0
    duplicates: int = 0
    lost: int = 0


def storm(office: Office, stand: Stand, chance: Random, *, kills: int, longest: float) -> Storm:
    """Run batches, one a month, until so many runs were killed; each batch ends whole.

    Args:
        office: whose clients are all due each month.
        stand: the mail server, with the archive.
        chance: when to kill.
        kills: at least so many.
        longest: the longest that a run lives, in seconds, before it is killed.
    """
    seen = Storm()
    environ = stand.environ()
    while seen.kills < kills:
        month = seen.batches + 10  # from November 2026
        now = datetime(2026 + month // 12, month % 12 + 1, 6, 8, tzinfo=UTC)
        seen.batches += 1
        for _ in range(MOST_RUNS):
            now += TICK
            work = partial(office.tick, now, environ)
            if chance.random() < NEAR_A_DOT:
                ended = dying_near_a_dot(chance.randint(1, len(office.slugs) // 4), chance.uniform(0.0001, 0.02), work)
            else:
                ended = dying_after(chance.uniform(0.01, longest), work)
            seen.kills += ended == -signal.SIGKILL
            if ended == 0:
                break
        _settle(office, stand, now + TICK, seen)
    _count(office, stand, seen)
    return seen


def _settle(office: Office, stand: Stand, now: datetime, seen: Storm) -> None:
    """End a batch: the archive tells what it can, a person the rest, the last run sends what is left."""
    stand.settle()
    office.tick(now, stand.environ())
    stand.settle()
    with office.session(now, stand.environ()) as this:
        seen.unknown += len(reading.deliveries(this.ledger, State.UNKNOWN))
        asked = ask_archive(this)
        seen.found += len(asked.found)
        for one in asked.missing:
            resolve(this, one.key.id, sent=False, reason="not in the archive, and the queue is empty")
    office.tick(now + TICK, stand.environ())


def _count(office: Office, stand: Stand, seen: Storm) -> None:
    with open_ledger(office.state, datetime(2026, 1, 1, tzinfo=UTC)) as ledger:
        rows = reading.deliveries(ledger)
    counts = stand.counts()
    wanted = seen.batches * len(office.slugs)
    seen.sent = sum(one.state is State.SENT for one in rows)
    seen.duplicates = sum(count - 1 for count in counts.values())
    seen.lost = wanted - len({one.message_id for one in rows if counts[one.message_id]})
