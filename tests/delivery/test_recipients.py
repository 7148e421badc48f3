"""Who may get a client's reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery.gate import digest_of, recipients_obstacles, shared
from reporter.workspace import Client
from reporter.workspace.delivery import Conditions, Recipient

ANNA = Recipient(address="anna@norrvik.example", name="Anna Ek")
BO = Recipient(address="Bo@Norrvik.example", lang="da")
NORRVIK = Client(
    slug="norrvik",
    folder=Path("clients/norrvik"),
    name="Norrvik Kontor AB",
    recipients=(ANNA, BO),
    delivery=Conditions(allowed_domains=("norrvik.example",)),
)


def codes(client: Client, approved: str | None = None) -> list[str]:
    """Return the codes of what is wrong; without ``approved`` the list is approved as it is."""
    digest = digest_of(client.recipients) if approved is None else approved
    return [one.code for one in recipients_obstacles(client, digest)]


def test_an_approved_list_within_the_domains_passes() -> None:
    """Upper and lower case of a domain do not matter."""
    assert codes(NORRVIK) == []
    assert codes(replace(NORRVIK, delivery=Conditions(allowed_domains=("@NORRVIK.Example",)))) == []


def test_nobody_is_no_list() -> None:
    """A client without recipients is told so, and nothing else."""
    assert codes(replace(NORRVIK, recipients=()), "") == ["E436"]


def test_no_allowed_domain_means_nobody() -> None:
    """An empty list of domains lets nobody in."""
    assert codes(replace(NORRVIK, delivery=Conditions())) == ["E436"]
    assert codes(replace(NORRVIK, delivery=Conditions(allowed_domains=("", "@")))) == ["E436"]


@pytest.mark.parametrize(
    "address",
    ["anna@vestera.example", "anna@mail.norrvik.example", "anna@norrvik.example.evil.example", "anna@orrvik.example",
     "norrvik.example@evil.example"],
)  # fmt: skip
def test_a_domain_is_allowed_only_as_it_is_written(address: str) -> None:
    """Neither another's, nor a subdomain, nor one that ends or begins alike; the reason holds no address."""
    client = replace(NORRVIK, recipients=(ANNA, Recipient(address=address)))
    (told,) = recipients_obstacles(client, digest_of(client.recipients))
    assert (told.code, told.kind) == ("E436", "stop")
    assert told.reason == "recipient 2 is outside allowed_domains of [delivery] in client.toml"
    assert "@" not in told.reason + told.brief


def test_a_list_must_be_approved() -> None:
    """Never approved, or changed since: both stop, and say which."""
    (never,) = recipients_obstacles(NORRVIK, "")
    (changed,) = recipients_obstacles(NORRVIK, digest_of((ANNA,)))
    assert (never.code, changed.code) == ("E437", "E437")
    assert "was never approved" in never.reason
    assert "has changed since it was approved" in changed.reason
    assert "reporter approve norrvik" in changed.reason


def test_the_digest_is_of_who_gets_what() -> None:
    """Order, case and names do not change it; address, language and certificate do."""
    digest = digest_of((ANNA, BO))
    same = [(BO, ANNA), (replace(ANNA, name="A. Ek"), BO), (replace(ANNA, address="ANNA@norrvik.example"), BO)]
    other = [(ANNA,), (ANNA, replace(BO, lang="sv")), (ANNA, replace(BO, certificate="bo.pem")),
             (ANNA, replace(BO, address="bo@vestera.example")), ()]  # fmt: skip
    assert {digest_of(one) for one in same} == {digest}
    assert len({digest, *(digest_of(one) for one in other)}) == 6


def test_fields_do_not_run_into_one_another() -> None:
    """What stands in one field cannot be moved into the next unseen."""
    one, two = Recipient(address="a@x.example", lang="sv"), Recipient(address="a@x.example", certificate="sv")
    assert digest_of((one,)) != digest_of((two,))


def test_encryption_needs_a_certificate_of_each(tmp_path: Path) -> None:
    """With S/MIME, one without a certificate, or whose file is gone, stops the report; otherwise nobody needs one."""
    (tmp_path / "anna.pem").write_text("x")
    people = (replace(ANNA, certificate="anna.pem"), BO, replace(BO, address="c@norrvik.example", certificate="c.pem"))
    client = replace(NORRVIK, folder=tmp_path, recipients=people)
    assert codes(client) == []
    encrypted = replace(client, delivery=replace(client.delivery, encrypt="smime"))
    told = recipients_obstacles(encrypted, digest_of(people))
    assert [one.code for one in told] == ["E438", "E438"]
    assert [one.reason.split(" has")[0] for one in told] == ["recipient 2", "recipient 3"]


def test_whoever_approves_sees_who_gets_two_clients_reports() -> None:
    """A copied list shows; the consultancy's own people may get everything."""
    house = Recipient(address="sara@lindhavn.example")
    norrvik = replace(NORRVIK, recipients=(house, ANNA))
    vestera = replace(NORRVIK, slug="vestera", recipients=(replace(ANNA, address="ANNA@norrvik.example"), house))
    assert shared(norrvik, (norrvik, vestera), "rapport@lindhavn.example") == ((2, "vestera"),)
    assert shared(norrvik, (norrvik, vestera)) == ((1, "vestera"), (2, "vestera"))
    assert shared(norrvik, (replace(vestera, recipients=(BO,)),), "lindhavn.example") == ()
