"""What a way out must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.delivery.values import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One message on its way: one recipient, and the archive mailbox where there is one (else empty).

    ``remote`` is the id that an earlier attempt got at the other side (Graph's draft), empty otherwise.
    """

    message_id: str
    sender: str
    recipient: str
    archive: str
    eml: bytes
    remote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What the ledger does while a message leaves.

    ``hand_over`` commits "sending" and is called exactly once, directly before the one act that the other side cannot
    take back (SMTP's final dot, Graph's send); when it raises, that act must not happen. ``drafted`` keeps the id that
    the other side gave.
    """

    hand_over: Callable[[], None]
    drafted: Callable[[str], None]


def _nothing(_: str = "") -> None:
    """Do nothing."""


#: For what is no delivery and stands in no ledger: an alert, a test copy.
UNRECORDED = Steps(hand_over=_nothing, drafted=_nothing)


class Transport(Protocol):
    """A way out. It is given one message at a time, and opens what it needs for each."""

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Try once to deliver; never twice.

        Raises:
            MailError: the server refuses us altogether (login, TLS, sender); nothing was handed over, and no other
                message need be tried.
        """

    def check(self) -> tuple[str, ...]:
        """Connect, prove who is there and log in, send nothing; return what was found, a line each.

        Raises:
            MailError: as ``send``, or when the server cannot be reached.
        """


@runtime_checkable
class Traceable(Protocol):
    """A way out that can be asked afterwards what became of a message."""

    def state_of(self, message_id: str, remote: str) -> Literal["sent", "draft", "absent"]:
        """Return where a message is: sent; a draft, and so surely not sent; or not there, which proves nothing.

        Raises:
            MailError: it cannot be asked.
        """
