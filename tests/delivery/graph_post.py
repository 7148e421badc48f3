"""Messages, the way out through a mailbox that is played, and steps that only note themselves."""

from __future__ import annotations

import email.message
from dataclasses import dataclass, field

from reporter.delivery.transport.base import Envelope, Steps
from reporter.delivery.transport.graph import GraphTransport
from reporter.workspace.delivery import Mail
from tests.delivery.fake_graph import SENDER, FakeGraph

ANNA, MESSAGE_ID = "anna@acme.example", "<r.2026-10.acme.0123456789abcdef@consult.example>"


@dataclass(slots=True)
class Noted:
    """What the ledger was told, in order."""

    told: list[str] = field(default_factory=list)

    def steps(self) -> Steps:
        """Return steps that note themselves."""
        return Steps(hand_over=lambda: self.told.append("hand over"), drafted=self.told.append)


def transport_to(graph: FakeGraph, *, deadline: int = 20, sender: str = SENDER) -> GraphTransport:
    """Return the way out through a mailbox."""
    settings = Mail(transport="graph", sender=sender, deadline=deadline)
    return GraphTransport(settings, lambda: "t0k3n", base_url=graph.url, context=graph.context)


def message_for(*, remote: str = "", to: str = ANNA, cc: str = "", size: int = 0) -> Envelope:
    """Return a message to Anna, which its headers may name otherwise."""
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Message-ID"] = SENDER, f"Anna Ö <{to}>", MESSAGE_ID
    if cc:
        message["Cc"] = cc
    message.set_content("Hej" + "x" * size)
    return Envelope(
        message_id=MESSAGE_ID, sender=SENDER, recipient=ANNA, archive="", eml=message.as_bytes(), remote=remote
    )
