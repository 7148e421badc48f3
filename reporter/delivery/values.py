"""The frozen values that delivery's rooms hand on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

#: The one kind of report that is sent by schedule.
MONTHLY = "monthly"


class State(StrEnum):
    """Where a delivery stands.

    ``reserved``: its bytes are kept, nothing was handed over. ``sending``: committed just before the final dot.
    ``unknown``: the dot may have been read and no answer came; only a person or the archive mailbox can tell.
    """

    RESERVED = "reserved"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What may be delivered once. ``period`` as ``2026-10``; ``seq`` above 0 is a resending, with a reason."""

    client: str
    report: str
    period: str
    recipient: str
    seq: int = 0

    @property
    def id(self) -> str:
        """The short name that a person types: the same for the same delivery on every machine."""
        return self.digest[:10]

    @property
    def digest(self) -> str:
        """The SHA-256 of the key."""
        parts = (self.client, self.report, self.period, self.recipient, str(self.seq))
        return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message that is built and may be reserved. ``pdf_sha`` is the report's before any encryption."""

    key: Key
    message_id: str
    lang: str
    eml: bytes
    pdf_sha: str
    picture_sha: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the ledger. Times are aware and in UTC; ``reply`` is the server's code and class, never its text."""

    key: Key
    state: State
    message_id: str
    lang: str = ""
    eml_sha: str = ""
    pdf_sha: str = ""
    picture_sha: str = ""
    attempts: int = 0
    reserved_at: datetime | None = None
    first_try: datetime | None = None
    next_try: datetime | None = None
    at: datetime | None = None
    reply: str = ""
    run: str = ""
    archived: bool = False
    remote: str = ""
    reason: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one attempt.

    ``accepted``: the server took it. ``later``: not now, nothing was handed over. ``refused``: never. ``unknown``: the
    dot may have been read and no answer came. ``reply`` holds code, enhanced code and our own word for the case, such
    as "450 4.2.0 greylisted"; never the server's free text, which may name the recipient. ``archived`` tells that
    the archive mailbox was taken as a recipient.
    """

    kind: Literal["accepted", "later", "refused", "unknown"]
    reply: str
    archived: bool = False
