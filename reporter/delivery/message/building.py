"""From a digest and attachments to the bytes of one message to one person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from reporter.delivery.message.filenames import content_type, disposition, plain_letters, safe_name
from reporter.delivery.message.headers import (
    SUPPRESSED,
    check_address,
    check_name,
    check_value,
    mailbox_field,
    text_field,
)
from reporter.delivery.message.parts import binary_part, multipart, text_part, wire_size
from reporter.delivery.message.proving import prove
from reporter.errors import RenderError, UsageError
from reporter.model.digest import PICTURE_ID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reporter.delivery.values import Key
    from reporter.model.digest import Digest

TEST = "[Test] "
_PNG = b"\x89PNG\r\n\x1a\n"
_MEGABYTE = 1_000_000
_PICTURE = "diagram.png"  # the same word in both languages
_MIME = re.compile(r"(?!multipart/|message/)[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}")
_LANG = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"<[A-Za-z0-9.-]{1,200}@[A-Za-z0-9.-]{1,253}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with the mail; ``name`` is only a wish (``safe_name``), ``mime`` as ``application/pdf``."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address and the name beside it, if any."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Who writes to whom, under which id and when; ``date`` is aware. ``reply_to`` empty: the sender."""

    sender: Mailbox
    recipient: Mailbox
    message_id: str
    date: datetime
    reply_to: str = ""


def build(
    digest: Digest,
    attachments: Sequence[Attachment],
    heading: Heading,
    *,
    most_megabytes: float,
    test_copy: bool = False,
) -> bytes:
    """Return the message, the same bytes for the same input, and read it back before it is let out.

    multipart/mixed(alternative(text/plain, related(text/html, image/png)), attachments), CRLF, all in ASCII.
    A client who wants the report encrypted wants no figures beside it: with ``encrypt_pdf`` the digest must be one
    without figures and picture, for what is built here is open to read (with ``smime`` the whole message is closed).

    Args:
        digest: the mail's content; the HTML names the picture as ``cid:`` + ``PICTURE_ID``.
        attachments: in the order in which they shall stand.
        heading: of the message.
        most_megabytes: the most that all attachments may have together, in 1,000,000 octets, before base64.
        test_copy: the subject says that this is one.

    Raises:
        UsageError: E445 or E446, when a value may not stand in a header; E447, when the attachments are too large.
        RenderError: E449, when the digest or an attachment is not whole; E448, when what was built is not what was
            asked for (a fault of ours).
    """
    _refuse_size(attachments, most_megabytes)
    _refuse_incomplete(digest, attachments)
    subject = check_value((TEST if test_copy else "") + digest.subject, "the subject")
    sender, recipient, reply_to = _checked(heading)
    fields = (
        mailbox_field("From", sender.address, sender.name),
        mailbox_field("To", recipient.address, recipient.name),
        *((mailbox_field("Reply-To", reply_to),) if reply_to else ()),
        text_field("Subject", subject),
        f"Message-ID: {heading.message_id}\r\n".encode("ascii"),
        f"Date: {format_datetime(heading.date)}\r\n".encode("ascii"),
        b"MIME-Version: 1.0\r\n",
        f"Content-Language: {digest.lang}\r\n".encode("ascii"),
        b"Auto-Submitted: auto-generated\r\n",  # RFC 3834
        f"X-Auto-Response-Suppress: {SUPPRESSED}\r\n".encode("ascii"),
    )
    named = [(safe_name(each.name), each) for each in attachments]
    eml = b"".join((*fields, multipart("mixed", [_words(digest), *(_file(name, each) for name, each in named)])))
    expected: dict[str, str | tuple[str, str]] = {
        "From": (sender.name, sender.address),
        "To": (recipient.name, recipient.address),
        "Reply-To": ("", reply_to),
        "Subject": subject,
        "Message-ID": heading.message_id,
        "Date": format_datetime(heading.date),
        "Content-Language": digest.lang,
    }
    if not reply_to:
        del expected["Reply-To"]
    prove(eml, expected, digest, [(name, each.mime, each.content) for name, each in named])
    return eml


