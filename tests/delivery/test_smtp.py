"""SMTP: what becomes of a message, whatever the server does; the dot is the last thing, and written at most once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport.dot import stuffed
from reporter.errors import MailError
from tests.delivery.faults import ARCHIVE, HELD, OUTCOMES, SLOW, FaultServer, Mode, Taken, fault_server
from tests.delivery.post import RECIPIENT, SENDER, Ledger, eml, envelope, through

if TYPE_CHECKING:
    from tests.delivery.stand.certificates import Certificates

LARGE = eml(body=("x" * 98 + "\r\n") * 160_000)  # 16 MB: more than any socket's buffers hold
TAKEN = Taken(recipients=(RECIPIENT, ARCHIVE), eml=eml())
AFTER_THE_DOT = frozenset(mode for mode in Mode if mode.startswith("dot_"))
#: What is told of each fault that stops everything: code, and a word of it.
TOLD = {
    Mode.EHLO_550: ("E469", "550 5.7.1"),
    Mode.NO_STARTTLS: ("E466", "STARTTLS is not offered"),
    Mode.STARTTLS_502: ("E466", "answered 502"),
    Mode.STARTTLS_INJECTED: ("E466", "in between"),
    Mode.SELF_SIGNED: ("E467", "self-signed"),
    Mode.WRONG_HOST: ("E467", "another host"),
    Mode.EXPIRED: ("E467", "expired"),
    Mode.OLD_TLS: ("E468", "older than 1.2"),
    Mode.NO_PLAIN: ("E465", "no login with a password"),
    Mode.AUTH_535: ("E463", "535 5.7.8 login refused"),
    Mode.AUTH_BASIC_OFF: ("E464", "535 5.7.139 basic authentication is off"),
    Mode.AUTH_BASIC_GONE: ("E464", "550 5.7.30 basic authentication is off"),
    Mode.MAIL_530: ("E465", "530 5.7.0 login required"),
    Mode.MAIL_550: ("E470", "550 5.7.1 sender refused"),
}
REPLIES = {
    Mode.OK: "250 2.0.0 accepted",
    Mode.CONNECT_DROP: "connection lost",
    Mode.BANNER_554: "554 5.7.1 not permitted",
    Mode.BANNER_GARBAGE: "unreadable reply",
    Mode.AUTH_454: "454 4.7.0 not now",
    Mode.SIZE_SMALL: "552 5.3.4 too large here",
    Mode.RCPT_450: "450 4.2.0 greylisted",
    Mode.RCPT_550: "550 5.1.1 no such mailbox",
    Mode.RCPT_DROP: "connection lost",
    Mode.RCPT_TWICE: "unreadable reply",
    Mode.ARCHIVE_421: "421 4.3.2 server busy",
    Mode.BODY_554: "554 5.3.4 too large",
    Mode.BODY_250: "unreadable reply",
    Mode.DOT_DROP: "connection lost",
    Mode.DOT_GARBAGE: "unreadable reply",
    Mode.DOT_354: "354 unreadable reply",
    Mode.DOT_452: "452 4.3.1 server full",
    Mode.DOT_552: "552 5.2.2 mailbox full",
    Mode.DOT_554: "554 5.7.1 taken for spam",
}


@pytest.mark.parametrize("mode", [mode for mode in Mode if "config" not in OUTCOMES.get(mode, ()) and mode not in SLOW])
def test_each_fault_has_its_one_right_answer(server: FaultServer, mode: Mode) -> None:
    """The kind, our word for it, what the server holds, and whether the ledger was told before the dot."""
    server.fail(mode)
    ledger = Ledger()
    answer = through(server).send(envelope(), ledger.steps)
    server.idle()
    assert answer.kind in OUTCOMES[mode]
    assert answer.reply == REPLIES.get(mode, answer.reply)
    assert [taken.eml for taken in server.taken] == ([eml()] if mode in HELD else [])
    handed = answer.kind in ("accepted", "unknown") or mode in AFTER_THE_DOT
    assert ledger.handed == int(handed)
    assert answer.archived is (answer.kind in ("accepted", "unknown") and mode is not Mode.ARCHIVE_550)
    assert "@" not in answer.reply


@pytest.mark.parametrize("mode", list(TOLD))
def test_a_server_that_refuses_us_altogether_stops_everything(server: FaultServer, mode: Mode) -> None:
    """Such a fault is raised with its code; nothing was handed over, and the line holds no address and no secret."""
    server.fail(mode)
    ledger = Ledger()
    with pytest.raises(MailError) as caught:
        through(server).send(envelope(), ledger.steps)
    code, word = TOLD[mode]
    assert (caught.value.code, caught.value.exit_code) == (code, 4)
    assert word in str(caught.value)
    assert "@" not in str(caught.value)
    assert server.password not in str(caught.value)
    assert (ledger.handed, server.taken) == (0, [])


def test_no_mode_is_forgotten() -> None:
    """Each mode of the fault server has an outcome, and each of those that stop everything is told here."""
    assert set(OUTCOMES) == set(Mode)
    assert {mode for mode, kinds in OUTCOMES.items() if "config" in kinds} == set(TOLD) | {Mode.XOAUTH2_REFUSED}


def test_a_fault_of_one_recipient_leaves_the_others_alone(server: FaultServer) -> None:
    """Of three messages the second one's server hangs up after the dot; the first and third arrive."""
    server.fail(Mode.DOT_DROP, recipient="c02@clients.test")
    server.fail(Mode.AUTH_454, connection=4)
    kinds = [through(server).send(envelope(recipient=f"c0{n}@clients.test"), Ledger().steps).kind for n in (1, 2, 3, 4)]
    assert kinds == ["accepted", "unknown", "accepted", "later"]


