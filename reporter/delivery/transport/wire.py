"""A line to a server with one deadline for all that is said on it.

Not ``smtplib``: its time-out starts anew with each byte that arrives, its reader hides what has arrived beyond the
reply, and its ``sendmail``, ``login`` and ``starttls`` (which verifies nobody) would stay within reach.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import ssl
import struct
import time
from typing import TYPE_CHECKING

from reporter.delivery.transport.answers import GarbledError, LostError, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 16384  # one TLS record
_LONGEST_LINE, _MOST_LINES = 4096, 200
_CONNECTING = 20.0  # seconds for one of a host's addresses, so that a dead one leaves time for the next
_RESET = struct.pack("ii" if os.name == "posix" else "hh", 1, 0)  # SO_LINGER: what is not sent yet is thrown away
_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
CLOSING = 421  # may be said at any time


class Wire:
    """One connection. Times are seconds of ``clock``; nothing on it lasts beyond ``until``."""

    def __init__(self, host: str, port: int, until: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Connect.

        Raises:
            LostError: nobody answers.
        """
        self._until, self._clock = until, clock
        self._waiting = bytearray()
        self._socket = self._connected(host, port)

    def left(self) -> float:
        """Return the seconds until the deadline.

        Raises:
            LostError: it has passed.
        """
        seconds = self._until - self._clock()
        if seconds <= 0:
            raise LostError("deadline")
        return seconds

    def limit(self, seconds: float) -> None:
        """Bring the deadline nearer: to at most some seconds from now."""
        self._until = min(self._until, self._clock() + seconds)

    def secure(self, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
        """Go over to TLS.

        Raises:
            GarbledError: the server has said more than it was asked before TLS began: somebody may stand between.
            ssl.SSLError: it cannot prove who it is, or speaks no TLS that we take.
            LostError: it went away.
        """
        if self._waiting:
            raise GarbledError
        try:
            self._socket.settimeout(self.left())
            secured = context.wrap_socket(self._socket, server_hostname=host)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as fault:
            raise LostError(self._why(fault)) from None
        except ssl.SSLError:
            raise
        except OSError as fault:
            raise LostError(self._why(fault)) from None
        self._socket = secured
        return secured

    def command(self, text: str) -> Reply:
        """Send one line (without its end) and return the reply.

        Raises:
            LostError: the connection or the deadline ended.
            GarbledError: the reply is none, or the server had said something before that nobody asked for.
        """
        if not text.isascii() or not text.isprintable():
            raise ValueError("a command holds a sign that no command has")
        if self._waiting:
            if (unasked := self.reply()).code != CLOSING:
                raise GarbledError
            return unasked
        self.send(text.encode("ascii") + b"\r\n")
        return self.reply()

    def send(self, content: bytes) -> None:
        """Send bytes.

        Raises:
            LostError: the connection or the deadline ended before all were taken.
        """
        view = memoryview(content)
        try:
            while view:
                self._socket.settimeout(self.left())
                view = view[self._socket.send(view[:_CHUNK]) :]
        except OSError as fault:
            raise LostError(self._why(fault)) from None

    def reply(self) -> Reply:
        """Read one reply, of however many lines.

        Raises:
            LostError: the connection or the deadline ended before its end.
            GarbledError: it is none.
        """
        lines: list[str] = []
        code = 0
        while len(lines) < _MOST_LINES:
            found = _LINE.fullmatch(self._line())
            if not found or code not in (0, int(found[1])):
                raise GarbledError
            code = int(found[1])
            lines.append((found[3] or b"").decode("utf-8", "replace").strip())
            if found[2] != b"-":
                return Reply(code, tuple(lines))
        raise GarbledError

    def spoken(self) -> bool:
        """Tell, without waiting, whether the server has said something unasked, or has gone."""
        try:
            self._socket.settimeout(0)
            self._waiting += self._socket.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return bool(self._waiting)
        except OSError:
            return True
        return True

    def close(self, *, hard: bool = False) -> None:
        """End the connection; ``hard``: throw away what the system has not sent yet."""
        with contextlib.suppress(OSError):
            if hard:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        with contextlib.suppress(OSError):
            self._socket.close()

    def _connected(self, host: str, port: int) -> socket.socket:
        try:
            places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, ValueError):
            raise LostError("name not found") from None
        for family, kind, protocol, _, address in places:
            with contextlib.ExitStack() as undo:
                found = undo.enter_context(socket.socket(family, kind, protocol))
                try:
                    found.settimeout(min(self.left(), _CONNECTING))
                    found.connect(address)
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                except OSError:
                    continue
                undo.pop_all()
                return found
        raise LostError("no connection")

    def _line(self) -> bytes:
        while (end := self._waiting.find(b"\n")) < 0:
            if len(self._waiting) > _LONGEST_LINE:
                raise GarbledError
            try:
                self._socket.settimeout(self.left())
                received = self._socket.recv(_CHUNK)
            except OSError as fault:
                raise LostError(self._why(fault)) from None
            if not received:
                raise LostError("connection lost")
            self._waiting += received
        line = bytes(self._waiting[:end])
        del self._waiting[: end + 1]
        return line.removesuffix(b"\r")

    def _why(self, fault: OSError) -> str:
        late = isinstance(fault, TimeoutError) or self._clock() >= self._until
        return "deadline" if late else "connection lost"
