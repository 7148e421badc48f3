"""The loop that empties the ledger of what is reserved: one message after another, each tried once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import rows
from reporter.delivery.transport.base import Envelope, Steps
from reporter.delivery.values import Answer, State
from reporter.errors import MailError, ReporterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reporter.delivery.ledger import Ledger
    from reporter.delivery.transport.base import Transport
    from reporter.delivery.values import Delivery

    Clock = Callable[[], datetime]

#: Minutes until the next try after the first, second and third; later ones come with each run.
PAUSES = (5, 15, 60)
GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How one run sends. ``load`` gives the kept bytes of a delivery, or raises what is wrong with them."""

    ledger: Ledger
    transport: Transport
    sender: str
    archive: str
    run: str
    clock: Clock
    load: Callable[[Delivery], bytes]
    retry_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of one delivery in this run; ``fault`` where its own bytes could not be used."""

    delivery: Delivery
    state: State
    reply: str = ""
    archived: bool = False
    fault: ReporterError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a round did; ``stopped`` is why it ended before its end: the server refuses us altogether."""

    attempts: tuple[Attempt, ...]
    stopped: MailError | None = None


def send_all(this: Round, waiting: Iterable[Delivery]) -> Sent:
    """Try every delivery that may go now, each once; a fault of one does not touch the others.

    A refusal of ourselves (login, TLS, sender) ends the round: every other message would meet it too.

    Raises:
        UsageError: E405, when the ledger cannot be written: nothing more is handed over.
    """
    done: list[Attempt] = []
    for delivery in waiting:
        try:
            done.append(_one(this, delivery))
        except MailError as fault:
            return Sent(attempts=tuple(done), stopped=fault)
    return Sent(attempts=tuple(done))


def may_go(delivery: Delivery, now: datetime) -> bool:
    """Tell whether a delivery is reserved and its pause is over.

    A pause longer than any that is made was begun under a clock that was ahead, and is none.
    """
    if delivery.next_try is None or delivery.next_try - now > timedelta(minutes=max(PAUSES)):
        return delivery.state is State.RESERVED
    return delivery.state is State.RESERVED and delivery.next_try <= now


def _one(this: Round, delivery: Delivery) -> Attempt:
    now = this.clock()
    if _is_too_old(this, delivery, now):
        rows.fail(this.ledger, delivery.key, now, reply=f"{GIVEN_UP}, last {delivery.reply}")
        return Attempt(delivery=delivery, state=State.FAILED, reply=GIVEN_UP)
    try:
        eml = this.load(delivery)
    except ReporterError as fault:
        return Attempt(delivery=delivery, state=State.RESERVED, fault=fault)
    handed: list[bool] = []

    def hand_over() -> None:
        rows.hand_over(this.ledger, delivery.key, this.run, this.clock())
        handed.append(True)

    steps = Steps(hand_over=hand_over, drafted=lambda remote: rows.set_remote(this.ledger, delivery.key, remote))
    envelope = Envelope(
        message_id=delivery.message_id,
        sender=this.sender,
        recipient=delivery.key.recipient,
        archive=this.archive,
        eml=eml,
        remote=delivery.remote,
    )
    try:
        answer = this.transport.send(envelope, steps)
    except ReporterError:
        raise
    except Exception as fault:  # noqa: BLE001 - a bug must stop neither the others nor, after the dot, be taken for "not sent"
        answer = Answer(kind="unknown" if handed else "later", reply=f"internal {type(fault).__name__}")
    return _settled(this, delivery, answer, handed_over=bool(handed))


def _settled(this: Round, delivery: Delivery, answer: Answer, *, handed_over: bool) -> Attempt:
    """Write an answer down."""
    now, key, reply = this.clock(), delivery.key, answer.reply
    if answer.kind == "later":
        pause = timedelta(minutes=PAUSES[delivery.attempts]) if delivery.attempts < len(PAUSES) else timedelta(0)
        rows.put_back(this.ledger, key, now, reply=reply, next_try=now + pause, handed_over=handed_over)
        return Attempt(delivery=delivery, state=State.RESERVED, reply=reply)
    if answer.kind == "refused" and not handed_over:
        rows.fail(this.ledger, key, now, reply=reply)
        return Attempt(delivery=delivery, state=State.FAILED, reply=reply)
    state = {"accepted": State.SENT, "refused": State.FAILED, "unknown": State.UNKNOWN}[answer.kind]
    rows.settle(this.ledger, key, state, now, reply=reply, archived=answer.archived)
    return Attempt(delivery=delivery, state=state, reply=reply, archived=answer.archived)


def _is_too_old(this: Round, delivery: Delivery, now: datetime) -> bool:
    return delivery.first_try is not None and now - delivery.first_try > timedelta(hours=this.retry_hours)
