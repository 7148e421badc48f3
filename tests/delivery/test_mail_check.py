"""The check of the mail server: what it tells, and that it sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import MailError, UsageError
from tests.delivery.faults import FaultServer, fault_server
from tests.delivery.post import Ledger, envelope, through

if TYPE_CHECKING:
    from tests.delivery.stand.certificates import Certificates


def test_nobody_there_is_a_reason_to_wait_and_told_by_the_check(certs: Certificates) -> None:
    """A closed port, a name that does not exist: later; the check names the host and what is wrong."""
    with fault_server(certs) as server:
        closed = through(server)
        nameless = through(server, host="mail.norrvik.invalid")
    for transport, word in ((closed, "no connection"), (nameless, "name not found")):
        answer = transport.send(envelope(), Ledger().steps)
        assert (answer.kind, answer.reply) == ("later", word)
        with pytest.raises(MailError, match=rf"E471.*{word}"):
            transport.check()


def test_the_check_sends_nothing(server: FaultServer) -> None:
    """It greets, logs in and leaves; what it found is told, a line each."""
    host, login, largest = through(server, most_megabytes=14.0).check()
    server.idle()
    until = server.certs.not_after.date().isoformat()
    assert host == f"localhost port {server.port}: TLSv1.3, certificate valid until {until}"
    assert (login, largest) == ("login ok (PLAIN)", "largest message 20.0 MB")
    assert b"MAIL" not in server.read()
    assert server.read().endswith(b"QUIT\r\n")


def test_the_check_warns_of_a_foreign_sender_and_a_small_server(server: FaultServer) -> None:
    """15 MB of attachments become 20.6 MB, above the server's 20; and norrvik.test is not the login's domain."""
    lines = through(server, sender="rapport@norrvik.test", most_megabytes=15.0).check()
    assert [line for line in lines if line.startswith("warning")] == [
        "warning: the sender's domain is not the login's; receivers may take such mail for spam",
        "warning: the server takes less than most_megabytes allows; lower most_megabytes in [mail]",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("host", ""),
        ("port", 0),
        ("port", 99999),
        ("deadline", 0),
        ("sender", ""),
        ("user", ""),
        ("hello", "a\r\nb"),
        ("hello", "å"),
    ],
)
def test_settings_that_lack_something_are_told(server: FaultServer, key: str, value: object) -> None:
    """Nothing is connected."""
    with pytest.raises(UsageError, match=rf"E460.*{key}"):
        through(server, **{key: value}).check()
    assert server.seen == []


def test_a_ca_file_that_is_none_is_told(server: FaultServer, tmp_path: object) -> None:
    """The file's name and what is wrong with it; there is no falling back to the system's."""
    for path, why in ((f"{tmp_path}/none.pem", "No such file"), (__file__, "no certificate in it")):
        with pytest.raises(UsageError, match=rf"E472.*{why}"):
            through(server, ca_file=path).check()
