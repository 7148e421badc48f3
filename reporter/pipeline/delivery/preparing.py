"""From a due month to reserved messages: made, let out by the gate, built, kept, written down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.delivery import gate
from reporter.delivery.gate import Material, Obstacle
from reporter.delivery.ledger import notes, reading, rows
from reporter.delivery.message.keeping import keep
from reporter.delivery.values import MONTHLY, Key
from reporter.errors import ReporterError
from reporter.pipeline.delivery.crossing import crossed
from reporter.pipeline.delivery.posting import parcel_for
from reporter.pipeline.delivery.producing import NOTHING, Order
from reporter.pipeline.delivery.session import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.delivery.values import Parcel
    from reporter.model import Period
    from reporter.pipeline.delivery.producing import Produced
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What became of one due month: parcels that may be reserved, or what stands in the way.

    ``cheap``: the obstacles were found in the settings alone, so that looking again costs nothing.
    """

    client: str
    period: str
    made: Produced = NOTHING
    parcels: tuple[Parcel, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    cheap: bool = False


def prepare(
    this: Session,
    client: Client,
    period: Period,
    *,
    seq: int = 0,
    recipients: tuple[str, ...] = (),
    incomplete_ok: bool = False,
) -> Prepared:
    """Make a month's messages and let the gate look at them; nothing of them is kept or written down yet.

    Args:
        this: the run.
        client: whose.
        period: a month.
        seq: above 0 for a resending.
        recipients: only these of the client's; none: all.
        incomplete_ok: missing data do not matter this time.
    """
    found = gate.recipients_obstacles(client, notes.approved_recipients(this.ledger, client.slug))
    if found:
        return Prepared(client=client.slug, period=str(period), obstacles=found, cheap=True)
    asked = {one.casefold() for one in recipients}
    wanted = tuple(one for one in client.recipients if not asked or one.address.casefold() in asked)
    made, obstacles = made_for(this, client, period, recipients=wanted, incomplete_ok=incomplete_ok)
    parcels: tuple[Parcel, ...] = ()
    if not obstacles:
        try:
            parcels = _parcels(this, client, period, made, wanted, seq)
        except ReporterError as fault:
            obstacles = (_of(fault),)
    return Prepared(client=client.slug, period=str(period), made=made, parcels=parcels, obstacles=obstacles)


def made_for(
    this: Session, client: Client, period: Period, *, recipients: tuple[Recipient, ...] = (), incomplete_ok: bool
) -> tuple[Produced, tuple[Obstacle, ...]]:
    """Make a month's report for some recipients (none: all), and return what keeps it from leaving."""
    langs = tuple(sorted({one.lang or client.lang for one in recipients or client.recipients}))
    today = this.now().astimezone(zone_of(client)).date()
    order = Order(period=period, today=today, langs=langs or (client.lang,), incomplete_ok=incomplete_ok)
    try:
        made = this.means.produce(this.workspace, client, order)
        obstacles = made.obstacles or _let_out(this, client, period, made, recipients or client.recipients)
    except ReporterError as fault:
        return NOTHING, (_of(fault),)
    return made, obstacles


def reserve(this: Session, prepared: Prepared, *, reason: str = "", instead_of: Iterable[Key] = ()) -> None:
    """Keep the bytes of all messages, then write them down: from here on they are sent, once.

    What they are sent instead of is given up, once they are kept: a full disk takes nothing from anybody.

    Raises:
        UsageError: E452, no room on the disk; E410, one stands in the ledger already.
    """
    kept = []
    for parcel in prepared.parcels:
        is_new = reading.row_of(this.ledger, parcel.key.id) is None
        kept.append((parcel, keep(this.ledger.folder, parcel.key, parcel.eml, overwrite=is_new)))
    notes.let_go(this.ledger, prepared.client, MONTHLY, prepared.period)  # first: afterwards nothing is due any more
    for old in instead_of:
        rows.fail(this.ledger, old, this.now(), reply="replaced")
    rows.reserve(this.ledger, kept, this.run, this.now(), reason=reason, person=this.person if reason else "")


def _let_out(
    this: Session, client: Client, period: Period, made: Produced, recipients: tuple[Recipient, ...]
) -> tuple[Obstacle, ...]:
    """Let the gate look at a finished report, its mail, and what will stand in the mail's head."""
    house = this.workspace.mail.sender
    own = gate.identity_of(client, house)
    others = [gate.identity_of(one, house) for slug, one in this.clients.items() if slug != client.slug]
    others += [gate.Identity(slug=slug, names=()) for slug in this.broken if slug != client.slug]
    email = made.brand.email if made.brand else None
    heads = (
        *(("To", f"{one.name} <{one.address}>") for one in recipients),
        *((("From", email.from_name), ("Reply-To", email.reply_to)) if email else ()),
        # who gets a copy of each message, or what comes back of it: at a client's it would be everybody's reports
        *(("Bcc", one) for one in (this.workspace.mail.archive, this.workspace.mail.bounces) if one),
    )
    found = list(crossed(this, client, made.files))
    for issue in made.issues:
        material = Material(
            period=str(period),
            pdf=issue.pdf,
            subject=issue.digest.subject,
            text=issue.digest.text,
            html=issue.digest.html,
            attachments=(issue.path.name,),
            headers=(*heads, ("Subject", issue.title)),
        )
        picture = hashlib.sha256(issue.digest.picture).hexdigest() if issue.digest.picture else ""
        twin = gate.twins(issue.pdf_sha, picture, reading.deliveries(this.ledger), client.slug)
        found += gate.unsound(issue.pdf, issue.digest, sparse=client.delivery.encrypt == "pdf")
        found += gate.leaks(own, others, material)
        found += [twin] if twin else []
    return tuple(found)


def _parcels(
    this: Session, client: Client, period: Period, made: Produced, wanted: tuple[Recipient, ...], seq: int
) -> tuple[Parcel, ...]:
    """Build a message for each recipient, with the report in their language."""
    of = {issue.lang: issue for issue in made.issues}
    return tuple(
        parcel_for(
            this,
            client,
            made,
            of[one.lang or client.lang],
            one,
            Key(client.slug, MONTHLY, str(period), one.address, seq),
        )
        for one in wanted
    )


def _of(fault: ReporterError) -> Obstacle:
    """Return why a report cannot be made, as what may pass when the file or setting is mended."""
    reason = str(fault).removeprefix(f"error[{fault.code}]: ")
    return Obstacle(code=fault.code, reason=reason, kind="wait", brief="the report cannot be made")
