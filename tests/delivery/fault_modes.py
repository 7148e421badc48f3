"""The ways in which the fault server fails, and what a careful client makes of each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """What goes wrong, named after the step at which it does."""

    OK = "ok"
    LOGIN_ONLY = "login_only"
    CONNECT_DROP = "connect_drop"
    NO_BANNER = "no_banner"
    BANNER_421 = "banner_421"
    BANNER_554 = "banner_554"
    BANNER_GARBAGE = "banner_garbage"
    BANNER_DRIP = "banner_drip"
    EHLO_421 = "ehlo_421"
    EHLO_550 = "ehlo_550"
    NO_STARTTLS = "no_starttls"
    STARTTLS_454 = "starttls_454"
    STARTTLS_502 = "starttls_502"
    STARTTLS_INJECTED = "starttls_injected"
    SELF_SIGNED = "self_signed"
    WRONG_HOST = "wrong_host"
    EXPIRED = "expired"
    OLD_TLS = "old_tls"
    TLS_DROP = "tls_drop"
    NO_PLAIN = "no_plain"
    AUTH_421 = "auth_421"
    AUTH_454 = "auth_454"
    AUTH_535 = "auth_535"
    AUTH_BASIC_OFF = "auth_basic_off"
    AUTH_BASIC_GONE = "auth_basic_gone"
    XOAUTH2_REFUSED = "xoauth2_refused"
    SIZE_SMALL = "size_small"
    MAIL_421 = "mail_421"
    MAIL_451 = "mail_451"
    MAIL_530 = "mail_530"
    MAIL_550 = "mail_550"
    MAIL_552 = "mail_552"
    RCPT_421 = "rcpt_421"
    RCPT_450 = "rcpt_450"
    RCPT_452 = "rcpt_452"
    RCPT_550 = "rcpt_550"
    RCPT_DROP = "rcpt_drop"
    RCPT_DRIP = "rcpt_drip"
    RCPT_TWICE = "rcpt_twice"
    ARCHIVE_550 = "archive_550"
    ARCHIVE_421 = "archive_421"
    DATA_421 = "data_421"
    DATA_451 = "data_451"
    DATA_554 = "data_554"
    BODY_DROP = "body_drop"
    BODY_STALL = "body_stall"
    BODY_554 = "body_554"
    BODY_552_DROP = "body_552_drop"
    BODY_250 = "body_250"
    DOT_DROP = "dot_drop"
    DOT_STALL = "dot_stall"
    DOT_DRIP = "dot_drip"
    DOT_GARBAGE = "dot_garbage"
    DOT_354 = "dot_354"
    DOT_421 = "dot_421"
    DOT_451 = "dot_451"
    DOT_452 = "dot_452"
    DOT_552 = "dot_552"
    DOT_554 = "dot_554"


_ACCEPTED, _LATER, _REFUSED, _UNKNOWN, _CONFIG = "accepted", "later", "refused", "unknown", "config"
#: Mode → what becomes of the message; "config": MailError, nothing was handed over. After BODY_DROP a small message may
#: lie in the socket's buffer, dot and all, before the drop is seen: then it is rightly unknown.
OUTCOMES: Mapping[Mode, frozenset[str]] = {
    mode: frozenset(kinds)
    for kinds, modes in (
        ((_ACCEPTED,), (Mode.OK, Mode.LOGIN_ONLY, Mode.ARCHIVE_550)),
        (
            (_LATER,),
            (Mode.CONNECT_DROP, Mode.NO_BANNER, Mode.BANNER_421, Mode.BANNER_554, Mode.BANNER_GARBAGE, Mode.BANNER_DRIP,
             Mode.EHLO_421, Mode.STARTTLS_454, Mode.TLS_DROP, Mode.AUTH_421, Mode.AUTH_454, Mode.MAIL_421,
             Mode.MAIL_451, Mode.RCPT_421, Mode.RCPT_450, Mode.RCPT_452, Mode.RCPT_DROP, Mode.RCPT_DRIP,
             Mode.RCPT_TWICE, Mode.ARCHIVE_421, Mode.DATA_421, Mode.DATA_451, Mode.BODY_250, Mode.DOT_421,
             Mode.DOT_451, Mode.DOT_452),
        ),
        ((_LATER, _UNKNOWN), (Mode.BODY_DROP, Mode.BODY_STALL)),
        ((_REFUSED,), (Mode.SIZE_SMALL, Mode.MAIL_552, Mode.RCPT_550, Mode.DATA_554, Mode.BODY_554,
                       Mode.BODY_552_DROP, Mode.DOT_552,
                       Mode.DOT_554)),
        ((_UNKNOWN,), (Mode.DOT_DROP, Mode.DOT_STALL, Mode.DOT_DRIP, Mode.DOT_GARBAGE, Mode.DOT_354)),
        (
            (_CONFIG,),
            (Mode.EHLO_550, Mode.NO_STARTTLS, Mode.STARTTLS_502, Mode.STARTTLS_INJECTED, Mode.SELF_SIGNED,
             Mode.WRONG_HOST, Mode.EXPIRED, Mode.OLD_TLS, Mode.NO_PLAIN, Mode.AUTH_535, Mode.AUTH_BASIC_OFF,
             Mode.AUTH_BASIC_GONE, Mode.XOAUTH2_REFUSED, Mode.MAIL_530, Mode.MAIL_550),
        ),
    )
    for mode in modes
}  # fmt: skip
#: Modes in which the server holds the message all the same.
HELD = frozenset({Mode.OK, Mode.LOGIN_ONLY, Mode.ARCHIVE_550, Mode.DOT_DROP, Mode.DOT_STALL, Mode.DOT_DRIP,
                  Mode.DOT_GARBAGE, Mode.DOT_354})  # fmt: skip
#: Modes that end with the client's own deadline; give them a short one.
SLOW = frozenset({Mode.NO_BANNER, Mode.BANNER_DRIP, Mode.RCPT_DRIP, Mode.BODY_STALL, Mode.DOT_STALL, Mode.DOT_DRIP})
AFTER_RCPT = ("rcpt_", "archive_", "data_", "body_", "dot_")
_GREYLISTED = "450 4.2.0 <{rcpt}>: Recipient address rejected: Greylisted, see https://grey.test"
_BASIC_OFF = "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [X.EURPRD01.PROD.OUTLOOK.COM]"
#: The replies that a mode puts in place of the ordinary one.
REPLIES: Mapping[str, str] = {
    Mode.BANNER_421: "421 4.3.2 too busy",
    Mode.BANNER_554: "554 5.7.1 no service for you",
    Mode.BANNER_GARBAGE: "HTTP/1.1 400 Bad Request",
    Mode.EHLO_421: "421 4.3.2 closing",
    Mode.EHLO_550: "550 5.7.1 bad name",
    Mode.STARTTLS_454: "454 4.7.0 TLS not available now",
    Mode.STARTTLS_502: "502 5.5.1 not implemented",
    Mode.AUTH_421: "421 4.7.0 too many logins",
    Mode.AUTH_454: "454 4.7.0 temporary failure",
    Mode.AUTH_535: "535 5.7.8 authentication failed for reporter@consult.test",
    Mode.AUTH_BASIC_OFF: _BASIC_OFF,
    Mode.AUTH_BASIC_GONE: "550 5.7.30 Basic authentication is not supported for Client Submission.",
    Mode.MAIL_421: "421 4.3.2 closing",
    Mode.MAIL_451: "451 4.3.0 local error",
    Mode.MAIL_530: "530 5.7.0 Authentication required",
    Mode.MAIL_550: "550 5.7.1 you may not send as this",
    Mode.MAIL_552: "552 5.3.4 message size exceeds limit",
    Mode.RCPT_421: "421 4.3.2 closing",
    Mode.RCPT_450: _GREYLISTED,
    Mode.RCPT_452: "452 4.5.3 too many recipients",
    Mode.RCPT_550: "550 5.1.1 <{rcpt}>: user unknown",
    Mode.ARCHIVE_550: "550 5.1.1 <{rcpt}>: user unknown",
    Mode.ARCHIVE_421: "421 4.3.2 closing",
    Mode.DATA_421: "421 4.3.2 closing",
    Mode.DATA_451: "451 4.3.0 not now",
    Mode.DATA_554: "554 5.5.1 no",
    Mode.DOT_GARBAGE: "\x00\xff what was the question",
    Mode.DOT_354: "354 go on",
    Mode.DOT_421: "421 4.3.2 closing",
    Mode.DOT_451: "451 4.3.0 scanner away",
    Mode.DOT_452: "452 4.3.1 disk full",
    Mode.DOT_552: "552 5.2.2 <{rcpt}> over quota",
    Mode.DOT_554: "554 5.7.1 taken for spam, about anna@norrvik.test",
}
