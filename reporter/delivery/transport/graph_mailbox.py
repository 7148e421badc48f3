"""The sender's mailbox in Microsoft 365: looking for a message, making a draft, and what Graph's refusals mean."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlencode, urlsplit

from reporter.delivery.transport.https import (
    Call,
    NoAnswerError,
    NotWrittenError,
    Reply,
    UnprovenError,
    request,
)
from reporter.delivery.values import Answer
from reporter.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Without it a draft's id changes when it goes to Sent Items.
_SAME_ID = {"Prefer": 'IdType="ImmutableId"'}
_LONGEST_ID = 1024
_OK, _CREATED, _GONE = 200, 201, 404
_NEVER = (400, 406, 411, 413, 414, 415, 422)  # of a draft: the same bytes will be refused again


class LaterError(Exception):
    """Graph cannot do it now; nothing was sent. Its text may be kept as a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """The mailbox of ``sender`` as the requests of one message see it."""

    call: Call
    sender: str

    def look(self, message_id: str, remote: str) -> tuple[Literal["sent", "draft", "elsewhere", "absent"], str]:
        """Return where a message is, and its id.

        Drafts come before Sent Items, so that one on its way between them is not missed. ``elsewhere``: it is still
        unsent, but no longer in Drafts: on its way out, or thrown away by a person.

        Args:
            message_id: with its angle brackets; anything else is not looked for.
            remote: the id that Graph gave, empty when none is known.

        Raises:
            LaterError: Graph cannot be asked now.
            MailError: E483, E484, E486.
        """
        if remote and (found := self._item("", remote)) is not None:
            if found.get("isDraft") is False:
                return "sent", remote
            return ("elsewhere" if self._item("/mailFolders/drafts", remote) is None else "draft"), remote
        if not message_id.startswith("<"):
            return "absent", ""
        if draft := self._by_message_id("drafts", message_id):
            return "draft", draft
        sent = self._by_message_id("sentitems", message_id)
        return ("sent" if sent else "absent"), sent

    def is_for(self, draft: str, recipient: str) -> bool:
        """Tell whether an earlier draft still goes to one recipient alone: Drafts is open to people.

        Raises:
            LaterError: as ``look``.
            MailError: as ``look``.
        """
        kinds = ("toRecipients", "ccRecipients", "bccRecipients")
        reply = self._ask("GET", f"/messages/{quote(draft, safe='')}?$select={','.join(kinds)}", gone=True)
        found = content(reply)
        try:
            named = [one["emailAddress"]["address"] for kind in kinds for one in found[kind]]
        except (KeyError, TypeError):
            raise LaterError(f"{reply.status} {code_of(reply)}".strip()) from None
        return [str(one).casefold() for one in named] == [recipient.casefold()]

    def create(self, eml: bytes) -> str | Answer:
        """Make a draft from a message's bytes; return its id, or the answer when these bytes are never taken.

        Raises:
            LaterError: as ``look``; a draft that was made all the same is found by its Message-ID next time.
            MailError: as ``look``.
        """
        headers = {"Content-Type": "text/plain", **_SAME_ID}
        reply = self._ask("POST", "/messages", headers=headers, body=base64.b64encode(eml))
        if reply.status in _NEVER:
            return Answer(kind="refused", reply=f"{reply.status} {code_of(reply)}".strip())
        found = content(reply).get("id") if reply.status == _CREATED else None
        if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_ID:
            raise LaterError(f"{reply.status} {code_of(reply)}".strip())
        return found

    def sending(self, draft: str) -> str:
        """Return the path of the request that sends a draft."""
        return f"{self._path}/messages/{quote(draft, safe='')}/send"

    def check(self) -> tuple[str, ...]:
        """Return what is found, a line each; raises as ``look``."""
        reply = self._ask("GET", "/mailFolders/drafts?$select=id")
        if reply.status != _OK:
            raise LaterError(f"{reply.status} {code_of(reply)}".strip())
        rights = _rights(self.call.token)
        lines = [
            f"{urlsplit(self.call.base_url).hostname}: {reply.tls}, certificate good",
            "mailbox of the sender: found, drafts can be read",
            f"rights of the token: {', '.join(rights) or 'none named'}",
        ]
        if "Mail.Send" not in rights:
            lines.append("Mail.Send is not among them: mail leaves only where Exchange's own roles grant it")
        return tuple(lines)

    @property
    def _path(self) -> str:
        return f"/users/{quote(self.sender, safe='@')}"

    def _item(self, folder: str, id_: str) -> Mapping[str, Any] | None:
        reply = self._ask("GET", f"{folder}/messages/{quote(id_, safe='')}?$select=id,isDraft", gone=True)
        return content(reply) if reply.status == _OK else None

    def _by_message_id(self, folder: str, message_id: str) -> str:
        """Return the id of a message in a folder, empty where there is none."""
        asked = {
            "$filter": "internetMessageId eq '" + message_id.replace("'", "''") + "'",
            "$select": "id",
            "$top": "1",
        }
        reply = self._ask("GET", f"/mailFolders/{folder}/messages?{urlencode(asked, quote_via=quote)}")
        found = content(reply).get("value") if reply.status == _OK else None
        if not isinstance(found, list):  # no list is no proof that it is not there
            raise LaterError(f"{reply.status} {code_of(reply)}".strip())
        return next((one["id"] for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)), "")

    def _ask(
        self, method: str, path: str, *, headers: Mapping[str, str] = _SAME_ID, body: bytes = b"", gone: bool = False
    ) -> Reply:
        """Make a request that sends nothing; ``gone``: 404 and 400 say that the item is not there (any more)."""
        try:
            reply = request(self.call, method, self._path + path, headers=headers, body=body)
        except UnprovenError:
            raise unproven() from None
        except NotWrittenError:
            raise LaterError("not reached") from None
        except NoAnswerError:
            raise LaterError("no answer") from None
        if reply.status in (401, 403) or (reply.status == _GONE and not gone):
            raise refused(reply)
        if gone and reply.status not in (_OK, 400, _GONE):
            raise LaterError(f"{reply.status} {code_of(reply)}".strip())
        return reply


