"""Messages, and the steps of a ledger that only notes them, for the tests of the ways out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter.delivery.secrets import Secret
from reporter.delivery.transport.base import Envelope, Steps
from reporter.delivery.transport.smtp import SmtpTransport
from tests.delivery.faults import ARCHIVE, FaultServer

if TYPE_CHECKING:
    from collections.abc import Callable

RECIPIENT = "c07@clients.test"
SENDER = "bounces@consult.test"
#: Lines that begin with dots, one of a dot alone among them, at the beginning, in the middle and at the end.
DOTTED = ".\r\n..\r\n.. two\r\n.one\r\nplain\r\n\r\n.\r\n.QUIT\r\n..\r\n.\r\n"


def eml(message_id: str = "<r.1@consult.test>", body: str = DOTTED, to: str = RECIPIENT) -> bytes:
    """Return a small message, whose body begins with the empty line's next line."""
    head = {
        "From": "Konsulten <reporter@consult.test>",
        "To": to,
        "Subject": "=?utf-8?q?Kundanalys_f=C3=B6r_Norrvik?=",
        "Date": "Tue, 03 Nov 2026 07:00:00 +0100",
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=us-ascii",
    }
    return ("".join(f"{key}: {value}\r\n" for key, value in head.items()) + "\r\n" + body).encode("ascii")


def envelope(content: bytes | None = None, *, recipient: str = RECIPIENT, archive: str = ARCHIVE) -> Envelope:
    """Return a message on its way."""
    return Envelope(
        message_id="<r.1@consult.test>",
        sender=SENDER,
        recipient=recipient,
        archive=archive,
        eml=eml() if content is None else content,
    )


@dataclass(slots=True)
class Ledger:
    """Notes when the dot was about to be written; ``on_hand_over`` runs then."""

    handed: int = 0
    on_hand_over: Callable[[], None] = field(default=lambda: None)

    @property
    def steps(self) -> Steps:
        """Return what a transport is given."""
        return Steps(hand_over=self._hand_over, drafted=lambda _: None)

    def _hand_over(self) -> None:
        self.handed += 1
        self.on_hand_over()


def through(server: FaultServer, **changes: object) -> SmtpTransport:
    """Return the way out through a fault server."""
    return SmtpTransport(settings=server.mail(**changes), password=Secret(server.password))
