"""Replies of mail servers: how they are read, what they mean before and after the dot, what is kept of them."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport.answers import (
    GarbledError,
    LostError,
    PutOffError,
    Reply,
    after_the_dot,
    before_the_dot,
    said,
)
from reporter.delivery.transport.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

Talk = tuple[Wire, socket.socket]


@pytest.fixture
def talk() -> Iterator[Talk]:
    """A line to somebody whom the test plays itself."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire("127.0.0.1", listener.getsockname()[1], time.monotonic() + 10)
        other, _ = listener.accept()
        with other:
            yield wire, other
            wire.close()


@pytest.mark.parametrize(
    ("sent", "code", "lines"),
    [
        (b"250 ok\r\n", 250, ("ok",)),
        (b"250\r\n", 250, ("",)),
        (b"250 ok\n", 250, ("ok",)),
        (b"250-one\r\n250-\r\n250 three\r\n", 250, ("one", "", "three")),
        ("550 5.1.1 okänd\r\n".encode(), 550, ("5.1.1 okänd",)),
        (b"550 \xff\r\n", 550, ("\N{REPLACEMENT CHARACTER}",)),
    ],
)
def test_replies_are_read(talk: Talk, sent: bytes, code: int, lines: tuple[str, ...]) -> None:
    """Of one line and of several, with and without text, whatever its bytes."""
    wire, other = talk
    other.sendall(sent)
    assert wire.reply() == Reply(code, lines)


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n", b"\r\n", b"25 ok\r\n", b"2500 ok\r\n", b"150 ok\r\n", b"650 ok\r\n", b" 250 ok\r\n",
        b"250_ok\r\n", b"-50 ok\r\n", b"250-one\r\n251 two\r\n", b"250-one\r\n two\r\n",
        "２５０ ok\r\n".encode(), b"250-x\r\n" * 300, b"250 " + b"x" * 20_000,
    ],
)  # fmt: skip
def test_what_is_no_reply_is_told(talk: Talk, sent: bytes) -> None:
    """No figures, wrong figures, changing figures, too many lines, a line without an end."""
    wire, other = talk
    other.sendall(sent)
    with pytest.raises(GarbledError, match="unreadable reply"):
        wire.reply()


def test_a_reply_that_nobody_asked_for_is_never_taken_for_the_next_ones(talk: Talk) -> None:
    """Two replies to one command: the second would answer the following command, and each after that."""
    wire, other = talk
    other.sendall(b"250 one\r\n250 two\r\n")
    assert wire.command("RCPT TO:<a@b.test>").code == 250
    with pytest.raises(GarbledError):
        wire.command("DATA")
    assert other.recv(999) == b"RCPT TO:<a@b.test>\r\n"


def test_a_farewell_that_nobody_asked_for_is_the_answer(talk: Talk) -> None:
    """421 may be said at any time: the next command is not written and gets it as its answer."""
    wire, other = talk
    other.sendall(b"250 one\r\n421 4.3.2 closing\r\n")
    wire.command("RCPT TO:<a@b.test>")
    assert wire.command("DATA").code == 421
    assert other.recv(999) == b"RCPT TO:<a@b.test>\r\n"


@pytest.mark.parametrize("text", ["RCPT TO:<a>\r\nDATA", "NOOP\n", "NOOP\0", "NOOP å", "NOOP\x85"])
def test_no_command_holds_a_second_one(talk: Talk, text: str) -> None:
    """A line end in a command is a fault of ours, and nothing of it is written."""
    wire, other = talk
    with pytest.raises(ValueError, match="a sign that no command has"):
        wire.command(text)
    other.settimeout(0)
    with pytest.raises(BlockingIOError):
        other.recv(1)


def test_whether_something_was_said_is_told_without_waiting(talk: Talk) -> None:
    """Silence, words, and hanging up; words that were seen are still read afterwards."""
    wire, other = talk
    assert not wire.spoken()
    other.sendall(b"554 no\r\n")
    while not wire.spoken():
        time.sleep(0)
    assert wire.reply().code == 554
    assert not wire.spoken()
    other.close()
    while not wire.spoken():
        time.sleep(0)
    with pytest.raises(LostError, match="connection lost"):
        wire.reply()


