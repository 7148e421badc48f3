"""How delivery stands: what went out, what waits, for whom, and what is due next. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from reporter.delivery.ledger import is_busy, notes, reading
from reporter.delivery.retention import FORGOTTEN
from reporter.delivery.schedule.due import due, upcoming
from reporter.delivery.values import MONTHLY, State
from reporter.pipeline.delivery.approving import is_approved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from reporter.delivery.ledger.notes import Held
    from reporter.delivery.schedule.due import Due
    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery.session import Session

#: After so long without an ended run, or with something reserved, somebody should look.
LATE = timedelta(hours=24)


class Waits(StrEnum):
    """What a reserved delivery waits for."""

    RUN = "the next run"
    PAUSE = "its next try"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """When a client's next report is due."""

    client: str
    period: str
    fire: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that a person or a monitor should know.

    ``due`` are months that the next run makes, or that are ``overdue`` and wait for a person; ``failed`` are those that
    nothing later made good; ``refused`` is when nothing could be handed over at all (the server's refusal, a missing
    secret), and the code, where no run has come to its end since.
    """

    now: datetime
    started: tuple[datetime, str] | None
    ended: tuple[datetime, str] | None
    refused: tuple[datetime, str] | None
    next: tuple[Next, ...]
    due: tuple[Due, ...]
    held: tuple[Held, ...]
    reserved: tuple[tuple[Delivery, Waits], ...]
    unknown: tuple[Delivery, ...]
    failed: tuple[Delivery, ...]
    sent: tuple[Delivery, ...]
    broken: tuple[tuple[str, str], ...]

    @property
    def is_late(self) -> bool:
        """Whether the last run that came to its end is too long ago, where there are schedules."""
        return bool(self.next) and (self.ended is None or self.now - self.ended[0] > LATE)

    @property
    def waits_for_a_person(self) -> bool:
        """Whether anything but an unknown delivery needs somebody."""
        asked = any(why is Waits.APPROVAL for _, why in self.reserved) or any(one.overdue for one in self.due)
        return bool(self.held or self.failed or self.broken or self.refused) or asked or self.is_late


def standing(this: Session) -> Standing:
    """Return how delivery stands now."""
    now = this.now()
    ticks = notes.ticks(this.ledger)
    ended, refused = ticks.get("ended"), ticks.get("refused")
    forgotten = notes.forgotten(this.ledger)
    everything = reading.deliveries(this.ledger)
    of = {state: tuple(one for one in everything if one.state is state) for state in State}
    return Standing(
        now=now,
        started=ticks.get("started"),
        ended=ended,
        refused=refused if refused and (ended is None or refused[0] > ended[0]) else None,
        next=tuple(
            Next(client=slug, period=str(period), fire=fire)
            for slug, client in this.clients.items()
            if client.schedule and slug not in forgotten
            for period, fire in upcoming(client.schedule, now, 1)
        ),
        due=tuple(_due(this, now)),
        held=notes.held(this.ledger),
        reserved=tuple((one, _waits(this, one, now)) for one in of[State.RESERVED]),
        unknown=(*_cut_off(this, of[State.SENDING]), *of[State.UNKNOWN]),
        failed=outstanding(this, everything),
        sent=of[State.SENT],
        broken=tuple((slug, fault.code) for slug, fault in this.broken.items()),
    )


def _cut_off(this: Session, sending: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
    """Return what was being sent when its run ended; while a run is at work that is on its way, not unknown."""
    return () if not sending or is_busy(this.ledger.folder) else sending


def _due(this: Session, now: datetime) -> Iterator[Due]:
    """Yield the months that are due and neither in the ledger nor held back."""
    held = {(one.client, one.period) for one in notes.held(this.ledger)}
    for slug, first in notes.scheduled(this.ledger).items():
        client = this.clients.get(slug)
        if client is None or client.schedule is None:
            continue
        known = reading.periods(this.ledger, slug, MONTHLY)
        found = due(slug, client.schedule, first, now, known)
        yield from (one for one in found if (slug, str(one.period)) not in held)


def outstanding(this: Session, everything: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Return the failed deliveries that still need somebody.

    Not those whose recipient got the period's report by a later sending; nor those to an address that is no
    recipient's any more, once the period has gone to each of today's recipients; nor those of a forgotten client.
    """
    rows = tuple(everything)
    reached = {_place(one) for one in rows if one.state is not State.FAILED}
    made_good = {_place(one): one.key.seq for one in rows if one.state in {State.SENT, State.SKIPPED, State.RESERVED}}
    failed = (one for one in rows if one.state is State.FAILED and made_good.get(_place(one), -1) < one.key.seq)
    return tuple(one for one in failed if not _is_replaced(this, one, reached))


def _is_replaced(this: Session, one: Delivery, reached: Collection[tuple[str, str, str, str]]) -> bool:
    """Tell whether a failed delivery's address is forgotten, or is no recipient's where today's are all seen to."""
    if one.key.recipient.startswith(FORGOTTEN):
        return True
    client = this.clients.get(one.key.client)
    if client is None:
        return False
    *month, address = _place(one)
    today = {each.address.casefold() for each in client.recipients}
    return address not in today and all((*month, each) in reached for each in today)


def _place(one: Delivery) -> tuple[str, str, str, str]:
    return (one.key.client, one.key.report, one.key.period, one.key.recipient.casefold())


def _waits(this: Session, one: Delivery, now: datetime) -> Waits:
    if not is_approved(this, one):
        return Waits.APPROVAL
    return Waits.PAUSE if one.next_try and one.next_try > now else Waits.RUN
