"""The archive mailbox is opened with an access token where the settings say so, and a refused token is told."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.secrets import Secret
from reporter.delivery.transport.archive import check
from reporter.errors import MailError
from reporter.workspace import Archive
from tests.delivery.faults import server_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.stand.certificates import Certificates

TOKEN = "ey.canary.token"  # noqa: S105 - no secret
REFUSAL = base64.b64encode(b'{"status":"400"}')


@contextmanager
def imap_server(certs: Certificates, *, takes: bool) -> Iterator[tuple[int, list[bytes]]]:
    """Run a server that knows XOAUTH2 alone; yield its port and what it read."""
    read: list[bytes] = []

    def talk(listener: socket.socket) -> None:
        with (
            server_context(certs.good).wrap_socket(listener.accept()[0], server_side=True) as line,
            line.makefile("rb") as lines,
        ):
            line.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready\r\n")
            for command in lines:
                read.append(command)
                tag, _, rest = command.strip().partition(b" ")
                if rest.upper() == b"CAPABILITY":
                    line.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + tag + b" OK done\r\n")
                elif rest.upper() == b"AUTHENTICATE XOAUTH2":
                    line.sendall(b"+ \r\n")
                    read.append(lines.readline())
                    if not takes:
                        line.sendall(b"+ " + REFUSAL + b"\r\n")
                        read.append(lines.readline())
                    line.sendall(tag + (b" OK in\r\n" if takes else b" NO out\r\n"))
                else:
                    line.sendall(tag + b" OK done\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=talk, args=(listener,), daemon=True)
        thread.start()
        yield listener.getsockname()[1], read
        thread.join(5)


def settings(port: int, certs: Certificates) -> Archive:
    """Return settings that ask for a token."""
    return Archive(host="localhost", port=port, user="arkiv@consult.test", auth="xoauth2", ca_file=str(certs.ca))


def test_a_token_opens_the_mailbox(certs: Certificates) -> None:
    """The token goes in Microsoft's form, once, inside TLS."""
    with imap_server(certs, takes=True) as (port, read):
        (line,) = check(settings(port, certs), Secret(TOKEN))
    assert "login ok" in line
    said = [base64.b64decode(one) for one in read if not one.strip().count(b" ")]
    assert said == [f"user=arkiv@consult.test\1auth=Bearer {TOKEN}\1\1".encode()]


def test_a_refused_token_is_told_without_it(certs: Certificates) -> None:
    """The error step is answered with nothing, as Microsoft asks, and the token is in no text."""
    with imap_server(certs, takes=False) as (port, read), pytest.raises(MailError, match="E474") as caught:
        check(settings(port, certs), Secret(TOKEN))
    assert read[-1].strip() == b"" or read[-2].strip() == b""
    assert TOKEN not in str(caught.value)