def message_id(key: Key, sender_domain: str) -> str:
    """Return the id of a delivery's message: ``<r.2026-10.client.0123456789abcdef@sender-domain>``.

    The client's slug is a folder's name and may hold anything, so that only its letters and digits are taken; what
    makes the id the only one is the key's digest.

    Raises:
        UsageError: E446, when the domain is none.
    """
    check_address(f"report@{sender_domain}", "the domain of [mail] sender")
    period, client = (_plain(text) for text in (key.period, key.client))
    return f"<r.{period}.{client}.{key.digest[:16]}@{sender_domain}>"


def _plain(text: str) -> str:
    return re.sub("[^A-Za-z0-9]+", "-", plain_letters(text)).strip("-")[:40].strip("-") or "x"


def _checked(heading: Heading) -> tuple[Mailbox, Mailbox, str]:
    """Return sender, recipient and reply address, each checked."""
    if heading.date.tzinfo is None or not _ID.fullmatch(heading.message_id):
        raise RenderError("E448", "the message's id or date is not usable", help="report it with the manifest")
    sender = Mailbox(
        address=check_address(heading.sender.address, "[mail] sender"),
        name=check_name(heading.sender.name, "the brand's [email] from_name"),
    )
    recipient = Mailbox(
        address=check_address(heading.recipient.address, "a [[recipients]] address"),
        name=check_name(heading.recipient.name, "a [[recipients]] name"),
    )
    reply_to = check_address(heading.reply_to, "the brand's [email] reply_to") if heading.reply_to else ""
    return sender, recipient, reply_to


def _words(digest: Digest) -> bytes:
    """Return the alternatives: text, HTML with its picture."""
    html = text_part(digest.html, "html")
    if digest.picture:
        fields = (
            f'Content-Type: image/png;\r\n name="{_PICTURE}"\r\n'.encode("ascii"),
            f"Content-ID: <{PICTURE_ID}>\r\n".encode("ascii"),
            disposition(_PICTURE, "inline"),
        )
        html = multipart('related; type="text/html"', [html, binary_part(fields, digest.picture)])
    return multipart("alternative", [text_part(digest.text, "plain"), html])


def _file(name: str, attachment: Attachment) -> bytes:
    return binary_part((content_type(attachment.mime, name), disposition(name)), attachment.content)


def _refuse_size(attachments: Sequence[Attachment], most_megabytes: float) -> None:
    size = sum(len(each.content) for each in attachments)
    if size > most_megabytes * _MEGABYTE:
        raise UsageError(
            "E447",
            f"the attachments have {size / _MEGABYTE:.1f} MB ({wire_size(size) / _MEGABYTE:.1f} MB in a mail);"
            f" the most is {most_megabytes:g} MB",
            help="raise [mail] most_megabytes if the server takes that, or have fewer pages or pictures",
        )


def _refuse_incomplete(digest: Digest, attachments: Sequence[Attachment]) -> None:
    named = f"cid:{PICTURE_ID}" in digest.html
    rules = (
        ("no subject", bool(digest.subject.strip())),
        ("no text", bool(digest.text.strip())),
        ("no HTML", bool(digest.html.strip())),
        ("no language", bool(_LANG.fullmatch(digest.lang))),
        ("a picture that is none", not digest.picture or digest.picture.startswith(_PNG)),
        ("a picture that its HTML does not show", named or not digest.picture),
        ("HTML that shows a picture it has not", bool(digest.picture) or not named),
        ("half characters or a NUL", _encodable(digest.text) and _encodable(digest.html)),
        ("an attachment that is empty or of no kind", all(e.content and _MIME.fullmatch(e.mime) for e in attachments)),
    )
    for what, ok in rules:
        if not ok:
            raise RenderError("E449", f"the mail has {what}", help="nothing was sent; report it with the manifest")


def _encodable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
