"""One HTTPS request over verified TLS: one deadline for all of it; "not written" and "no answer" are kept apart.

Nothing is ever repeated and no redirection followed: whether a request may be made again is its caller's to know.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BLOCK = 1 << 16
_MOST = 1 << 23  # bytes of an answer; Graph gives a draft back with its body


class NotWrittenError(Exception):
    """Nothing of the request has left: the other side cannot have acted on it."""


class UnprovenError(NotWrittenError):
    """The other side could not prove who it is."""


class NoAnswerError(Exception):
    """The request was written, in part or whole, and no status came back: what was done is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the requests of one message share: where they go, with whose token, until when (on ``clock``)."""

    base_url: str
    token: str = field(repr=False)
    context: ssl.SSLContext
    clock: Callable[[], float]
    until: float

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: when none are.
        """
        seconds = self.until - self.clock()
        if seconds <= 0:
            raise TimeoutError
        return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. ``body`` is empty when it broke off after the status; ``tls`` is the version spoken."""

    status: int
    body: bytes = field(repr=False)
    tls: str


def verified(context: ssl.SSLContext | None) -> ssl.SSLContext:
    """Return a context that proves the other side, TLS 1.2 at least.

    Raises:
        ValueError: when the one that was given does not.
    """
    found = context or ssl.create_default_context()
    found.minimum_version = max(found.minimum_version, ssl.TLSVersion.TLSv1_2)
    if not found.check_hostname or found.verify_mode is not ssl.CERT_REQUIRED:
        raise ValueError("a TLS context that proves nothing")
    return found


def request(
    call: Call, method: str, path: str, *,
    headers: Mapping[str, str] | None = None, body: bytes = b"", before: Callable[[], None] | None = None,
) -> Reply:  # fmt: skip
    """Make one request on a connection of its own.

    Args:
        call: where, as whom, until when.
        method: GET or POST.
        path: below the base URL, quoted, with its query.
        headers: beside the token's.
        body: of a POST.
        before: done when the connection stands and nothing is written; when it raises, nothing will be.

    Raises:
        NotWrittenError: no connection, or no time left; UnprovenError: the certificate is not good.
        NoAnswerError: as it says.
    """
    place = urlsplit(call.base_url)
    with closing(_connect(call, place.hostname or "", place.port or 443)) as wire:
        connection = http.client.HTTPConnection(place.hostname or "", place.port or 443)
        connection.sock = wire  # its own would count the time anew at each read
        length = {"Content-Length": str(len(body))} if method == "POST" else {}
        given = {"Authorization": f"Bearer {call.token}", "Connection": "close", **length, **(headers or {})}
        if before is not None:
            before()
        try:
            connection.request(method, place.path + path, body=body or None, headers=given)
            with closing(connection.getresponse()) as response:
                return Reply(status=response.status, body=_body(response), tls=wire.version)
        except (OSError, http.client.HTTPException):
            raise NoAnswerError from None


def _body(response: http.client.HTTPResponse) -> bytes:
    try:
        body = response.read(_MOST + 1)
    except (OSError, http.client.HTTPException):
        return b""
    return body if len(body) <= _MOST else b""


def _connect(call: Call, host: str, port: int) -> _Wire:
    plain: socket.socket | None = None
    try:
        plain = socket.create_connection((host, port), timeout=call.left())
        plain.settimeout(call.left())
        return _Wire(call.context.wrap_socket(plain, server_hostname=host), call.left)
    except ssl.SSLCertVerificationError:
        raise UnprovenError from None
    except OSError:
        raise NotWrittenError from None
    finally:
        if plain is not None:
            plain.close()  # wrapped, it is the other's; otherwise nobody's


class _Wire:
    """A socket whose every step gets only the time that is left, so that one byte a minute gains nothing."""

    def __init__(self, sock: ssl.SSLSocket, left: Callable[[], float]) -> None:
        self._sock, self._left, self.version = sock, left, sock.version() or ""

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._left())
            rest = rest[self._sock.send(rest[:_BLOCK]) :]

    def makefile(self, *_args: object) -> io.BufferedReader:
        return io.BufferedReader(_Answer(self._sock, self._left))

    def close(self) -> None:
        self._sock.close()


class _Answer(io.RawIOBase):
    """What comes back on the socket; closing it closes nothing, for http.client closes both, in either order."""

    def __init__(self, sock: ssl.SSLSocket, left: Callable[[], float]) -> None:
        super().__init__()
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer, as io says
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)
