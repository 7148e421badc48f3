"""DATA: the bytes of a message, and the one dot after which nothing can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.delivery.transport.answers import GarbledError, LostError, after_the_dot, before_the_dot
from reporter.delivery.values import Answer

if TYPE_CHECKING:
    from reporter.delivery.transport.base import Steps
    from reporter.delivery.transport.wire import Wire

_GO_ON = 354
_LONGEST_LINE = 998  # RFC 5321, without its end
_LAST_WORDS = 5.0  # seconds that a server gets to say why it has hung up


def unsendable(eml: bytes) -> str:
    """Return why bytes cannot be sent unchanged, in the form of a reply; empty when they can.

    A line that does not end with CRLF, a sign that is none of ASCII or a longer line would be changed on the way, by us
    or by a server, and a bare line end may end the message early for some servers.
    """
    without = eml.replace(b"\r\n", b"")
    if b"\r" in without or b"\n" in without or not eml.endswith(b"\r\n"):
        return "554 5.6.0 line ends not CRLF here"
    if b"\0" in eml or not eml.isascii():
        return "554 5.6.0 not ASCII here"
    if max(map(len, eml.split(b"\r\n"))) > _LONGEST_LINE:
        return "554 5.6.0 line too long here"
    return ""


def stuffed(eml: bytes) -> bytes:
    """Return the bytes as they are written: a line that begins with a dot gets another one."""
    return (b"." if eml.startswith(b".") else b"") + eml.replace(b"\r\n.", b"\r\n..")


def hand(wire: Wire, eml: bytes, steps: Steps, least: float) -> Answer:
    """Write a message whose recipients have been taken, and its dot.

    Args:
        wire: where MAIL and RCPT have been answered.
        eml: ``unsendable`` has let it pass.
        steps: ``hand_over`` is called when nothing but the dot is left to write.
        least: seconds that must be left for the dot's answer; with fewer it is not written.

    Raises:
        LostError: the connection or the deadline ended; nothing was handed over.
        GarbledError: the server said something unreadable; nothing was handed over.
        Exception: whatever ``hand_over`` raises; the dot was not written, the connection is gone.
    """
    if (reply := wire.command("DATA")).code != _GO_ON:
        return before_the_dot(reply)
    try:
        wire.send(stuffed(eml))
    except LostError as fault:
        return _early(wire, fault)
    if wire.spoken():
        return _early(wire, LostError("connection lost"))
    if wire.left() < least:
        raise LostError("deadline")
    try:
        steps.hand_over()
    except BaseException:
        wire.close(hard=True)
        raise
    return _dot(wire)


def _dot(wire: Wire) -> Answer:
    """Write the dot; from here on what is not answered is not known."""
    try:
        wire.send(b".\r\n")
        return after_the_dot(wire.reply())
    except (LostError, GarbledError) as fault:
        wire.close()
        return Answer(kind="unknown", reply=str(fault))


def _early(wire: Wire, fault: LostError) -> Answer:
    """Return what a server said before the dot; one that hung up without a word is tried again later."""
    wire.limit(_LAST_WORDS)
    try:
        return before_the_dot(wire.reply())
    except LostError:
        raise fault from None
    finally:
        wire.close(hard=True)  # what is said next would be a line of the message
