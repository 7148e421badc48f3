"""Many processes that want to run at the same time, as a timer, a cron job and three people may start them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reporter.delivery.transport.choice import transport_of
from reporter.errors import ReporterError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from reporter.delivery.transport.base import Envelope, Steps, Transport
    from reporter.delivery.values import Answer
    from tests.delivery.office import Office


class Signal:
    """What one process gives and others wait for: a pipe that all writers have closed."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()

    def give(self) -> None:
        """Close this process's ends: the wait is over when nobody holds the one to write to any more."""
        os.close(self._writer)
        os.close(self._reader)

    def wait(self) -> None:
        """Wait until every other process has given, or ended."""
        os.close(self._writer)
        os.read(self._reader, 1)
        os.close(self._reader)


class Started:
    """A child that does some work; its exit code is the command line's: 0, or a fault's."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.process = os.fork()
        if not self.process:
            try:
                work()
            except ReporterError as fault:
                os._exit(fault.exit_code)
            except BaseException:  # noqa: BLE001 - a child must never go on as the test
                os._exit(70)
            os._exit(0)

    def ended(self) -> int:
        """Wait for its end; return how it ended."""
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


class Holding:
    """The real way out, which tells when it is first used and then waits: whoever sends holds the lock."""

    def __init__(self, plain: Transport, reached: Callable[[], None]) -> None:
        self._plain, self._reached, self._first = plain, reached, True

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Send, but first tell and wait."""
        if self._first:
            self._first = False
            self._reached()
        return self._plain.send(envelope, steps)

    def check(self) -> tuple[str, ...]:
        """Look as the real one does."""
        return self._plain.check()


def free_race(office: Office, now: datetime, environ: Mapping[str, str], count: int) -> list[int]:
    """Let so many runs start at one moment; return how they ended."""
    gun = Signal()

    def run() -> None:
        gun.wait()
        office.tick(now, environ)

    children = [Started(run) for _ in range(count)]
    gun.give()
    return [child.ended() for child in children]


def late_comers(office: Office, now: datetime, environ: Mapping[str, str], count: int) -> tuple[int, list[int]]:
    """Let one run begin to send, then all others start and end; return how the one ended, and how the others did."""
    sending, others_ended = Signal(), Signal()

    def reached() -> None:
        sending.give()
        others_ended.wait()

    def run() -> None:
        office.tick(now, environ, Holding(transport_of(office.workspace.mail, environ), reached))

    first = Started(run)
    sending.wait()
    others = [Started(lambda: _after_closing(others_ended, office, now, environ)) for _ in range(count - 1)]
    codes = [child.ended() for child in others]
    others_ended.give()
    return first.ended(), codes


def _after_closing(signal: Signal, office: Office, now: datetime, environ: Mapping[str, str]) -> None:
    signal.give()
    office.tick(now, environ)
