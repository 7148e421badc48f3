"""A real mail server on loopback for the tests: Postfix takes mail, Dovecot keeps it; nothing can leave.

Use the fixture ``stand`` (one a worker, tests/delivery/conftest.py), ``empty_stand`` where counts matter (the same,
with all mailboxes emptied first), or a stand of one's own::

    with mail_stand(message_size_limit=200_000) as stand:
        mail = stand.mail()                     # Mail: host, port, user, sender, archive, ca_file, bounces, owner
        environ = stand.environ()               # the two passwords, as reporter.delivery.secrets looks for them
        stand.archive()                         # Archive: host, port, user, folder, ca_file
        ...
        stand.settle()                          # until Postfix's queue is empty
        (bytes_,) = stand.read("anna@norrvik.test")     # by IMAP over TLS
        stand.counts()["<id@consult.test>"]     # copies over all mailboxes but the archive's
        stand.empty()

Mailboxes: anna@norrvik.test, bo@vestera.test, any c<number>@clients.test, arkiv@consult.test (the archive), and
reporter@, bounces@, owner@consult.test. Any other name in these four domains is answered 550 5.1.1 at RCPT, any other
domain 554 5.7.1. The login is ``stand.user``/``stand.password`` (with å, ä and ö); it may use each @consult.test
address as the sender, another sender is answered 553 5.7.1 (at RCPT, as Postfix does). A message above
``message_size_limit`` is answered 552 at MAIL; ``stand.limit_size(n)`` changes it.

Needs root, Postfix ≥ 3.4 and Dovecot 2.3. Both servers are our children and end with this process, however it ends.
"""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import ssl
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.workspace.delivery import Archive, Mail
from tests.delivery.stand import certificates, config
from tests.delivery.stand.processes import PATIENCE, StandError, child, free_ports, listens, logs, until

