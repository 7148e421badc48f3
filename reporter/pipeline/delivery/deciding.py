"""What only a person decides: that a month is not sent, and what became of a delivery that nobody knows of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.delivery.ledger import notes, reading, rows
from reporter.delivery.values import MONTHLY, Key, State
from reporter.errors import UsageError
from reporter.pipeline.delivery.session import client_of

if TYPE_CHECKING:
    from reporter.delivery.values import Delivery
    from reporter.model import Period
    from reporter.pipeline.delivery.session import Session


def resolve(this: Session, id_: str, *, sent: bool, reason: str) -> Delivery:
    """Let a person say what became of an unknown delivery: sent, or not sent and so to be sent again.

    One that was resent meanwhile is not sent again: it has failed.

    Raises:
        UsageError: E411, when there is no such delivery, or it is not unknown.
    """
    rows.release_dead(this.ledger, this.now())
    found = reading.row_of(this.ledger, id_)
    if found is None:
        raise UsageError("E411", f"there is no delivery {id_}", help="see the list: reporter status")
    state = State.SENT if sent else anew(this, found)
    rows.decide(this.ledger, found.key, state, this.now(), reason=reason or "a person decided", person=this.person)
    return replace(found, state=state)


def anew(this: Session, one: Delivery) -> State:
    """Return what an unknown delivery becomes that was not sent: two messages of one month must not arrive."""
    key = one.key
    later = (
        other
        for other in reading.deliveries(this.ledger, client=key.client, period=key.period)
        if other.key.seq > key.seq and other.key.recipient.casefold() == key.recipient.casefold()
    )
    return State.FAILED if any(other.state is not State.FAILED for other in later) else State.RESERVED


def refuse_no_month(period: Period) -> None:
    """Refuse what is no month: no schedule ever asks for it.

    Raises:
        UsageError: C104.
    """
    if period.months != 1:
        raise UsageError("C104", f"{period} is no month", help="reports are sent by month: write --period 2026-10")


def skip(this: Session, slug: str, period: Period, reason: str) -> tuple[Key, ...]:
    """Write down that a period is not to be sent, to anybody.

    Raises:
        UsageError: E410, when something of it stands in the ledger already; C104, when the period is no month.
    """
    client = client_of(this, slug)
    refuse_no_month(period)
    if str(period) in reading.periods(this.ledger, slug, MONTHLY):
        raise UsageError(
            "E410", f"{slug} {period} was sent, tried or skipped already", help="see it with: reporter status"
        )
    keys = tuple(Key(slug, MONTHLY, str(period), one.address) for one in client.recipients)
    if not keys:
        raise UsageError("E410", f"{slug} has no recipients", help="there is nothing to skip")
    notes.let_go(this.ledger, slug, MONTHLY, str(period))  # first: what is in the ledger is never looked at again
    rows.skip(this.ledger, keys, this.run, this.now(), reason=reason, person=this.person)
    return keys
