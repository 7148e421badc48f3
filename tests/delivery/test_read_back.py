"""Messages through a real Postfix into a real mailbox, read back by IMAP."""

from __future__ import annotations

import base64
import hashlib
import smtplib
import ssl
import subprocess
from contextlib import contextmanager
from email import message_from_bytes
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reporter.delivery.message.building import Attachment, Mailbox, build, message_id
from reporter.delivery.message.filenames import safe_name
from reporter.delivery.message.headers import check_name, check_value
from reporter.delivery.message.protection import smime
from reporter.delivery.message.proving import mailboxes
from reporter.delivery.transport.base import Envelope, Steps
from reporter.delivery.transport.choice import transport_of
from reporter.delivery.values import Key
from reporter.errors import UsageError
from reporter.model.digest import PICTURE_ID
from tests.delivery.hostile import names
from tests.delivery.mails import MEGABYTES, NOW, digest, heading, pdf, png, read, report
from tests.delivery.test_protection import KEY, certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reporter.delivery.message.building import Heading
    from reporter.model.digest import Digest
    from tests.delivery.stand.stand import Stand

BOUNCES, BOX, HOSTILE_BOX = "bounces@consult.test", "c9100@clients.test", "c9200@clients.test"
STEPS = Steps(hand_over=lambda: None, drafted=lambda _: None)
#: What servers write above a message.
SERVERS = {"Return-Path", "X-Original-To", "Delivered-To", "Received"}
PEOPLE = (
    "Anna Åberg",
    "Søren Æbelø",
    "Berg, Anna",
    'Per "P" Ström',
    "",
    "O'Neill \\ Co",
    "Åsa " + "Öberg-" * 12 + "Ek",
)
CLIENTS = ("Norrvik AB", "Måns & Öbergs Handelshus", "Rødgrød og Ærter ApS", "日本", "Vestera: A/S", "x" * 90)
#: Beginnings of the subject, of the file's name and of the text.
WORDS = {
    "sv": ("Kundrapport för", "Kundrapport", "Omsättning för"),
    "da": ("Kunderapport for", "Kunderapport", "Omsætning for"),
}
#: Octets of a PDF beyond its page.
SIZES = (0, 1, 57, 1000, 10_000, 100_001, 400_000)


@contextmanager
def connection(stand: Stand) -> Iterator[smtplib.SMTP]:
    """Log in to the stand."""
    context = ssl.create_default_context(cafile=str(stand.ca_file))
    with smtplib.SMTP(stand.host, stand.smtp_port, local_hostname="test.consult.test", timeout=30) as smtp:
        smtp.starttls(context=context)
        smtp.ehlo()
        token = base64.b64encode(f"\0{stand.user}\0{stand.password}".encode()).decode("ascii")
        assert smtp.docmd("AUTH", f"PLAIN {token}")[0] == 235
        yield smtp


def content(number: int) -> tuple[Digest, Attachment, Heading]:
    """Return the parts of mail ``number``: languages, names, clients, pictures and sizes vary against one another."""
    lang = ("sv", "da")[number % 2]
    client, person = CLIENTS[number % len(CLIENTS)], PEOPLE[number % len(PEOPLE)]
    subject, file, words = (f"{first} {client}" for first in WORDS[lang])
    wanted = digest(
        lang=lang,
        subject=f"{subject} – oktober 2026 ({number})",
        text=f"{words}: {number}\u00a0234 kr\n.\nFrom {number}\n" + "åäöæø " * (number * 7),
        html=f'<p>{words}</p><img src="cid:{PICTURE_ID}" alt="{number}">' + "<b>ø</b>" * number,
        picture=png(number, side=8 + number),
    )
    body = pdf(f"Rapport {number}") + bytes(i * number % 251 for i in range(SIZES[number % len(SIZES)]))
    key = Key(client, "monthly", "2026-10", f"c{number}@clients.test")
    start = heading(recipient=Mailbox(address=BOX, name=person), message_id=message_id(key, "consult.test"))
    return wanted, Attachment(name=f"{file} 2026-10.pdf", content=body, mime="application/pdf"), start


