"""Months that go out late are looked for in the archive mailbox first: it remembers what a lost ledger does not.

A machine that was off and a ledger that was brought back from an old copy look the same from here. The messages of a
delivery always bear the same Message-ID, so that one which was sent before shows in the archive.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import rows
from reporter.delivery.schedule import fire
from reporter.delivery.sending import Attempt
from reporter.delivery.values import State
from reporter.errors import ReporterError
from reporter.model import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery.session import Session

#: So long after it was due a month is late; after so long in the ledger a message is.
AFTER_DUE, WAITED = timedelta(hours=24), timedelta(hours=1)
FOUND = "found in the archive"


def recognised(this: Session, waiting: Iterable[Delivery]) -> tuple[Attempt, ...]:
    """Settle as sent what is late and lies in the archive already; return it.

    Where there is no archive, or it cannot be asked, nothing is settled: the ledger alone decides then.
    """
    late = [one for one in waiting if _is_late(this, one)]
    if not late or not this.workspace.archive.host:
        return ()
    from reporter.delivery.transport.archive import found
    from reporter.delivery.transport.choice import archive_secret

    try:
        password = archive_secret(this.workspace.mail, this.workspace.archive, this.means.environ)
        there = found(this.workspace.archive, password, [one.message_id for one in late])
    except ReporterError:
        return ()
    done = [one for one in late if one.message_id in there]
    for one in done:
        rows.recognise(this.ledger, one.key, this.now(), reason=FOUND)
    return tuple(Attempt(delivery=one, state=State.SENT, reply=FOUND, archived=True) for one in done)


def _is_late(this: Session, one: Delivery) -> bool:
    now, client = this.now(), this.clients[one.key.client]
    if one.reserved_at is None or now - one.reserved_at > WAITED:
        return True
    return client.schedule is None or now - fire(client.schedule, Period.parse(one.key.period)) > AFTER_DUE
