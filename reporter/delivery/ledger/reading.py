"""What the ledger says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from reporter.delivery.values import Delivery, Key, State

if TYPE_CHECKING:
    import sqlite3

    from reporter.delivery.ledger.opening import Ledger

_COLUMNS = (
    "client, report, period, recipient, seq, state, message_id, lang, eml_sha, pdf_sha, picture_sha, attempts,"
    " reserved_at, first_try, next_try, at, reply, run, archived, remote, reason, person"
)


def deliveries(ledger: Ledger, *states: State, client: str = "", period: str = "") -> tuple[Delivery, ...]:
    """Return rows, oldest first: of some states (none: all), of a client, of a period."""
    wanted = [state.value for state in states] or [state.value for state in State]
    marks = ", ".join("?" * len(wanted))
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM send WHERE state IN ({marks})"  # noqa: S608 - our own words
        " AND (? = '' OR client = ?) AND (? = '' OR period = ?) ORDER BY period, client, seq, recipient",
        (*wanted, client, client, period, period),
    )
    return tuple(map(_delivery, rows))


def row_of(ledger: Ledger, id_: str) -> Delivery | None:
    """Return the delivery of an id, or of the beginning of one that only one delivery has."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM send WHERE substr(id, 1, length(?)) = ? LIMIT 2",  # noqa: S608 - our own words
        (id_, id_),
    ).fetchall()
    return _delivery(rows[0]) if len(rows) == 1 and id_ else None


def periods(ledger: Ledger, client: str, report: str) -> frozenset[str]:
    """Return the periods of a client that stand in the ledger, in whatever state."""
    rows = ledger.connection.execute(
        "SELECT DISTINCT period FROM send WHERE client = ? AND report = ?", (client, report)
    )
    return frozenset(row[0] for row in rows)


def next_seq(ledger: Ledger, client: str, report: str, period: str) -> int:
    """Return the number of the next sending of a period: 0 for the first."""
    (last,) = ledger.connection.execute(
        "SELECT max(seq) FROM send WHERE client = ? AND report = ? AND period = ?", (client, report, period)
    ).fetchone()
    return 0 if last is None else last + 1


def _delivery(row: sqlite3.Row | tuple[object, ...]) -> Delivery:
    (client, report, period, recipient, seq, state, message_id, lang, eml_sha, pdf_sha, picture_sha, attempts,
     reserved_at, first_try, next_try, at, reply, run, archived, remote, reason, person) = row  # fmt: skip
    return Delivery(
        key=Key(str(client), str(report), str(period), str(recipient), int(str(seq))),
        state=State(str(state)),
        message_id=str(message_id),
        lang=str(lang),
        eml_sha=str(eml_sha),
        pdf_sha=str(pdf_sha),
        picture_sha=str(picture_sha),
        attempts=int(str(attempts)),
        reserved_at=moment(reserved_at),
        first_try=moment(first_try),
        next_try=moment(next_try),
        at=moment(at),
        reply=str(reply),
        run=str(run),
        archived=bool(archived),
        remote=str(remote),
        reason=str(reason),
        person=str(person),
    )


def moment(text: object) -> datetime | None:
    """Return a time as it was stored."""
    return datetime.fromisoformat(str(text)) if text else None
