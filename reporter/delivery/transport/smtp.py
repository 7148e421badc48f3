"""SMTP as the way out: a connection of its own for each message."""

from __future__ import annotations

import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reporter.delivery.transport import refusals
from reporter.delivery.transport.answers import GarbledError, LostError, PutOffError, before_the_dot
from reporter.delivery.transport.dot import hand, unsendable
from reporter.delivery.transport.session import Session, conversation
from reporter.delivery.values import Answer
from reporter.errors import MailError
from reporter.workspace import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from reporter.delivery.secrets import Secret
    from reporter.delivery.transport.answers import Reply
    from reporter.delivery.transport.base import Envelope, Steps
    from reporter.workspace import Mail

_DONE = 2
_NO = 5
_TOO_LARGE, _LOGIN_REQUIRED, _CLOSING = 552, 530, 421
_MEGABYTE = 1_000_000
_CODED = 1.37  # what base64 and its line ends make of an attachment
#: The part of the deadline that is kept for the answer to the dot: with less left it is not written.
_FOR_THE_DOT = 0.25
_SIGN_IN_SILENT = "E482"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpTransport:
    """Sends one message a connection.

    A connection for each costs a tenth of a second; kept open, one message's fault (a late reply, a server that counts
    messages, a half-written body) would be the next one's, which may be another client's.

    ``clock`` is a monotonic clock in seconds. ``password`` is for ``auth = "password"``, ``token`` for "xoauth2".
    """

    settings: Mail
    password: Secret | None = None
    token: Callable[[], str] | None = None
    clock: Callable[[], float] = time.monotonic

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Try once to deliver; see ``Transport``.

        Raises:
            MailError: E463 to E470: login, TLS or sender are refused; nothing was handed over.
            UsageError: E460, E472: a setting is unusable.
        """
        if reason := _unaddressable(envelope) or unsendable(envelope.eml):
            return Answer(kind="refused", reply=reason)
        try:
            with self._conversation() as session:
                return self._transaction(session, envelope, steps)
        except (LostError, GarbledError, PutOffError) as fault:
            return Answer(kind="later", reply=str(fault))
        except MailError as fault:
            if fault.code == _SIGN_IN_SILENT:
                return Answer(kind="later", reply="sign-in service silent")
            raise

    def check(self) -> tuple[str, ...]:
        """Connect, prove who is there and log in, send nothing; return what was found, a line each.

        Raises:
            MailError: as ``send``; E471, when the server cannot be reached.
        """
        try:
            with self._conversation() as session:
                return (*_found(session, self.settings), *_warnings(session, self.settings))
        except (LostError, GarbledError, PutOffError) as fault:
            raise refusals.unreachable(self.settings.host, str(fault)) from None

    def _conversation(self) -> AbstractContextManager[Session]:
        until = self.clock() + self.settings.deadline
        return conversation(self.settings, until, self.clock, self.password, self.token)

    def _transaction(self, session: Session, envelope: Envelope, steps: Steps) -> Answer:
        if session.largest and len(envelope.eml) > session.largest:
            return Answer(kind="refused", reply="552 5.3.4 too large here")
        size = f" SIZE={len(envelope.eml)}" if "SIZE" in session.features else ""
        reply = session.wire.command(f"MAIL FROM:<{envelope.sender}>{size}")
        if reply.kind != _DONE:
            return _of_sender(session.host, reply)
        reply = session.wire.command(f"RCPT TO:<{envelope.recipient}>")
        if reply.kind != _DONE:
            return _of_recipient(session, reply, named=self.settings.auth != "none")
        archived = envelope.archive.casefold() == envelope.recipient.casefold()
        if envelope.archive and not archived:
            reply = session.wire.command(f"RCPT TO:<{envelope.archive}>")
            if reply.code == _CLOSING:
                return before_the_dot(reply)
            archived = reply.kind == _DONE
        answer = hand(session.wire, envelope.eml, steps, self.settings.deadline * _FOR_THE_DOT)
        return replace(answer, archived=archived and answer.kind in ("accepted", "unknown"))


def _unaddressable(envelope: Envelope) -> str:
    """Return why no command may hold these addresses, empty when they are fine."""
    given = filter(None, (envelope.sender, envelope.recipient, envelope.archive))
    fine = envelope.sender and envelope.recipient and all(map(ADDRESS.fullmatch, given))
    return "" if fine else "553 5.1.3 no address here"


def _of_sender(host: str, reply: Reply) -> Answer:
    """Return what it means that MAIL is not taken: but for its size, no other message would be."""
    if reply.code == _LOGIN_REQUIRED:
        raise refusals.login_required(host, reply)
    if reply.kind == _NO and reply.code != _TOO_LARGE:
        raise refusals.sender_refused(host, reply)
    return before_the_dot(reply)


def _of_recipient(session: Session, reply: Reply, *, named: bool) -> Answer:
    """Return what it means that the recipient is not taken.

    Some servers say only here what they hold of us. What is "not permitted" to somebody who has not logged in
    (``named`` false) concerns him and not the recipient: an address of ours that is no longer let through, say.
    """
    if reply.code == _LOGIN_REQUIRED or (reply.kind == _NO and not named and reply.enhanced.startswith("5.7.")):
        raise refusals.login_required(session.host, reply)
    if reply.kind == _NO and "sender address rejected" in reply.text.casefold():
        raise refusals.sender_refused(session.host, reply)
    answer = before_the_dot(reply)
    with suppress(LostError, GarbledError):  # the answer stands, whatever becomes of the rest
        session.wire.command("RSET")
    return answer


def _found(session: Session, settings: Mail) -> tuple[str, ...]:
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(session.valid_until), UTC).date()
    return (
        f"{settings.host} port {settings.port}: {session.tls}, certificate valid until {until}",
        f"login ok ({session.login})" if session.login else "no login, as set",
        f"largest message {session.largest / _MEGABYTE:.1f} MB" if session.largest else "largest message not told",
    )


def _warnings(session: Session, settings: Mail) -> tuple[str, ...]:
    found = []
    login, sender = (address.rpartition("@")[2].casefold() for address in (settings.user, settings.sender))
    if session.login and "@" in settings.user and login != sender:
        found.append("warning: the sender's domain is not the login's; receivers may take such mail for spam")
    if session.largest and settings.most_megabytes * _MEGABYTE * _CODED > session.largest:
        found.append("warning: the server takes less than most_megabytes allows; lower most_megabytes in [mail]")
    return tuple(found)
