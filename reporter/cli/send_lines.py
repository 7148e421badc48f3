"""What ``reporter send`` and ``resend`` print, for people and as their object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.cli.console import note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.console import Console
    from reporter.delivery.gate.values import Obstacle
    from reporter.delivery.sending import Sent
    from reporter.errors import ReporterError
    from reporter.pipeline.delivery import Ticked

#: What status calls two of the states.
_WORDS = {"reserved": "waiting", "unknown": "UNKNOWN"}


def tick_lines(done: Ticked) -> list[str]:
    """Return what a run over everything that is due did, a line each."""
    lines = [f"UNKNOWN  {one.key.client} {one.key.period}  an earlier run was cut off" for one in done.dead]
    lines += [
        f"overdue  {one.client} {one.period}  older than its catch_up; to send it: reporter send --due --catch-up"
        for one in done.listed
    ]
    for one in done.prepared:
        lines += [f"held     {one.client} {one.period}  {each.code}: {each.reason}" for each in one.obstacles]
    lines += sent_lines(done.sent)
    if done.unknown:
        count = "1 delivery is" if done.unknown == 1 else f"{done.unknown} deliveries are"
        lines.append(f"{count} unknown; what to do is told by: reporter status")
    return lines if lines or done.sent.stopped else ["There is nothing to do now."]


def print_all(console: Console, lines: Iterable[str], sent: Sent) -> None:
    """Print what was done; what failed also with ``--quiet``, as the timer's runs are: it is all that a log has."""
    for line in lines:
        console.result(line, error=line.casefold().startswith(("unknown ", "failed ")))
    for fault in stop(sent):
        note(str(fault))


def stop(sent: Sent) -> tuple[ReporterError, ...]:
    """Return why a round ended before its end."""
    return (sent.stopped,) if sent.stopped else ()


def sent_lines(sent: Sent) -> list[str]:
    """Return what became of each message; no line holds an address, since a timer's output is kept in logs."""
    return [
        f"{_WORDS.get(one.state.value, one.state.value):<8} {one.delivery.key.client} {one.delivery.key.period}  "
        f"{one.delivery.key.id}  {one.fault or one.reply}"
        for one in sent.attempts
    ]


def say_obstacles(client: str, period: str, obstacles: Iterable[Obstacle]) -> None:
    """Tell what keeps a month back that a person asked for."""
    for one in obstacles:
        note(f"held[{one.code}]: {client} {period}: {one.reason}")


def prepared(client: str, period: str, obstacles: Iterable[Obstacle]) -> dict[str, Any]:
    """Return one entry of ``prepared``."""
    held = [{"code": one.code, "reason": one.reason} for one in obstacles]
    return {"client": client, "period": period, "held": held}


def sent_object(sent: Sent) -> dict[str, Any]:
    """Return ``deliveries`` and ``stopped``."""
    return {
        "deliveries": [
            {"id": one.delivery.key.id, "client": one.delivery.key.client, "period": one.delivery.key.period,
             "state": one.state.value, "reply": one.reply, "fault": one.fault.code if one.fault else None}
            for one in sent.attempts
        ],
        "stopped": {"code": sent.stopped.code, "message": sent.stopped.message} if sent.stopped else None,
    }  # fmt: skip
