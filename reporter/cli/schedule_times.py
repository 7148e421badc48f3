"""``reporter schedule list`` and ``next``: when reports are due, by the settings alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from reporter.cli.console import document, emit, note
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, ReporterError

if TYPE_CHECKING:
    from datetime import datetime

    from reporter.cli.console import Console
    from reporter.model import Period
    from reporter.workspace import Client, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coming:
    """A report that will be due."""

    slug: str
    schedule: Schedule
    recipients: int
    period: Period
    fire: datetime

    @property
    def local(self) -> datetime:
        """The wall clock of the schedule's zone."""
        return self.fire.astimezone(ZoneInfo(self.schedule.zone))


def run_list(folder: str, console: Console, now: datetime) -> int:
    """Say of each client with a schedule what it is; of one whose settings cannot be read, why.

    Raises:
        UsageError: C101, when the folder is no workspace; C102, when its settings cannot be read.
    """
    from reporter.delivery.schedule import describe

    clients, broken = _clients(folder)
    found = [_coming(one, now, 1)[0] for one in clients if one.schedule]
    if console.json:
        entries = [{"rule": describe(one.schedule), **_object(one)} for one in found]
        emit({**document("schedule list", errors=tuple(broken.values())), "schedules": entries})
    width = max((len(slug) for slug in [*(one.slug for one in found), *broken]), default=0)
    for one in found:
        console.say(f"{one.slug:<{width}}  {describe(one.schedule)} {one.schedule.zone}")
        to = f"{one.recipients} recipient{'' if one.recipients == 1 else 's'}"
        console.say(f"{'':<{width}}  next {_when(one)} for {one.period}, {to}")
    if not console.json:
        _tell(broken, width)
    without = len(clients) - len(found)
    console.say(f"{len(found)} with a schedule, {without} without, {len(broken)} that cannot be read.")
    return EXIT_FINDINGS if broken else EXIT_FINE


def run_next(folder: str, console: Console, now: datetime, count: int) -> int:
    """Say what is due next.

    Raises:
        UsageError: C101, when the folder is no workspace; C102, when its settings cannot be read.
    """
    clients, broken = _clients(folder)
    every = [coming for one in clients if one.schedule for coming in _coming(one, now, count)]
    found = sorted(every, key=lambda one: (one.fire, one.slug))[:count]
    if console.json:
        errors = tuple(broken.values())
        emit({**document("schedule next", errors=errors), "next": [_object(one) for one in found]})
    for one in found:
        console.say(f"{_when(one)}  {one.period}  {one.slug}")
    if not console.json:
        _tell(broken, 0)
        if not found:
            console.say("No client has a [schedule].")
    return EXIT_FINDINGS if broken else EXIT_FINE


def _clients(folder: str) -> tuple[list[Client], dict[str, ReporterError]]:
    """Return the clients of a workspace, and what is wrong with those that cannot be read."""
    from reporter.workspace import open_clients, open_workspace

    clients, broken = open_clients(open_workspace(Path(folder)))
    return list(clients.values()), broken


def _coming(client: Client, now: datetime, count: int) -> list[_Coming]:
    from reporter.delivery.schedule import upcoming

    if client.schedule is None:
        return []
    to = len(client.recipients)
    return [
        _Coming(slug=client.slug, schedule=client.schedule, recipients=to, period=period, fire=fire)
        for period, fire in upcoming(client.schedule, now, count)
    ]


def _when(one: _Coming) -> str:
    return f"{one.local:%a %Y-%m-%d %H:%M} {one.schedule.zone} ({one.fire:%Y-%m-%d %H:%M} UTC)"


def _object(one: _Coming) -> dict[str, Any]:
    """Return one entry of ``schedules`` or ``next``."""
    return {
        "client": one.slug,
        "period": str(one.period),
        "due": one.fire.isoformat(),
        "due_local": one.local.isoformat(),
        "zone": one.schedule.zone,
        "recipients": one.recipients,
    }


def _tell(broken: dict[str, ReporterError], width: int) -> None:
    for slug, fault in broken.items():
        note(f"{slug:<{width}}  {fault}")
