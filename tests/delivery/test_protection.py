"""PDFs with a password and messages by S/MIME, opened by programs that are not ours."""

from __future__ import annotations

import subprocess
import unicodedata
from datetime import timedelta
from email import message_from_bytes, policy
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reporter.delivery.message.building import build
from reporter.delivery.message.headers import split
from reporter.delivery.message.protection import encrypt_pdf, smime
from reporter.errors import RenderError, UsageError
from tests.delivery.mails import MEGABYTES, NOW, decoded, digest, heading, pdf, report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PASSWORD = "Lösenord-åäö-Æø-1"  # noqa: S105 - of a test
NEUTRAL = "Er rapport är här (krypterad)"
#: One key for all certificates: making one takes longer than all else.
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - to be refused
MAIL = x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION
WEB = x509.oid.ExtendedKeyUsageOID.SERVER_AUTH


def certificate(
    *,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = KEY,
    begins: int = -10,
    ends: int = 10,
    others: Sequence[x509.ExtensionType] = (),
    mail: str = "",
    ca: bool = False,
) -> bytes:
    """Return a PEM certificate, valid from and until so many days from ``NOW``."""
    name = x509.Name([
        x509.NameAttribute(x509.NameOID.COMMON_NAME, "Anna"),
        *([x509.NameAttribute(x509.NameOID.EMAIL_ADDRESS, mail)] if mail else []),
    ])  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(NOW + timedelta(days=begins)).not_valid_after(NOW + timedelta(days=ends))
    for each in (x509.BasicConstraints(ca=ca, path_length=None), *others):
        builder = builder.add_extension(each, critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def usage(*, encipher: bool) -> x509.KeyUsage:
    """Return what a key is for."""
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=encipher, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def named(*addresses: str) -> x509.SubjectAlternativeName:
    """Return the addresses that a certificate is for."""
    return x509.SubjectAlternativeName([x509.RFC822Name(each) for each in addresses])


def message() -> bytes:
    """Return a mail to anna@norrvik.test."""
    return build(digest(), [report()], heading(), most_megabytes=MEGABYTES)


def test_a_pdf_opens_with_its_password_and_reads_the_same() -> None:
    """PDFium, which browsers use, reads the same text; revision 6 is AES-256 of PDF 2.0."""
    closed = encrypt_pdf(pdf("Hemliga siffror"), PASSWORD)
    document = pypdfium2.PdfDocument(closed, password=PASSWORD)
    try:
        page = document[0]
        assert page.get_textpage().get_text_range() == "Hemliga siffror"
    finally:
        document.close()
    with pikepdf.open(BytesIO(closed), password=PASSWORD) as opened:
        found = opened.encryption
        assert (found.R, found.V, found.bits, str(found.stream_method)) == (6, 5, 256, "EncryptionMethod.aesv3")
        assert str(opened.docinfo["/Title"]) == "Hemlig titel"


@pytest.mark.parametrize("word", ["", "fel-lösenord", PASSWORD.lower(), "Losenord-aao-Aeo-1"])
def test_a_pdf_opens_with_no_other_word(word: str) -> None:
    """Two programs refuse an empty or wrong password."""
    closed = encrypt_pdf(pdf(), PASSWORD)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(closed), password=word)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(closed, password=word)


def test_neither_text_nor_metadata_can_be_read_in_a_closed_pdf() -> None:
    """The title and the page's text stand in the open file and not in the closed one."""
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Hemlig titel"
        out = BytesIO()
        document.save(out, compress_streams=False)
    assert b"Hemlig titel" in out.getvalue()
    closed = encrypt_pdf(out.getvalue(), PASSWORD)
    assert b"Hemlig" not in closed
    assert b"EncryptMetadata false" not in closed


def test_a_password_typed_in_another_form_is_the_same() -> None:
    """SASLprep (RFC 4013): letters composed, Ⅸ as IX, a hard blank as a blank, a soft hyphen as nothing."""
    closed = encrypt_pdf(pdf(), unicodedata.normalize("NFD", PASSWORD))
    pypdfium2.PdfDocument(closed, password=PASSWORD).close()
    closed = encrypt_pdf(pdf(), "lösen\u00a0ord\u00adet\u2168")
    pypdfium2.PdfDocument(closed, password="lösen ordetIX").close()  # noqa: S106 - of a test


@pytest.mark.parametrize(
    "word", ["", "kort", "å" * 64, "ett\0lösenord", "ett\nlösenord", "lösen\ud800ord", "שלוםשלום", "x" * 128]
)
def test_a_password_that_protects_badly_or_cannot_be_typed_is_refused(word: str) -> None:
    """At least 8 characters, at most 127 octets; the error does not repeat it."""
    with pytest.raises(UsageError) as caught:
        encrypt_pdf(pdf(), word)
    assert caught.value.code == "E450"
    assert not word or word not in str(caught.value)


