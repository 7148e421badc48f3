"""Servers that never come to an end: the deadline of the message does, and where the dot was written it is unknown."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from reporter.delivery.secrets import Secret
from reporter.delivery.transport.smtp import SmtpTransport
from tests.delivery.faults import SLOW, FaultServer, Mode, fault_server
from tests.delivery.post import Ledger, eml, envelope

if TYPE_CHECKING:
    from reporter.delivery.values import Answer
    from tests.delivery.stand.certificates import Certificates

DEADLINE = 2
#: The worst that a server may add, in seconds (the specification's test 15).
MORE = 5
LARGE = eml(body=("x" * 98 + "\r\n") * 160_000)
Case = tuple[Mode, bytes]
#: Mode and message → what becomes of it, and how often the ledger was told.
CASES: dict[Case, tuple[str, int]] = {
    (Mode.NO_BANNER, eml()): ("later", 0),
    (Mode.BANNER_DRIP, eml()): ("later", 0),
    (Mode.RCPT_DRIP, eml()): ("later", 0),
    (Mode.BODY_STALL, LARGE): ("later", 0),
    (Mode.BODY_STALL, eml()): ("unknown", 1),
    (Mode.DOT_DRIP, eml()): ("unknown", 1),
    (Mode.DOT_STALL, eml()): ("unknown", 1),
}


def test_every_server_that_drips_or_stalls_ends_at_the_deadline(certs: Certificates) -> None:
    """A byte every 30 ms would hold a client with a time-out for each read for ever; here all end together.

    A small message that the server does not read lies in the system's buffers with its dot: unknown is right.
    """

    def attempt(case: Case) -> tuple[Answer, int, float]:
        with fault_server(certs) as server:
            server.fail(case[0])
            transport = SmtpTransport(settings=server.mail(deadline=DEADLINE), password=Secret(server.password))
            ledger, begun = Ledger(), time.monotonic()
            return transport.send(envelope(case[1]), ledger.steps), ledger.handed, time.monotonic() - begun

    with ThreadPoolExecutor(len(CASES)) as pool:
        results = dict(zip(CASES, pool.map(attempt, CASES), strict=True))
    assert {mode for mode, _ in CASES} == SLOW
    for case, (answer, handed, seconds) in results.items():
        assert (answer.kind, handed) == CASES[case], case[0]
        assert answer.reply == "deadline"
        assert DEADLINE - 0.01 <= seconds <= DEADLINE + MORE


def test_with_too_little_left_for_an_answer_the_dot_is_not_written(certs: Certificates) -> None:
    """A quarter of the deadline is kept for it: later and certain is better than now and unknown.

    The clock, which is ours, jumps by 80 of 100 seconds while the message is being written: with the 25 that are due
    no more left, the ledger is not told.
    """
    for jump, expected in ((80.0, ("later", 0)), (70.0, ("accepted", 1))):
        with fault_server(certs) as server:

            def clock(server: FaultServer = server, jump: float = jump) -> float:
                return time.monotonic() + (jump if b"DATA" in server.read() else 0.0)

            transport = SmtpTransport(settings=server.mail(deadline=100), password=Secret(server.password), clock=clock)
            ledger = Ledger()
            answer = transport.send(envelope(), ledger.steps)
            assert (answer.kind, ledger.handed) == expected
