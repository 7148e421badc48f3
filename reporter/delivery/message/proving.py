"""Reading a built message back before it is let out: exactly what was asked for, and nothing else."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reporter.delivery.message.filenames import ascii_name
from reporter.delivery.message.headers import SUPPRESSED, split
from reporter.errors import RenderError
from reporter.model.digest import PICTURE_ID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from email.message import EmailMessage

    from reporter.model.digest import Digest

#: Beside those whose values are given.
_ALWAYS = {"MIME-Version": "1.0", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": SUPPRESSED}
#: RFC 5322 §2.1.1, without CRLF.
_LONGEST_LINE = 998
_TEXT = ["Content-Type", "Content-Transfer-Encoding"]
_FILE = ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]
_PICTURE = ["Content-Type", "Content-ID", "Content-Disposition", "Content-Transfer-Encoding"]


def prove(
    eml: bytes,
    expected: Mapping[str, str | tuple[str, str]],
    digest: Digest,
    files: Sequence[tuple[str, str, bytes]],
) -> None:
    """Let a message pass only if reading it gives what went into it.

    Args:
        eml: the built bytes.
        expected: headers with their decoded values; of an address its name and itself.
        digest: whose text, HTML and picture must be there.
        files: name, kind and content of each attachment, in order.

    Raises:
        RenderError: E448, naming what differs, never the value.
    """
    _prove_bytes(eml)
    message = message_from_bytes(eml, policy=policy.SMTP)
    _prove_headers(eml, message, expected)
    parts = list(message.walk())
    _same("parts", [part.get_content_type() for part in parts], _kinds(digest, files))
    _same("defects", [part.defects for part in parts if part.defects], [])
    _same("text between parts", [part for part in parts if (part.preamble or part.epilogue or "").strip()], [])
    _prove_leaves([part for part in parts if not part.is_multipart()], digest, files)


def _prove_leaves(leaves: Sequence[EmailMessage], digest: Digest, files: Sequence[tuple[str, str, bytes]]) -> None:
    wanted: list[tuple[list[str], bytes]] = [
        (_TEXT, _lines(digest.text)),
        (_TEXT, _lines(digest.html)),
        *([(_PICTURE, digest.picture)] if digest.picture else []),
        *((_FILE, content) for _, _, content in files),
    ]
    for part, (names, content) in zip(leaves, wanted, strict=True):
        kind = part.get_content_type()
        _same(f"{kind}'s headers", part.keys(), names)
        payload = part.get_payload(decode=True)
        found = payload if isinstance(payload, bytes) else b""
        _same(f"{kind}'s content", _lines(found) if names is _TEXT else found, content)
        if names is _PICTURE:
            shown = (part.get_content_disposition(), part["Content-ID"])
            _same("the picture's place", shown, ("inline", f"<{PICTURE_ID}>"))
    attached = leaves[len(leaves) - len(files) :]
    _same("attachments", {part.get_content_disposition() for part in attached} - {"attachment"}, set())
    _same("file names", [file_name(part) for part in attached], [name for name, _, _ in files])
    _same("plain file names", [part.get_filename() for part in attached], [ascii_name(name) for name, _, _ in files])


def _kinds(digest: Digest, files: Sequence[tuple[str, str, bytes]]) -> list[str]:
    """Return the kinds of all parts as they stand in one another."""
    html = ["multipart/related", "text/html", "image/png"] if digest.picture else ["text/html"]
    return ["multipart/mixed", "multipart/alternative", "text/plain", *html, *(kind for _, kind, _ in files)]


def mailboxes(raw: str) -> list[tuple[str, str]]:
    """Return names and addresses of a raw header: read first, then decoded, as RFC 2047 demands.

    ``headerregistry`` puts a blank between the encoded words of a name (Python 3.11.7), so that names come from here.
    """
    pairs = getaddresses([re.sub(r"\r?\n", "", str(raw))])
    return [(str(make_header(decode_header(name))), address) for name, address in pairs]


def file_name(part: EmailMessage) -> str:
    """Return an attachment's name as a program reads it that knows ``filename*`` (Python's takes the first one)."""
    raw = str(dict(part.raw_items()).get("Content-Disposition", ""))
    if found := re.search(r"filename\*=UTF-8''([^;\s]+)", raw):
        return unquote(found[1], errors="strict")
    found = re.search(r'filename="([^"\r\n]*)"', raw)
    return found[1] if found else ""


def _prove_bytes(eml: bytes) -> None:
    _same("octets beyond ASCII", eml.isascii() and b"\0" not in eml, expected=True)
    bare = eml.replace(b"\r\n", b"")
    _same("bare line ends", b"\r" in bare or b"\n" in bare, expected=False)
    _same("long lines", max(map(len, eml.split(b"\r\n"))) <= _LONGEST_LINE, expected=True)


def _prove_headers(eml: bytes, message: EmailMessage, expected: Mapping[str, str | tuple[str, str]]) -> None:
    try:
        ours = sorted(name for name, _ in split(eml)[0])
    except ValueError:
        ours = []
    _same("headers", ours, sorted([*expected, *_ALWAYS, "Content-Type"]))
    _same("headers as read", sorted(message.keys()), ours)
    for name, value in {**_ALWAYS, **expected}.items():
        found = message[name]
        if isinstance(value, tuple):
            _same(f"addresses in {name}", [each.addr_spec for each in found.addresses], [value[1]])
            _same(f"names in {name}", mailboxes(dict(message.raw_items())[name]), [value])
        else:
            _same(name, str(found) if name == "Subject" else str(dict(message.raw_items())[name]), value)


def _lines(text: str | bytes) -> bytes:
    octets = text.encode() if isinstance(text, str) else text
    return octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise RenderError(
            "E448", f"the built message is not what was asked for ({what})", help="nothing was sent; report it"
        )