@pytest.mark.parametrize("implicit", [False, True])
def test_bytes_arrive_as_they_are_kept(certs: Certificates, *, implicit: bool) -> None:
    """Lines of dots arrive unchanged, over both kinds of TLS, and the size told in MAIL is that of the bytes."""
    with fault_server(certs, implicit=implicit) as server:
        answer = through(server).send(envelope(), Ledger().steps)
        server.idle()
    assert (answer.kind, answer.archived) == ("accepted", True)
    assert server.taken == [TAKEN]
    assert f"MAIL FROM:<{SENDER}> SIZE={len(eml())}\r\n".encode() in server.seen[0].secure


def test_dots_are_doubled_at_line_beginnings_only() -> None:
    """Worked by hand from RFC 5321, 4.5.2."""
    assert stuffed(b".a\r\n\r\n.\r\nb.c\r\n..\r\n") == b"..a\r\n\r\n..\r\nb.c\r\n...\r\n"


def test_our_name_is_the_settings_or_the_senders_domain_never_the_machines(server: FaultServer) -> None:
    """EHLO is said with it both before and after TLS."""
    through(server).send(envelope(), Ledger().steps)
    through(server, hello="mail.norrvik.test").send(envelope(), Ledger().steps)
    server.idle()
    for seen, name in zip(server.seen, (b"consult.test", b"mail.norrvik.test"), strict=True):
        assert bytes(seen.plain) == b"EHLO " + name + b"\r\nSTARTTLS\r\n"
        assert seen.secure.startswith(b"EHLO " + name + b"\r\nAUTH PLAIN ")


def test_without_an_archive_one_recipient_is_named(server: FaultServer) -> None:
    """Nothing else is; and an archive that is the recipient itself is not named twice."""
    through(server).send(envelope(archive=""), Ledger().steps)
    answer = through(server).send(envelope(archive=RECIPIENT.upper()), Ledger().steps)
    server.idle()
    assert [taken.recipients for taken in server.taken] == [(RECIPIENT,), (RECIPIENT,)]
    assert answer.archived


def test_a_refused_archive_does_not_hold_the_client_up(server: FaultServer) -> None:
    """The message goes to the client, and the answer says that no copy was kept."""
    server.fail(Mode.ARCHIVE_550)
    answer = through(server).send(envelope(), Ledger().steps)
    server.idle()
    assert (answer.kind, answer.archived) == ("accepted", False)
    assert [taken.recipients for taken in server.taken] == [(RECIPIENT,)]


