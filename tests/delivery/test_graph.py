"""Graph sends a message at most once, and every fault ends in the answer that is true."""

from __future__ import annotations

import base64
import dataclasses
import json
import ssl
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.transport.base import Envelope, Steps
from reporter.delivery.transport.graph import MOST_BYTES, GraphTransport
from reporter.errors import MailError, UsageError
from reporter.workspace.delivery import Mail
from tests.delivery.fake_graph import SENDER, FakeGraph, fake_graph
from tests.delivery.graph_post import ANNA, Noted, message_for, transport_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[FakeGraph]:
    """Run an empty mailbox."""
    with fake_graph(tmp_path / "tls") as running:
        yield running


def test_a_message_goes_as_it_was_built_and_its_draft_is_noted_before(graph: FakeGraph) -> None:
    """The draft holds the very bytes; its id is kept, then the hand-over committed, then it is sent, once."""
    noted, envelope = Noted(), message_for()
    answer = transport_to(graph).send(envelope, noted.steps())
    assert (answer.kind, answer.reply, answer.archived) == ("accepted", "202", True)
    (draft,) = graph.folders["sentitems"]
    assert noted.told == [draft, "hand over"]
    assert graph.bodies[draft] == envelope.eml
    assert graph.stages() == ["look", "look", "create", "send"]
    assert graph.tokens == {"Bearer t0k3n"}


@pytest.mark.parametrize(
    ("fault", "kind", "reply"),
    [
        (202, "accepted", "202 ErrorSomething"),  # with a Retry-After: whoever repeats it, sends twice
        (429, "later", "429 ErrorSomething"),
        (401, "later", "401 ErrorSomething"),
        (403, "later", "403 ErrorSomething"),
        (404, "later", "404 ErrorSomething"),
        (409, "later", "409 ErrorSomething"),
        (400, "refused", "400 ErrorSomething"),
        (413, "refused", "413 ErrorSomething"),
        (302, "unknown", "302 ErrorSomething"),
        (408, "unknown", "408 ErrorSomething"),
        (500, "unknown", "500 ErrorSomething"),
        (503, "unknown", "503 ErrorSomething"),
        ("504", "unknown", "504"),
        ("drop", "unknown", "no answer"),
        ("lost", "unknown", "no answer"),
    ],
)
def test_a_fault_of_the_sending_ends_in_what_is_known(
    graph: FakeGraph, fault: str | int, kind: str, reply: str
) -> None:
    """One request sends, whatever is answered; only a plain refusal may be tried again, and no text is kept."""
    graph.faults["send"] = fault
    noted = Noted()
    answer = transport_to(graph).send(message_for(), noted.steps())
    assert (answer.kind, answer.reply) == (kind, reply)
    assert answer.archived is (kind == "accepted")
    assert noted.told[1:] == ["hand over"]
    assert graph.stages().count("send") == 1


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_a_server_that_holds_us_up_ends_at_the_deadline(graph: FakeGraph, fault: str) -> None:
    """Neither silence nor a byte now and then keeps a message longer than its deadline; it is unknown then."""
    graph.faults["send"] = fault
    answer = transport_to(graph, deadline=1).send(message_for(), Noted().steps())
    assert (answer.kind, graph.stages().count("send")) == ("unknown", 1)
    assert graph.dripped < 40  # of a thousand: 20 a second


@pytest.mark.parametrize("stage", ["look", "create"])
@pytest.mark.parametrize(
    ("fault", "reply"),
    [(429, "429 ErrorSomething"), (500, "500 ErrorSomething"), (302, "302 ErrorSomething"), ("drop", "no answer")],
)
def test_a_fault_before_the_sending_is_tried_later(graph: FakeGraph, stage: str, fault: str | int, reply: str) -> None:
    """Nothing is handed over, nothing sent, and the next attempt delivers."""
    graph.faults[stage] = fault
    noted = Noted()
    answer = transport_to(graph).send(message_for(), noted.steps())
    assert (answer.kind, answer.reply, noted.told) == ("later", reply, [])
    assert "send" not in graph.stages()
    assert transport_to(graph).send(message_for(), noted.steps()).kind == "accepted"


@pytest.mark.parametrize(("status", "code"), [(401, "E483"), (403, "E483"), (404, "E484")])
@pytest.mark.parametrize("stage", ["look", "create"])
def test_a_mailbox_that_is_denied_stops_the_batch(graph: FakeGraph, stage: str, status: int, code: str) -> None:
    """Nothing was handed over; the error names the status and Graph's code, and nobody's address."""
    graph.faults[stage] = status
    noted = Noted()
    with pytest.raises(MailError) as fault:
        transport_to(graph).send(message_for(), noted.steps())
    assert (fault.value.code, noted.told) == (code, [])
    assert f"({status} ErrorSomething)" in str(fault.value)
    assert "@" not in str(fault.value)


def test_after_a_denied_sending_no_other_message_is_tried(graph: FakeGraph) -> None:
    """A missing Mail.Send shows only when a draft is sent; the next message is not even made a draft."""
    transport = transport_to(graph)
    graph.faults["send"] = 403
    assert transport.send(message_for(), Noted().steps()).kind == "later"
    asked = len(graph.asked)
    with pytest.raises(MailError) as fault:
        transport.send(message_for(), Noted().steps())
    assert (fault.value.code, len(graph.asked)) == ("E483", asked)


