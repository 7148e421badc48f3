"""TLS: whoever cannot prove to be the server gets no login, no address and no message."""

from __future__ import annotations

import base64
import socket
import ssl
import warnings
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport.tls import context_of
from reporter.errors import MailError
from tests.delivery.faults import USER, FaultServer, Mode, fault_server
from tests.delivery.post import RECIPIENT, SENDER, Ledger, envelope, through

if TYPE_CHECKING:
    from tests.delivery.stand.certificates import Certificates

UNPROVEN = [Mode.SELF_SIGNED, Mode.WRONG_HOST, Mode.EXPIRED, Mode.OLD_TLS]
STRIPPED = [Mode.NO_STARTTLS, Mode.STARTTLS_502, Mode.STARTTLS_INJECTED]


def _secrets(server: FaultServer) -> tuple[bytes, ...]:
    """Return whatever must not be read: the password, plain and in each form that a login has, and addresses."""
    password, user = server.password.encode(), USER.encode()
    coded = (base64.b64encode(text) for text in (password, user, b"\0" + user + b"\0" + password))
    return (password, *coded, b"AUTH", user, SENDER.encode(), RECIPIENT.encode())


@pytest.mark.parametrize(
    ("mode", "implicit"),
    [*((mode, False) for mode in UNPROVEN + STRIPPED), *((mode, True) for mode in UNPROVEN)],
)
def test_a_server_that_is_not_proven_reads_not_one_byte_of_a_login(
    certs: Certificates, mode: Mode, *, implicit: bool
) -> None:
    """Self-signed, wrong host, expired, old TLS, stripped or injected STARTTLS: the greeting is all it gets."""
    greeting = b"" if implicit else b"EHLO consult.test\r\n"
    if not implicit and mode is not Mode.NO_STARTTLS:
        greeting += b"STARTTLS\r\n"
    with fault_server(certs, implicit=implicit) as server:
        server.fail(mode)
        for act in (through(server).check, lambda: through(server).send(envelope(), Ledger().steps)):
            with pytest.raises(MailError, match=r"E46[678]"):
                act()
        server.idle()
        assert len(server.seen) == 2
        for one in server.seen:
            assert bytes(one.plain) == greeting
            assert bytes(one.secure) == b""
        assert not [secret for secret in _secrets(server) if secret in server.read()]


def test_these_servers_are_refused_for_their_tls_and_not_for_something_else(certs: Certificates) -> None:
    """A client that verifies nobody and takes old TLS gets through to each of them: nothing else stands in our way."""
    lax = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    lax.check_hostname, lax.verify_mode = False, ssl.CERT_NONE
    lax.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        lax.minimum_version = ssl.TLSVersion.TLSv1
    for mode in UNPROVEN:
        with fault_server(certs, implicit=True) as server:
            server.fail(mode)
            with socket.create_connection(("127.0.0.1", server.port)) as plain, lax.wrap_socket(plain) as secured:
                assert secured.recv(4) == b"220 "
                assert secured.version() == ("TLSv1.1" if mode is Mode.OLD_TLS else "TLSv1.3")


def test_without_our_ca_the_good_server_is_refused_too(server: FaultServer) -> None:
    """ca_file is what makes it known; empty means the system's, which has never heard of it."""
    with pytest.raises(MailError, match=r"E467.*issuer is not known"):
        through(server, ca_file="").check()
    server.idle()
    assert b"AUTH" not in server.read()


def test_a_port_that_speaks_no_tls_is_told_as_such(server: FaultServer) -> None:
    """TLS from the start on a STARTTLS port: no login, and the line says what to check."""
    with pytest.raises(MailError, match=r"E468.*no TLS on this port.*check port and security"):
        through(server, security="tls").check()
    assert not [secret for secret in _secrets(server) if secret in server.read()]


def test_features_from_before_tls_are_forgotten(server: FaultServer) -> None:
    """Before TLS the server claims SIZE 5 and AUTH; inside it offers no password, and that is what counts."""
    server.fail(Mode.NO_PLAIN)
    with pytest.raises(MailError, match="E465"):
        through(server).send(envelope(), Ledger().steps)
    server.behave()
    assert through(server).send(envelope(), Ledger().steps).kind == "accepted"


def test_the_context_verifies_whatever_the_settings_are(certs: Certificates) -> None:
    """Both with a CA of one's own and with the system's: chain, host and at least TLS 1.2."""
    for ca_file in ("", str(certs.ca)):
        context = context_of(ca_file)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2
