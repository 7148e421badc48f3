"""Each way in which a mail server fails, at the first, middle and last client: the right state, nobody else hit."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.transport.choice import transport_of
from reporter.delivery.values import State
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, EXIT_REFUSED, EXIT_UNKNOWN
from reporter.workspace import Archive
from tests.delivery.fault_modes import AFTER_RCPT
from tests.delivery.faults import HELD, OUTCOMES, SLOW, Mode, fault_server
from tests.delivery.office import AFTER, make_office
from tests.delivery.prompt import memory_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reporter.delivery.transport.base import Envelope, Steps, Transport
    from reporter.delivery.values import Answer, Delivery
    from reporter.pipeline.delivery import Ticked
    from tests.delivery.faults import FaultServer
    from tests.delivery.office import Office
    from tests.delivery.stand.certificates import Certificates

#: XOAUTH2_REFUSED needs another login than the others; test_smtp.py has it.
MODES = tuple(mode for mode in OUTCOMES if mode is not Mode.XOAUTH2_REFUSED)
LATER = AFTER + timedelta(minutes=6)  # the first pause is five
STATES = {"accepted": State.SENT, "later": State.RESERVED, "refused": State.FAILED, "unknown": State.UNKNOWN}
CODES = {State.SENT: EXIT_FINE, State.RESERVED: EXIT_FINDINGS, State.FAILED: EXIT_FINDINGS, State.UNKNOWN: EXIT_UNKNOWN}


@dataclass(frozen=True)
class Impatient:
    """The real way out, with a short deadline for one recipient only: a slow machine must not fail the others."""

    plain: Transport
    hasty: Transport
    recipient: str

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Send by the one or the other."""
        return (self.hasty if envelope.recipient == self.recipient else self.plain).send(envelope, steps)

    def check(self) -> tuple[str, ...]:
        """Look as the real one does."""
        return self.plain.check()


@dataclass(frozen=True)
class Case:
    """An office, the server, and who of its three clients is hit."""

    office: Office
    server: FaultServer
    mode: Mode
    position: int

    @property
    def slug(self) -> str:
        """The client that is hit."""
        return self.office.slugs[self.position]

    def tick_failing(self) -> Ticked:
        """Run when the reports are due, the server failing for the one client."""
        address = f"{self.slug}@clients.test"
        if self.mode.startswith(AFTER_RCPT):
            self.server.fail(self.mode, recipient=address)
        else:
            self.server.fail(self.mode, connection=len(self.server.seen) + self.position + 1)
        mail, environ = self.server.mail(), self.server.environ()
        hasty = transport_of(replace(mail, deadline=1 if self.mode in SLOW else mail.deadline), environ)
        try:
            return self.office.tick(AFTER, environ, Impatient(transport_of(mail, environ), hasty, address))
        finally:
            self.server.behave()

    def rows(self) -> dict[str, Delivery]:
        """Return client → its delivery."""
        with open_ledger(self.office.state, LATER) as ledger:
            return {one.key.client: one for one in reading.deliveries(ledger)}

    def held(self) -> Counter[str]:
        """Return how often the server holds each message to a client."""
        parsed = (
            email.message_from_bytes(one.eml, policy=email.policy.SMTP)
            for one in tuple(self.server.taken)
            if one.recipients[0] != "owner@consult.test"
        )
        return Counter(str(one["Message-ID"]).strip() for one in parsed)


@pytest.fixture
def server(certs: Certificates) -> Iterator[FaultServer]:
    """Run a fault server for one test."""
    with fault_server(certs) as running:
        yield running


@pytest.fixture
def place() -> Iterator[Path]:
    """Make a folder for one test."""
    with memory_folder() as folder:
        yield folder


def check_others(case: Case, rows: dict[str, Delivery], ticked: Ticked) -> None:
    """Every other client has its mail; after a refusal of ourselves those behind wait untouched."""
    for number, slug in enumerate(case.office.slugs):
        if number != case.position:
            waits = ticked.sent.stopped is not None and number > case.position
            assert (rows[slug].state, rows[slug].attempts) == ((State.RESERVED, 0) if waits else (State.SENT, 1)), slug


def check_hit(mode: Mode, hit: Delivery, ticked: Ticked) -> None:
    """The client that is hit stands where a careful sender would put it."""
    if OUTCOMES[mode] == {"config"}:
        assert ticked.sent.stopped is not None
        assert (hit.state, hit.attempts, ticked.code) == (State.RESERVED, 0, EXIT_REFUSED)
        return
    assert ticked.sent.stopped is None
    assert hit.state in {STATES[kind] for kind in OUTCOMES[mode]}
    assert ticked.code == CODES[hit.state]
    if hit.state is State.RESERVED:
        assert hit.attempts == 1
        assert hit.next_try is not None
        assert timedelta(minutes=5) <= hit.next_try - AFTER < timedelta(minutes=6)


def check_server(case: Case, rows: dict[str, Delivery]) -> None:
    """The server holds what is sent, and of what is unknown that to which it gave no answer; each once."""
    sent = {one.message_id for one in rows.values() if one.state is State.SENT}
    unknown = {one.message_id for one in rows.values() if one.state is State.UNKNOWN and case.mode in HELD}
    assert case.held() == Counter(sent | unknown)


@pytest.mark.parametrize("mode", MODES)
def test_a_fault_hits_its_own_client_only(mode: Mode, server: FaultServer, place: Path) -> None:
    """At each of three places: states, exit code and the server's messages; and when it is over the rest goes, once."""
    for position in range(3):
        folder = place / str(position)
        folder.mkdir()
        server.taken.clear()
        office = make_office(folder, server.mail(), Archive(), 3)
        office.begin(server.environ())
        case = Case(office=office, server=server, mode=mode, position=position)
        ticked = case.tick_failing()
        before = case.rows()
        check_others(case, before, ticked)
        check_hit(mode, before[case.slug], ticked)
        check_server(case, before)

        again = office.tick(LATER, server.environ())
        after = case.rows()
        lasting = {State.FAILED, State.UNKNOWN}
        assert after[case.slug].state is (s if (s := before[case.slug].state) in lasting else State.SENT)
        assert [after[slug].state for slug in office.slugs if slug != case.slug] == [State.SENT] * 2
        assert again.code == (EXIT_UNKNOWN if s is State.UNKNOWN else EXIT_FINE)
        check_server(case, after)
