"""How a delivery goes from state to state. Each function is one transaction, on the disk when it returns."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reporter.delivery.ledger.opening import transaction
from reporter.delivery.ledger.reading import row_of
from reporter.delivery.values import State
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reporter.delivery.ledger.opening import Ledger
    from reporter.delivery.values import Delivery, Key, Parcel

_TRIED = "attempts = attempts + 1, first_try = coalesce(first_try, ?)"


def reserve(
    ledger: Ledger,
    parcels: Iterable[tuple[Parcel, str]],
    run: str,
    now: datetime,
    *,
    reason: str = "",
    person: str = "",
) -> None:
    """Write the messages of one client and period down, all or none. Their bytes must be kept already.

    Args:
        ledger: open.
        parcels: each with the SHA-256 of its bytes.
        run: the run's id.
        now: aware, UTC.
        reason: of a resending.
        person: who asked for it.

    Raises:
        UsageError: E410, when one of them stands in the ledger already: it is never sent a second time.
    """
    with transaction(ledger) as connection:
        for parcel, digest in parcels:
            key = parcel.key
            try:
                connection.execute(
                    "INSERT INTO send(client, report, period, recipient, seq, id, state, message_id, lang, eml_sha,"
                    " pdf_sha, picture_sha, reserved_at, at, run, reason, person)"
                    " VALUES (?, ?, ?, ?, ?, ?, 'reserved', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(key.client, key.report, key.period, key.recipient, key.seq, key.id),
                        *(parcel.message_id, parcel.lang, digest, parcel.pdf_sha, parcel.picture_sha),
                        *(now.isoformat(), now.isoformat(), run, reason, person),
                    ),
                )
            except sqlite3.IntegrityError:
                raise UsageError(
                    "E410",
                    f"{key.client} {key.period} stands in the ledger already",
                    help="send it once more with: reporter resend CLIENT --period … --reason …",
                ) from None


def skip(ledger: Ledger, keys: Iterable[Key], run: str, now: datetime, *, reason: str, person: str) -> None:
    """Write down that a period is not to be sent."""
    with transaction(ledger) as connection:
        for key in keys:
            connection.execute(
                "INSERT INTO send(client, report, period, recipient, seq, id, state, message_id, reserved_at, at, run,"
                " reason, person) VALUES (?, ?, ?, ?, ?, ?, 'skipped', '', ?, ?, ?, ?, ?)",
                (
                    *(key.client, key.report, key.period, key.recipient, key.seq, key.id),
                    *(now.isoformat(), now.isoformat(), run, reason, person),
                ),
            )


def hand_over(ledger: Ledger, key: Key, run: str, now: datetime) -> None:
    """Go from reserved to sending: the last thing before the final dot.

    Raises:
        UsageError: E411, when it is not reserved: the dot must not be written.
    """
    _change(ledger, key, State.RESERVED, f"state = 'sending', {_TRIED}, run = ?, at = ?", _text(now), run, _text(now))


def settle(ledger: Ledger, key: Key, state: State, now: datetime, *, reply: str, archived: bool = False) -> None:
    """Go from sending to sent, failed or unknown."""
    _change(
        ledger, key, State.SENDING, "state = ?, reply = ?, archived = ?, at = ?, next_try = NULL",
        state.value, reply, int(archived), _text(now),
    )  # fmt: skip


def put_back(ledger: Ledger, key: Key, now: datetime, *, reply: str, next_try: datetime, handed_over: bool) -> None:
    """Stay reserved, or go back to it, to be tried later: nothing was taken by the server."""
    counted, first = ("", ()) if handed_over else (f"{_TRIED}, ", (_text(now),))  # hand_over has counted it
    _change(
        ledger, key, State.SENDING if handed_over else State.RESERVED,
        f"{counted}state = 'reserved', reply = ?, next_try = ?, at = ?", *first, reply, _text(next_try), _text(now),
    )  # fmt: skip


def fail(ledger: Ledger, key: Key, now: datetime, *, reply: str) -> None:
    """Give a reserved delivery up: refused before the dot, or tried for too long."""
    _change(ledger, key, State.RESERVED, "state = 'failed', reply = ?, at = ?, next_try = NULL", reply, _text(now))


def recognise(ledger: Ledger, key: Key, now: datetime, *, reason: str) -> None:
    """Take a reserved delivery for sent: the archive has its message, whatever became of the ledger that sent it."""
    _change(
        ledger, key, State.RESERVED, "state = 'sent', archived = 1, reason = ?, at = ?, next_try = NULL",
        reason, _text(now),
    )  # fmt: skip


def release_dead(ledger: Ledger, now: datetime) -> tuple[Delivery, ...]:
    """Make unknown whatever a dead run was sending; call it first, under the lock."""
    from reporter.delivery.ledger.reading import deliveries

    with transaction(ledger) as connection:
        dead = deliveries(ledger, State.SENDING)
        connection.execute(
            "UPDATE send SET state = 'unknown', reply = 'the run ended', at = ? WHERE state = 'sending'", (_text(now),)
        )
    return dead


def decide(ledger: Ledger, key: Key, state: State, now: datetime, *, reason: str, person: str) -> None:
    """End an unknown delivery: it is sent (a person or the archive says so), or reserved once more, as if never tried.

    Raises:
        UsageError: E411, when it is not unknown.
    """
    anew = ", attempts = 0, first_try = NULL" if state is State.RESERVED else ""
    _change(
        ledger, key, State.UNKNOWN, f"state = ?, reason = ?, person = ?, at = ?, next_try = NULL{anew}",
        state.value, reason, person, _text(now),
    )  # fmt: skip


def set_remote(ledger: Ledger, key: Key, remote: str) -> None:
    """Keep a draft's id at the other side, before it is sent."""
    with transaction(ledger) as connection:
        connection.execute("UPDATE send SET remote = ? WHERE id = ?", (remote, key.id))


def _change(ledger: Ledger, key: Key, before: State, assignments: str, *values: object) -> None:
    with transaction(ledger) as connection:
        done = connection.execute(
            f"UPDATE send SET {assignments} WHERE id = ? AND state = ?",  # noqa: S608 - our own words
            (*values, key.id, before.value),
        )
        if done.rowcount != 1:
            now_in = row_of(ledger, key.id)
            raise UsageError(
                "E411",
                f"delivery {key.id} is {now_in.state if now_in else 'not there'}, not {before}",
                help="look at it with: reporter status",
            )


def _text(moment: datetime) -> str:
    return moment.isoformat()