def test_a_hundred_mails_are_read_as_they_were_written(stand: Stand) -> None:
    """Subject, text, HTML, picture, file name, hash of the PDF and the names: 100 of 100 by IMAP, in order."""
    mails = [content(number) for number in range(100)]
    ours = transport_of(stand.mail(), stand.environ())
    with connection(stand) as smtp:
        for number, (wanted, attachment, start) in enumerate(mails):
            eml = build(wanted, [attachment], start, most_megabytes=MEGABYTES)
            if number % 5:
                assert not smtp.sendmail(BOUNCES, [BOX], eml)
            else:
                assert ours.send(envelope(start.message_id, eml), STEPS).kind == "accepted"
    came = by_id(stand.read(BOX))
    equal = 0
    for wanted, attachment, start in mails:
        raw = came[start.message_id]
        found = read(raw)
        assert found.subject == wanted.subject
        assert (found.text, found.html) == (wanted.text, wanted.html)
        assert found.pictures == {f"<{PICTURE_ID}>": wanted.picture}
        ((name, body),) = found.files
        assert name == safe_name(attachment.name)
        assert hashlib.sha256(body).digest() == hashlib.sha256(attachment.content).digest()
        assert mailboxes(message_from_bytes(raw)["To"]) == [(start.recipient.name, BOX)]
        equal += 1
    assert equal == len(came) == 100


def test_hostile_names_bring_no_header_into_a_mailbox(stand: Stand) -> None:
    """Whatever of two hundred names is not refused goes out in all places of a mail at once: 0 headers more by IMAP."""
    sent, written = 0, 0
    with connection(stand) as smtp:
        for number, name in enumerate(names()):
            person = accepted(check_name, name)
            written += bool(person)
            start = heading(
                sender=Mailbox(address="reporter@consult.test", name=person),
                recipient=Mailbox(address=HOSTILE_BOX, name=person),
                message_id=message_id(Key(name, "monthly", "2026-10", str(number)), "consult.test"),
            )
            subject = f"Rapport {accepted(check_value, name[:200])}"
            eml = build(digest(subject=subject), [report(f"{name}.pdf")], start, most_megabytes=MEGABYTES)
            assert not smtp.sendmail(BOUNCES, [HOSTILE_BOX], eml)
            sent += 1
    came = stand.read(HOSTILE_BOX)
    ordinary = read(build(digest(), [report()], heading(), most_megabytes=MEGABYTES))
    for raw in came:
        found = read(raw)
        assert tuple(name for name in found.headers if name not in SERVERS) == ordinary.headers
        assert found.recipients == (HOSTILE_BOX,)
        assert (found.text, found.html) == (ordinary.text, ordinary.html)
        assert [body for _, body in found.files] == [pdf()]
    assert len(by_id(came)) == len(came) == sent >= 200
    assert written >= 80


def test_a_closed_message_comes_through_and_opens(stand: Stand, tmp_path: Path) -> None:
    """What openssl decrypts of the mail in the mailbox is the report; the subject there holds no figure."""
    eml = build(digest(), [report("a.pdf")], heading(), most_megabytes=MEGABYTES)
    closed = smime(eml, certificate(), neutral_subject="Rapport", now=NOW)
    sent = envelope(heading().message_id, closed, "c9300@clients.test")
    assert transport_of(stand.mail(), stand.environ()).send(sent, STEPS).kind == "accepted"
    (came,) = stand.read("c9300@clients.test")
    (tmp_path / "came.eml").write_bytes(came)
    (tmp_path / "key.pem").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = ["openssl", "cms", "-decrypt", "-in", "came.eml", "-inkey", "key.pem", "-binary"]
    opened = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    found = read(b"Subject: x\r\n" + opened)
    assert (found.text, found.html, found.files) == (digest().text, digest().html, (("a.pdf", pdf()),))
    assert message_from_bytes(came)["Subject"] == "Rapport"


def envelope(message_id: str, eml: bytes, recipient: str = BOX) -> Envelope:
    """Return a message on its way, without the archive."""
    return Envelope(message_id=message_id, sender=BOUNCES, recipient=recipient, archive="", eml=eml)


def accepted(check: Callable[[str, str], str], name: str) -> str:
    """Return the name, or nothing where it is refused."""
    try:
        return check(name, "x")
    except UsageError:
        return ""


def by_id(raws: list[bytes]) -> dict[str, bytes]:
    """Return messages by their ids."""
    return {str(message_from_bytes(raw)["Message-ID"]).strip(): raw for raw in raws}
