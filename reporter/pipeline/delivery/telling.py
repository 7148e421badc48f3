"""What the owner must know, told once by mail: failures reach the owner, never the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reporter.delivery.alerting import Problem, alert_message, fresh, unit_message, unit_problem
from reporter.delivery.ledger import notes, reading
from reporter.delivery.transport.base import UNRECORDED, Envelope
from reporter.delivery.values import State
from reporter.pipeline.delivery.approving import is_approved
from reporter.pipeline.delivery.standing import LATE, outstanding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reporter.delivery.schedule.due import Due
    from reporter.delivery.sending import Sent
    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery.session import Session

ALERT_ID = "alert"
Told = Literal["now", "before", "not taken"]


def tell_owner(this: Session, sent: Sent, listed: Iterable[Due]) -> None:
    """Mail the owner what is new.

    Nothing is told where the server refuses us altogether: the exit code and the failed unit tell of that.
    """
    mail = this.workspace.mail
    now = this.now()
    new = fresh(this.ledger, tuple(_problems(this, sent, listed)), now)
    if not new or not mail.owner or sent.stopped:
        return
    if _deliver(this, alert_message(new, mail, this.workspace.consultancy, now)):
        notes.keep_alert(this.ledger, [one.key for one in new], now)


def tell_of_unit(this: Session, unit: str) -> Told:
    """Mail the owner that a unit of the system failed; say whether that was done now, before, or could not be done.

    Raises:
        UsageError: E405, when the ledger cannot be written.
    """
    mail, now, problem = this.workspace.mail, this.now(), unit_problem(unit)
    if not fresh(this.ledger, (problem,), now):
        return "before"
    if not mail.owner or not _deliver(this, unit_message(unit, mail, this.workspace.consultancy, now)):
        return "not taken"
    notes.keep_alert(this.ledger, [problem.key], now)
    return "now"


def _deliver(this: Session, eml: bytes) -> bool:
    """Send an alert; tell whether it was taken. A fault here must not hide what the alert is about."""
    mail = this.workspace.mail
    envelope = Envelope(
        message_id=ALERT_ID, sender=mail.bounces or mail.sender, recipient=mail.owner, archive="", eml=eml
    )
    try:
        answer = this.means.transport(this.workspace).send(envelope, UNRECORDED)
    except Exception:  # noqa: BLE001 - the mails are out, and the run must still be recorded
        return False
    return answer.kind == "accepted"


def _problems(this: Session, sent: Sent, listed: Iterable[Due]) -> Iterator[Problem]:
    """Yield whatever is wrong now, each under a key that stays the same as long as it lasts."""
    for slug, fault in this.broken.items():
        yield Problem(key=f"{slug}/settings/{fault.code}", client=slug, period="", code=fault.code, brief="settings")
    for slug in sorted(notes.scheduled(this.ledger).keys() - this.clients.keys() - this.broken.keys()):
        yield Problem(key=f"{slug}/gone", client=slug, period="", code="C103", brief="its folder is gone")
    for held in notes.held(this.ledger):
        final = held.until <= this.now()
        yield Problem(
            key=f"{held.client}/{held.period}/held/{held.code}{'/final' if final else ''}",
            client=held.client,
            period=held.period,
            code="E414" if final else held.code,
            brief=f"held back since {held.since:%Y-%m-%d}",
        )
    for due in listed:
        key = f"{due.client}/{due.period}/overdue"
        yield Problem(key=key, client=due.client, period=str(due.period), code="E409", brief="missed, not sent")
    everything = reading.deliveries(this.ledger)
    lasting = outstanding(this, everything)
    for one in everything:
        if (code := _code(this, one)) and (one.state is not State.FAILED or one in lasting):
            yield _of(one, code)
    for attempt in sent.attempts:
        if attempt.fault:
            yield _of(attempt.delivery, attempt.fault.code)
        if attempt.state is State.SENT and this.workspace.mail.archive and not attempt.archived:
            yield _of(attempt.delivery, "E406")


def _of(one: Delivery, code: str) -> Problem:
    key = one.key
    return Problem(
        key=f"{key.client}/{key.period}/{key.id}/{code}",
        client=key.client,
        period=key.period,
        code=code,
        brief=f"delivery {key.id}",
    )


def _code(this: Session, one: Delivery) -> str:
    """Return what is wrong with a delivery, empty where nothing is."""
    if one.state is State.RESERVED and one.key.client in this.clients and not is_approved(this, one):
        return "E417"
    late = one.state is State.RESERVED and one.reserved_at is not None and this.now() - one.reserved_at > LATE
    return "E415" if late else {State.UNKNOWN: "E412", State.FAILED: "E413"}.get(one.state, "")