def test_what_is_no_pdf_is_not_sent_open() -> None:
    """A PDF that cannot be closed ends the message."""
    with pytest.raises(RenderError, match="E455"):
        encrypt_pdf(b"%PDF-1.7 nonsense", PASSWORD)


def test_openssl_opens_a_message_for_the_holder_of_the_key(tmp_path: Path) -> None:
    """What openssl decrypts is the body with its MIME headers, octet by octet, by AES-256-CBC."""
    eml = message()
    closed = smime(eml, certificate(), neutral_subject=NEUTRAL, now=NOW)
    (tmp_path / "closed.eml").write_bytes(closed)
    (tmp_path / "key.pem").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    command = ["openssl", "cms", "-decrypt", "-in", "closed.eml", "-inkey", "key.pem", "-binary"]
    opened = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    fields, body = split(eml)
    inside = b"".join(lines for name, lines in fields if name in {"Content-Type", "Content-Language"})
    assert opened == inside + b"\r\n" + body
    shown = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-noout", "-in", "closed.eml"],
        cwd=tmp_path, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    assert "algorithm: aes-256-cbc" in shown


def test_the_outside_of_a_closed_message_holds_no_figure() -> None:
    """Sender, recipient, date and ids stay, the subject is the neutral one, and it is ASCII in short lines."""
    closed = smime(message(), certificate(), neutral_subject=NEUTRAL, now=NOW)
    outside = message_from_bytes(closed, policy=policy.SMTP)
    assert outside.keys() == [
        "From", "To", "Reply-To", "Subject", "Message-ID", "Date", "MIME-Version", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Content-Type", "Content-Disposition", "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert decoded(str(outside["Subject"])) == NEUTRAL
    assert outside.get_content_type() == "application/pkcs7-mime"
    assert outside.get_param("smime-type") == "enveloped-data"
    assert closed.isascii()
    assert max(map(len, closed.split(b"\r\n"))) <= 78
    assert b"Kundrapport" not in closed
    before, after = (message_from_bytes(each) for each in (message(), closed))
    for name in ("From", "To", "Reply-To", "Message-ID", "Date"):
        assert before[name] == after[name]


def test_the_same_message_is_never_closed_the_same_way() -> None:
    """Random keys: that is why bytes are built once and kept."""
    assert len({smime(message(), certificate(), neutral_subject=NEUTRAL, now=NOW) for _ in range(2)}) == 2


@pytest.mark.parametrize(("pem", "why"), [
    (b"", "it is no PEM certificate"),
    (b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "it is no PEM certificate"),
    (certificate(ends=-1), "it ended on 2026-11-01"),
    (certificate(begins=1), "it begins on 2026-11-03"),
    (certificate(key=ec.generate_private_key(ec.SECP256R1())), "it has no RSA key"),
    (certificate(key=SMALL), "its key has fewer than 2048 bits"),
    (certificate(others=[usage(encipher=False)]), "it is not meant for encryption"),
    (certificate(others=[x509.ExtendedKeyUsage([WEB])]), "it is not meant for mail"),
    (certificate(others=[named("bo@vestera.test")]), "it is for another address"),
    (certificate(mail="bo@vestera.test"), "it is for another address"),
    (certificate() + certificate(ends=-1), "it ended on 2026-11-01"),
])  # fmt: skip
def test_a_certificate_that_cannot_be_used_is_refused(pem: bytes, why: str) -> None:
    """The reason is named; addresses are not."""
    with pytest.raises(UsageError) as caught:
        smime(message(), pem, neutral_subject=NEUTRAL, now=NOW)
    assert caught.value.code == "E451"
    assert why in caught.value.message
    assert "@" not in str(caught.value)


@pytest.mark.parametrize("pem", [
    certificate(others=[usage(encipher=True), x509.ExtendedKeyUsage([MAIL]), named("Anna@Norrvik.test")]),
    certificate(mail="ANNA@norrvik.test"),
    certificate(others=[named("bo@vestera.test", "anna@norrvik.test")]),
    certificate(ca=True),
    certificate() + certificate(ca=True, key=SMALL),
])  # fmt: skip
def test_an_ordinary_certificate_is_taken(pem: bytes) -> None:
    """Addresses in any case; a self-signed one; issuers that stand behind the person's are not encrypted for."""
    assert b"enveloped-data" in smime(message(), pem, neutral_subject=NEUTRAL, now=NOW)


def test_a_neutral_subject_is_checked_too() -> None:
    """It comes from a template with a client's name in it."""
    with pytest.raises(UsageError, match="E445"):
        smime(message(), certificate(), neutral_subject="a\r\nBcc: x", now=NOW)