__all__ = ["NEEDED", "Stand", "StandError", "mail_stand"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.delivery.stand.certificates import Certificates

HOST = "localhost"
USER, PASSWORD = "reporter@consult.test", "Hemligt-lösen-åÄö-€1"
ARCHIVE_USER, ARCHIVE_PASSWORD = "arkiv@consult.test", "Arkivets-lösen-ö2"
USERS: Mapping[str, str] = {
    USER: PASSWORD,
    ARCHIVE_USER: ARCHIVE_PASSWORD,
    "anna@norrvik.test": "annas",
    "bo@vestera.test": "bos",
    "bounces@consult.test": "bounced",
    "owner@consult.test": "owned",
}
#: What the machine needs, to be said where it lacks it.
NEEDED = (
    "the mail tests need root, Postfix and Dovecot: "
    "apt-get install -y --no-install-recommends postfix dovecot-core dovecot-imapd dovecot-lmtpd"
)
_ATTEMPTS = 3
_HEAD = 65536  # bytes in which a message's headers end
_MASTER = "/usr/lib/postfix/sbin/master"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Servers that run. ``folder`` holds their settings, logs (postfix.log, dovecot.log) and mail."""

    folder: Path
    certs: Certificates
    smtp_port: int
    tls_port: int
    imap_port: int
    users: Mapping[str, str]
    host: str = HOST
    user: str = USER
    password: str = PASSWORD
    archive_user: str = ARCHIVE_USER
    archive_password: str = ARCHIVE_PASSWORD

    @property
    def ca_file(self) -> Path:
        """The CA that has signed the servers' certificate."""
        return self.certs.ca

    def mail(self, **changes: object) -> Mail:
        """Return the settings that send through this stand; ``changes`` are fields of Mail."""
        settings: dict[str, object] = {
            "host": self.host,
            "port": self.smtp_port,
            "user": self.user,
            "sender": USER,
            "bounces": "bounces@consult.test",
            "owner": "owner@consult.test",
            "archive": self.archive_user,
            "ca_file": str(self.ca_file),
            "deadline": 30,
        }
        return Mail(**{**settings, **changes})  # type: ignore[arg-type]

    def archive(self, **changes: object) -> Archive:
        """Return the settings that find the archive's mailbox."""
        settings: dict[str, object] = {
            "host": self.host,
            "port": self.imap_port,
            "user": self.archive_user,
            "ca_file": str(self.ca_file),
        }
        return Archive(**{**settings, **changes})  # type: ignore[arg-type]

    def environ(self) -> dict[str, str]:
        """Return the variables with both passwords."""
        return {"REPORTER_SMTP_PASSWORD": self.password, "REPORTER_IMAP_PASSWORD": self.archive_password}

    def settle(self) -> None:
        """Wait until Postfix has delivered all that it took."""
        until(lambda: not any(self._queued()), "Postfix's queue is not emptied", self.folder)

    def read(self, address: str) -> list[bytes]:
        """Return the messages of a mailbox, oldest first, as IMAP gives them; the queue is waited for."""
        self.settle()
        with self._reader(address) as box:
            (count,) = box.select("INBOX", readonly=True)[1]
            if not int(count or b"0"):
                return []
            found = box.fetch("1:*", "(BODY.PEEK[])")[1]
            return [part[1] for part in found if isinstance(part, tuple)]

    def counts(self, *addresses: str) -> Counter[str]:
        """Return how many copies of each Message-ID lie in mailboxes (none named: all but the archive's)."""
        self.settle()
        found: Counter[str] = Counter()
        for box in self._boxes():
            if box.name in addresses or (not addresses and box.name != self.archive_user):
                for file in (*box.glob("new/*"), *box.glob("cur/*")):
                    with file.open("rb") as content:
                        head = BytesHeaderParser().parsebytes(content.read(_HEAD))
                    found[str(head["Message-ID"]).strip()] += 1
        return found

    def empty(self) -> None:
        """Delete all mail."""
        self.settle()
        for box in self._boxes():
            with self._reader(box.name) as imap:
                (count,) = imap.select("INBOX")[1]
                if int(count or b"0"):
                    imap.store("1:*", "+FLAGS.SILENT", "\\Deleted")
                    imap.expunge()

    def limit_size(self, limit: int) -> None:
        """Take messages of at most ``limit`` bytes from now on."""
        subprocess.run(
            ["postconf", "-c", str(self.folder / "etc"), f"message_size_limit={limit}"], check=True, capture_output=True
        )
        os.kill(int((self.folder / "q/pid/master.pid").read_text(encoding="ascii")), signal.SIGHUP)
        until(lambda: self._said_size() == limit, "Postfix does not take the new limit", self.folder)

    def _said_size(self) -> int:
        with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", self.smtp_port) as smtp:
            smtp.ehlo("stand.test")
            return int(smtp.esmtp_features.get("size", "-1"))
        return -1

    def _boxes(self) -> list[Path]:
        return sorted(path for path in (self.folder / "mail").iterdir() if path.is_dir())

    def _queued(self) -> Iterator[Path]:
        for name in ("deferred", "incoming", "active"):  # the way of a file, so that none slips past
            yield from (path for path in (self.folder / "q" / name).rglob("*") if path.is_file())

    @contextlib.contextmanager
    def _reader(self, address: str) -> Iterator[imaplib.IMAP4_SSL]:
        context = ssl.create_default_context(cafile=str(self.ca_file))
        with imaplib.IMAP4_SSL(self.host, self.imap_port, ssl_context=context, timeout=PATIENCE) as box:
            box.login(f"{address}*{config.MASTER}", config.MASTER_PASSWORD)
            yield box


@contextlib.contextmanager
def mail_stand(
    folder: Path | None = None, *, users: Mapping[str, str] = USERS, message_size_limit: int = 10_240_000
) -> Iterator[Stand]:
    """Run the servers as long as the block lasts.

    Args:
        folder: an empty one with a short path (a Unix socket's may have 108 signs); None: one is made and taken away.
        users: login → password; each has a mailbox.
        message_size_limit: bytes.

    Raises:
        StandError: what is missing on this machine, or how the servers' logs end.
    """
    if os.geteuid() or not all(map(shutil.which, ("postfix", "dovecot", "postconf"))):
        raise StandError(NEEDED)
    with contextlib.ExitStack() as stack:
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="rs-", dir="/tmp" if Path("/tmp").is_dir() else None))  # noqa: S108
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        yield _started(stack, folder, users, message_size_limit)


