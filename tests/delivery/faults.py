"""A mail server that fails as it is told, on loopback with TLS, and remembers every byte that it read.

::

    with fault_server(certs) as server:                       # certs: fixture, or stand.certificates.make(folder)
        server.fail(Mode.DOT_DROP, connection=2)              # only the second connection (we open one a message)
        server.fail(Mode.RCPT_550, recipient="c07@clients.test")    # or only this recipient (modes after RCPT)
        server.fail(Mode.AUTH_535)                            # or always
        mail = server.mail()                                  # settings that send through it
        environ = server.environ()                            # with the password
        ...
        server.idle()                                         # until no connection is open
        server.taken            # what it holds: Taken(recipients, eml); with DOT_DROP etc. too, since it had the dot
        server.seen[0].plain    # bytes read before TLS;  .secure: bytes read inside TLS

Without a rule that applies the server is an ordinary one. ``fault_modes.OUTCOMES`` says for each mode what a careful
client makes of it, ``HELD`` whether the server holds the message afterwards, ``SLOW`` what waits for our own deadline.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.workspace.delivery import Mail
from tests.delivery.fault_modes import AFTER_RCPT, HELD, OUTCOMES, SLOW, Mode
from tests.delivery.fault_talk import ARCHIVE, PASSWORD, PATIENCE, USER, Conversation, Seen, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.delivery.stand.certificates import Certificates, Pair

__all__ = ["ARCHIVE", "HELD", "OUTCOMES", "PASSWORD", "SLOW", "USER", "FaultServer", "Mode", "Seen", "Taken",
           "fault_server", "server_context"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a mode applies: at a connection (from 1; 0: any), to a recipient (empty: any)."""

    mode: Mode
    connection: int = 0
    recipient: str = ""


class FaultServer:
    """See the module. ``password`` is what PLAIN and LOGIN take; any token but "wrong" is taken."""

    def __init__(self, certs: Certificates, *, implicit: bool = False) -> None:
        self.host, self.certs, self.implicit = "localhost", certs, implicit
        self.password = PASSWORD
        self.contexts: Mapping[Mode, ssl.SSLContext] = {
            Mode.OK: server_context(certs.good),
            Mode.SELF_SIGNED: server_context(certs.self_signed),
            Mode.WRONG_HOST: server_context(certs.wrong_host),
            Mode.EXPIRED: server_context(certs.expired),
            Mode.OLD_TLS: server_context(certs.good, old=True),
        }
        self.seen: list[Seen] = []
        self.taken: list[Taken] = []
        self.stopping = threading.Event()
        self._rules: list[Rule] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each short reply waits for 40 ms
        self.port = int(self._listener.getsockname()[1])

    def fail(self, mode: Mode, *, connection: int = 0, recipient: str = "") -> None:
        """Add a rule; the first that applies counts."""
        if recipient and not mode.startswith(AFTER_RCPT):
            raise ValueError("the server does not know the recipient yet: name the connection")
        self._rules.append(Rule(mode=mode, connection=connection, recipient=recipient))

    def behave(self) -> None:
        """Drop all rules."""
        self._rules.clear()

    def mail(self, **changes: object) -> Mail:
        """Return settings that send through this server; ``changes`` are fields of Mail."""
        settings: dict[str, object] = {
            "host": self.host,
            "port": self.port,
            "security": "tls" if self.implicit else "starttls",
            "user": USER,
            "sender": USER,
            "bounces": "bounces@consult.test",
            "owner": "owner@consult.test",
            "archive": ARCHIVE,
            "ca_file": str(self.certs.ca),
            "deadline": 10,
        }
        return Mail(**{**settings, **changes})  # type: ignore[arg-type]

    def environ(self) -> dict[str, str]:
        """Return the variable with the password."""
        return {"REPORTER_SMTP_PASSWORD": self.password}

    def idle(self) -> None:
        """Wait until every connection has ended."""
        for thread in tuple(self._threads):
            thread.join(PATIENCE)
            if thread.is_alive():
                raise TimeoutError("a connection of the fault server does not end")

    def read(self) -> bytes:
        """Return every byte that was read, before TLS and inside it."""
        return b"".join(bytes(one.plain + one.secure) for one in self.seen)

    def applies(self, mode: Mode, seen: Seen) -> bool:
        """Tell whether a mode applies to a connection now."""
        return any(
            rule.mode is mode
            and rule.connection in (0, seen.number)
            and (not rule.recipient or rule.recipient in seen.recipients)
            for rule in self._rules
        )

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                connection = self._listener.accept()[0]
            except OSError:
                return
            seen = Seen(number=len(self.seen) + 1)
            self.seen.append(seen)
            thread = threading.Thread(target=Conversation(self, connection, seen).run, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Take no more connections, and end those that are stalled."""
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.idle()


@contextlib.contextmanager
def fault_server(certs: Certificates, *, implicit: bool = False) -> Iterator[FaultServer]:
    """Run a fault server as long as the block lasts; ``implicit``: TLS from the start."""
    server = FaultServer(certs, implicit=implicit)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE)


def server_context(pair: Pair, *, old: bool = False) -> ssl.SSLContext:
    """Return a server's TLS; ``old``: nothing newer than 1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.cert, pair.key)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context
