"""Asking the other side what became of unknown deliveries: the archive mailbox, or Microsoft's folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import reading, rows
from reporter.delivery.transport.base import Traceable
from reporter.delivery.values import State
from reporter.errors import UsageError
from reporter.pipeline.delivery.deciding import anew

if TYPE_CHECKING:
    from collections.abc import Collection

    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery.session import Session


#: How long a message may take from Microsoft's drafts to the sent items.
SETTLED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What the archive told: ``found`` were sent; of ``missing`` nobody knows yet, for absence proves nothing."""

    found: tuple[Delivery, ...] = ()
    missing: tuple[Delivery, ...] = ()


def ask_archive(this: Session) -> Reconciled:
    """Settle what can be settled; what is not found stays unknown.

    Raises:
        UsageError: E419, when there is no archive to ask.
        MailError: the archive cannot be asked.
    """
    rows.release_dead(this.ledger, this.now())
    unknown = reading.deliveries(this.ledger, State.UNKNOWN)
    if not unknown:
        return Reconciled()
    if this.workspace.mail.transport == "graph":
        transport = this.means.transport(this.workspace)
        if isinstance(transport, Traceable):
            return _ask(this, transport, unknown)
    if not this.workspace.archive.host:
        raise UsageError(
            "E419",
            "there is no archive mailbox to look into",
            help="set [mail] archive and [archive] host in reporter.toml, or ask the recipients and use: "
            "reporter resolve",
        )
    from reporter.delivery.transport.archive import found
    from reporter.delivery.transport.choice import archive_secret

    password = archive_secret(this.workspace.mail, this.workspace.archive, this.means.environ)
    there = found(this.workspace.archive, password, [one.message_id for one in unknown])
    return reconcile(this, there)


def _ask(this: Session, transport: Traceable, every: tuple[Delivery, ...]) -> Reconciled:
    """Ask about those that had time to settle: a message that is on its way may still lie among the drafts."""
    unknown = [one for one in every if one.at is None or this.now() - one.at >= SETTLED]
    states = {one.message_id: transport.state_of(one.message_id, one.remote) for one in unknown}
    return reconcile(
        this,
        [message for message, state in states.items() if state == "sent"],
        drafts=[message for message, state in states.items() if state == "draft"],
    )


def reconcile(this: Session, found: Collection[str], *, drafts: Collection[str] = ()) -> Reconciled:
    """Take from the archive mailbox what became of unknown deliveries.

    Args:
        this: the run.
        found: the message ids that the archive holds.
        drafts: those that still lie as drafts on the other side: surely not sent.
    """
    unknown = reading.deliveries(this.ledger, State.UNKNOWN)
    now = this.now()
    for one in unknown:
        if one.message_id in found:
            rows.decide(this.ledger, one.key, State.SENT, now, reason="found in the archive", person="")
        elif one.message_id in drafts:
            rows.decide(this.ledger, one.key, anew(this, one), now, reason="still a draft", person="")
    gone = [one for one in unknown if one.message_id not in found and one.message_id not in drafts]
    return Reconciled(found=tuple(one for one in unknown if one.message_id in found), missing=tuple(gone))
