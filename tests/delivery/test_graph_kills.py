"""A run over Graph that is killed anywhere, by the real loop and ledger: one message, never two, none lost."""

from __future__ import annotations

import email.message
from typing import TYPE_CHECKING, Any

import pytest

from reporter.delivery.ledger import rows
from reporter.delivery.ledger.reading import deliveries
from reporter.delivery.message.keeping import load
from reporter.delivery.sending import Round, send_all
from reporter.delivery.transport.graph import GraphTransport
from reporter.delivery.values import State
from reporter.workspace.delivery import Mail
from tests.delivery.fake_graph import SENDER, fake_graph
from tests.delivery.ledgers import NOW, RUN, Row, ledger_with

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.delivery.ledger import Ledger
    from tests.delivery.fake_graph import FakeGraph

ANNA = "anna@acme.example"


class KilledError(BaseException):
    """The process ended here."""


def _row() -> Row:
    message = email.message.EmailMessage()
    key = Row(recipient=ANNA).key
    message["From"], message["To"] = SENDER, ANNA
    message["Message-ID"] = f"<r.2026-10.acme.{key.digest[:16]}@consult.example>"
    message.set_content("Hej")
    return Row(recipient=ANNA, state=State.RESERVED, eml=message.as_bytes())


def _transport(graph: FakeGraph) -> GraphTransport:
    return GraphTransport(Mail(sender=SENDER), lambda: "t0k3n", base_url=graph.url, context=graph.context)


def _send(ledger: Ledger, graph: FakeGraph) -> None:
    this = Round(
        ledger=ledger,
        transport=_transport(graph),
        sender=SENDER,
        archive="",
        run=RUN,
        clock=lambda: NOW,
        load=lambda one: load(ledger.folder, one.key, one.eml_sha),
        retry_hours=48,
    )
    send_all(this, deliveries(ledger, State.RESERVED))


@pytest.mark.parametrize(
    ("step", "when", "sent_first", "unknown"),
    [
        ("set_remote", "before", 0, 0),
        ("set_remote", "after", 0, 0),
        ("hand_over", "before", 0, 0),
        ("hand_over", "after", 0, 1),
        ("settle", "before", 1, 1),
        ("settle", "after", 1, 0),
    ],
)
def test_killed_at_a_step_it_is_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str, sent_first: int, unknown: int
) -> None:
    """The next run clears up, asks the mailbox about what is unknown, and sends what is not: one message in the end."""
    real = getattr(rows, step)

    def dying(*arguments: Any, **named: Any) -> None:  # noqa: ANN401 - whatever the step takes
        if when == "after":
            real(*arguments, **named)
        raise KilledError

    with fake_graph(tmp_path / "tls") as graph, ledger_with(tmp_path / "state", _row()) as ledger:
        with monkeypatch.context() as patched:
            patched.setattr(rows, step, dying)
            with pytest.raises(KilledError):
                _send(ledger, graph)
        assert len(graph.folders["sentitems"]) == sent_first
        rows.release_dead(ledger, NOW)
        waiting = deliveries(ledger, State.UNKNOWN)
        assert len(waiting) == unknown
        for one in waiting:
            state = _transport(graph).state_of(one.message_id, one.remote)
            known = {"sent": State.SENT, "draft": State.RESERVED}[state]
            rows.decide(ledger, one.key, known, NOW, reason="the mailbox says so", person="")
        _send(ledger, graph)
        (row,) = deliveries(ledger)
        assert row.state is State.SENT
        assert len(graph.folders["sentitems"]) == 1
        assert graph.folders["drafts"] == {}
        assert (graph.stages().count("create"), graph.stages().count("send")) == (1, 1)
