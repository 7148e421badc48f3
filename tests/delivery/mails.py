"""What the tests of messages share: a digest, a PNG, a PDF, a heading, and a reader that is not ours."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reporter.delivery.message.building import Attachment, Heading, Mailbox
from reporter.model.digest import PICTURE_ID, Digest

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
MEGABYTES = 7.0


def png(seed: int = 0, side: int = 8) -> bytes:
    """Return a real picture of one grey."""
    rows = b"".join(b"\0" + bytes([seed % 256] * side) for _ in range(side))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (*chunks, (b"IEND", b""))
    )


def pdf(text: str = "Kundrapport") -> bytes:
    """Return a real PDF of one page that says ``text`` (ASCII)."""
    page = f"BT /F 24 Tf 40 100 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(Hemlig titel)>>",
    )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n%strailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            len(out),
        )
    )


def digest(**changes: object) -> Digest:
    """Return a mail's content, changed where it is wanted."""
    values: dict[str, object] = {
        "lang": "sv",
        "subject": "Kundrapport för Måns Öberg AB – oktober 2026",
        "text": "Hej!\n\nOmsättning: 1\u00a0234\u00a0567 kr\n",
        "html": f'<p>Omsättning: 1\u00a0234\u00a0567 kr</p><img src="cid:{PICTURE_ID}" alt="1 234 567 kr">',
        "picture": png(),
        "picture_alt": "1 234 567 kr",
    }
    return Digest(**{**values, **changes})  # type: ignore[arg-type]


def heading(**changes: object) -> Heading:
    """Return who writes to whom, changed where it is wanted."""
    values: dict[str, object] = {
        "sender": Mailbox(address="reporter@consult.test", name="Nordisk Analys"),
        "recipient": Mailbox(address="anna@norrvik.test", name="Anna Åberg"),
        "message_id": "<r.2026-10.norrvik.0123456789abcdef@consult.test>",
        "date": NOW,
        "reply_to": "owner@consult.test",
    }
    return Heading(**{**values, **changes})  # type: ignore[arg-type]


def report(name: str = "Kundrapport Måns Öberg 2026-10.pdf", content: bytes = b"") -> Attachment:
    """Return a PDF to attach."""
    return Attachment(name=name, content=content or pdf(), mime="application/pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A message as a mail program shows it."""

    headers: tuple[str, ...]
    subject: str
    recipients: tuple[str, ...]
    text: str
    html: str
    pictures: Mapping[str, bytes]
    files: tuple[tuple[str, bytes], ...]


def read(eml: bytes) -> Read:
    """Read a message with the older interface of ``email`` (compat32), which building and proving do not use."""
    message = message_from_bytes(eml, policy=policy.compat32)
    bodies: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    files: list[tuple[str, bytes]] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_content_disposition() == "attachment":
            files.append((shown_name(part["Content-Disposition"]), content))
        elif part["Content-ID"]:
            pictures[part["Content-ID"]] = content
        else:
            bodies[part.get_content_type()] = content.decode().replace("\r\n", "\n")
    envelope = [value for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return Read(
        headers=tuple(message.keys()),
        subject=decoded(message["Subject"]),
        recipients=tuple(
            re.findall(r"[\w.+%-]+@[\w.-]+", " ".join(re.sub(r'"(\\.|[^"\\])*"', "", v) for v in envelope))
        ),
        text=bodies["text/plain"],
        html=bodies["text/html"],
        pictures=pictures,
        files=tuple(files),
    )


def decoded(raw: str) -> str:
    """Return a header's text."""
    return str(make_header(decode_header(re.sub(r"\r?\n", "", str(raw)))))


def shown_name(raw: str) -> str:
    """Return an attachment's name as a program shows it that knows RFC 6266."""
    if found := re.search(r"filename\*=UTF-8''([^;\s]+)", raw):
        return unquote(found[1], errors="strict")
    found = re.search(r'filename="([^"]*)"', raw)
    assert found
    return found[1]
