"""Logging in: passwords beyond ASCII, tokens, and what is said when it fails."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport.smtp import SmtpTransport
from reporter.errors import MailError
from tests.delivery.faults import USER, FaultServer, Mode
from tests.delivery.post import Ledger, envelope, through

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("mode", [Mode.OK, Mode.LOGIN_ONLY])
def test_passwords_beyond_ascii_log_in(server: FaultServer, mode: Mode) -> None:
    """å, ä, ö and € arrive as UTF-8 by PLAIN and by LOGIN."""
    server.fail(mode)
    assert through(server).send(envelope(), Ledger().steps).kind == "accepted"
    server.idle()
    by_plain = [f"\0{USER}\0{server.password}".encode()]
    assert server.seen[0].logins == (by_plain if mode is Mode.OK else [USER.encode(), server.password.encode()])


def _with_token(server: FaultServer, token: Callable[[], str]) -> SmtpTransport:
    return SmtpTransport(settings=server.mail(auth="xoauth2"), token=token)


def test_a_token_logs_in(server: FaultServer) -> None:
    """XOAUTH2 as Microsoft and Google document it: user, bearer, two ^A."""
    assert _with_token(server, lambda: "tok-en").send(envelope(), Ledger().steps).kind == "accepted"
    server.idle()
    assert server.seen[0].logins == [f"user={USER}\1auth=Bearer tok-en\1\1".encode()]


def test_a_refused_token_is_answered_in_two_steps(server: FaultServer) -> None:
    """After 334 with the reason an empty line is due, then 535 comes; the token is shown nowhere."""
    server.fail(Mode.XOAUTH2_REFUSED)
    with pytest.raises(MailError, match=r"E463.*535 5.7.8") as caught:
        _with_token(server, lambda: "tok-en").send(envelope(), Ledger().steps)
    server.idle()
    assert bytes(server.seen[0].secure).endswith(base64.b64encode(server.seen[0].logins[0]) + b"\r\n\r\n")
    assert "tok-en" not in str(caught.value)


def test_a_silent_sign_in_service_is_a_reason_to_wait(server: FaultServer) -> None:
    """What the token's maker says for good stops everything; that it is away for now does not."""

    def fail(code: str) -> str:
        raise MailError(code, "no token", help="wait")

    assert _with_token(server, lambda: fail("E482")).send(envelope(), Ledger().steps).kind == "later"
    with pytest.raises(MailError, match="E481"):
        _with_token(server, lambda: fail("E481")).send(envelope(), Ledger().steps)


def test_an_app_password_is_asked_for_in_words(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Google's 534 5.7.9: the password may be right and is still the wrong one."""
    asked = "534 5.7.9 Application-specific password required. Learn more at https://support.test/mail"
    monkeypatch.setattr("tests.delivery.fault_talk.REPLIES", {Mode.AUTH_535: asked})
    server.fail(Mode.AUTH_535)
    with pytest.raises(MailError, match=r"E464.*app password \(534 5.7.9"):
        through(server).check()
