"""The archive mailbox: which messages have arrived there, looked up by IMAP over verified TLS, without a trace."""

from __future__ import annotations

import base64
import imaplib
import re
import socket
import ssl
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from threading import Timer
from typing import TYPE_CHECKING

from reporter.delivery.transport.refusals import not_proven
from reporter.delivery.transport.tls import context_of
from reporter.errors import MailError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reporter.delivery.secrets import Secret
    from reporter.workspace import Archive

_PORT = 993
_DEADLINE = 120.0  # seconds for one look
_MESSAGE_ID = re.compile(r"<[!#-;=?-\[\]-~]+>")
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


def found(
    settings: Archive, password: Secret, message_ids: Collection[str], *, deadline: float = _DEADLINE
) -> frozenset[str]:
    """Return those Message-IDs (with their angle brackets) of which the archive's folder holds a message.

    Args:
        settings: host, port, user, folder.
        password: of ``user``, or an access token (see ``choice.archive_secret``).
        message_ids: what is looked for.
        deadline: seconds for the whole look.

    Raises:
        UsageError: E460, E472: a setting is missing or unusable.
        MailError: E467, E468: the server cannot prove who it is; E473: it cannot be reached; E474: it refuses the
            login; E475: it has no such folder.
    """
    if not message_ids:
        return frozenset()
    with _opened(settings, password, deadline) as box:
        return frozenset(one for one in message_ids if _MESSAGE_ID.fullmatch(one) and _holds(box, one))


def check(settings: Archive, password: Secret, *, deadline: float = _DEADLINE) -> tuple[str, ...]:
    """Log in and look into the folder; return what was found, a line each.

    Raises:
        UsageError: as ``found``.
        MailError: as ``found``.
    """
    with _opened(settings, password, deadline) as box:
        version = box.sock.version() if isinstance(box.sock, ssl.SSLSocket) else ""
        return (f"{settings.host} port {settings.port}: {version}, login ok, folder {settings.folder} can be read",)


class _Box(imaplib.IMAP4_SSL):
    """A mailbox whose connection is cut at the deadline, however often a byte arrives."""

    _watch: Timer | None = None

    def open(self, host: str = "", port: int | None = None, timeout: float | None = None) -> None:
        super().open(host, port or _PORT, timeout)
        self._watch = Timer(timeout or _DEADLINE, _cut, (self.sock,))
        self._watch.daemon = True
        self._watch.start()

    def shutdown(self) -> None:
        if self._watch:
            self._watch.cancel()
        super().shutdown()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):  # past TLS, which another thread is reading
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


@contextmanager
def _opened(settings: Archive, password: Secret, deadline: float) -> Iterator[imaplib.IMAP4_SSL]:
    """Log in and open the folder for reading only, so that no message is marked as seen."""
    if not settings.host or not settings.user:
        raise UsageError("E460", "host or user in [archive] is missing", help="set both in reporter.toml")
    context = context_of(settings.ca_file)
    try:
        with _Box(settings.host, settings.port, ssl_context=context, timeout=deadline) as box:
            _log_in(box, settings, password)
            if box.select(_quoted(settings.folder), readonly=True)[0] != "OK":
                raise MailError(
                    "E475",
                    f"the archive mailbox has no folder {settings.folder}",
                    help="correct folder in [archive]; it is INBOX unless a rule files the copies elsewhere",
                )
            yield box
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise _unreachable(settings.host) from None
    except ssl.SSLError as fault:
        raise not_proven(settings.host, fault) from None
    except (OSError, UnicodeError, imaplib.IMAP4.error):
        raise _unreachable(settings.host) from None


def _log_in(box: imaplib.IMAP4_SSL, settings: Archive, password: Secret) -> None:
    """Log in by PLAIN, which takes UTF-8, or with a token."""
    token = settings.auth == "xoauth2"
    bare = f"user={settings.user}\1auth=Bearer " if token else f"\0{settings.user}\0"
    asked = []

    def answer(_: bytes) -> bytes:
        asked.append(1)
        return (bare + password.reveal() + ("\1\1" if token else "")).encode() if len(asked) == 1 else b""

    try:
        box.authenticate("XOAUTH2" if token else "PLAIN", answer)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise MailError(
            "E474",
            f"{settings.host} refuses the login to the archive mailbox",
            help="correct user in [archive] or the secret imap; with xoauth2, grant the application IMAP.AccessAsApp",
        ) from None


def _holds(box: imaplib.IMAP4_SSL, message_id: str) -> bool:
    """Tell whether a message has this very id: IMAP finds all whose id holds it somewhere."""
    kind, hits = box.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
    numbers = b",".join((hits[0] or b"").split()) if kind == "OK" and hits else b""
    if not numbers:
        return False
    headers = box.uid("FETCH", numbers.decode("ascii"), "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")[1]
    parsed = (BytesHeaderParser().parsebytes(part[1]) for part in headers if isinstance(part, tuple))
    return any(str(one["Message-ID"]).strip() == message_id for one in parsed)


def _quoted(folder: str) -> str:
    """Return a folder's name as IMAP writes it: modified UTF-7 (RFC 3501, 5.1.3), in quotes."""

    def coded(run: re.Match[str]) -> str:
        inner = base64.b64encode(run[0].encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
        return f"&{inner}-"

    name = _NOT_ASCII.sub(coded, folder.replace("&", "&-"))
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unreachable(host: str) -> MailError:
    return MailError(
        "E473", f"the archive mailbox at {host} cannot be reached", help="check [archive], or try again later"
    )
