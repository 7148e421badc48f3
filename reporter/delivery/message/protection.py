"""What only the recipient can open: PDFs with a password, whole messages by S/MIME.

Both draw random keys, so that the same input never gives the same bytes: a message is built once and its bytes are
kept.
"""

from __future__ import annotations

import stringprep
import unicodedata
from email import message_from_bytes, policy
from io import BytesIO
from typing import TYPE_CHECKING

from reporter.delivery.message.certificates import usable_certificates
from reporter.delivery.message.headers import check_value, split, text_field
from reporter.delivery.message.parts import binary_part
from reporter.errors import RenderError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

#: Characters at least, since anyone who has the file can try passwords for years; octets at most (ISO 32000-2).
SHORTEST, LONGEST = 8, 127
_CLOSED = (
    b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name="smime.p7m"\r\n',
    b'Content-Disposition: attachment; filename="smime.p7m"\r\n',
)
_PROHIBITED = (
    stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4,
    stringprep.in_table_c5, stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8,
    stringprep.in_table_c9, stringprep.in_table_d1,
)  # fmt: skip


def encrypt_pdf(pdf: bytes, password: str) -> bytes:
    """Return the PDF closed with AES-256 (revision 6, ISO 32000-2), its metadata too. Who has the password may do all.

    The password is prepared as readers prepare what is typed (SASLprep, RFC 4013), so that å from any keyboard opens
    it. Hand it over by another way than mail.

    Raises:
        UsageError: E450, when the password is too short, too long, or holds what cannot be typed.
        RenderError: E455, when the PDF cannot be read, or does not open with the password afterwards.
    """
    import pikepdf

    word = _prepared(password)
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            document.save(out, encryption=pikepdf.Encryption(owner=word, user=word, R=6, aes=True, metadata=True))
        with pikepdf.open(BytesIO(out.getvalue()), password=word) as document:
            revision = document.encryption.R
    except pikepdf.PdfError:
        revision = 0
    if revision != 6:  # noqa: PLR2004 - the revision of AES-256
        raise RenderError("E455", "the PDF cannot be closed with a password", help="report it with the manifest")
    return out.getvalue()


def smime(eml: bytes, certificates: bytes, *, neutral_subject: str, now: datetime) -> bytes:
    """Return the message closed for the holder of a certificate: enveloped-data with AES-256-CBC (RFC 8551).

    Its body and MIME headers go inside. Outside stay the sender, the recipient, the date and the ids; the subject,
    which may hold figures, is left out altogether and a neutral one put there.

    Args:
        eml: as ``build`` returns it.
        certificates: PEM; where issuers stand with the person's, only the person's is used.
        neutral_subject: without figures.
        now: aware, UTC.

    Raises:
        UsageError: E445, as ``check_value``; E451, when the certificate cannot be used.
    """
    from cryptography.hazmat.primitives.ciphers.algorithms import AES256
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    to = message_from_bytes(eml, policy=policy.SMTP)["To"].addresses[0].addr_spec
    outer: list[bytes] = []
    inner: list[bytes] = []
    fields, body = split(eml)
    for name, lines in fields:
        (inner if name.startswith("Content-") else outer).append(
            text_field("Subject", check_value(neutral_subject, "the neutral subject")) if name == "Subject" else lines
        )
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(b"".join((*inner, b"\r\n", body)))
    builder = builder.set_content_encryption_algorithm(AES256)
    for certificate in usable_certificates(certificates, to, now):
        builder = builder.add_recipient(certificate)
    closed = builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    return b"".join((*outer, binary_part(_CLOSED, closed)))


def _prepared(password: str) -> str:
    """Return the password as SASLprep makes it; letters that run from right to left are not taken."""
    mapped = "".join(
        " " if stringprep.in_table_c12(sign) else sign for sign in password if not stringprep.in_table_b1(sign)
    )
    word = unicodedata.normalize("NFKC", mapped)
    if any(table(sign) for sign in word for table in _PROHIBITED):
        fault = "holds signs that cannot be typed everywhere"
    elif len(word) < SHORTEST:
        fault = f"has fewer than {SHORTEST} characters"
    elif len(word.encode()) > LONGEST:
        fault = f"has more than {LONGEST} octets"
    else:
        return word
    raise UsageError("E450", f"the password for the PDF {fault}", help="choose another one and tell the client")
