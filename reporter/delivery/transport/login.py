"""Logging in: PLAIN and LOGIN in UTF-8, and XOAUTH2 with a token.

``smtplib`` encodes passwords as ASCII, so that one with an å fails before anything is sent.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from reporter.delivery.transport.answers import GarbledError, PutOffError
from reporter.delivery.transport.refusals import login_refused, no_login

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reporter.delivery.secrets import Secret
    from reporter.delivery.transport.answers import Reply
    from reporter.delivery.transport.wire import Wire
    from reporter.workspace import Mail

_ASKED, _NOT_NOW = 334, 4


def log_in(
    wire: Wire, settings: Mail, offered: Collection[str], password: Secret | None, token: Callable[[], str] | None
) -> str:
    """Log in over a connection that is encrypted and proven already; return the way, empty when none is asked for.

    Args:
        wire: after the EHLO that followed TLS.
        settings: auth and user.
        offered: the words of the server's AUTH line, in capitals.
        password: for ``auth = "password"``.
        token: for ``auth = "xoauth2"``; called once.

    Raises:
        MailError: E463, E464: refused; E465: the server offers no way that we have; whatever ``token`` raises.
        PutOffError: put off.
        GarbledError: the reply makes no sense.
        LostError: the connection or the deadline ended.
    """
    if settings.auth == "none":
        return ""
    if settings.auth == "xoauth2":
        if "XOAUTH2" not in offered or token is None:
            raise no_login(settings.host, "XOAUTH2")
        return _judge(settings.host, _xoauth2(wire, settings.user, token()), "XOAUTH2")
    way = next((way for way in ("PLAIN", "LOGIN") if way in offered), "")
    if not way or password is None:
        raise no_login(settings.host, "a password (PLAIN or LOGIN)")
    say = _plain if way == "PLAIN" else _login
    return _judge(settings.host, say(wire, settings.user, password), way)


def _judge(host: str, reply: Reply, way: str) -> str:
    if reply.code == 235:  # noqa: PLR2004 - authenticated
        return way
    if reply.kind == _NOT_NOW:
        raise PutOffError(reply)
    if reply.kind != 5:  # noqa: PLR2004 - neither yes nor no
        raise GarbledError
    raise login_refused(host, reply)


def _plain(wire: Wire, user: str, password: Secret) -> Reply:
    return wire.command("AUTH PLAIN " + _coded(f"\0{user}\0{password.reveal()}"))


def _login(wire: Wire, user: str, password: Secret) -> Reply:
    reply = wire.command("AUTH LOGIN")
    for part in (user, password.reveal()):
        if reply.code != _ASKED:
            return reply
        reply = wire.command(_coded(part))
    return reply


def _xoauth2(wire: Wire, user: str, token: str) -> Reply:
    reply = wire.command("AUTH XOAUTH2 " + _coded(f"user={user}\1auth=Bearer {token}\1\1"))
    if reply.code == _ASKED:  # a refusal in two steps: the reason, which we do not keep, then the code
        reply = wire.command("")
    return reply


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