def content(reply: Reply) -> Mapping[str, Any]:
    """Return the object in an answer, empty when it holds none."""
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def code_of(reply: Reply) -> str:
    """Return Graph's word for a fault, such as "ErrorAccessDenied"; never its text, which may name addresses."""
    fault = content(reply).get("error")
    code = fault.get("code") if isinstance(fault, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z.]{1,60}", code) else ""


def refused(reply: Reply) -> MailError:
    """Return why Graph takes nothing from us."""
    said = f"{reply.status} {code_of(reply)}".strip()
    if reply.status == _GONE:
        return MailError(
            "E484",
            f"Microsoft 365 has no mailbox for [mail] sender ({said})",
            help="check sender, and that it has a mailbox in Exchange Online",
        )
    return MailError(
        "E483",
        f"Microsoft Graph denies the program the mailbox of [mail] sender ({said})",
        help="grant the application Mail.ReadWrite and Mail.Send, with consent; then run: reporter mail test",
    )


def unproven() -> MailError:
    """Return that the other side is not who it should be."""
    return MailError(
        "E486",
        "Microsoft Graph's certificate is not good",
        help="look for a proxy that opens TLS, and check this machine's clock and certificates; nothing was sent",
    )


def unreached(said: str) -> MailError:
    """Return that Graph cannot be asked now."""
    return MailError(
        "E485",
        f"Microsoft Graph cannot be asked now ({said})",
        help="check that graph.microsoft.com can be reached over HTTPS, and try again",
    )


def _rights(token: str) -> tuple[str, ...]:
    """Return the roles that a token names; it is not verified, for it is only told to its owner."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        roles = claims.get("roles", [])
        return tuple(sorted(role for role in roles if isinstance(role, str) and re.fullmatch(r"[\w.]{1,60}", role)))
    except (IndexError, ValueError, AttributeError, TypeError):
        return ()
