"""Whose certificate it is, and whether a message can be closed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography import x509

    Extension = TypeVar("Extension", bound=x509.ExtensionType)

_LEAST_BITS = 2048


def usable_certificates(pem: bytes, address: str, now: datetime) -> Sequence[x509.Certificate]:
    """Return the certificates of the person, ready to encrypt for; those of issuers that stand with them are left out.

    Args:
        pem: one or more certificates.
        address: the recipient's.
        now: aware, UTC.

    Raises:
        UsageError: E451, when there is none, or one of them is not valid at ``now``, has no RSA key of at least 2048
            bits, is not meant for encryption or for mail, or names other addresses than this one.
    """
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(pem)
        persons = [each for each in found if not _is_issuer(each)] or found[:1]
        fault = next((fault for each in persons if (fault := _fault(each, address, now))), "")
    except ValueError:  # also what is damaged within, found out only when it is asked for
        persons, fault = [], "it is no PEM certificate, or a damaged one"
    if fault:
        raise UsageError(
            "E451",
            f"the recipient's certificate cannot be used: {fault}",
            help="ask the recipient for the present one (PEM, RSA) and name it under [[recipients]] certificate",
        )
    return persons


def _fault(certificate: x509.Certificate, address: str, now: datetime) -> str:
    """Return why a certificate cannot be used, empty when it can."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = certificate.public_key()
    bits = key.key_size if isinstance(key, RSAPublicKey) else 0
    usage = _extension(certificate, x509.KeyUsage)
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    mail = (ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE)
    named = _addresses(certificate)
    rules = (
        (f"it ended on {certificate.not_valid_after_utc:%Y-%m-%d}", now <= certificate.not_valid_after_utc),
        (f"it begins on {certificate.not_valid_before_utc:%Y-%m-%d}", now >= certificate.not_valid_before_utc),
        ("it has no RSA key", bits > 0),
        (f"its key has fewer than {_LEAST_BITS} bits", bits >= _LEAST_BITS),
        ("it is not meant for encryption", usage is None or usage.key_encipherment),
        ("it is not meant for mail", purposes is None or any(purpose in purposes for purpose in mail)),
        ("it is for another address", not named or address.lower() in named),
    )
    return next((what for what, ok in rules if not ok), "")


def _is_issuer(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    constraints = _extension(certificate, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def _addresses(certificate: x509.Certificate) -> frozenset[str]:
    """Return the addresses that a certificate names, in small letters."""
    from cryptography import x509

    others = _extension(certificate, x509.SubjectAlternativeName)
    older = certificate.subject.get_attributes_for_oid(x509.NameOID.EMAIL_ADDRESS)
    named = [*(others.get_values_for_type(x509.RFC822Name) if others else ()), *(str(each.value) for each in older)]
    return frozenset(name.lower() for name in named)


def _extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