def test_an_alert_is_not_looked_for(graph: FakeGraph) -> None:
    """What is in no ledger comes without a Message-ID: the same text can go twice."""
    envelope = dataclasses.replace(message_for(), message_id="alert")
    for _ in range(2):
        assert transport_to(graph).send(envelope, Noted().steps()).kind == "accepted"
    assert graph.stages() == ["create", "send"] * 2


def test_a_message_of_another_id_is_refused(graph: FakeGraph) -> None:
    """The ledger could never find it again."""
    envelope = dataclasses.replace(message_for(), message_id="<another@consult.example>")
    answer = transport_to(graph).send(envelope, Noted().steps())
    assert (answer.kind, answer.reply, graph.asked) == ("refused", "550 another Message-ID", [])


def test_a_ledger_that_cannot_be_written_stops_the_sending(graph: FakeGraph) -> None:
    """When the hand-over raises, the request is not written; a draft's id that cannot be kept stops it as well."""

    def full(*_: str) -> None:
        raise UsageError("E405", "full", help="free")

    for steps in (Steps(hand_over=full, drafted=lambda _: None), Steps(hand_over=lambda: None, drafted=full)):
        with pytest.raises(UsageError):
            transport_to(graph).send(message_for(), steps)
    assert "send" not in graph.stages()


def test_no_server_is_later_and_nothing_is_handed_over(graph: FakeGraph) -> None:
    """Nobody listens: nothing has left."""
    graph.url = "https://localhost:1/v1.0"
    noted = Noted()
    answer = transport_to(graph).send(message_for(), noted.steps())
    assert (answer.kind, answer.reply, noted.told) == ("later", "not reached", [])


def test_a_server_that_goes_away_before_the_sending_is_later(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft stands, no connection can be made to send it: the hand-over is not committed."""

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    told: list[str] = []
    steps = Steps(
        hand_over=lambda: told.append("hand over"),
        drafted=lambda _: monkeypatch.setattr("socket.create_connection", refuse),
    )
    answer = transport_to(graph).send(message_for(), steps)
    assert (answer.kind, answer.reply, told) == ("later", "not reached", [])
    assert "send" not in graph.stages()


@pytest.mark.parametrize("certificate", ["self_signed", "wrong_host", "expired"])
def test_a_bad_certificate_stops_the_batch_before_the_token_is_shown(tmp_path: Path, certificate: str) -> None:
    """No request is read by the other side, so that no token reaches it."""
    with fake_graph(tmp_path / "tls", certificate) as graph:
        with pytest.raises(MailError, match="certificate") as fault:
            transport_to(graph).send(message_for(), Noted().steps())
        assert (fault.value.code, graph.asked) == ("E486", [])


def test_a_context_that_proves_nothing_is_refused() -> None:
    """There is no way to switch verification off."""
    blind = ssl.create_default_context()
    blind.check_hostname = False
    with pytest.raises(ValueError, match="proves nothing"):
        GraphTransport(Mail(), lambda: "", context=blind)


@pytest.mark.parametrize(
    ("envelope", "reply"),
    [
        (message_for(size=MOST_BYTES), "413 larger than Graph takes"),
        (message_for(to="bertil@other.example"), "550 headers name other recipients"),
        (message_for(cc="bertil@other.example"), "550 headers name other recipients"),
    ],
    ids=["large", "other", "another"],
)
def test_what_graph_would_send_wrongly_is_refused_unasked(graph: FakeGraph, envelope: Envelope, reply: str) -> None:
    """Graph sends to whom the headers name, and takes no more than 4 MB: both are found out before any request."""
    answer = transport_to(graph).send(envelope, Noted().steps())
    assert (answer.kind, answer.reply, graph.asked) == ("refused", reply, [])


def test_the_check_names_tls_mailbox_and_rights(graph: FakeGraph) -> None:
    """The token's rights are read from it; one that does not name Mail.Send is told, and nothing is made or sent."""
    claims = base64.urlsafe_b64encode(json.dumps({"roles": ["Mail.ReadWrite"], "upn": ANNA}).encode()).decode()
    settings = Mail(transport="graph", sender=SENDER)
    token = f"x.{claims.rstrip('=')}.y"
    lines = GraphTransport(settings, lambda: token, base_url=graph.url, context=graph.context).check()
    assert lines == (
        "localhost: TLSv1.3, certificate good",
        "mailbox of the sender: found, drafts can be read",
        "rights of the token: Mail.ReadWrite",
        "Mail.Send is not among them: mail leaves only where Exchange's own roles grant it",
    )
    assert graph.stages() == ["look"]


def test_a_sender_without_a_mailbox_is_told(graph: FakeGraph) -> None:
    """Graph knows no such user."""
    with pytest.raises(MailError) as fault:
        transport_to(graph, sender="nobody@consult.example").check()
    assert (fault.value.code, fault.value.exit_code) == ("E484", 4)
