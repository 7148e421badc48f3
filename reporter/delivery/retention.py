"""How long sent messages are kept, and how a client is forgotten: what remains are hashes, so that nothing goes twice.

``forget`` empties the ledger of addresses down to the bytes of its file. It cannot reach copies that were made of the
folder, blocks that a disk no longer shows, the archive mailbox, or Sent Items. What stays of an address is a hash
under the ledger's own key: who holds the ledger and guesses an address can still tell whether it was that one.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from reporter.delivery.ledger.notes import NEVER
from reporter.delivery.ledger.opening import transaction
from reporter.delivery.ledger.reading import deliveries
from reporter.delivery.message.keeping import KEPT, kept_folder
from reporter.delivery.values import State
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reporter.delivery.ledger import Ledger
    from reporter.delivery.values import Delivery

FORGOTTEN: Final = "forgotten-"
_ENDED = (State.SENT, State.FAILED, State.SKIPPED)
_OPEN = (State.RESERVED, State.SENDING, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was taken away of a client: kept messages, and addresses (each once) in the ledger."""

    client: str
    messages: int
    addresses: int


def sweep(ledger: Ledger, keep_days: int, now: datetime) -> int:
    """Delete the bytes of messages that ended long ago; return how many. Those of an open delivery are never touched.

    What no delivery stands for (a run that ended between keeping and reserving) goes by the age of its file. Call it
    under the lock.

    Args:
        ledger: open.
        keep_days: how long the bytes of a sent, failed or skipped delivery are kept after it ended.
        now: aware, UTC.

    Raises:
        UsageError: E488, when a file cannot be deleted.
    """
    limit = now - timedelta(days=keep_days)
    known = {_path(ledger, row): row for row in deliveries(ledger)}

    def is_old(path: Path) -> bool:
        row = known.get(path.with_suffix(".eml"))  # what is half written belongs to the same delivery
        if row is None:
            return datetime.fromtimestamp(path.lstat().st_mtime, UTC) <= limit
        return row.state in _ENDED and row.at is not None and row.at <= limit

    return _delete(ledger.folder / KEPT, "*/*/*", is_old)


def forget(ledger: Ledger, client: str) -> Forgotten:
    """Take away what leads to a client's people; what was sent stays on record by month, so that it is never sent anew.

    The kept messages go; in the ledger each address becomes ``forgotten-`` and a keyed hash, and what could be
    computed from an address (delivery and message ids, the draft's id) goes with it, reasons too, since a person wrote
    them. Held months, approvals and alerts go. A schedule that still stands in the client's settings never fires
    again. Call it under the lock; done twice it does nothing more.

    Args:
        ledger: open, by nobody else.
        client: its slug.

    Raises:
        UsageError: E487, when something of the client is reserved, being sent or unknown: nothing was done. E488, when
            a message cannot be deleted, or another program keeps the ledger's file from being cleaned.
    """
    rows = [row for row in deliveries(ledger, client=client) if row.key.client == client]  # "" would be all
    if waiting := [row for row in rows if row.state in _OPEN]:
        raise UsageError(
            "E487",
            f"{client} cannot be forgotten: {len(waiting)} of its deliveries are not at their end",
            help="let them be sent, or end them with: reporter resolve ID --sent or --not-sent",
        )
    messages = _delete(kept_folder(ledger.folder, client), "*/*", lambda _: True)
    named = {row.key.recipient for row in rows if not row.key.recipient.startswith(FORGOTTEN)}
    ledger.connection.execute("PRAGMA secure_delete=ON")
    with transaction(ledger) as connection:
        for row in rows:
            _blank(connection, row, _hidden(ledger, row.key.recipient))
        for table in ("held", "approved_recipients", "approved_report"):
            connection.execute(f"DELETE FROM {table} WHERE client = ?", (client,))  # noqa: S608 - our own words
        connection.execute("DELETE FROM alert WHERE substr(key, 1, length(?)) = ?", (f"{client}/", f"{client}/"))
        connection.execute("INSERT OR REPLACE INTO schedule VALUES (?, ?)", (client, NEVER))
    _clean(ledger)
    return Forgotten(client=client, messages=messages, addresses=len(named))


def _blank(connection: sqlite3.Connection, row: Delivery, recipient: str) -> None:
    key = replace(row.key, recipient=recipient)
    connection.execute(
        "UPDATE send SET recipient = ?, id = ?, message_id = '', remote = '', reason = '' WHERE id = ?",
        (recipient, key.id, row.key.id),
    )


def _hidden(ledger: Ledger, address: str) -> str:
    if address.startswith(FORGOTTEN):
        return address
    digest = hmac.new(ledger.instance.encode(), address.encode(), hashlib.sha256)
    return FORGOTTEN + digest.hexdigest()[:16]


def _clean(ledger: Ledger) -> None:
    """Write the ledger's file anew, and empty the log beside it: both still hold what was there before."""
    try:
        ledger.connection.execute("VACUUM")
        (busy, *_) = ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as fault:
        raise _in_the_way(f"what was forgotten is still in the ledger's file ({fault})") from None
    if busy:
        raise _in_the_way("another program reads the ledger, so that what was forgotten is still in its file")


def _path(ledger: Ledger, row: Delivery) -> Path:
    return kept_folder(ledger.folder, row.key.client, row.key.period) / f"{row.key.id}.eml"


def _delete(place: Path, pattern: str, wanted: Callable[[Path], bool]) -> int:
    """Delete files below a folder, and the folders that are empty then; return how many messages went."""
    try:
        files = [path for path in sorted(place.glob(pattern)) if path.is_symlink() or not path.is_dir()]
        gone = [path for path in files if wanted(path)]
        for path in gone:
            path.unlink()
        for folder in sorted({above for path in gone for above in _below(place, path)}, reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
    except OSError as fault:
        raise _in_the_way(f"a kept message cannot be deleted ({fault.strerror})") from None
    return sum(path.suffix == ".eml" for path in gone)


def _below(place: Path, path: Path) -> Iterator[Path]:
    """Return the folders between ``place`` and a file, and ``place`` itself."""
    return (above for above in path.parents if above.is_relative_to(place))


def _in_the_way(what: str) -> UsageError:
    return UsageError("E488", what, help="close what holds it, or free it, and run the same command again")
