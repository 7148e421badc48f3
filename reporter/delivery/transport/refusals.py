"""What makes every message fail: a server that refuses us, or that cannot prove who it is. Never more than codes."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from reporter.delivery.transport.answers import said
from reporter.errors import MailError

if TYPE_CHECKING:
    from reporter.delivery.transport.answers import Reply

#: OpenSSL's X509_V_ERR_… → what is wrong.
_CERTIFICATE = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed",
    19: "its issuer is not known here",
    20: "its issuer is not known here",
    21: "its issuer is not known here",
    62: "it is another host's",
    64: "it is another address's",
}
_OLD = ("UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW", "ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE")
_SWITCHED_OFF = ("5.7.139", "5.7.30")  # Microsoft: login with a password


def login_refused(host: str, reply: Reply) -> MailError:
    """Return the error for a login that is refused for good."""
    if reply.enhanced in _SWITCHED_OFF:
        return MailError(
            "E464",
            f"{host} takes no logins with a password ({said(reply, 'basic authentication is off')})",
            help='set auth = "xoauth2" in [mail], or ask the administrator to allow SMTP AUTH for this mailbox',
        )
    if reply.enhanced == "5.7.9":
        return MailError(
            "E464",
            f"{host} asks for an app password ({said(reply, 'login refused')})",
            help="make an app password for this mailbox and store it in place of the ordinary one",
        )
    return MailError(
        "E463",
        f"{host} refuses the login ({said(reply, 'login refused')})",
        help="correct user in [mail], or the password (the secret smtp)",
    )


def no_login(host: str, wanted: str) -> MailError:
    """Return the error for a server without a way to log in that we have."""
    return MailError(
        "E465",
        f"{host} offers no login with {wanted}",
        help='check host and port in [mail]; auth is one of "password", "xoauth2", "none"',
    )


def login_required(host: str, reply: Reply) -> MailError:
    """Return the error for a server that wants a login and got none."""
    return MailError(
        "E465",
        f"{host} takes mail after a login only ({said(reply, 'login required')})",
        help='set auth = "password" and user in [mail], or have this machine let through',
    )


def no_starttls(host: str, why: str) -> MailError:
    """Return the error for a connection that cannot be made safe; nothing secret was said on it."""
    return MailError(
        "E466",
        f"the connection to {host} cannot be encrypted: {why}",
        help='check host and port; for a port with TLS from the start (465) set security = "tls" in [mail]',
    )


def not_proven(host: str, fault: ssl.SSLError) -> MailError:
    """Return the error for a server that does not prove who it is, or speaks no TLS that we take."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        why = _CERTIFICATE.get(fault.verify_code, f"check {fault.verify_code} of OpenSSL failed")
        return MailError(
            "E467",
            f"the certificate of {host} is not accepted: {why}",
            help="correct the host's name, have the certificate renewed, or name your own CA with ca_file",
        )
    reason = str(fault.reason or "")
    old = any(part in reason for part in _OLD)
    return MailError(
        "E468",
        f"{host} speaks {'only TLS older than 1.2' if old else f'no TLS on this port ({reason})'}",
        help="have the server brought up to date" if old else "check port and security",
    )


def hello_refused(host: str, reply: Reply) -> MailError:
    """Return the error for a server that does not take the name that we say."""
    return MailError(
        "E469",
        f"{host} does not take the name that is said in EHLO ({said(reply)})",
        help="set hello in [mail] to a name that this machine may use",
    )


def sender_refused(host: str, reply: Reply) -> MailError:
    """Return the error for a sender that the login may not use."""
    return MailError(
        "E470",
        f"{host} refuses the sender ({said(reply, 'sender refused')})",
        help="set sender and bounces in [mail] to addresses that this login may use",
    )


def unreachable(host: str, why: str) -> MailError:
    """Return the error for a server with which no conversation came about."""
    return MailError(
        "E471", f"{host} cannot be reached ({why})", help="check host, port and firewall, or try again later"
    )
