"""What every command of delivery works with: one lock, one ledger, one clock, one run."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from reporter.delivery.ledger import notes, one_run, open_ledger
from reporter.delivery.manifests import new_run_id
from reporter.errors import ReporterError, UsageError
from reporter.workspace import ZONES, open_client, open_clients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reporter.delivery.ledger import Ledger
    from reporter.delivery.transport.base import Transport
    from reporter.pipeline.delivery.producing import Produce
    from reporter.workspace import Client, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a run takes from outside: the clock, the environment, the way out, and what makes reports.

    ``transport`` is asked for the way out only when something is to be sent; ``command`` are the words of the call.
    """

    clock: Callable[[], datetime]
    environ: Mapping[str, str]
    transport: Callable[[Workspace], Transport]
    produce: Produce
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run with the ledger. ``broken`` are the clients whose settings cannot be read."""

    workspace: Workspace
    ledger: Ledger
    means: Means
    run: str
    person: str
    clients: Mapping[str, Client]
    broken: Mapping[str, ReporterError]

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self.means.clock()


def means() -> Means:
    """Return the real ones."""
    from reporter.delivery.transport.choice import transport_of
    from reporter.pipeline.delivery.producing import produce

    return Means(
        clock=lambda: datetime.now(UTC),
        environ=os.environ,
        transport=lambda workspace: transport_of(workspace.mail, os.environ),
        produce=produce,
        command=tuple(sys.argv[1:]),
    )


@contextmanager
def session(workspace: Workspace, given: Means, *, alone: bool = True) -> Iterator[Session]:
    """Hold the lock and open the ledger.

    Args:
        workspace: whose.
        given: what comes from outside.
        alone: hold the lock; without it nothing but reading is allowed.

    Raises:
        BusyError: E401, when another run is at work.
        UsageError: E402–E404, when the ledger may not be used.
    """
    folder = state_folder(workspace)
    with one_run(folder) if alone else nullcontext(), open_ledger(folder, given.clock()) as ledger:
        if alone:
            claim(ledger, workspace, given.clock())
        yield _session(workspace, given, ledger)


@contextmanager
def rehearsal(workspace: Workspace, given: Means) -> Iterator[Session]:
    """Open a ledger that knows nothing and is gone afterwards: a rehearsal is possible anywhere, on a copy too."""
    with TemporaryDirectory(prefix="reporter-") as folder, open_ledger(Path(folder), given.clock()) as ledger:
        yield _session(workspace, given, ledger)


def _session(workspace: Workspace, given: Means, ledger: Ledger) -> Session:
    clients, broken = open_clients(workspace)
    return Session(
        workspace=workspace,
        ledger=ledger,
        means=given,
        run=new_run_id(given.clock(), os.urandom),
        person=person(),
        clients=clients,
        broken=broken,
    )


def claim(ledger: Ledger, workspace: Workspace, now: datetime, *, adopt: bool = False) -> None:
    """Take a ledger for a workspace: two that share one would take each other's clients for their own.

    Raises:
        UsageError: E402, when it is another workspace's.
    """
    root = str(workspace.root.resolve())
    owner = notes.ticks(ledger).get("workspace", (now, ""))[1]
    if owner not in {root, ""} and not adopt:
        raise UsageError(
            "E402",
            f"{ledger.folder} belongs to the workspace {owner}",
            help="give this one a [delivery] state of its own; if the workspace was moved, run: reporter ledger adopt",
        )
    if owner != root:
        notes.tick(ledger, "workspace", root, now)


def state_folder(workspace: Workspace) -> Path:
    """Return where the ledger lies."""
    return workspace.root.resolve() / workspace.operation.state


def client_of(this: Session, slug: str) -> Client:
    """Return a client.

    Raises:
        UsageError: C102, when its settings are wrong; C103, when there is none.
    """
    return this.clients[slug] if slug in this.clients else open_client(this.workspace, slug)


def zone_of(client: Client) -> ZoneInfo:
    """Return the zone that a client lives by."""
    return ZoneInfo(client.schedule.zone if client.schedule else ZONES.get(client.country, ZONES["SE"]))


def person() -> str:
    """Return who runs the program, as the system knows them: an environment variable could say anything."""
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # as in many a container; the same person must not be two
        return f"user {os.getuid()}"
