"""Ledgers for the tests: rows in given states, brought there as the program does it, with their bytes kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reporter.delivery.ledger import open_ledger, rows
from reporter.delivery.message.keeping import keep, kept_folder
from reporter.delivery.values import MONTHLY, Key, Parcel, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.delivery.ledger import Ledger

#: A Wednesday morning, the fourth of November 2026 in UTC.
NOW = datetime(2026, 11, 4, 6, 15, tzinfo=UTC)
RUN = "20261104T061500Z-00000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A delivery as a test wants it. ``days``: how long before the test's moment it came to its state."""

    client: str = "acme"
    period: str = "2026-10"
    recipient: str = "anna@acme.example"
    seq: int = 0
    state: State = State.SENT
    days: float = 0
    eml: bytes = b"From: reports@consult.example\r\n\r\nHej\r\n"
    reason: str = ""
    person: str = ""

    @property
    def key(self) -> Key:
        """Return what it is known by."""
        return Key(self.client, MONTHLY, self.period, self.recipient, self.seq)


@contextmanager
def ledger_with(folder: Path, *wanted: Row, now: datetime = NOW) -> Iterator[Ledger]:
    """Open a ledger in ``folder`` (made at the first use), and put rows into it that are not there yet."""
    with open_ledger(folder, now - timedelta(days=400)) as ledger:
        for row in wanted:
            put(ledger, row, now - timedelta(days=row.days))
        yield ledger


def put(ledger: Ledger, row: Row, at: datetime) -> None:
    """Add one row, with its bytes where it has some."""
    if row.state is State.SKIPPED:
        rows.skip(ledger, [row.key], RUN, at, reason=row.reason, person=row.person)
        return
    parcel = Parcel(
        key=row.key,
        message_id=f"<r.{row.period}.{row.client}.{row.key.digest[:16]}@consult.example>",
        lang="sv",
        eml=row.eml,
        pdf_sha=f"{len(row.client):064x}",
    )
    digest = keep(ledger.folder, row.key, row.eml)
    rows.reserve(ledger, [(parcel, digest)], RUN, at, reason=row.reason, person=row.person)
    if row.state is State.RESERVED:
        return
    rows.set_remote(ledger, row.key, f"draft-{row.key.id}")
    rows.hand_over(ledger, row.key, RUN, at)
    if row.state is not State.SENDING:
        rows.settle(ledger, row.key, row.state, at, reply="250 2.0.0 ok", archived=row.state is State.SENT)


def kept_of(ledger: Ledger, row: Row) -> Path:
    """Return where a row's bytes are kept."""
    return kept_folder(ledger.folder, row.client, row.period) / f"{row.key.id}.eml"


def files(folder: Path) -> set[str]:
    """Return every file and folder below one, by its path from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
