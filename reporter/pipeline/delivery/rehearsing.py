"""A sending without consequences: to one's own address, or into a folder. Nothing is written into the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reporter.delivery.gate import MAILBOXES
from reporter.delivery.transport.base import UNRECORDED, Envelope
from reporter.delivery.values import MONTHLY, Key
from reporter.errors import UsageError
from reporter.pipeline.delivery.posting import parcel_for
from reporter.pipeline.delivery.preparing import made_for
from reporter.pipeline.output import write_atomic
from reporter.workspace import ADDRESS, Recipient

if TYPE_CHECKING:
    from reporter.delivery.gate.values import Obstacle
    from reporter.delivery.values import Answer
    from reporter.model import Period
    from reporter.pipeline.delivery.producing import Produced
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client, Mail

TEST_ID = "test"  # what the way out is told: it is not to look whether such a message was sent before


def test_copy(
    this: Session, client: Client, period: Period, address: str, *, incomplete_ok: bool
) -> tuple[tuple[Obstacle, ...], tuple[Answer, ...]]:
    """Send a month's report to one address of the house only, its subject marked, once a language.

    The recipients' list needs no approval for it; everything else of the gate is passed. It is closed with the
    client's password where the report is, but not with a certificate, which is the recipient's.

    Raises:
        UsageError: C100, when the address is none; E440, when it is not of the house.
        MailError: the mail server refuses us.
    """
    if not ADDRESS.fullmatch(address):
        raise UsageError("C100", "--test names no address", help="write it as you@consultancy.example")
    mail = this.workspace.mail
    if not _is_of_the_house(mail, address):
        raise UsageError(
            "E440",
            "--test names an address outside the house, whom nobody has approved",
            help="use one of the domain of [mail] sender or owner; --dry-run DIR writes the messages into a folder",
        )
    made, obstacles = _made(this, client, period, incomplete_ok=incomplete_ok)
    if obstacles:
        return obstacles, ()
    closed = client.delivery.encrypt if client.delivery.encrypt == "pdf" else "none"
    own = replace(client, delivery=replace(client.delivery, encrypt=closed))
    transport, answers = this.means.transport(this.workspace), []
    seq = -int(this.now().timestamp())  # no delivery's, and another one each time: mail programs drop what they know
    for issue in made.issues:
        key = Key(client.slug, MONTHLY, f"{period}-{issue.lang}", address, seq)
        parcel = parcel_for(this, own, made, issue, Recipient(address=address), key, test=True)
        envelope = Envelope(
            message_id=TEST_ID, sender=mail.bounces or mail.sender, recipient=address, archive="",
            eml=parcel.eml,
        )  # fmt: skip
        answers.append(transport.send(envelope, UNRECORDED))
    return (), tuple(answers)


def _is_of_the_house(mail: Mail, address: str) -> bool:
    """Tell whether a client's report may go to an address that stands in no list: our own people's."""
    own = {one.casefold() for one in (mail.sender, mail.owner, mail.bounces, mail.archive) if one}
    domains = {one.casefold().rpartition("@")[2] for one in (mail.sender, mail.owner)} - MAILBOXES - {""}
    return address.casefold() in own or address.casefold().rpartition("@")[2] in domains


def dry_run(
    this: Session, client: Client, period: Period, folder: Path, *, incomplete_ok: bool
) -> tuple[tuple[Obstacle, ...], tuple[Path, ...]]:
    """Write every message as it would be sent, and a picture of each mail, into a folder.

    Raises:
        UsageError: C110, when the folder cannot be written.
    """
    from reporter.render.preview import preview_png

    made, obstacles = _made(this, client, period, incomplete_ok=incomplete_ok)
    if obstacles:
        return obstacles, ()
    written: list[Path] = []
    for number, recipient in enumerate(client.recipients, start=1):
        issue = next(one for one in made.issues if one.lang == (recipient.lang or client.lang))
        key = Key(client.slug, MONTHLY, str(period), recipient.address)
        parcel = parcel_for(this, client, made, issue, recipient, key)
        path = folder / f"{period}-{client.slug}-{number}.eml"
        write_atomic(path, parcel.eml, mode=0o600)
        written.append(path)
    for issue in made.issues:
        picture = folder / f"{period}-{client.slug}-{issue.lang}.png"
        if made.brand:
            write_atomic(picture, preview_png(issue.digest, made.brand), mode=0o600)
            written.append(picture)
    return (), tuple(written)


def _made(
    this: Session, client: Client, period: Period, *, incomplete_ok: bool
) -> tuple[Produced, tuple[Obstacle, ...]]:
    """Make the report beside the published one, not over it."""
    with TemporaryDirectory(prefix="reporter-") as folder:
        aside = replace(this, workspace=replace(this.workspace, output=Path(folder)))
        return made_for(aside, client, period, incomplete_ok=incomplete_ok)
