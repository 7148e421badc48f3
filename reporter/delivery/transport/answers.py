"""What a mail server has said, and what that means for one message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reporter.delivery.values import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

_DONE = 2
_ENDINGS: Mapping[int, Literal["later", "refused"]] = {4: "later", 5: "refused"}
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")
#: The last two figures of an enhanced code (RFC 3463) → our word, where it says more than the first figure of the code.
_WORDS = {
    "1.1": "no such mailbox",
    "1.2": "no such domain",
    "1.3": "no such address",
    "1.10": "takes no mail",
    "2.1": "mailbox closed",
    "2.2": "mailbox full",
    "2.3": "too large",
    "3.1": "server full",
    "3.2": "server busy",
    "3.4": "too large",
    "4.1": "next server silent",
    "4.4": "no way there",
    "4.7": "expired there",
    "5.3": "too many recipients",
    "7.1": "not permitted",
    "7.60": "sender not permitted",
    "2.252": "sender not permitted",
}
#: Words in a server's text → ours; the text itself may name the recipient and is never kept.
_HINTS = (
    (re.compile(r"gr[ae]y-?list", re.IGNORECASE), "greylisted"),
    (re.compile(r"relay", re.IGNORECASE), "relaying denied"),
    (re.compile(r"spam|blocked|blacklist|blocklist|reputation", re.IGNORECASE), "taken for spam"),
    (re.compile(r"over ?quota|mailbox (is )?full|exceeded storage", re.IGNORECASE), "mailbox full"),
)


class LostError(Exception):
    """The connection ended, or never began, or the deadline passed; its text is our word for it."""


class GarbledError(Exception):
    """The other side said something that is no reply here."""

    def __str__(self) -> str:
        return "unreadable reply"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: three figures, and the lines after them."""

    code: int
    lines: tuple[str, ...]

    @property
    def kind(self) -> int:
        """The first figure: 2 done, 3 go on, 4 not now, 5 no."""
        return self.code // 100

    @property
    def text(self) -> str:
        """All lines in one."""
        return " ".join(self.lines)

    @property
    def enhanced(self) -> str:
        """The enhanced code, such as "5.7.139", or nothing."""
        found = _ENHANCED.match(self.lines[0]) if self.lines else None
        return found[1] if found else ""


class PutOffError(Exception):
    """The server puts us off before a message was begun."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(said(reply))
        self.reply = reply


def said(reply: Reply, word: str = "") -> str:
    """Return what is kept of a reply: its codes and our word, never the server's text."""
    return " ".join(filter(None, (f"{reply.code:03}", reply.enhanced, word or _word(reply))))


def before_the_dot(reply: Reply) -> Answer:
    """Return what a reply means that ends a message before it was handed over.

    Raises:
        GarbledError: it is neither "not now" nor "no".
    """
    kind = _ENDINGS.get(reply.kind)
    if kind is None:
        raise GarbledError
    return Answer(kind=kind, reply=said(reply))


def after_the_dot(reply: Reply) -> Answer:
    """Return what the reply to the final dot means; one that is neither yes, "not now" nor no leaves it open."""
    if reply.kind == _DONE:
        return Answer(kind="accepted", reply=said(reply, "accepted"))
    if reply.kind in _ENDINGS:
        return before_the_dot(reply)
    return Answer(kind="unknown", reply=said(reply, "unreadable reply"))


def _word(reply: Reply) -> str:
    for pattern, word in _HINTS:
        if pattern.search(reply.text):
            return word
    detail = reply.enhanced.partition(".")[2]
    return _WORDS.get(detail) or {4: "not now", 5: "refused"}.get(reply.kind, "said")
