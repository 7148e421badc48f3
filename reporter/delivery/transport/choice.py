"""Which way out the settings name."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reporter.delivery.secrets import Secret, secret
from reporter.delivery.transport.session import hello_of
from reporter.delivery.transport.smtp import SmtpTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.delivery.transport.base import Transport
    from reporter.workspace import Archive, Mail


def transport_of(mail: Mail, environ: Mapping[str, str], *, clock: Callable[[], float] = time.monotonic) -> Transport:
    """Return the way out, with its secret at hand; nothing is connected yet.

    Args:
        mail: the settings.
        environ: where secrets are looked for, after systemd's credentials.
        clock: monotonic, in seconds.

    Raises:
        UsageError: E460, when a setting is missing; E461, E462, when the secret is missing or unusable.
    """
    if mail.transport == "graph":
        from reporter.delivery.transport.graph import GraphTransport

        return GraphTransport(mail, _token_of(mail, environ, graph=True), clock=clock)
    hello_of(mail)
    if mail.auth == "none":
        return SmtpTransport(settings=mail, clock=clock)
    if mail.auth == "password":
        return SmtpTransport(settings=mail, password=secret("smtp", environ), clock=clock)
    return SmtpTransport(settings=mail, token=_token_of(mail, environ), clock=clock)


def archive_secret(mail: Mail, archive: Archive, environ: Mapping[str, str]) -> Secret:
    """Return what opens the archive mailbox: its password, or a token of Microsoft 365.

    Raises:
        UsageError: E461, E462, when the secret is missing or unusable.
        MailError: E480 to E482, when no token is to be had.
    """
    if archive.auth == "password":
        return secret("imap", environ)
    return Secret(_token_of(mail, environ)())


def _token_of(mail: Mail, environ: Mapping[str, str], *, graph: bool = False) -> Callable[[], str]:
    from reporter.delivery.transport.tokens import GRAPH_SCOPE, SMTP_SCOPE, access_token

    kept, scope = secret("m365", environ), GRAPH_SCOPE if graph else SMTP_SCOPE
    return lambda: access_token(mail, kept.reveal(), scope)
