"""Tokens come from msal, are kept in memory, and their faults are told in plain words without the secret."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport import tokens
from reporter.delivery.transport.tokens import GRAPH_SCOPE, SMTP_SCOPE, access_token
from reporter.errors import MailError
from reporter.workspace.delivery import Mail

if TYPE_CHECKING:
    from collections.abc import Mapping

TENANT = "https://login.microsoftonline.com/consult.example"
SECRET, TOKEN = "s3cret~canary", "t0ken.canary"
SETTINGS = Mail(transport="graph", tenant="consult.example", application="0a1b2c3d")
GOOD = {"token_type": "Bearer", "expires_in": 3600, "access_token": TOKEN}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as msal reads it."""

    status_code: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        """Raise as an HTTP library does."""
        if self.status_code >= 400:
            raise RuntimeError(self.status_code)


@dataclass(slots=True)
class SignIn:
    """The sign-in service, as an HTTP client that msal is given."""

    said: Mapping[str, object] = field(default_factory=lambda: GOOD)
    status: int = 200
    tenant: int = 200
    broken: bool = False
    posted: list[Mapping[str, object]] = field(default_factory=list)

    def get(self, url: str, **_: object) -> Reply:
        """Answer where the tenant's tokens are."""
        if self.broken:
            raise ConnectionError(SECRET)
        assert url == f"{TENANT}/v2.0/.well-known/openid-configuration"
        if self.tenant != 200:
            return Reply(self.tenant, json.dumps({"error_description": "AADSTS90002: Tenant not found."}))
        places = {"authorization_endpoint": f"{TENANT}/a", "token_endpoint": f"{TENANT}/t", "issuer": TENANT}
        return Reply(200, json.dumps(places))

    def post(self, url: str, *, data: Mapping[str, object], **_: object) -> Reply:
        """Answer with a token, or why not."""
        assert url == f"{TENANT}/t"
        self.posted.append(data)
        return Reply(self.status, json.dumps(self.said))


@pytest.fixture(autouse=True)
def _no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without a token in memory, and leave none to others."""
    monkeypatch.setattr(tokens, "_applications", {})


def test_a_token_is_asked_for_once_a_scope() -> None:
    """Two calls for Graph make one request, one for SMTP another; both carry the application's credentials."""
    service = SignIn()
    for scope in (GRAPH_SCOPE, GRAPH_SCOPE, SMTP_SCOPE):
        assert access_token(SETTINGS, SECRET, scope, http=service) == TOKEN
    assert [data["scope"] for data in service.posted] == [GRAPH_SCOPE, SMTP_SCOPE]
    assert {(data["client_id"], data["client_secret"]) for data in service.posted} == {("0a1b2c3d", SECRET)}


def test_a_token_that_is_about_to_expire_is_not_used() -> None:
    """One that is good for four minutes more is asked for anew, since msal leaves five."""
    service = SignIn({**GOOD, "expires_in": 240})
    access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    assert len(service.posted) == 2


def test_a_new_secret_is_not_answered_with_the_old_one_s_token() -> None:
    """After the secret was changed, it is the new one that is asked with."""
    service = SignIn()
    access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    access_token(SETTINGS, "another", GRAPH_SCOPE, http=service)
    assert [data["client_secret"] for data in service.posted] == [SECRET, "another"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (90002, "there is no such tenant (AADSTS90002)"),
        (700016, "the tenant does not know the application (AADSTS700016)"),
        (7000215, "the secret is wrong (AADSTS7000215)"),
        (7000222, "the secret has expired (AADSTS7000222)"),
        (65001, "nobody has consented (AADSTS65001)"),
        (7654321, "in: AADSTS7654321;"),
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_a_refusal_is_told_in_plain_words(number: int, words: str, listed: bool) -> None:  # noqa: FBT001 - a parameter
    """The service's number, from its list or its text, says what is wrong; its text, which may quote, is not told."""
    said = {"error": "invalid_client", "error_description": f"AADSTS{number}: {SECRET}"}
    with pytest.raises(MailError) as fault:
        access_token(
            SETTINGS, SECRET, GRAPH_SCOPE, http=SignIn({**said, "error_codes": [number]} if listed else said, 401)
        )
    assert (fault.value.code, fault.value.exit_code) == ("E481", 4)
    assert words in str(fault.value)
    assert SECRET not in "".join(traceback.format_exception(fault.value))


def test_an_unknown_tenant_is_told() -> None:
    """The tenant's own page answers 400 before any secret is sent."""
    service = SignIn(tenant=400)
    with pytest.raises(MailError, match="no such tenant") as fault:
        access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    assert (fault.value.code, service.posted) == ("E481", [])


@pytest.mark.parametrize(
    "service",
    [
        SignIn(broken=True),
        SignIn(tenant=503),
        SignIn({}, 500),
        SignIn({}, 429),
        SignIn({"error": "temporarily_unavailable", "error_description": "AADSTS90033"}, 400),
    ],
    ids=["network", "tenant", "500", "429", "busy"],
)
def test_a_service_that_cannot_be_reached_is_no_refusal(service: SignIn) -> None:
    """It may be there again in an hour; nothing is wrong with the settings."""
    with pytest.raises(MailError) as fault:
        access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    assert fault.value.code == "E482"
    assert SECRET not in "".join(traceback.format_exception(fault.value))


def test_after_a_refusal_the_next_call_asks_again() -> None:
    """A refusal is not kept: once the tenant's administrator has consented, the same process goes on."""
    service = SignIn({"error": "invalid_grant", "error_codes": [65001]}, 400)
    with pytest.raises(MailError):
        access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service)
    service.said, service.status = GOOD, 200
    assert access_token(SETTINGS, SECRET, GRAPH_SCOPE, http=service) == TOKEN


@pytest.mark.parametrize(
    ("settings", "secret"),
    [
        (Mail(application="a"), SECRET),
        (Mail(tenant="consult.example"), SECRET),
        (SETTINGS, ""),
        (Mail(tenant="../elsewhere", application="a"), SECRET),
        (Mail(tenant="a@b/c", application="a"), SECRET),
    ],
)
def test_missing_settings_are_told_before_anything_is_asked(settings: Mail, secret: str) -> None:
    """A tenant that would lead to another place than its own is none."""
    service = SignIn()
    with pytest.raises(MailError) as fault:
        access_token(settings, secret, GRAPH_SCOPE, http=service)
    assert (fault.value.code, service.posted) == ("E480", [])
