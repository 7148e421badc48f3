"""Microsoft Graph as a way out: a draft is made from the kept bytes, its id written down, then it is sent, once.

Graph cannot be told that a request is a repetition, so nothing here is ever repeated by itself. What an answer to the
one request that sends is taken for, and why:

* 2xx: accepted, with a ``Retry-After`` too; who repeated those sent twice (msgraph-sdk-java issue 1487).
* 429: later. Throttled requests fail before they are carried out (Graph's throttling guidance; RFC 6585 §4). If
  that were ever untrue, the next attempt would find the same draft gone to Sent Items, and not send.
* 401, 403, 404, 409: later; they are refusals, and a later attempt looks first. Other 4xx but 408: refused.
* 408, 5xx, 3xx, no answer: unknown. A 504 has been seen for mails that left all the same, and a 503 may be its kind.

Each attempt looks first for the message, by the draft's id and its Message-ID, so that a draft whose creation was
not heard of is not left lying, and a ledger that was brought back from a copy does not send what Sent Items holds.
Graph takes no upload in parts for MIME: 4 MB for a request are 3 MB of message.
"""

from __future__ import annotations

import time
from email import policy
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING, Final, Literal

from reporter.delivery.transport.graph_mailbox import LaterError, Mailbox, code_of, refused, unproven, unreached
from reporter.delivery.transport.https import (
    Call,
    NoAnswerError,
    NotWrittenError,
    UnprovenError,
    request,
    verified,
)
from reporter.delivery.values import Answer

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from reporter.delivery.transport.base import Envelope, Steps
    from reporter.errors import MailError
    from reporter.workspace.delivery import Mail

URL: Final = "https://graph.microsoft.com/v1.0"
#: The largest message in bytes: base64 of it is a request of 4 MB.
MOST_BYTES: Final = 3_000_000
_DENIED = (401, 403)
_REFUSALS = (*_DENIED, 404, 409, 429)  # of the sending itself: nothing was sent, and it may go later


class GraphTransport:
    """Microsoft 365 over HTTPS, as the application that ``token`` belongs to. Sent Items is the archive."""

    def __init__(
        self,
        settings: Mail,
        token: Callable[[], str],
        *,
        base_url: str = URL,
        context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._token, self._clock = settings, token, clock
        self._base_url, self._context = base_url, verified(context)
        self._denied: MailError | None = None

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Try once to deliver; never twice.

        Raises:
            MailError: E480–E482 of the token; E483, when Graph denies the mailbox; E484, when there is none; E486,
                when its certificate is not good. Nothing was handed over.
        """
        if self._denied:  # heard at the last sending, when it was too late to say so
            raise self._denied
        if obstacle := _obstacle(envelope):
            return Answer(kind="refused", reply=obstacle)
        mailbox = self._mailbox()
        try:
            draft = _draft(mailbox, envelope)
        except LaterError as fault:
            return Answer(kind="later", reply=str(fault))
        if isinstance(draft, Answer):
            if draft.kind == "accepted":
                steps.hand_over()
            return draft
        steps.drafted(draft)
        return self._hand_in(mailbox, draft, steps)

    def state_of(self, message_id: str, remote: str = "") -> Literal["sent", "draft", "absent"]:
        """Tell where a message is whose sending nobody knows: sent, still a draft (so not sent), or neither.

        Absent proves nothing: the copy in Sent Items may come late. Ask some minutes after the sending at the
        earliest: a draft may stand until a delayed sending is carried out.

        Raises:
            MailError: as ``send``; E485, when Graph cannot be asked now.
        """
        try:
            state, _ = self._mailbox().look(message_id, remote)
        except LaterError as fault:
            raise unreached(str(fault)) from None
        return "absent" if state == "elsewhere" else state

    def check(self) -> tuple[str, ...]:
        """Sign in, open the mailbox, send nothing; return what was found, a line each.

        Raises:
            MailError: as ``state_of``.
        """
        try:
            return self._mailbox().check()
        except LaterError as fault:
            raise unreached(str(fault)) from None

    def _mailbox(self) -> Mailbox:
        until = self._clock() + self._settings.deadline
        call = Call(
            base_url=self._base_url, token=self._token(), context=self._context, clock=self._clock, until=until
        )  # fmt: skip
        return Mailbox(call=call, sender=self._settings.sender)

    def _hand_in(self, mailbox: Mailbox, draft: str, steps: Steps) -> Answer:
        """Do the one thing that cannot be taken back."""
        try:
            reply = request(mailbox.call, "POST", mailbox.sending(draft), before=steps.hand_over)
        except UnprovenError:
            raise unproven() from None
        except NotWrittenError:
            return Answer(kind="later", reply="not reached")
        except NoAnswerError:
            return Answer(kind="unknown", reply="no answer")
        said = f"{reply.status} {code_of(reply)}".strip()
        if 200 <= reply.status < 300:  # noqa: PLR2004 - HTTP's classes
            return Answer(kind="accepted", reply=said, archived=True)
        if reply.status in _DENIED:
            self._denied = refused(reply)
        if reply.status in _REFUSALS:
            return Answer(kind="later", reply=said)
        certain = 400 <= reply.status < 500 and reply.status != 408  # noqa: PLR2004
        return Answer(kind="refused" if certain else "unknown", reply=said)


def _draft(mailbox: Mailbox, envelope: Envelope) -> str | Answer:
    """Return the id of the draft that is to be sent, or the answer where none is."""
    state, id_ = mailbox.look(envelope.message_id, envelope.remote)
    if state == "sent":
        return Answer(kind="accepted", reply="200 found in Sent Items", archived=True)
    if state == "elsewhere":
        return Answer(kind="later", reply="409 the draft was moved")
    if state == "draft" and not mailbox.is_for(id_, envelope.recipient):
        return Answer(kind="later", reply="409 the draft was changed")
    return id_ if state == "draft" else mailbox.create(envelope.eml)


def _obstacle(envelope: Envelope) -> str:
    """Return why these bytes must not go this way, empty when they may.

    Graph delivers to whom the headers name, not to whom we say: they must name the recipient and nobody else. And what
    has another Message-ID than the ledger's could never be found again. (An alert or a rehearsal is in no ledger: it
    comes without a Message-ID to look for, and is not looked for.)
    """
    if len(envelope.eml) > MOST_BYTES:
        return "413 larger than Graph takes"
    headers = BytesHeaderParser(policy=policy.default).parsebytes(envelope.eml)
    named = [
        address.addr_spec.casefold()
        for field in ("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc")
        for header in headers.get_all(field, [])
        for address in header.addresses
    ]
    if named != [envelope.recipient.casefold()]:
        return "550 headers name other recipients"
    if envelope.message_id.startswith("<") and str(headers.get("message-id", "")).strip() != envelope.message_id:
        return "550 another Message-ID"
    return ""
