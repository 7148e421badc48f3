"""What an earlier attempt left in the mailbox is found, used once, and told when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import MailError
from tests.delivery.fake_graph import FakeGraph, fake_graph
from tests.delivery.graph_post import ANNA, MESSAGE_ID, Noted, message_for, transport_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[FakeGraph]:
    """Run an empty mailbox."""
    with fake_graph(tmp_path / "tls") as running:
        yield running


def test_a_draft_whose_making_was_not_heard_of_is_used(graph: FakeGraph) -> None:
    """The answer to the creation is lost; the next attempt finds the draft by its Message-ID and makes no second."""
    graph.faults["create"] = "lost"
    assert transport_to(graph).send(message_for(), Noted().steps()).kind == "later"
    noted = Noted()
    assert transport_to(graph).send(message_for(), noted.steps()).kind == "accepted"
    assert noted.told == [*graph.folders["sentitems"], "hand over"]
    assert graph.stages().count("create") == 1


def test_an_earlier_draft_is_sent_and_not_made_anew(graph: FakeGraph) -> None:
    """After a throttled sending the same draft goes out."""
    graph.faults["send"] = 429
    noted = Noted()
    transport_to(graph).send(message_for(), noted.steps())
    draft = noted.told[0]
    assert transport_to(graph).send(message_for(remote=draft), Noted().steps()).kind == "accepted"
    assert list(graph.folders["sentitems"]) == [draft]
    assert graph.stages().count("create") == 1


@pytest.mark.parametrize("known", [True, False])
def test_what_sent_items_holds_is_not_sent_again(graph: FakeGraph, known: bool) -> None:  # noqa: FBT001 - a parameter
    """A refusal that was none, or an old copy of the ledger: the message is found sent, by its id or Message-ID."""
    transport_to(graph).send(message_for(), Noted().steps())
    (draft,) = graph.folders["sentitems"]
    noted = Noted()
    answer = transport_to(graph).send(message_for(remote=draft if known else ""), noted.steps())
    assert (answer.kind, answer.reply, answer.archived) == ("accepted", "200 found in Sent Items", True)
    assert noted.told == ["hand over"]
    assert graph.stages().count("send") == 1


def test_a_draft_that_left_the_drafts_unsent_is_not_made_anew(graph: FakeGraph) -> None:
    """It may be on its way out, or a person threw it away; neither may lead to a second one."""
    graph.folders["other"]["moved"] = MESSAGE_ID
    noted = Noted()
    answer = transport_to(graph).send(message_for(remote="moved"), noted.steps())
    assert (answer.kind, answer.reply, noted.told) == ("later", "409 the draft was moved", [])
    assert {"create", "send"}.isdisjoint(graph.stages())


@pytest.mark.parametrize("recipients", [[], ["bo@acme.example"], [ANNA, "spy@evil.example"]])
def test_a_draft_that_a_person_readdressed_is_not_sent(graph: FakeGraph, recipients: list[str]) -> None:
    """People can open Drafts: an earlier draft that does not go to the recipient alone stays there."""
    graph.faults["send"] = 429
    noted = Noted()
    transport_to(graph).send(message_for(), noted.steps())
    graph.recipients = recipients
    answer = transport_to(graph).send(message_for(remote=noted.told[0]), noted.steps())
    assert (answer.kind, answer.reply) == ("later", "409 the draft was changed")
    assert graph.stages().count("send") == 1


def test_a_draft_that_is_gone_is_made_anew(graph: FakeGraph) -> None:
    """Its id leads nowhere and no folder has the Message-ID: a new draft is made and its id noted."""
    noted = Noted()
    assert transport_to(graph).send(message_for(remote="gone"), noted.steps()).kind == "accepted"
    assert noted.told == [*graph.folders["sentitems"], "hand over"]


@pytest.mark.parametrize(
    ("fault", "state"), [("lost", "sent"), ("504", "sent"), ("drop", "draft"), (500, "draft"), (None, "absent")]
)
def test_an_unknown_sending_is_told_by_the_mailbox(graph: FakeGraph, fault: str | int | None, state: str) -> None:
    """Reconciliation: in Sent Items it is sent, in Drafts it is not; nowhere proves nothing. By id and without."""
    draft = ""
    if fault is not None:
        graph.faults["send"] = fault
        noted = Noted()
        assert transport_to(graph).send(message_for(), noted.steps()).kind == "unknown"
        draft = noted.told[0]
    assert transport_to(graph).state_of(MESSAGE_ID, draft) == state
    assert transport_to(graph).state_of(MESSAGE_ID) == state
    assert transport_to(graph).state_of(MESSAGE_ID, "an id of before") == state


def test_reconciliation_that_cannot_ask_says_so(graph: FakeGraph) -> None:
    """A throttled question is no answer: it must not be taken for "absent"."""
    graph.faults["look"] = 429
    with pytest.raises(MailError) as fault:
        transport_to(graph).state_of(MESSAGE_ID)
    assert fault.value.code == "E485"
