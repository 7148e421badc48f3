"""What the ledger keeps beside the deliveries: schedules seen, months held back, approvals, alerts, runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.delivery.ledger.opening import transaction
from reporter.delivery.ledger.reading import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from reporter.delivery.ledger.opening import Ledger


#: The first month that a forgotten client is owed; taken out of its settings and put back, a schedule begins anew.
NEVER = "9999-12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A month that the gate does not let out: why (a code and our own words), since when, tried until when."""

    client: str
    report: str
    period: str
    code: str
    reason: str
    since: datetime
    next_try: datetime | None
    until: datetime


def first_owed(ledger: Ledger, coming: Mapping[str, str], ended: Collection[str]) -> Mapping[str, str]:
    """Return the first month that each client is owed: the one that was to fall due next when a run first saw it.

    A month that lies more than one beyond what falls due next was taken down under a clock that was far ahead, and is
    put right: else nothing would be sent for years, in silence.

    Args:
        ledger: open.
        coming: client → the month that falls due next under its schedule, such as "2026-10".
        ended: clients whose settings are there and name no schedule (any more): they are forgotten. One whose folder
            is not there, or whose settings cannot be read, is not: a disk may be missing for an hour.
    """
    with transaction(ledger) as connection:
        known = dict(connection.execute("SELECT client, first FROM schedule").fetchall())
        connection.executemany("DELETE FROM schedule WHERE client = ?", [(client,) for client in ended])
        found = {}
        for client, month in coming.items():
            first = known.get(client, month)
            found[client] = month if _month_after(month) < first < NEVER else first
            connection.execute("INSERT OR REPLACE INTO schedule VALUES (?, ?)", (client, found[client]))
    return found


def scheduled(ledger: Ledger) -> Mapping[str, str]:
    """Return the clients that reports are owed to, as the last run saw them, and the first month of each."""
    return dict(ledger.connection.execute("SELECT client, first FROM schedule WHERE first < ?", (NEVER,)).fetchall())


def forgotten(ledger: Ledger) -> frozenset[str]:
    """Return the clients that were forgotten: no schedule of theirs ever fires."""
    return frozenset(
        client for (client,) in ledger.connection.execute("SELECT client FROM schedule WHERE first = ?", (NEVER,))
    )


def _month_after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def hold(ledger: Ledger, entry: Held) -> None:
    """Keep a month back; one that is held already keeps when that began."""
    with transaction(ledger) as connection:
        connection.execute(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " code = excluded.code, reason = excluded.reason, next_try = excluded.next_try, until = excluded.until",
            (entry.client, entry.report, entry.period, entry.code, entry.reason, entry.since.isoformat(),
             entry.next_try.isoformat() if entry.next_try else None, entry.until.isoformat()),
        )  # fmt: skip


def let_go(ledger: Ledger, client: str, report: str, period: str) -> None:
    """Hold a month back no longer."""
    with transaction(ledger) as connection:
        connection.execute("DELETE FROM held WHERE client = ? AND report = ? AND period = ?", (client, report, period))


def held(ledger: Ledger) -> tuple[Held, ...]:
    """Return the months that are held back."""
    rows = ledger.connection.execute("SELECT * FROM held ORDER BY period, client").fetchall()
    return tuple(
        Held(
            client=client, report=report, period=period, code=code, reason=reason,
            since=_sure(since_), next_try=moment(next_try), until=_sure(until),
        )
        for client, report, period, code, reason, since_, next_try, until in rows
    )  # fmt: skip


def approve_recipients(ledger: Ledger, client: str, digest: str, person: str, now: datetime) -> None:
    """Pin the list of recipients that a person has looked at."""
    with transaction(ledger) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO approved_recipients VALUES (?, ?, ?, ?)", (client, digest, person, now.isoformat())
        )


def approved_recipients(ledger: Ledger, client: str) -> str:
    """Return the digest of the list of recipients that was approved, empty where none was."""
    row = ledger.connection.execute("SELECT digest FROM approved_recipients WHERE client = ?", (client,)).fetchone()
    return row[0] if row else ""


def approve_report(
    ledger: Ledger, client: str, report: str, period: str, digest: str, person: str, now: datetime
) -> None:
    """Keep that a person has approved a finished report, by its bytes."""
    with transaction(ledger) as connection:
        connection.execute(
            "INSERT OR IGNORE INTO approved_report VALUES (?, ?, ?, ?, ?, ?)",
            (client, report, period, digest, person, now.isoformat()),
        )


def approvers(ledger: Ledger, client: str, report: str, period: str, digest: str) -> tuple[str, ...]:
    """Return who has approved a finished report."""
    rows = ledger.connection.execute(
        "SELECT person FROM approved_report WHERE client = ? AND report = ? AND period = ? AND digest = ?"
        " ORDER BY person",
        (client, report, period, digest),
    )
    return tuple(row[0] for row in rows)


def keep_alert(ledger: Ledger, keys: Collection[str], now: datetime) -> None:
    """Keep that the owner was told."""
    with transaction(ledger) as connection:
        connection.executemany("INSERT OR REPLACE INTO alert VALUES (?, ?)", [(key, now.isoformat()) for key in keys])


def tick(ledger: Ledger, name: str, run: str, now: datetime) -> None:
    """Keep when a kind of run was last seen: "started", "ended", or "refused" by the server (``run`` is the code)."""
    with transaction(ledger) as connection:
        connection.execute("INSERT OR REPLACE INTO tick VALUES (?, ?, ?)", (name, now.isoformat(), run))


def ticks(ledger: Ledger) -> Mapping[str, tuple[datetime, str]]:
    """Return when each kind of run was last seen, and which run that was."""
    rows = ledger.connection.execute("SELECT name, at, run FROM tick").fetchall()
    return {name: (_sure(at), run) for name, at, run in rows}


def _sure(text: str) -> datetime:
    found = moment(text)
    if found is None:
        raise LookupError(text)
    return found
