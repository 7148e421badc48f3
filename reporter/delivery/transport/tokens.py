"""Access tokens of Microsoft 365 for a program that runs alone (client credentials), by msal."""

from __future__ import annotations

import hashlib
import re
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from reporter.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.workspace.delivery import Mail

#: What a token is for: SMTP with XOAUTH2, or Graph. ".default" is every right that the tenant has granted.
SMTP_SCOPE: Final = "https://outlook.office365.com/.default"
GRAPH_SCOPE: Final = "https://graph.microsoft.com/.default"
_AUTHORITY = "https://login.microsoftonline.com/"
_SECONDS = 30  # one call to the sign-in service
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_SIGN_IN = re.compile(r"AADSTS(\d{4,7})")
#: What the sign-in service's numbers mean: what is wrong, what to do.
_REASONS: Final = {
    90002: ("there is no such tenant", "correct tenant in [mail]: the directory id of the Azure portal"),
    900023: ("the tenant is no id and no domain", "correct tenant in [mail]: the directory id of the Azure portal"),
    700016: ("the tenant does not know the application", "correct application (the client id) or tenant in [mail]"),
    7000215: ("the secret is wrong", "store the secret's value, not its id"),
    7000222: ("the secret has expired", "make a new secret for the application and store it"),
    7000112: ("the application is switched off in the tenant", "ask the tenant's administrator to switch it on"),
    65001: ("nobody has consented", "ask the tenant's administrator to grant consent to the application's rights"),
    500011: ("the tenant has no such service", "check that the tenant has Exchange Online"),
    53003: ("a rule of conditional access forbids it", "ask the tenant's administrator to let the application in"),
}
#: Applications of this process: msal keeps each one's token in memory and renews it five minutes before it expires.
_applications: dict[tuple[str, str, bytes], Any] = {}
_lock = Lock()


def access_token(mail: Mail, secret: str, scope: str, *, http: object | None = None) -> str:
    """Return a token that is good for at least some minutes; it is asked for once and then kept in memory.

    Args:
        mail: settings with ``tenant`` (directory id or domain) and ``application`` (client id).
        secret: the application's secret, from ``delivery.secrets``.
        scope: ``SMTP_SCOPE`` or ``GRAPH_SCOPE``.
        http: msal's ``http_client``; None: its own, over verified TLS.

    Raises:
        MailError: E480, when tenant or application are missing; E481, when the sign-in service refuses; E482, when it
            cannot be reached. Neither secret nor token is in any text.
    """
    if not (_TENANT.fullmatch(mail.tenant) and mail.application and secret):
        raise MailError(
            "E480",
            "Microsoft 365 needs tenant, application and a secret",
            help="set tenant and application in [mail], and store the application's secret",
        )
    import msal  # type: ignore[import-untyped]

    key = (mail.tenant, mail.application, hashlib.sha256(secret.encode()).digest())
    with _lock:
        try:
            if key not in _applications:
                _applications[key] = msal.ConfidentialClientApplication(
                    mail.application,
                    client_credential=secret,
                    authority=_AUTHORITY + mail.tenant,
                    http_client=http,
                    timeout=_SECONDS,
                    instance_discovery=False,  # the host is fixed above
                )
            return _token(_applications[key].acquire_token_for_client([scope]))
        except MailError:
            _applications.pop(key, None)  # msal would repeat the refusal for a minute without asking
            raise
        except OSError:  # also what the HTTP library raises
            raise _unreached() from None
        except Exception as fault:  # noqa: BLE001 - msal names no classes; what it says may quote what was sent
            number = _number(f"{fault} {fault.__context__}")  # an unknown tenant is told by the inner one
            raise (_refused(number) if number else _unreached()) from None


def _token(answer: Mapping[str, Any] | None) -> str:
    found = answer or {}
    if isinstance(token := found.get("access_token"), str) and token:
        return token
    if str(found.get("error", "")) in ("", "temporarily_unavailable", "server_error"):
        raise _unreached()
    numbers = [number for number in found.get("error_codes") or () if isinstance(number, int)]
    raise _refused(numbers[0] if numbers else _number(str(found.get("error_description", ""))))


def _number(text: str) -> int:
    found = _SIGN_IN.search(text)
    return int(found[1]) if found else 0


def _refused(number: int) -> MailError:
    what, way_out = _REASONS.get(number, ("", "look the number up in the sign-in log of the Azure portal"))
    if not number:
        what, way_out = "no reason given", "check tenant and application in [mail] and the secret"
    named = f"AADSTS{number}" if number else ""
    reason = f"{what} ({named})" if what and named else what or named
    return MailError("E481", f"Microsoft 365 does not sign the program in: {reason}", help=way_out)


def _unreached() -> MailError:
    return MailError(
        "E482",
        "the sign-in service of Microsoft 365 cannot be reached",
        help="check that login.microsoftonline.com can be reached over HTTPS; nothing was sent",
    )
