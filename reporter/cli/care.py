"""``reporter forget``, ``verify-run``, ``alert`` and ``ledger adopt``: what keeps delivery in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import document, emit, note
from reporter.errors import EXIT_FINDINGS, EXIT_FINE

if TYPE_CHECKING:
    from reporter.cli.console import Console


def forget(folder: str, console: Console, client: str, *, yes: bool) -> int:
    """Delete what is kept of a client, or say what would go."""
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery.forgetting import forget_client, traces
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means(), alone=yes) as this:
        found = traces(this, client)
        gone = forget_client(this, client) if yes else None
    for path in found:
        console.say(f" {path}")
    if gone is None:
        console.say(f"This, kept messages and addresses would be deleted. To do it: reporter forget {client} --yes")
    else:
        console.say(f"{client}: gone, with kept messages ({gone.messages}) and addresses ({gone.addresses}).")
        console.say("Its exports and settings are yours to delete; copies in mailboxes and backups are not reached.")
    _emit(console, "forget", {"client": client, "done": yes, "paths": [str(path) for path in found]})
    return EXIT_FINE


def verify_run(folder: str, console: Console, run: str) -> int:
    """Check the chain, make the run's reports again, and compare."""
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery.verifying import verify
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means(), alone=False) as this:
        done = verify(this, run)
    for fault in done.faults:
        note(f"manifest {fault.run or fault.number}: {fault.kind}")
    for one in done.reports:
        console.say(f"{one.verdict:<10} {one.client} {one.period} {one.lang}  {one.why}".rstrip())
    console.say(f"run {run}: {'as it was' if done.ok else 'not as it was'}")
    _emit(
        console, "verify-run",
        {"run": run, "chain": [{"kind": f.kind, "run": f.run, "number": f.number} for f in done.faults],
         "reports": [{"client": one.client, "period": one.period, "lang": one.lang, "verdict": one.verdict,
                      "why": one.why} for one in done.reports]},
        ok=done.ok,
    )  # fmt: skip
    return EXIT_FINE if done.ok else EXIT_FINDINGS


def alert(folder: str, console: Console, unit: str) -> int:
    """Mail the owner that a unit of the system failed; return 1 where that cannot be done."""
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery.telling import tell_of_unit
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means()) as this:
        told = tell_of_unit(this, unit)
    if told == "not taken":
        note("the owner was not told: no owner is set in [mail], or the mail server does not take the mail")
    else:
        console.say("The owner was told." if told == "now" else "The owner was told before; nothing was sent.")
    _emit(console, "alert", {"told": told}, ok=told != "not taken")
    return EXIT_FINDINGS if told == "not taken" else EXIT_FINE


def adopt(folder: str, console: Console) -> int:
    """Take over a ledger that was moved here."""
    from datetime import UTC, datetime

    from reporter.delivery.ledger import one_run, open_ledger
    from reporter.delivery.manifests import take_over
    from reporter.pipeline.delivery.session import claim, state_folder
    from reporter.workspace import open_workspace

    workspace = open_workspace(Path(folder))
    place, now = state_folder(workspace), datetime.now(UTC)
    with one_run(place), open_ledger(place, now, adopt=True) as ledger:
        claim(ledger, workspace, now, adopt=True)
        take_over(ledger, now)
        console.say(f"{place}: sending from here from now on. Nothing else may send with a copy of this ledger.")
    _emit(console, "ledger adopt", {})
    return EXIT_FINE


def _emit(console: Console, command: str, content: dict[str, Any], *, ok: bool = True) -> None:
    if console.json:
        emit({**document(command), "ok": ok, **content})
