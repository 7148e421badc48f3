"""Through the real servers and back: the bytes that were kept are the bytes that arrive."""

from __future__ import annotations

import contextlib
import email
import email.policy
import shutil
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.secrets import Secret
from reporter.delivery.transport.smtp import SmtpTransport
from reporter.errors import MailError
from tests.delivery.post import SENDER, Ledger, eml, envelope
from tests.delivery.stand.stand import NEEDED, StandError, mail_stand

if TYPE_CHECKING:
    from tests.delivery.stand.stand import Stand

#: What a delivery puts before a message, and nothing else.
TRACE = {"Return-Path", "Delivered-To", "Received"}


def _through(stand: Stand, **changes: object) -> SmtpTransport:
    return SmtpTransport(settings=stand.mail(**changes), password=Secret(stand.password))


def _hostile() -> bytes:
    """Return a message that is valid, and in which everything looks like something else."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = '"Konsulten, AB: \\"Å\\"" <reporter@consult.test>'
    message["To"] = "c11@clients.test"
    message["Subject"] = "Åäö – BCC: x@y.test; " + "långt ord " * 40 + "?= =? utf"
    message["Date"] = "Tue, 03 Nov 2026 07:00:00 +0100"
    message["Message-ID"] = "<r.2026-10.hostile+{}!#$%&'*/=?^`|~.0123456789abcdef@consult.test>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Empty"] = ""
    message.set_content(
        "From the beginning\n>From a quote\n.\n..\n. \nSubject: no header\nBcc: nobody@other.test\n\nQUIT\nRSET\n"
        "DATA\n354\n\t\n --\n-- \n=\n==\nåäö €\n" + "långrad " * 200 + "\n.\n",
        cte="quoted-printable",
    )
    message.add_attachment(
        bytes(range(256)) * 8, maintype="application", subtype="pdf", filename="Måndagens rapport; «1/1» 100%.pdf"
    )
    return message.as_bytes()


@pytest.mark.parametrize("content", [eml(to="c11@clients.test"), _hostile()], ids=["dots", "hostile"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_bytes_come_back_as_they_were_sent(stand: Stand, content: bytes, security: str) -> None:
    """Over both ports, to client and archive: the end of what IMAP gives is the message, and before it stands trace."""
    stand.empty()
    port = stand.smtp_port if security == "starttls" else stand.tls_port
    ledger = Ledger()
    answer = _through(stand, port=port, security=security).send(
        envelope(content, recipient="c11@clients.test", archive=stand.archive_user), ledger.steps
    )
    assert (answer.kind, answer.reply, answer.archived) == ("accepted", "250 2.0.0 accepted", True)
    assert ledger.handed == 1
    for address in ("c11@clients.test", stand.archive_user):
        (arrived,) = stand.read(address)
        assert arrived.endswith(b"\r\n" + content)
        parsed, sent = (email.message_from_bytes(one, policy=email.policy.default) for one in (arrived, content))
        assert {name: value for name, value in parsed.items() if name not in TRACE} == dict(sent.items())
        assert parsed["Return-Path"] == f"<{SENDER}>"
        assert "from consult.test (unknown [127.0.0.1])" in arrived.decode("latin-1")


def test_what_the_server_says_of_recipients_sender_size_and_password(stand: Stand) -> None:
    """Unknown name and foreign domain: refused; foreign sender and wrong password: nothing is tried at all."""
    transport = _through(stand)
    for recipient, reply in (
        ("nobody@norrvik.test", "550 5.1.1 no such mailbox"),
        ("anna@elsewhere.test", "554 5.7.1 relaying denied"),
    ):
        answer = transport.send(envelope(recipient=recipient, archive=""), Ledger().steps)
        assert (answer.kind, answer.reply) == ("refused", reply)
    foreign = envelope(archive="")
    object.__setattr__(foreign, "sender", "anna@norrvik.test")
    with pytest.raises(MailError, match=r"E470.*553 5.7.1 sender refused"):
        transport.send(foreign, Ledger().steps)
    with pytest.raises(MailError, match=r"E463.*535 5.7.8"):
        SmtpTransport(settings=stand.mail(), password=Secret("fel-lösen")).send(envelope(), Ledger().steps)


def test_without_a_login_what_is_not_permitted_is_our_own_fault(stand: Stand) -> None:
    """Postfix says 553 5.7.1 of the recipient to whoever has not logged in: none is given up for that."""
    with pytest.raises(MailError, match=r"E465.*553 5.7.1 login required"):
        SmtpTransport(settings=stand.mail(auth="none")).send(envelope(archive=""), Ledger().steps)


def test_the_stands_own_check(stand: Stand) -> None:
    """TLS 1.3, a login with å, ä and ö, and Postfix's limit of 10.24 MB."""
    assert _through(stand).check()[1:3] == ("login ok (PLAIN)", "largest message 10.2 MB")


def test_counting_and_emptying(empty_stand: Stand) -> None:
    """Two copies to one client, one to another, three to the archive; then none."""
    for recipient in ("c01@clients.test", "c01@clients.test", "bo@vestera.test"):
        sent = envelope(recipient=recipient, archive=empty_stand.archive_user)
        assert _through(empty_stand).send(sent, Ledger().steps).kind == "accepted"
    assert empty_stand.counts() == {"<r.1@consult.test>": 3}
    assert empty_stand.counts("c01@clients.test") == {"<r.1@consult.test>": 2}
    assert empty_stand.counts(empty_stand.archive_user) == {"<r.1@consult.test>": 3}
    empty_stand.empty()
    assert not empty_stand.counts()
    assert empty_stand.read("c01@clients.test") == []


def _at_work_in(folder: Path) -> int:
    """Return how many processes work in a folder, or in one that was deleted under them."""
    places = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # it has ended, or is none
            places.append((process / "cwd").readlink())
    return sum(str(place).startswith(str(folder)) for place in places)


def test_a_stand_of_ones_own_has_its_size_and_ends_though_its_block_fails() -> None:
    """EHLO's SIZE refuses what is larger before MAIL; afterwards neither a process nor a file is left."""
    seen: list[Path] = []

    def use() -> None:
        with mail_stand(message_size_limit=3000) as own:
            seen.append(own.folder)
            assert _at_work_in(own.folder) >= 2
            answer = _through(own).send(envelope(eml(body="x\r\n" * 1000), archive=""), Ledger().steps)
            assert (answer.kind, answer.reply) == ("refused", "552 5.3.4 too large here")
            raise RuntimeError("the test failed")

    with pytest.raises(RuntimeError, match="the test failed"):
        use()
    assert not seen[0].exists()
    assert _at_work_in(seen[0]) == 0


def test_a_stand_ends_with_a_process_that_is_killed() -> None:
    """SIGKILL lets nobody clean up; the servers go all the same."""
    script = (
        "import os, signal\nfrom tests.delivery.stand.stand import mail_stand\n"
        "with mail_stand() as stand:\n  print(stand.folder, flush=True)\n  os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    folder = Path(killed.stdout.strip())
    end = time.monotonic() + 10
    while _at_work_in(folder) and time.monotonic() < end:
        time.sleep(0.01)
    assert _at_work_in(folder) == 0
    shutil.rmtree(folder.parent)


def test_a_machine_without_the_servers_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """No skipping: one sentence with the packages."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(StandError, match="apt-get install"), mail_stand():
        raise AssertionError(NEEDED)
