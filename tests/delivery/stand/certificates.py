"""Certificates made for a test: one that is right, and those that a client must refuse."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - named in a dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A certificate (with its key's file beside it), both PEM."""

    cert: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """``good`` is signed by ``ca`` for localhost and 127.0.0.1; ``not_after`` is its last moment, aware."""

    ca: Path
    good: Pair
    self_signed: Pair
    wrong_host: Pair
    expired: Pair
    not_after: dt.datetime


def make(folder: Path) -> Certificates:
    """Write a CA and four server certificates into ``folder``, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    until = now + 30 * _DAY
    ca_key, ca_name = _key(), _name("Test CA")
    ca = _sign(ca_name, ca_name, ca_key, ca_key, (now - _DAY, until), hosts=(), ca=True)
    _write(folder / "ca.pem", ca.public_bytes(serialization.Encoding.PEM))

    def issue(name: str, host: str, valid: tuple[dt.datetime, dt.datetime], *, own: bool = False) -> Pair:
        key = _key()
        subject = _name(host)
        issuer, signer = (subject, key) if own else (ca_name, ca_key)
        cert = _sign(subject, issuer, key, signer, valid, hosts=(host,), ca=False)
        return _pair(folder, name, cert, key)

    valid = (now - _DAY, until)
    return Certificates(
        ca=folder / "ca.pem",
        good=issue("good", "localhost", valid),
        self_signed=issue("self-signed", "localhost", valid, own=True),
        wrong_host=issue("wrong-host", "mail.elsewhere.test", valid),
        expired=issue("expired", "localhost", (now - 30 * _DAY, now - _DAY)),
        not_after=until,
    )


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _sign(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    valid: tuple[dt.datetime, dt.datetime],
    *,
    hosts: tuple[str, ...],
    ca: bool,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if hosts:
        names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
        if "localhost" in hosts:
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


def _pair(folder: Path, name: str, cert: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Pair:
    pair = Pair(cert=folder / f"{name}.pem", key=folder / f"{name}.key")
    _write(pair.cert, cert.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(pair.key, private, mode=0o600)
    return pair


def _write(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    path.write_bytes(content)
    path.chmod(mode)
