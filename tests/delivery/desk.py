"""A way out that answers as it is told and keeps what it was given; for facts of the loop that no server decides."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from reporter.delivery.ledger import open_ledger, reading
from reporter.delivery.values import Answer
from reporter.pipeline.delivery import Wishes, tick
from reporter.workspace import Archive, Mail
from tests.delivery.office import AFTER, make_office

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reporter.delivery.transport.base import Envelope, Steps
    from reporter.delivery.values import Delivery
    from reporter.pipeline.delivery import Ticked
    from reporter.pipeline.delivery.producing import Produce
    from tests.delivery.office import Office

OWNER = "owner@consult.test"
MAIL = Mail(
    host="mail.consult.test", user="reporter@consult.test", sender="reporter@consult.test",
    bounces="bounces@consult.test", owner=OWNER, archive="arkiv@consult.test",
)  # fmt: skip
ACCEPTED = Answer(kind="accepted", reply="250 2.0.0", archived=True)
LATER = Answer(kind="later", reply="450 4.2.0 greylisted")
UNKNOWN = Answer(kind="unknown", reply="connection lost")
REFUSED = Answer(kind="refused", reply="550 5.1.1")


class Desk:
    """``given`` are the messages to clients, ``alerts`` those to the owner; ``say`` what is answered next to whom."""

    def __init__(self) -> None:
        self.given: list[Envelope] = []
        self.alerts: list[Envelope] = []
        self.breaks_after_the_dot = False
        self._answers: defaultdict[str, deque[Answer | Exception]] = defaultdict(deque)

    def say(self, slug: str, *answers: Answer | Exception) -> None:
        """Answer so the next messages of a client; then they are accepted."""
        self._answers[f"{slug}@clients.test"].extend(answers)

    def send(self, envelope: Envelope, steps: Steps) -> Answer:
        """Take a message, or not; what is put off is put off before the dot."""
        if envelope.recipient == OWNER:
            self.alerts.append(envelope)
            return ACCEPTED
        self.given.append(envelope)
        waiting = self._answers[envelope.recipient]
        answer = waiting.popleft() if waiting else ACCEPTED
        if isinstance(answer, Exception):
            if self.breaks_after_the_dot:
                steps.hand_over()
            raise answer
        if answer.kind != "later":
            steps.hand_over()
        return answer

    def check(self) -> tuple[str, ...]:
        """Find nothing."""
        return ()

    def recipients(self) -> list[str]:
        """Return whom messages were given for, as the clients' slugs."""
        return [one.recipient.removesuffix("@clients.test") for one in self.given]

    def told(self) -> list[str]:
        """Return the codes of each alert, joined, in the order in which they were told."""
        lines = [one.eml.decode("ascii").split("\r\n\r\n", 1)[1].split("\r\n\r\n")[1] for one in self.alerts]
        return [" ".join(line.split()[2] for line in text.splitlines()) for text in lines]


def quiet_office(folder: Path, clients: int = 3, *, client_toml: str = "", mail: Mail = MAIL) -> Office:
    """Make an office whose schedules are seen and whose recipients are approved."""
    office = make_office(folder, mail, Archive(), clients, client_toml=client_toml)
    office.begin({})
    return office


def run(
    office: Office, desk: Desk, now: datetime = AFTER, *, wishes: Wishes | None = None, produce: Produce | None = None
) -> Ticked:
    """Run what is due at a moment."""
    with office.session(now, {}, desk, produce) as this:
        return tick(this, wishes or Wishes())


def rows_of(office: Office, slug: str = "") -> list[Delivery]:
    """Return the ledger's rows, of a client or of all."""
    with open_ledger(office.state, AFTER) as ledger:
        return list(reading.deliveries(ledger, client=slug))


def row_of(office: Office, slug: str) -> Delivery:
    """Return a client's one row."""
    (one,) = rows_of(office, slug)
    return one