def test_a_connection_that_was_reset_has_spoken(talk: Talk) -> None:
    """RST in place of FIN: an error of the system's, and as much an ending."""
    wire, other = talk
    other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    other.close()
    assert select.select([wire._socket], [], [], 5)[0]
    assert wire.spoken()
    with pytest.raises(LostError, match="connection lost"):
        wire.command("NOOP")


def test_what_was_said_before_tls_does_not_reach_into_it(talk: Talk) -> None:
    """More than the answer to STARTTLS ends the conversation before the handshake."""
    import ssl

    wire, other = talk
    other.sendall(b"220 go ahead\r\n250 AUTH PLAIN\r\n")
    assert wire.command("STARTTLS").code == 220
    with pytest.raises(GarbledError):
        wire.secure(ssl.create_default_context(), "localhost")


def test_a_deadline_that_has_passed_ends_everything(talk: Talk) -> None:
    """Reading, writing and commands; and a deadline that was brought nearer does not move away again."""
    wire, _ = talk
    wire.limit(0.05)
    wire.limit(60)
    for act in (wire.reply, lambda: wire.command("NOOP"), lambda: wire.send(b"x")):
        with pytest.raises(LostError, match="deadline"):
            act()


def test_bytes_are_written_whole_however_slowly_they_are_read(talk: Talk) -> None:
    """Four megabytes through buffers that hold less."""
    wire, other = talk
    content = bytes(range(256)) * 16384
    read = bytearray()

    def take() -> None:
        while len(read) < len(content):
            read.extend(other.recv(10_000))

    reader = threading.Thread(target=take)
    reader.start()
    wire.send(content)
    reader.join(10)
    assert bytes(read) == content


@pytest.mark.parametrize(
    ("code", "text", "before", "after", "reply"),
    [
        (250, "2.0.0 Ok: queued as 4F", None, "accepted", "250 2.0.0 accepted"),
        (251, "will forward", None, "accepted", "251 accepted"),
        (354, "go on", None, "unknown", "354 unreadable reply"),
        (421, "4.3.2 closing", "later", "later", "421 4.3.2 server busy"),
        (450, "4.2.0 <anna@norrvik.test>: Greylisted", "later", "later", "450 4.2.0 greylisted"),
        (450, "try again", "later", "later", "450 not now"),
        (451, "4.7.1 graylisting in action", "later", "later", "451 4.7.1 greylisted"),
        (452, "4.2.2 full", "later", "later", "452 4.2.2 mailbox full"),
        (550, "5.1.1 <anna@norrvik.test>: unknown", "refused", "refused", "550 5.1.1 no such mailbox"),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", "refused", "refused", "550 5.1.10 takes no mail"),
        (550, "anna@norrvik.test unknown", "refused", "refused", "550 refused"),
        (550, "5.7.60 SMTP; Client does not have permissions", "refused", "refused", "550 5.7.60 sender not permitted"),
        (552, "5.2.3 too big", "refused", "refused", "552 5.2.3 too large"),
        (554, "5.7.1 <a@b.test>: Relay access denied", "refused", "refused", "554 5.7.1 relaying denied"),
        (554, "5.7.1 looks like SPAM", "refused", "refused", "554 5.7.1 taken for spam"),
        (554, "5.9.9 whatever", "refused", "refused", "554 5.9.9 refused"),
        (554, "15.7.1 no code", "refused", "refused", "554 refused"),
    ],
)
def test_each_reply_has_one_meaning_and_keeps_no_text(
    code: int, text: str, before: str | None, after: str, reply: str
) -> None:
    """Before the dot a "yes" is no ending; after it what is neither yes nor no leaves it open."""
    given = Reply(code, (text,))
    answer = after_the_dot(given)
    assert (answer.kind, answer.reply) == (after, reply)
    if before is None:
        with pytest.raises(GarbledError):
            before_the_dot(given)
    else:
        assert before_the_dot(given).kind == before


def test_a_put_off_keeps_codes_only() -> None:
    """Its text becomes the ledger's reply."""
    assert str(PutOffError(Reply(454, ("4.7.0 try anna@norrvik.test later",)))) == "454 4.7.0 not now"
    assert said(Reply(235, ("2.7.0 welcome anna",)), "ok") == "235 2.7.0 ok"
