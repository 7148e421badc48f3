"""Hostile names in every place: refused with a code, or harmless."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.message.building import Mailbox, build, message_id
from reporter.delivery.message.keeping import keep, kept_folder, load
from reporter.delivery.values import Key
from reporter.errors import UsageError
from tests.delivery.hostile import KINDS, names
from tests.delivery.mails import MEGABYTES, digest, heading, read, report
from tests.delivery.test_building import HEADERS

if TYPE_CHECKING:
    from pathlib import Path

ANNA = "anna@norrvik.test"
PLACES = ("client", "recipient", "address", "sender", "reply", "subject", "file")


def mail_with(place: str, name: str) -> bytes:
    """Return a message with the name in a place of it."""
    key = Key(name if place == "client" else "norrvik", "monthly", "2026-10", ANNA)
    start = heading(message_id=message_id(key, "consult.test"))
    changes = {
        "client": {},
        "recipient": {"recipient": Mailbox(address=ANNA, name=name)},
        "address": {"recipient": Mailbox(address=name)},
        "sender": {"sender": Mailbox(address="reporter@consult.test", name=name)},
        "reply": {"reply_to": name or "-"},
        "subject": {},
        "file": {},
    }
    content = digest(subject=f"Rapport {name}") if place == "subject" else digest()
    attachment = report(name=f"{name}.pdf") if place == "file" else report()
    return build(content, [attachment], replace(start, **changes[place]), most_megabytes=MEGABYTES)  # type: ignore[arg-type]


def test_there_are_two_hundred_of_ten_kinds() -> None:
    """Each only once."""
    assert len(set(names())) == len(names()) >= 200
    assert len(KINDS) == 10


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_name_is_refused_or_steers_nothing(place: str) -> None:
    """After reading back with another reader: no header more, no recipient more, no other body, no other file."""
    refused = 0
    ordinary = read(mail_with("client", "norrvik"))
    for name in names():
        try:
            found = read(mail_with(place, name))
        except UsageError as fault:
            refused += 1
            assert fault.code in {"E445", "E446"}, ascii(name)  # noqa: PT017 - which of them are refused is open
            assert "evil" not in str(fault)  # noqa: PT017
            continue
        assert found.headers == HEADERS, ascii(name)
        assert found.recipients == ((name if place == "address" else ANNA),), ascii(name)
        assert (found.text, found.html) == (ordinary.text, ordinary.html), ascii(name)
        assert [content for _, content in found.files] == [content for _, content in ordinary.files], ascii(name)
    harmless = len(names()) - refused
    assert harmless == 1 if place in {"address", "reply"} else harmless >= 100  # one is an address: x@evil.test
    assert refused == 0 if place in {"client", "file"} else refused >= 50


def test_no_hostile_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """As a client and as a period: every message lies two folders below ``kept``, and comes back."""
    state = tmp_path / "state"
    for name in names():
        for key in (Key(name, "monthly", "2026-10", ANNA), Key("norrvik", "monthly", name or "-", ANNA)):
            eml = ascii(key).encode("ascii")
            assert load(state, key, keep(state, key, eml)) == eml
            assert kept_folder(state, key.client, key.period).parent.parent == state / "kept"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2 * len(names())
    assert {path.parent.parent.parent for path in files} == {state / "kept"}
    assert [path.name for path in tmp_path.iterdir()] == ["state"]
