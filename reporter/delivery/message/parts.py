"""MIME parts as bytes: nothing random, nothing beyond ASCII, no line longer than 78."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE = 76
#: Octets that fill one line of base64.
_OCTETS = _LINE // 4 * 3


def text_part(text: str, subtype: str) -> bytes:
    """Return a text as quoted-printable UTF-8; line ends become CRLF.

    Raises:
        ValueError: the text holds half a character, or a NUL.
    """
    if "\0" in text:
        raise ValueError("a NUL")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    body = binascii.b2a_qp(lines, istext=True).replace(b"\n", b"\r\n")
    if body.startswith(b"From "):  # a mailbox file would begin a new message here
        body = b"=46" + body[1:]
    body = body.replace(b"\nFrom ", b"\n=46rom ")
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + body


def binary_part(fields: Iterable[bytes], content: bytes) -> bytes:
    """Return content as base64 under the given header lines."""
    return b"".join((*fields, b"Content-Transfer-Encoding: base64\r\n\r\n", in_lines(content)))


def in_lines(content: bytes) -> bytes:
    """Return base64 in lines that end with CRLF."""
    whole = base64.b64encode(content)
    return b"".join(whole[at : at + _LINE] + b"\r\n" for at in range(0, len(whole), _LINE))


def multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """Return parts under one header, ``kind`` as ``mixed``. The boundary is made from what it bounds.

    It begins with ``=_``, which neither base64 nor quoted-printable can hold.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    boundary = f"=_{digest.hexdigest()[:40]}".encode("ascii")
    head = b"Content-Type: multipart/" + kind.encode("ascii") + b';\r\n boundary="' + boundary + b'"\r\n\r\n'
    pieces = [piece for part in parts for piece in (b"--", boundary, b"\r\n", part, b"\r\n")]
    return b"".join((head, *pieces, b"--", boundary, b"--\r\n"))


def wire_size(octets: int) -> int:
    """Return how many octets ``octets`` of content take in a message: base64 and its line ends."""
    return -(-octets // 3) * 4 + 2 * -(-octets // _OCTETS)
