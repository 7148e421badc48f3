"""One conversation of the fault server, as its rules want it."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tests.delivery.fault_modes import REPLIES, Mode

if TYPE_CHECKING:
    import socket
    import ssl
    import threading
    from collections.abc import Callable, Mapping

USER, PASSWORD = "reporter@consult.test", "lösen-åäö-€-kanarie"
ARCHIVE = "arkiv@consult.test"
PATIENCE = 20.0
_DRIP = 0.03  # seconds between two bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that the server holds: its bytes without the dot's stuffing."""

    recipients: tuple[str, ...]
    eml: bytes


@dataclass(slots=True, kw_only=True)
class Seen:
    """A connection: what was read before TLS and inside it, and which logins were tried (decoded)."""

    number: int
    plain: bytearray = field(default_factory=bytearray)
    secure: bytearray = field(default_factory=bytearray)
    logins: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)


class Server(Protocol):
    """What a conversation needs of its server."""

    implicit: bool
    password: str
    taken: list[Taken]
    contexts: Mapping[Mode, ssl.SSLContext]
    stopping: threading.Event

    def applies(self, mode: Mode, seen: Seen) -> bool:
        """Tell whether a mode applies to a connection now."""


class _Gone(Exception):  # noqa: N818 - no fault: the conversation's end
    """The connection is over."""


