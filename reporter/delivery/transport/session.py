"""A conversation with the mail server up to where messages may begin: connected, encrypted, proven, logged in."""

from __future__ import annotations

import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter.delivery.transport import refusals
from reporter.delivery.transport.answers import GarbledError, LostError, PutOffError
from reporter.delivery.transport.login import log_in
from reporter.delivery.transport.tls import context_of
from reporter.delivery.transport.wire import Wire
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reporter.delivery.secrets import Secret
    from reporter.workspace import Mail

_HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}|\[[0-9A-Fa-f.:]+\]")
_PORTS = 65536
_READY, _NOT_NOW = 220, 4
_FAREWELL = 1.0  # seconds that the answer to QUIT gets


@dataclass(slots=True, kw_only=True)
class Session:
    """``features``: what EHLO said over TLS, capitals → the rest; ``login``: the way, empty for none."""

    wire: Wire
    host: str
    tls: str = ""
    valid_until: str = ""
    login: str = ""
    features: Mapping[str, str] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        """The largest message in bytes, 0 when the server has not said."""
        size = self.features.get("SIZE", "")
        return int(size) if size.isascii() and size.isdigit() else 0


@contextmanager
def conversation(
    settings: Mail, until: float, clock: Callable[[], float], password: Secret | None, token: Callable[[], str] | None
) -> Iterator[Session]:
    """Hold a conversation that is logged in; it ends politely, or hard when something is raised.

    Raises:
        MailError: the server refuses us, or cannot prove who it is; before that nothing secret was said.
        UsageError: E460, E472: a setting is unusable.
        PutOffError: put off.
        GarbledError: it makes no sense.
        LostError: the connection or the deadline ended.
    """
    hello, context = hello_of(settings), context_of(settings.ca_file)
    wire = Wire(settings.host, settings.port, until, clock)
    try:
        session = Session(wire=wire, host=settings.host)
        _encrypt(session, settings, hello, context)
        offered = session.features.get("AUTH", "").upper().split()
        session.login = log_in(wire, settings, offered, password, token)
        yield session
        wire.limit(_FAREWELL)
        with suppress(LostError, GarbledError):
            wire.command("QUIT")
    except BaseException:
        wire.close(hard=True)
        raise
    wire.close()


def hello_of(settings: Mail) -> str:
    """Return the name for EHLO: the setting's, else the sender's domain; never the machine's own.

    Raises:
        UsageError: E460, when a setting that every conversation needs is missing or unusable.
    """
    name = settings.hello or settings.sender.rpartition("@")[2]
    for key, ok in (
        ("host", bool(settings.host)),
        ("port", 0 < settings.port < _PORTS),
        ("deadline", settings.deadline > 0),
        ("sender", bool(settings.sender)),
        ("user", bool(settings.user) or settings.auth == "none"),
        ("hello", not settings.hello or bool(_HOST.fullmatch(name))),
    ):
        if not ok:
            raise UsageError("E460", f"{key} in [mail] is missing or unusable", help=f"set {key} in reporter.toml")
    return name


def _encrypt(session: Session, settings: Mail, hello: str, context: ssl.SSLContext) -> None:
    """Greet the server and go over to TLS, in the order that the port asks for."""
    if settings.security == "tls":
        _secure(session, context)
    banner = session.wire.reply()
    if banner.code != _READY:
        raise PutOffError(banner) if banner.kind in (4, 5) else GarbledError
    session.features = _greet(session, hello)
    if settings.security == "starttls":
        if "STARTTLS" not in session.features:
            raise refusals.no_starttls(session.host, "STARTTLS is not offered")
        reply = session.wire.command("STARTTLS")
        if reply.kind == _NOT_NOW:
            raise PutOffError(reply)
        if reply.code != _READY:
            raise refusals.no_starttls(session.host, f"STARTTLS is answered {reply.code}")
        _secure(session, context)
        session.features = _greet(session, hello)  # what was said before TLS is nobody's word


def _secure(session: Session, context: ssl.SSLContext) -> None:
    try:
        secured = session.wire.secure(context, session.host)
    except GarbledError:
        raise refusals.no_starttls(session.host, "something was said in between before TLS began") from None
    except ssl.SSLError as fault:
        raise refusals.not_proven(session.host, fault) from None
    session.tls = secured.version() or ""
    certificate = secured.getpeercert() or {}
    session.valid_until = str(certificate.get("notAfter", ""))


def _greet(session: Session, hello: str) -> Mapping[str, str]:
    """Say EHLO; return what the server can do."""
    reply = session.wire.command(f"EHLO {hello}")
    if reply.kind == _NOT_NOW:
        raise PutOffError(reply)
    if reply.kind == 5:  # noqa: PLR2004 - no
        raise refusals.hello_refused(session.host, reply)
    if reply.code != 250:  # noqa: PLR2004 - done
        raise GarbledError
    found: dict[str, str] = {}
    for line in reply.lines[1:]:
        word, _, rest = line.replace("=", " ", 1).partition(" ")  # old servers write AUTH=LOGIN
        found[word.upper()] = f"{found.get(word.upper(), '')} {rest}".strip()
    return found
