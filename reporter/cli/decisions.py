"""``reporter approve``, ``resolve``, ``reconcile`` and ``skip``: what only a person, or the archive, can say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import document, emit, note
from reporter.cli.send import require_reason
from reporter.errors import EXIT_FINE, EXIT_UNKNOWN, UsageError

if TYPE_CHECKING:
    from reporter.cli.console import Console


def approve(folder: str, console: Console, client: str, *, period: str | None) -> int:
    """Approve recipients or a finished report, and say what was approved."""
    from reporter.model import Period
    from reporter.pipeline.delivery import approve_recipients, approve_report, means, session
    from reporter.workspace import open_workspace

    month = Period.parse(period) if period else None
    with session(open_workspace(Path(folder)), means()) as this:
        done = approve_report(this, client, month) if month else approve_recipients(this, client)
    if month:
        needed = done.client.delivery.approvals
        missing = needed - len(done.people)
        then = "another person must approve it too" if missing > 0 else "it goes out with the next run"
        console.say(f"{client} {month}: approved by {', '.join(done.people)}, {needed} needed; {then}.")
    else:
        for one in done.client.recipients:
            console.say(f" {one.address:<40} {one.lang or done.client.lang}  {one.name}")
        for place, other in done.shared:
            note(f"warning: recipient {place} gets the reports of {other} too; is that meant?")
        console.say(f"{client}: {_recipients(len(done.client.recipients))} approved. A changed list needs it again.")
    _emit(console, "approve", {
        "client": client, "period": str(month) if month else None, "people": list(done.people),
        "shared": [{"recipient": place, "client": other} for place, other in done.shared],
    })  # fmt: skip
    return EXIT_FINE


def resolve(folder: str, console: Console, delivery: str, *, sent: bool | None, reason: str) -> int:
    """Write down what a person found out.

    Raises:
        UsageError: C100, when it is not said what; E411, when there is no such unknown delivery.
    """
    from reporter.delivery.values import State
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery import resolve as decide
    from reporter.workspace import open_workspace

    if sent is None:
        raise UsageError("C100", "it is not said what became of it", help="add --sent or --not-sent")
    with session(open_workspace(Path(folder)), means()) as this:
        done = decide(this, delivery, sent=sent, reason=reason)
    resent = done.state is State.FAILED
    then = (
        "sent" if sent else "not sent; it was resent already" if resent else "not sent; it goes out with the next run"
    )
    console.say(f"{done.key.id}  {done.key.client} {done.key.period}: {then}.")
    _emit(console, "resolve", {"id": done.key.id, "sent": sent})
    return EXIT_FINE


def reconcile(folder: str, console: Console) -> int:
    """Ask the archive, and say what it told."""
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery.asking import ask_archive
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means()) as this:
        done = ask_archive(this)
    for one in done.found:
        console.say(f"{one.key.id}  {one.key.client} {one.key.period}: found, so it was sent.")
    for one in done.missing:
        console.say(
            f"{one.key.id}  {one.key.client} {one.key.period}: not found, which proves nothing (mail may still be "
            f"queued). Ask the recipient, then: reporter resolve {one.key.id} --sent | --not-sent"
        )
    console.say(f"{len(done.found)} found, {len(done.missing)} still unknown.")
    _emit(
        console, "reconcile",
        {"found": [one.key.id for one in done.found], "unknown": [one.key.id for one in done.missing]},
    )  # fmt: skip
    return EXIT_UNKNOWN if done.missing else EXIT_FINE


def skip(folder: str, console: Console, client: str, *, period: str, reason: str) -> int:
    """Write down that a month is not sent.

    Raises:
        UsageError: C100, without a reason.
    """
    from reporter.model import Period
    from reporter.pipeline.delivery import means, session
    from reporter.pipeline.delivery import skip as leave_out
    from reporter.workspace import open_workspace

    require_reason(reason)
    month = Period.parse(period)
    with session(open_workspace(Path(folder)), means()) as this:
        keys = leave_out(this, client, month, reason)
    console.say(f"{client} {month}: skipped for {_recipients(len(keys))}; it is not sent.")
    _emit(console, "skip", {"client": client, "period": str(month), "deliveries": [key.id for key in keys]})
    return EXIT_FINE


def _recipients(count: int) -> str:
    return "1 recipient" if count == 1 else f"{count} recipients"


def _emit(console: Console, command: str, content: dict[str, Any]) -> None:
    if console.json:
        emit({**document(command), **content})