class Conversation:
    """One connection of the fault server."""

    def __init__(self, server: Server, connection: socket.socket, seen: Seen) -> None:
        self._server, self._socket, self._seen = server, connection, seen
        self._buffer = bytearray()
        self._encrypted = False

    def run(self) -> None:
        """Talk until somebody hangs up."""
        self._socket.settimeout(0.1)
        try:
            if not self._is(Mode.CONNECT_DROP):
                self._talk()
        except (_Gone, OSError):
            pass
        finally:
            self._socket.close()

    def _is(self, mode: Mode) -> bool:
        return self._server.applies(mode, self._seen)

    def _talk(self) -> None:
        if self._server.implicit:
            self._secure()
        if self._is(Mode.NO_BANNER):
            self._stall()
        if self._is(Mode.BANNER_DRIP):
            self._drip("220-")
        self._answer("banner", "220 fault.test ESMTP")
        commands: Mapping[str, Callable[[str], None]] = {
            "EHLO": self._ehlo, "STARTTLS": self._starttls, "AUTH": self._auth, "MAIL": self._mail,
            "RCPT": self._rcpt, "DATA": self._data, "RSET": self._rset, "QUIT": self._quit,
        }  # fmt: skip
        while True:
            line = self._line()
            commands.get(line.split(" ")[0].upper(), self._unknown)(line)

    def _answer(self, stage: str, ordinary: str) -> bool:
        """Say what a rule puts in place of the ordinary reply, or that; tell whether it was the ordinary one."""
        for mode, reply in REPLIES.items():
            if mode.startswith(f"{stage}_") and self._is(Mode(mode)):
                self._say(reply.format(rcpt=self._seen.recipients[-1] if self._seen.recipients else ""))
                if reply.startswith("421"):
                    raise _Gone
                return False
        self._say(ordinary)
        return True

    def _ehlo(self, _: str) -> None:
        ways = "LOGIN" if self._is(Mode.LOGIN_ONLY) else "CRAM-MD5 SCRAM-SHA-256"
        if not (self._is(Mode.LOGIN_ONLY) or self._is(Mode.NO_PLAIN)):
            ways = "PLAIN LOGIN XOAUTH2"
        if self._encrypted:
            features = ["8BITMIME", f"SIZE {100 if self._is(Mode.SIZE_SMALL) else 20_000_000}", f"AUTH {ways}"]
        else:
            features = ["8BITMIME"] if self._is(Mode.NO_STARTTLS) else ["STARTTLS", "8BITMIME"]
            # what an attacker would have a client believe: everything is on offer before TLS
            features += ["AUTH PLAIN LOGIN XOAUTH2", "SIZE 5"]
        lines = ["fault.test", *features]
        self._answer("ehlo", "\r\n".join(f"250{'-' if one != lines[-1] else ' '}{one}" for one in lines))

    def _starttls(self, _: str) -> None:
        if self._is(Mode.STARTTLS_INJECTED):
            self._say("220 go ahead\r\n250-fault.test\r\n250 AUTH PLAIN")
            self._stall()
        if self._answer("starttls", "220 go ahead"):
            if self._is(Mode.TLS_DROP):
                raise _Gone
            self._secure()

    def _secure(self) -> None:
        contexts = self._server.contexts
        context = next((contexts[mode] for mode in contexts if self._is(mode)), contexts[Mode.OK])
        self._socket.settimeout(PATIENCE)
        self._socket = context.wrap_socket(self._socket, server_side=True)
        self._socket.settimeout(0.1)
        self._encrypted = True

    def _auth(self, line: str) -> None:
        _, way, *rest = line.split(" ")
        if way == "LOGIN":
            for prompt in ("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"):
                self._say(prompt)
                self._seen.logins.append(base64.b64decode(self._line()))
            right = self._seen.logins[-2:] == [USER.encode(), self._server.password.encode()]
        else:
            self._seen.logins.append(base64.b64decode(rest[0]))
            if way == "XOAUTH2" and self._is(Mode.XOAUTH2_REFUSED):
                self._say("334 eyJzdGF0dXMiOiI0MDAifQ==")  # {"status":"400"}
                self._line()
                right = False
            else:
                plain = f"\0{USER}\0{self._server.password}".encode()
                right = way == "XOAUTH2" or self._seen.logins[-1] == plain
        self._answer("auth", "235 2.7.0 ok" if right else "535 5.7.8 wrong")

    def _mail(self, _: str) -> None:
        self._seen.recipients.clear()
        self._answer("mail", "250 2.1.0 ok")

    def _rcpt(self, line: str) -> None:
        found = re.match(r"RCPT TO:<([^<>]+)>$", line)
        if not found:
            self._say("501 5.1.3 bad address")
            return
        self._seen.recipients.append(found[1])
        if found[1] == ARCHIVE:
            if not self._answer("archive", "250 2.1.5 ok"):
                self._seen.recipients.pop()
            return
        if self._is(Mode.RCPT_DROP):
            raise _Gone
        if self._is(Mode.RCPT_DRIP):
            self._drip("250-")
        if not self._answer("rcpt", "250 2.1.5 ok" + ("\r\n250 2.1.5 ok" if self._is(Mode.RCPT_TWICE) else "")):
            self._seen.recipients.pop()

    def _data(self, _: str) -> None:
        early = "\r\n250 2.0.0 ok already" if self._is(Mode.BODY_250) else ""
        early += "\r\n554 5.3.4 I have seen enough" if self._is(Mode.BODY_554) else ""
        early += "\r\n552 5.3.4 too much" if self._is(Mode.BODY_552_DROP) else ""
        if not self._answer("data", f"354 go on{early}"):  # at one go, so that it is there before the body
            return
        if self._is(Mode.BODY_552_DROP):
            self._read()
            raise _Gone
        if early:
            self._stall()
        if self._is(Mode.BODY_DROP):
            self._read()
            raise _Gone
        if self._is(Mode.BODY_STALL):
            self._server.stopping.wait()
            raise _Gone
        self._taken(self._body())

    def _taken(self, eml: bytes) -> None:
        refused = ("421", "451", "452", "552", "554")
        lost = any(self._is(Mode(f"dot_{code}")) for code in refused)
        if not lost:
            self._server.taken.append(Taken(recipients=tuple(self._seen.recipients), eml=eml))
        if self._is(Mode.DOT_DROP):
            raise _Gone
        if self._is(Mode.DOT_STALL):
            self._stall()
        if self._is(Mode.DOT_DRIP):
            self._drip("250-")
        self._answer("dot", "250 2.0.0 ok: queued")

    def _body(self) -> bytes:
        while not self._buffer.startswith(b".\r\n") and b"\r\n.\r\n" not in self._buffer:
            self._read()
        body, _, rest = bytes(b"\r\n" + self._buffer).partition(b"\r\n.\r\n")
        self._buffer = bytearray(rest)
        return (body + b"\r\n").replace(b"\r\n.", b"\r\n").removeprefix(b"\r\n")

    def _rset(self, _: str) -> None:
        self._seen.recipients.clear()
        self._say("250 2.0.0 ok")

    def _quit(self, _: str) -> None:
        self._say("221 2.0.0 bye")
        raise _Gone

    def _unknown(self, _: str) -> None:
        self._say("502 5.5.2 not known")

    def _say(self, text: str) -> None:
        self._socket.sendall(text.encode("latin-1") + b"\r\n")

    def _line(self) -> str:
        while b"\r\n" not in self._buffer:
            self._read()
        line, _, rest = bytes(self._buffer).partition(b"\r\n")
        self._buffer = bytearray(rest)
        return line.decode("latin-1")

    def _read(self) -> None:
        """Read once; wait for it until the server stops."""
        while not self._server.stopping.is_set():
            try:
                received = self._socket.recv(65536)
            except TimeoutError:
                continue
            if not received:
                raise _Gone
            (self._seen.secure if self._encrypted else self._seen.plain).extend(received)
            self._buffer += received
            return
        raise _Gone

    def _stall(self) -> None:
        """Say nothing more, and read what comes."""
        while True:
            self._read()

    def _drip(self, beginning: str) -> None:
        """Say a reply that never ends, one sign after the other."""
        self._socket.sendall(beginning.encode("ascii"))
        while not self._server.stopping.wait(_DRIP):
            self._socket.sendall(b"x")
        raise _Gone
