"""``reporter status``: how delivery stands, for people and for monitors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import document, emit
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, EXIT_UNKNOWN

if TYPE_CHECKING:
    from datetime import datetime

    from reporter.cli.console import Console
    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery.standing import Standing

MOST_SENT = 10


def run(folder: str, console: Console) -> int:
    """Print how delivery stands and return 5 where a delivery is unknown, 1 where anything else needs a person."""
    from reporter.pipeline.delivery import means, session, standing
    from reporter.workspace import open_workspace

    with session(open_workspace(Path(folder)), means(), alone=False) as this:
        found = standing(this)
    if console.json:
        emit(_object(found))
    else:
        for line in _lines(found):
            console.result(line)
    return EXIT_UNKNOWN if found.unknown else EXIT_FINDINGS if found.waits_for_a_person else EXIT_FINE


def _lines(found: Standing) -> list[str]:
    last = found.ended
    lines = [f"last run   {_local(last[0])}  {last[1]}" if last else "last run   none yet"]
    if found.started and (not last or found.started[1] != last[1]):
        lines.append(f"last try   {_local(found.started[0])}  {found.started[1]}  was stopped, cut off, or is at work")
    if found.refused:
        lines.append(f"REFUSED    {_local(found.refused[0])}  {found.refused[1]}: reporter mail test tells why")
    if found.is_late:
        since = "for 24 hours" if last else "yet"
        lines.append(
            f"warning    no scheduled run has ended {since}: is the timer installed? (reporter schedule install)"
        )
    lines += [f"next       {_local(one.fire)}  {one.client} {one.period}" for one in found.next]
    for month in found.due:
        how = "missed; to send it: reporter send --due --catch-up" if month.overdue else "with the next run"
        lines.append(f"{'overdue' if month.overdue else 'due':<10} {month.client} {month.period}  {how}")
    for slug, code in found.broken:
        lines.append(f"broken     {slug}: {code} in its settings (reporter schedule list)")
    for held in found.held:
        until = (
            "given up: see reporter explain E414" if held.until <= found.now else f"tried until {_local(held.until)}"
        )
        lines.append(f"held       {held.client} {held.period}  {held.code}: {held.reason} ({until})")
    for one, waits in found.reserved:
        when = f" at {_local(one.next_try)}" if one.next_try and one.next_try > found.now else ""
        how = f" (reporter approve {one.key.client} --period {one.key.period})" if waits == "approval" else ""
        lines.append(f"waiting    {_row(one)}  for {waits}{when}{how}")
    for one in found.unknown:
        lines.append(f"UNKNOWN    {_row(one)}  handed over, no answer")
        lines.append("           look into the archive mailbox: reporter reconcile")
        lines.append(f"           or ask the recipient, then: reporter resolve {one.key.id} --sent (or --not-sent)")
    for one in found.failed:
        lines.append(f"failed     {_row(one)}  {one.reply}")
        lines.append(
            f"           correct it, then: reporter resend {one.key.client} --period {one.key.period}"
            " --to ADDRESS --reason …"
        )
    newest = sorted(found.sent, key=lambda one: one.at or found.now)[-MOST_SENT:]
    lines += [f"sent       {_row(one)}  {_local(one.at)}" for one in newest]
    return lines


def _row(one: Delivery) -> str:
    again = f" (resent, {one.key.seq})" if one.key.seq else ""
    return f"{one.key.id}  {one.key.client} {one.key.period}  {one.key.recipient}{again}"


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}" if moment else "–"


def _object(found: Standing) -> dict[str, Any]:
    return {
        **document("status"),
        "ok": not (found.unknown or found.waits_for_a_person),
        "now": found.now.isoformat(),
        "last_run": {"ended": found.ended[0].isoformat(), "run": found.ended[1]} if found.ended else None,
        "last_try": {"started": found.started[0].isoformat(), "run": found.started[1]} if found.started else None,
        "refused": {"at": found.refused[0].isoformat(), "code": found.refused[1]} if found.refused else None,
        "late": found.is_late,
        "next": [{"client": one.client, "period": one.period, "at": one.fire.isoformat()} for one in found.next],
        "due": [
            {"client": one.client, "period": str(one.period), "at": one.fire.isoformat(), "overdue": one.overdue}
            for one in found.due
        ],
        "broken": [{"client": slug, "code": code} for slug, code in found.broken],
        "held": [
            {"client": one.client, "period": one.period, "code": one.code, "reason": one.reason,
             "since": one.since.isoformat(), "until": one.until.isoformat(), "final": one.until <= found.now}
            for one in found.held
        ],
        "waiting": [_entry(one) | {"for": str(waits)} for one, waits in found.reserved],
        "unknown": [_entry(one) for one in found.unknown],
        "failed": [_entry(one) for one in found.failed],
        "sent": [_entry(one) for one in found.sent],
    }  # fmt: skip


def _entry(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.key.id, "client": one.key.client, "period": one.key.period, "recipient": one.key.recipient,
        "seq": one.key.seq, "state": one.state.value, "message_id": one.message_id, "attempts": one.attempts,
        "reply": one.reply, "at": one.at.isoformat() if one.at else None,
        "next_try": one.next_try.isoformat() if one.next_try else None, "archived": one.archived,
    }  # fmt: skip
