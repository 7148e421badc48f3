"""One message for each recipient, and the round that sends whatever is reserved."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.delivery.ledger import notes, reading, rows
from reporter.delivery.message.building import Attachment, Heading, Mailbox, build, message_id
from reporter.delivery.message.keeping import load
from reporter.delivery.secrets import secret
from reporter.delivery.sending import Round, Sent, may_go, send_all
from reporter.delivery.values import Parcel, State
from reporter.errors import UsageError
from reporter.pipeline.delivery.approving import is_approved
from reporter.pipeline.delivery.late import recognised
from reporter.pipeline.delivery.session import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reporter.delivery.transport.base import Transport
    from reporter.delivery.values import Delivery, Key
    from reporter.pipeline.delivery.producing import Issue, Produced
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client, Recipient

PDF = "application/pdf"


def parcel_for(
    this: Session, client: Client, made: Produced, issue: Issue, recipient: Recipient, key: Key, *, test: bool = False
) -> Parcel:
    """Build the message of one recipient.

    Args:
        this: the run.
        client: whose report.
        made: under which brand.
        issue: the report in the recipient's language.
        recipient: who gets it; of a test copy, who gets it instead.
        key: the delivery's.
        test: mark the subject.

    Raises:
        UsageError: a setting cannot stand in a message; the report is too large; a password or certificate is missing.
        RenderError: the message cannot be built as asked.
    """
    from reporter.delivery.message.protection import encrypt_pdf, smime

    mail, domain = this.workspace.mail, this.workspace.mail.sender.rpartition("@")[2]
    pdf = issue.pdf
    if client.delivery.encrypt == "pdf":
        pdf = encrypt_pdf(pdf, secret(f"pdf-{client.slug}", this.means.environ).reveal())
    now = this.now()
    eml = build(
        issue.digest,
        [Attachment(name=issue.path.name, content=pdf, mime=PDF)],
        Heading(
            sender=Mailbox(address=mail.sender, name=made.brand.email.from_name if made.brand else ""),
            recipient=Mailbox(address=recipient.address, name=recipient.name),
            reply_to=made.brand.email.reply_to if made.brand else "",
            message_id=message_id(key, domain),
            date=now.astimezone(zone_of(client)),
        ),
        most_megabytes=mail.most_megabytes,
        test_copy=test,
    )
    if client.delivery.encrypt == "smime":
        eml = smime(eml, _certificate(client, recipient), neutral_subject=issue.title, now=now)
    return Parcel(
        key=key,
        message_id=message_id(key, domain),
        lang=issue.lang,
        eml=eml,
        pdf_sha=issue.pdf_sha,
        picture_sha=hashlib.sha256(issue.digest.picture).hexdigest() if issue.digest.picture else "",
    )


def post(this: Session, *, clients: Collection[str] = (), urgent: bool = False) -> Sent:
    """Send whatever is reserved and may go now.

    Args:
        this: the run.
        clients: only of these; none: of all.
        urgent: a person asked: do not wait for the pause after an earlier try.
    """
    waiting = [one for one in _reserved(this, clients) if urgent or may_go(one, this.now())]
    waiting = [one for one in waiting if is_approved(this, one)]
    if not waiting:
        return Sent(attempts=())
    transport = _way_out(this)
    known = recognised(this, waiting)
    settled = {one.delivery.key for one in known}
    mail = this.workspace.mail
    sent = send_all(
        Round(
            ledger=this.ledger,
            transport=transport,
            sender=mail.bounces or mail.sender,
            archive=mail.archive,
            run=this.run,
            clock=this.means.clock,
            load=lambda one: load(this.ledger.folder, one.key, one.eml_sha),
            retry_hours=this.workspace.operation.retry_hours,
        ),
        (one for one in waiting if one.key not in settled),
    )
    return replace(sent, attempts=(*known, *sent.attempts))


def _way_out(this: Session) -> Transport:
    """Return the way out; that none can be had is written down first, so that ``status`` tells of it afterwards.

    Raises:
        UsageError: E460 to E462, a setting or secret is missing or unusable.
    """
    try:
        return this.means.transport(this.workspace)
    except UsageError as fault:
        notes.tick(this.ledger, "refused", fault.code, this.now())
        raise


def _reserved(this: Session, clients: Collection[str]) -> Iterable[Delivery]:
    """Yield the reserved deliveries of readable clients; one to somebody who is no recipient any more is given up."""
    for one in reading.deliveries(this.ledger, State.RESERVED):
        client = this.clients.get(one.key.client)
        if client is None or (clients and one.key.client not in clients):
            continue
        if one.key.recipient.casefold() in {each.address.casefold() for each in client.recipients}:
            yield one
        else:
            rows.fail(this.ledger, one.key, this.now(), reply="no longer a recipient")


def _certificate(client: Client, recipient: Recipient) -> bytes:
    """Return a recipient's certificate.

    Raises:
        UsageError: E450 ff., when it cannot be read.
    """
    path = client.folder / recipient.certificate
    try:
        return path.read_bytes()
    except OSError as fault:
        raise UsageError(
            "C107", f"the certificate {path.name} of {client.slug} cannot be read ({fault.strerror})",
            help="put it into the client's folder, as PEM",
        ) from None  # fmt: skip
