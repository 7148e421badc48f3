"""``send --due``: what is due is made and reserved, what is reserved is sent, who must know is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.delivery import heartbeat, retention
from reporter.delivery.gate import Obstacle
from reporter.delivery.ledger import notes, reading, rows
from reporter.delivery.schedule.due import check_clock, due, next_due
from reporter.delivery.values import MONTHLY, State
from reporter.errors import ReporterError
from reporter.pipeline.delivery.holding import is_waiting, keep_back
from reporter.pipeline.delivery.posting import post
from reporter.pipeline.delivery.preparing import Prepared, prepare, reserve
from reporter.pipeline.delivery.recording import exit_code, record, refuse_forgetful
from reporter.pipeline.delivery.telling import tell_owner

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reporter.delivery.schedule.due import Due
    from reporter.delivery.sending import Sent
    from reporter.delivery.values import Delivery
    from reporter.model import Period
    from reporter.pipeline.delivery.session import Session
    from reporter.workspace import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the operator asked of a run: only some clients, at most so many months, old ones too."""

    clients: Collection[str] = ()
    limit: int | None = None
    catch_up: bool = False
    clock_ok: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What a run did.

    ``dead`` are deliveries that an earlier run left in the air, ``listed`` months too old to be sent, ``code`` is
    the exit code.
    """

    run: str
    dead: tuple[Delivery, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    listed: tuple[Due, ...] = ()
    sent: Sent
    unknown: int = 0
    code: int = 0


def tick(this: Session, wishes: Wishes) -> Ticked:
    """Do what is due now.

    Raises:
        UsageError: E42x, when the clock cannot be right; E405, when the ledger cannot be written; E408, when it is an
            older copy.
    """
    started = this.now()
    last = notes.ticks(this.ledger).get("started")
    check_clock(started, last[0] if last else None, ok=wishes.clock_ok)
    refuse_forgetful(this)
    notes.tick(this.ledger, "started", this.run, started)
    heartbeat.beat(this.workspace.operation.heartbeat, "start")
    dead = rows.release_dead(this.ledger, started)
    now_due = _due(this, started, wishes)
    listed = tuple(one for one in now_due if one.overdue and not wishes.catch_up)
    prepared = _prepare(this, [one for one in now_due if one not in listed], wishes)
    sent = post(this, clients=wishes.clients)
    tell_owner(this, sent, listed)
    unknown = len(reading.deliveries(this.ledger, State.UNKNOWN))
    held = bool(this.broken) or any(one.obstacles for one in prepared)
    code = exit_code(sent, held=held, unknown=unknown)
    record(this, started, prepared, sent, code=code)
    if sent.stopped is None:
        notes.tick(this.ledger, "ended", this.run, this.now())
    else:
        notes.tick(this.ledger, "refused", sent.stopped.code, this.now())
    retention.sweep(this.ledger, this.workspace.operation.keep_days, this.now())
    heartbeat.beat(this.workspace.operation.heartbeat, "fail" if sent.stopped or unknown else "ok")
    return Ticked(run=this.run, dead=dead, prepared=prepared, listed=listed, sent=sent, unknown=unknown, code=code)


def _due(this: Session, now: datetime, wishes: Wishes) -> tuple[Due, ...]:
    """Return what is due of every client, oldest first."""
    scheduled = {slug: one.schedule for slug, one in this.clients.items() if one.schedule}
    coming = {slug: next_due(schedule, now) for slug, schedule in scheduled.items()}
    first = notes.first_owed(this.ledger, coming, this.clients.keys() - scheduled.keys())
    found = [
        one
        for slug, schedule in scheduled.items()
        if not wishes.clients or slug in wishes.clients
        for one in due(slug, schedule, first[slug], now, reading.periods(this.ledger, slug, MONTHLY))
    ]
    return tuple(sorted(found, key=lambda one: (one.fire, one.client)))


def _prepare(this: Session, wanted: list[Due], wishes: Wishes) -> tuple[Prepared, ...]:
    """Make what is due and not waiting for tomorrow; a client whose report fails stops no other."""
    done: list[Prepared] = []
    for one in wanted:
        if wishes.limit is not None and sum(bool(each.parcels) for each in done) >= wishes.limit:
            break
        client = this.clients[one.client]
        if is_waiting(this, client, str(one.period)):
            continue
        prepared = _prepared(this, client, one.period)
        if prepared.obstacles:
            keep_back(this, client, prepared)
        else:
            reserve(this, prepared)
        done.append(prepared)
    return tuple(done)


def _prepared(this: Session, client: Client, period: Period) -> Prepared:
    """Make a month; a bug that one client's data meet must not keep the others' reports back at each run."""
    try:
        return prepare(this, client, period)
    except ReporterError:
        raise
    except Exception as fault:  # noqa: BLE001 - it is told; "reporter send CLIENT --period" shows all of it
        reason = f"internal error: {type(fault).__name__}; see it with: reporter send {client.slug} --period {period}"
        obstacle = Obstacle(code="R999", reason=reason, kind="wait", brief="the report cannot be made")
        return Prepared(client=client.slug, period=str(period), obstacles=(obstacle,))
