"""Months that the gate keeps back: tried again until a deadline, and at once when something has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import notes
from reporter.delivery.ledger.notes import Held
from reporter.delivery.values import MONTHLY
from reporter.errors import InputError
from reporter.pipeline.delivery.producing import exports

if TYPE_CHECKING:
    from datetime import datetime

    from reporter.pipeline.delivery.preparing import Prepared
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client

PAUSE = timedelta(days=1)


def held_month(this: Session, client: str, period: str) -> Held | None:
    """Return a month that is held back, None where it is not."""
    return next(
        (one for one in notes.held(this.ledger) if (one.client, one.report, one.period) == (client, MONTHLY, period)),
        None,
    )


def is_waiting(this: Session, client: Client, period: str) -> bool:
    """Tell whether a month that is held back need not be tried now.

    It is tried a day after the last time, until its deadline: then only when a person asks. At once when an export or
    the settings are newer than the last try, or when only a person's approval was missing, which costs nothing to
    look up.
    """
    held = held_month(this, client.slug, period)
    if held is None:
        return False
    if this.now() >= held.until:
        return True
    if held.next_try is None or not this.now() < held.next_try <= this.now() + PAUSE:  # later: the clock was ahead
        return False
    return not _changed(client, held.next_try - PAUSE)


def keep_back(this: Session, client: Client, prepared: Prepared) -> None:
    """Write down that a month is held back, why, and until when it is tried: counted from the first try.

    Counted from the day that it was due, a month would be given up at once after a long outage.
    """
    now = this.now()
    before = held_month(this, client.slug, prepared.period)
    since = before.since if before else now
    first = prepared.obstacles[0]
    notes.hold(
        this.ledger,
        Held(
            client=client.slug,
            report=MONTHLY,
            period=prepared.period,
            code=first.code,
            reason="; ".join(one.reason for one in prepared.obstacles),
            since=since,
            next_try=None if prepared.cheap else now + PAUSE,
            until=since + timedelta(days=client.delivery.hold_days),
        ),
    )


def _changed(client: Client, since: datetime) -> bool:
    """Tell whether an export or the client's settings were written after a moment."""
    try:
        files = [*exports(client), client.folder / "client.toml"]
        return any(path.stat().st_mtime > since.timestamp() for path in files if path.is_file())
    except (OSError, InputError):  # a share that is gone: what the next try meets is told, and stops no other client
        return False
