"""``send CLIENT --period`` and ``resend``: a month that a person asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.delivery.ledger import reading, rows
from reporter.delivery.sending import Sent
from reporter.delivery.values import MONTHLY, State
from reporter.errors import EXIT_FINDINGS, UsageError
from reporter.pipeline.delivery.approving import is_approved
from reporter.pipeline.delivery.deciding import refuse_no_month
from reporter.pipeline.delivery.posting import post
from reporter.pipeline.delivery.preparing import prepare, reserve
from reporter.pipeline.delivery.recording import exit_code, record, refuse_forgetful
from reporter.pipeline.delivery.session import client_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reporter.delivery.gate.values import Obstacle
    from reporter.delivery.values import Delivery, Key
    from reporter.model import Period
    from reporter.pipeline.delivery.preparing import Prepared
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of it; ``code`` is the exit code."""

    sent: Sent
    obstacles: tuple[Obstacle, ...] = ()
    waits_for_approval: bool = False
    code: int = 0


def send_month(
    this: Session,
    slug: str,
    period: Period,
    *,
    incomplete_ok: bool = False,
    reason: str = "",
    recipients: tuple[str, ...] = (),
) -> Asked:
    """Send a client's month now; what is reserved already goes out as it is, what was sent is not sent again.

    A resending takes the place of what is reserved: it is how a report that should not go out is exchanged.

    Args:
        this: the run.
        slug: of the client.
        period: a month.
        incomplete_ok: missing data do not matter this time.
        reason: of a resending; empty: a first sending.
        recipients: of a resending: only these.

    Raises:
        UsageError: E410, when the month was sent (``resend`` does it again); C104, when the period is no month; E407,
            when it is not over.
    """
    started = this.now()
    refuse_forgetful(this)
    rows.release_dead(this.ledger, started)
    client = client_of(this, slug)
    refuse_no_month(period)
    _refuse_running(period, started.astimezone(zone_of(client)).date())
    _refuse_strangers(client.recipients, recipients)
    prepared: tuple[Prepared, ...] = ()
    waiting = reading.deliveries(this.ledger, State.RESERVED, client=slug, period=str(period))
    if reason or not waiting:
        _refuse_sent(this, slug, period, again=bool(reason))
        seq = reading.next_seq(this.ledger, slug, MONTHLY, str(period))
        one = prepare(this, client, period, seq=seq, recipients=recipients, incomplete_ok=incomplete_ok)
        if one.obstacles:
            return Asked(sent=Sent(attempts=()), obstacles=one.obstacles, code=EXIT_FINDINGS)
        reserve(this, one, reason=reason, instead_of=_replaced(waiting, one))
        prepared = (one,)
    sent = post(this, clients=(slug,), urgent=True)
    left = reading.deliveries(this.ledger, State.RESERVED, client=slug, period=str(period))
    waits = any(not is_approved(this, one) for one in left)
    unknown = len(reading.deliveries(this.ledger, State.UNKNOWN, client=slug))
    code = exit_code(sent, held=waits, unknown=unknown)
    record(this, started, prepared, sent, code=code)
    return Asked(sent=sent, waits_for_approval=waits, code=code)


def _replaced(waiting: Iterable[Delivery], one: Prepared) -> tuple[Key, ...]:
    """Return what still waits for somebody who gets a new message now: two of them must not arrive."""
    anew = {parcel.key.recipient.casefold() for parcel in one.parcels}
    return tuple(old.key for old in waiting if old.key.recipient.casefold() in anew)


def _refuse_running(period: Period, today: date) -> None:
    """Refuse a month that is not over: half of it would stand in the ledger as sent, and the whole never be due."""
    if today < period.end:
        raise UsageError(
            "E407", f"{period} is not over", help="wait for its end; to look at it now use --dry-run or --test"
        )


def _refuse_strangers(known: Iterable[Recipient], wanted: Iterable[str]) -> None:
    if {one.casefold() for one in wanted} - {one.address.casefold() for one in known}:
        raise UsageError(
            "E418", "--to names somebody who is no recipient of this client", help="add them to [[recipients]] first"
        )


def _refuse_sent(this: Session, slug: str, period: Period, *, again: bool) -> None:
    """Refuse a first sending of what stands in the ledger, and a second one of what does not."""
    there = str(period) in reading.periods(this.ledger, slug, MONTHLY)
    if there and not again:
        raise UsageError(
            "E410",
            f"{slug} {period} was sent, tried or skipped already",
            help=f"to send it once more: reporter resend {slug} --period {period} --reason … (to one only: --to)",
        )
    if again and not there:
        raise UsageError(
            "E416", f"{slug} {period} was never sent", help=f"send it: reporter send {slug} --period {period}"
        )
