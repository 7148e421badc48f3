"""Runs that are killed with SIGKILL at a named step, or at a random moment; nothing in the program knows of it.

A run is a fork of the test's process: the child wraps the functions of the steps, and is gone without a word when the
chosen one is reached for the chosen time.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

from reporter.delivery.ledger import rows
from reporter.delivery.transport.smtp import SmtpTransport
from reporter.delivery.transport.wire import Wire
from reporter.pipeline.delivery import preparing, ticking

if TYPE_CHECKING:
    from collections.abc import Callable

DOT = b".\r\n"
#: Step → where it is: the owner of the function, its name, before or after it.
STEPS: dict[str, tuple[Any, str, str]] = {
    "before the message is kept": (preparing, "keep", "before"),
    "after the message is kept": (preparing, "keep", "after"),
    "before it is reserved": (rows, "reserve", "before"),
    "after it is reserved": (rows, "reserve", "after"),
    "before the connection": (SmtpTransport, "send", "before"),
    "before DATA": (Wire, "command", "before DATA"),
    "after DATA": (Wire, "command", "after DATA"),
    "in the middle of the body": (Wire, "send", "within"),
    "before sending is committed": (rows, "hand_over", "before"),
    "after sending is committed": (rows, "hand_over", "after"),
    "after the dot": (Wire, "send", "dot"),
    "after the answer": (rows, "settle", "before"),
    "after sent is committed": (rows, "settle", "after"),
    "before the manifest": (ticking, "record", "before"),
    "after the manifest": (ticking, "record", "after"),
}
#: Steps that a run has once, not once a client.
ONCE = ("before the manifest", "after the manifest")


def forked(work: Callable[[], object]) -> int:
    """Do work in a child; return how it ended: 0, or minus the signal's number."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:  # noqa: BLE001 - a child must never go on as the test
            os._exit(70)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def dying_at(step: str, time: int, work: Callable[[], object]) -> int:
    """Do work in a child that is killed when it reaches a step for the ``time``-th time."""

    def prepared() -> None:
        _arm(step, time)
        work()

    return forked(prepared)


def dying_after(seconds: float, work: Callable[[], object]) -> int:
    """Do work in a child that is killed after some seconds, wherever it is then."""

    def prepared() -> None:
        _alarm(seconds)
        work()

    return forked(prepared)


def dying_near_a_dot(time: int, seconds: float, work: Callable[[], object]) -> int:
    """Do work in a child that is killed some seconds after "sending" was committed for the ``time``-th time."""

    def prepared() -> None:
        plain, left = rows.hand_over, [time]

        def hand_over(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the function's
            plain(*args, **kwargs)
            left[0] -= 1
            if not left[0]:
                _alarm(seconds)

        rows.hand_over = hand_over
        work()

    return forked(prepared)


def _alarm(seconds: float) -> None:
    signal.signal(signal.SIGALRM, lambda *_: _die())
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _arm(step: str, time: int) -> None:
    owner, name, when = STEPS[step]
    plain = getattr(owner, name)
    seen = 0

    def reached() -> bool:
        nonlocal seen
        seen += 1
        return seen == time

    def wrapped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
        if when in {"within", "dot"}:
            return _sending(plain, when, reached, *args)
        wanted = "DATA" not in when or args[1] == "DATA"
        if wanted and when.startswith("before") and reached():
            _die()
        result = plain(*args, **kwargs)
        if wanted and when.startswith("after") and reached():
            _die()
        return result

    setattr(owner, name, wrapped)


def _sending(plain: Any, when: str, reached: Callable[[], bool], wire: Wire, content: bytes) -> None:  # noqa: ANN401
    """Send, and die in the middle of a body or just after the dot."""
    is_body, is_dot = len(content) > 1000, content == DOT
    if when == "within" and is_body and reached():
        plain(wire, content[: len(content) // 2])
        _die()
    plain(wire, content)
    if when == "dot" and is_dot and reached():
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