def test_a_refused_recipient_ends_it_before_any_byte_of_the_message(server: FaultServer) -> None:
    """RSET follows, and neither the archive's RCPT nor DATA."""
    server.fail(Mode.RCPT_550)
    through(server).send(envelope(), Ledger().steps)
    server.idle()
    assert server.seen[0].secure.endswith(f"RCPT TO:<{RECIPIENT}>\r\nRSET\r\nQUIT\r\n".encode())


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(Mode.BODY_DROP, "later"), (Mode.BODY_554, "refused"), (Mode.BODY_552_DROP, "refused"), (Mode.BODY_250, "later")],
)
def test_a_server_that_ends_a_large_message_early_never_gets_its_dot(
    server: FaultServer, mode: Mode, kind: str
) -> None:
    """What it says before the dot counts, and its hanging up is "later": the ledger is not told.

    Nor does it get our QUIT, which would be a line of the message.
    """
    server.fail(mode)
    ledger = Ledger()
    answer = through(server).send(envelope(LARGE), ledger.steps)
    server.idle()
    assert (answer.kind, ledger.handed, server.taken) == (kind, 0, [])
    assert not server.read().endswith(b"\r\n.\r\n")
    assert b"QUIT" not in server.read()


@pytest.mark.parametrize("fault", [OSError("database or disk is full"), KeyboardInterrupt()])
def test_a_ledger_that_cannot_commit_stops_the_dot(server: FaultServer, fault: BaseException) -> None:
    """The whole body was read by the server, the dot was not; the fault goes on to the caller."""

    def fail() -> None:
        raise fault

    with pytest.raises(type(fault)):
        through(server).send(envelope(), Ledger(on_hand_over=fail).steps)
    server.idle()
    assert server.taken == []
    assert server.read().endswith(stuffed(eml()))


def test_the_ledger_commits_when_only_the_dot_is_left(server: FaultServer) -> None:
    """At that moment the server has no message yet."""
    held: list[int] = []
    ledger = Ledger(on_hand_over=lambda: held.append(len(server.taken)))
    assert through(server).send(envelope(), ledger.steps).kind == "accepted"
    assert held == [0]
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("content", "reply"),
    [
        (eml().replace(b"\r\n", b"\n"), "554 5.6.0 line ends not CRLF here"),
        (eml() + b"x\n.\nMAIL FROM:<a@b.test>\r\n", "554 5.6.0 line ends not CRLF here"),
        (eml() + b"x\r.\r\n", "554 5.6.0 line ends not CRLF here"),
        (eml() + b"no end", "554 5.6.0 line ends not CRLF here"),
        (b"", "554 5.6.0 line ends not CRLF here"),
        (eml() + "lösen\r\n".encode(), "554 5.6.0 not ASCII here"),
        (eml() + b"a\0b\r\n", "554 5.6.0 not ASCII here"),
        (eml() + b"x" * 999 + b"\r\n", "554 5.6.0 line too long here"),
    ],
)
def test_bytes_that_would_be_changed_on_the_way_are_not_sent(server: FaultServer, content: bytes, reply: str) -> None:
    """Bare line ends (a second message could hide behind one), 8-bit signs, NUL, lines over 998: no connection."""
    answer = through(server).send(envelope(content), Ledger().steps)
    assert (answer.kind, answer.reply, server.seen) == ("refused", reply, [])


@pytest.mark.parametrize(
    "address",
    [
        "a@b.test>\r\nRCPT TO:<x@y.test",
        "a@b.test\r\nDATA",
        "<a@b.test>",
        "a b@c.test",
        "å@b.test",
        "a@b.test\n",
        "",
        "a",
    ],
)
def test_no_command_hides_in_an_address(server: FaultServer, address: str) -> None:
    """Whatever is no plain address ends the message before there is a connection."""
    assert through(server).send(envelope(recipient=address), Ledger().steps).reply == "553 5.1.3 no address here"
    if address:
        assert through(server).send(envelope(archive=address), Ledger().steps).reply == "553 5.1.3 no address here"
    assert server.seen == []
