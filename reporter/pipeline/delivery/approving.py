"""Whether a person has looked: at the list of recipients, and at a finished report before it leaves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.delivery import gate
from reporter.delivery.ledger import notes, reading
from reporter.delivery.values import MONTHLY, State
from reporter.errors import UsageError
from reporter.pipeline.delivery.session import client_of

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.values import Delivery
    from reporter.model import Period
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What was approved: the list of recipients, or a finished report that ``people`` have approved so far.

    ``shared``: recipients who get another client's reports too: place in the list from 1, that client's slug.
    """

    client: Client
    period: str = ""
    people: tuple[str, ...] = ()
    shared: tuple[tuple[int, str], ...] = ()


def approve_recipients(this: Session, slug: str) -> Approval:
    """Approve the list of recipients as it stands now.

    Raises:
        UsageError: E430 ff., when the list cannot be approved as it is.
    """
    client = client_of(this, slug)
    digest = gate.digest_of(client.recipients)
    if found := gate.recipients_obstacles(client, digest):
        raise UsageError(found[0].code, f"{slug}: {found[0].reason}", help="correct client.toml, then approve")
    notes.approve_recipients(this.ledger, slug, digest, this.person, this.now())
    others = (one for other, one in this.clients.items() if other != slug)
    return Approval(client=client, shared=gate.shared(client, others, this.workspace.mail.sender))


def approve_report(this: Session, slug: str, period: Period) -> Approval:
    """Approve a finished report that waits for it.

    Raises:
        UsageError: E417, when nothing of that period waits; E441, when the output folder holds another report.
    """
    client = client_of(this, slug)
    waiting = reading.deliveries(this.ledger, State.RESERVED, client=slug, period=str(period))
    if not waiting:
        raise UsageError(
            "E417", f"no report of {slug} for {period} waits for approval", help="see what waits: reporter status"
        )
    digest = _digest_of(this, waiting[-1])
    _refuse_another(this.workspace.output / slug / str(period), digest)
    notes.approve_report(this.ledger, slug, MONTHLY, str(period), digest, this.person, this.now())
    people = notes.approvers(this.ledger, slug, MONTHLY, str(period), digest)
    return Approval(client=client, period=str(period), people=people)


def is_approved(this: Session, delivery: Delivery) -> bool:
    """Tell whether as many people as the client's settings ask for have approved a delivery's report."""
    client = this.clients.get(delivery.key.client)
    if client is None:
        return False
    if not client.delivery.approvals:
        return True
    key = delivery.key
    people = notes.approvers(this.ledger, key.client, key.report, key.period, _digest_of(this, delivery))
    return len(people) >= client.delivery.approvals


def _refuse_another(folder: Path, digest: str) -> None:
    """Refuse to approve unseen: a report made anew since lies where a person reads it, and is not what goes out.

    An empty folder says nothing: the PDF was read, moved and approved.
    """
    there = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}
    if there and not set(digest.split()) <= there:
        raise UsageError(
            "E441",
            f"the report in {folder} is not the one that waits: it was made anew since",
            help="send the new one in its place: reporter resend CLIENT --period … --reason …; then approve that",
        )


def _digest_of(this: Session, delivery: Delivery) -> str:
    """Return what stands for the reports sent together with a delivery: an approval holds for these bytes only."""
    beside = reading.deliveries(this.ledger, client=delivery.key.client, period=delivery.key.period)
    return " ".join(sorted({one.pdf_sha for one in beside if one.key.seq == delivery.key.seq}))