def _started(stack: contextlib.ExitStack, folder: Path, users: Mapping[str, str], size_limit: int) -> Stand:
    """Start the servers; once more where somebody took a port between its choice and its use."""
    for attempt in range(_ATTEMPTS):
        place = folder / str(attempt)
        place.mkdir()
        with contextlib.suppress(StandError):
            return stack.enter_context(_running(place, users, size_limit))
    raise StandError(f"the servers do not start: {logs(place)}")


@contextlib.contextmanager
def _running(folder: Path, users: Mapping[str, str], size_limit: int) -> Iterator[Stand]:
    certs = certificates.make(folder / "certs")
    smtp, tls, imap = free_ports(3)
    _lay_out(folder, certs, (smtp, tls, imap), users, size_limit)
    with contextlib.ExitStack() as stack:
        dovecot = stack.enter_context(child(folder, ["dovecot", "-F", "-c", f"{folder}/dovecot.conf"]))
        until((folder / "q/private/dovecot-lmtp").is_socket, "Dovecot does not start", folder, dovecot)
        postfix = stack.enter_context(child(folder, [_MASTER, "-d", "-c", f"{folder}/etc"]))
        until(lambda: all(map(listens, (smtp, tls, imap))), "a port does not open", folder, dovecot, postfix)
        yield Stand(folder=folder, certs=certs, smtp_port=smtp, tls_port=tls, imap_port=imap, users=users)


def _lay_out(
    folder: Path, certs: Certificates, ports: tuple[int, int, int], users: Mapping[str, str], size_limit: int
) -> None:
    """Write all settings and make the folders, with the owners that the servers ask for."""
    owner, postfix = pwd.getpwnam("nobody"), pwd.getpwnam("postfix")
    for name, who in (("etc", None), ("q", None), ("d", postfix), ("mail", owner), ("home", owner), ("run", None)):
        (folder / name).mkdir()
        if who:
            os.chown(folder / name, who.pw_uid, who.pw_gid)
    senders = {address: USER for address in users if address.endswith("@consult.test")}
    files = config.postfix_main(folder, certs.good, users, senders, size_limit)
    for name, text in {**files, "master.cf": config.postfix_master(*ports[:2])}.items():
        (folder / "etc" / name).write_text(text, encoding="utf-8")
    mail_owner = (owner.pw_uid, owner.pw_gid)
    (folder / "dovecot.conf").write_text(config.dovecot(folder, certs.good, ports[2], mail_owner), encoding="utf-8")
    _passwords(folder / "users", users)
    _passwords(folder / "masters", {config.MASTER: config.MASTER_PASSWORD})
    postdrop = grp.getgrnam("postdrop").gr_gid
    for name in config.QUEUES:  # what "postfix check" makes, in a hundredth of its time
        (folder / "q" / name).mkdir(mode=0o700)
        os.chown(folder / "q" / name, postfix.pw_uid, postdrop if name in ("maildrop", "public") else -1)
    for name, mode in (("maildrop", 0o730), ("public", 0o710), ("pid", 0o755)):
        (folder / "q" / name).chmod(mode)
    os.chown(folder / "q/pid", 0, 0)


def _passwords(path: Path, users: Mapping[str, str]) -> None:
    path.write_text("".join(f"{user}:{password}\n" for user, password in users.items()), encoding="utf-8")
    dovecot = pwd.getpwnam("dovecot")
    os.chown(path, 0, dovecot.pw_gid)
    path.chmod(0o640)
