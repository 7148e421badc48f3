"""The archive mailbox: what arrived there is found by its exact Message-ID, and nothing is changed by looking."""

from __future__ import annotations

import imaplib
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.secrets import Secret
from reporter.delivery.transport.archive import _quoted, check, found
from reporter.delivery.transport.smtp import SmtpTransport
from reporter.errors import MailError, UsageError
from reporter.workspace.delivery import Archive
from tests.delivery.faults import server_context
from tests.delivery.post import Ledger, eml, envelope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.stand.certificates import Certificates
    from tests.delivery.stand.stand import Stand

ONE, TWO = "<r.2026-10.norrvik.aaaa@consult.test>", "<r.2026-10.norrvik.aaaaa@consult.test>"


@contextmanager
def _box(stand: Stand) -> Iterator[imaplib.IMAP4_SSL]:
    context = ssl.create_default_context(cafile=str(stand.ca_file))
    with imaplib.IMAP4_SSL(stand.host, stand.imap_port, ssl_context=context, timeout=10) as box:
        box.authenticate("PLAIN", lambda _: f"\0{stand.archive_user}\0{stand.archive_password}".encode())
        yield box


@pytest.fixture
def filled(empty_stand: Stand) -> Stand:
    """Return the stand with one copy in the archive."""
    transport = SmtpTransport(settings=empty_stand.mail(), password=Secret(empty_stand.password))
    sent = envelope(eml(ONE), recipient="c21@clients.test", archive=empty_stand.archive_user)
    assert transport.send(sent, Ledger().steps).archived
    empty_stand.settle()
    return empty_stand


def test_what_arrived_is_found_and_nothing_else(filled: Stand) -> None:
    """An id of which the one that arrived is the beginning is another one, and so is a part of it."""
    asked = [ONE, TWO, "<r.2026-10.norrvik.aaa@consult.test>", "<aaaa@consult.test>", "<never@sent.test>"]
    assert found(filled.archive(), Secret(filled.archive_password), asked) == {ONE}
    assert found(filled.archive(), Secret(filled.archive_password), []) == frozenset()


def test_a_part_of_an_id_is_a_hit_of_the_search_but_not_ours(filled: Stand) -> None:
    """IMAP's own search is by substring: were the header not compared, this would be found."""
    with _box(filled) as box:
        box.select("INBOX", readonly=True)
        part = ONE.strip("<>")
        assert box.uid("SEARCH", "HEADER", "Message-ID", f'"{part}"')[1] != [b""]
    # as an id: what is quoted inside another id's brackets
    wide = f"<x{ONE.strip('<>')}>"
    content = eml(wide).replace(f"Message-ID: {wide}".encode(), f"Message-ID: <x@y> {ONE[:-1]}x>".encode())
    with _box(filled) as box:
        box.append("INBOX", "", imaplib.Time2Internaldate(0), content)
    longer = f"{ONE[:-1]}x>"
    assert found(filled.archive(), Secret(filled.archive_password), [longer]) == frozenset()


def test_looking_marks_nothing_as_read(filled: Stand) -> None:
    """The person who looks after the archive still sees what is new."""
    found(filled.archive(), Secret(filled.archive_password), [ONE])
    with _box(filled) as box:
        box.select("INBOX", readonly=True)
        assert box.search(None, "SEEN")[1] == [b""]
        assert box.search(None, "UNSEEN")[1] == [b"1"]


@pytest.mark.parametrize(
    "message_id", ['<a"b@c.test>', "<a b@c.test>", "<a\r\nA1 LOGOUT@c.test>", "a@b.test", "<å@c.test>", ""]
)
def test_what_is_no_id_is_never_sent_to_the_server(filled: Stand, message_id: str) -> None:
    """Quotes, blanks, line ends and other signs are not found, and the others still are."""
    assert found(filled.archive(), Secret(filled.archive_password), [message_id, ONE]) == {ONE}


def test_names_of_folders_as_imap_writes_them() -> None:
    """Worked by hand from RFC 3501, 5.1.3: å is 00E5, in base64 AOU; quotes and backslashes get a backslash."""
    assert _quoted("Månadsrapporter & kopior") == '"M&AOU-nadsrapporter &- kopior"'
    assert _quoted('a"b\\c') == '"a\\"b\\\\c"'


@pytest.mark.parametrize("folder", ["Månadsrapporter & kopior", 'Med "citat" \\ streck', "€/日本"])
def test_folders_may_be_called_anything(filled: Stand, folder: str) -> None:
    """Letters beyond ASCII go as modified UTF-7."""
    name = folder.replace("/", ".")  # Dovecot's separator in a Maildir
    with _box(filled) as box:
        assert box.create(_quoted(name))[0] == "OK"
        assert box.append(_quoted(name), "", imaplib.Time2Internaldate(0), eml(TWO))[0] == "OK"
    try:
        password = Secret(filled.archive_password)
        assert found(filled.archive(folder=name), password, [ONE, TWO]) == {TWO}
        (line,) = check(filled.archive(folder=name), password)
        assert line == f"localhost port {filled.imap_port}: TLSv1.3, login ok, folder {name} can be read"
    finally:
        with _box(filled) as box:
            box.delete(_quoted(name))


def test_faults_are_told_without_a_secret(stand: Stand, certs: Certificates) -> None:
    """Wrong password, no such folder, unknown CA, another host's name, nobody there."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[1]
    for settings, password, code in (
        (stand.archive(), "fel-lösen", "E474"),
        (stand.archive(folder="Borta"), stand.archive_password, "E475"),
        (stand.archive(ca_file=str(certs.ca)), stand.archive_password, "E467"),
        (stand.archive(port=nobody), stand.archive_password, "E473"),
        (stand.archive(host="imap.norrvik.invalid"), stand.archive_password, "E473"),
    ):
        with pytest.raises(MailError) as caught:
            found(settings, Secret(password), [ONE])
        assert caught.value.code == code
        assert password not in str(caught.value)
        assert stand.archive_user not in str(caught.value)
    with pytest.raises(UsageError, match="E460"):
        check(Archive(host="", user="x"), Secret("x"))


def test_a_dripping_archive_ends_at_the_deadline(certs: Certificates) -> None:
    """A byte every 20 ms keeps each single read alive; the whole look ends all the same."""
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection = server_context(certs.good).wrap_socket(listener.accept()[0], server_side=True)
        with connection:
            connection.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ")
            while not stop.wait(0.02):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        settings = Archive(host="localhost", port=listener.getsockname()[1], user="x", ca_file=str(certs.ca))
        begun = time.monotonic()
        with pytest.raises(MailError, match="E473"):
            found(settings, Secret("x"), [ONE], deadline=1.0)
        assert 0.9 <= time.monotonic() - begun <= 6
        stop.set()
        thread.join(5)
