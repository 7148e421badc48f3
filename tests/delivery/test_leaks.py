"""The leak guard, mark by mark: what counts as another client's name, number or domain, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reporter.delivery.gate import Identity, identity_of, leaks, twins
from reporter.delivery.gate.marks import hits, marks_of
from reporter.delivery.gate.squeezed import squeeze
from reporter.delivery.values import Delivery, Key, State
from reporter.workspace import Client
from reporter.workspace.delivery import Conditions, Recipient
from tests.delivery.gate_samples import NORD, VEST, message


def found(text: str, other: Identity, place: str = "prose") -> set[str]:
    """Return which kinds of a client's marks stand in a text."""
    squeezed = squeeze(text)
    return {
        mark.kind
        for mark in marks_of(other)
        if any(hits(squeezed, mark, "token" if place == "token" else "prose"))
    }  # fmt: skip


def test_a_clean_message_passes() -> None:
    """Nothing is found in a client's own message."""
    assert leaks(NORD, (VEST,), message()) == ()
    assert leaks(VEST, (NORD,), message(VEST)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Vesterå Kaffe A/S",
        "VESTERÅ KAFFE A/S",
        "vesterå kaffe a/s",
        "hos Vesterå Kaffe.",
        "Vesterås kunder",
        "Vesterå\nKaffe",
        "Vester\u00adå Kaf\u00adfe",
        "Vester\u200bå",
        "Ve\u0073tera\u030a",
        "Kaffe från Vester-\nå, som",
        "Vesterå\u00a0Kaffe",
        "V E S T E R Å K A F F E",
        "Vestera\nKaf\u2010\r\nfe",
        "Ｖｅｓｔｅｒå",
        "Vesterå-Kaffe",
        "hos Ves- terå",
    ],
)
def test_a_name_is_found_however_it_is_set(text: str) -> None:
    """Case, breaks, soft hyphens, spacing, widths, forms of å and a genitive's s hide no name."""
    assert "name" in found(text, VEST)


def test_ligatures_hide_no_name() -> None:
    """ﬁ and ﬀ are two letters each."""
    other = Identity(slug="x1", names=("Fjordfisk Officin AB", "Fjordfisk"))
    assert "name" in found("hos Fjord\ufb01sk i", other)
    assert "name" in found("Fjordﬁsk Oﬃcin", other)


@pytest.mark.parametrize(
    "text",
    [
        "Kaffet i Västerås är gott.",  # a town, Västerås, is no Vesterå
        "Vesteråsen ligger där",
        "Ny Vester. Å andra sidan",
        "Kaffe A/S",
        "Sylvesterå",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    """Parts of words and words of two sentences make no name."""
    assert found(text, VEST) == set()


@pytest.mark.parametrize(
    "text",
    ["556677-8899", "5566778899", "556677 8899", "556677–8899", "55 66 77-88 99", "165566778899", "16556677-8899",
     "SE556677889901", "556677-\n8899", "nr:556677-8899."],
)  # fmt: skip
def test_a_swedish_number_is_found_in_its_spellings(text: str) -> None:
    """With hyphen, blank or nothing, with the century, as a VAT number, over two lines."""
    assert found(f"Org.nr {text} i registret", NORD) == {"organisation number"}


@pytest.mark.parametrize("text", ["12345678", "12 34 56 78", "DK12345678", "DK-12 34 56 78", "CVR-nr. 12345678"])
def test_a_danish_number_is_found_in_its_spellings(text: str) -> None:
    """Bare, in pairs, and as a VAT number."""
    assert found(text, VEST) == {"organisation number"}


@pytest.mark.parametrize("text", ["112345678", "123456789", "1234567", "0,12345678", "12345678,5", "1234-a-5678"])
def test_a_number_inside_a_longer_one_is_none(text: str) -> None:
    """More digits, or a decimal comma, make it another number."""
    assert found(text, VEST) == set()


@pytest.mark.parametrize(
    "text",
    ["www.vestera.example", "Anna@Vestera.Example", "https://vestera.example/x", "mail.vestera.example",
     "vestera.\nexample", "ves-\ntera.example", "ves\ufffetera.example"],
)  # fmt: skip
def test_a_domain_is_found_in_addresses(text: str) -> None:
    """With what stands before it in an address, and broken over lines."""
    assert "domain" in found(text, VEST)


@pytest.mark.parametrize(
    "text",
    ["silvestera.example", "vestera.examples", "sil-vestera.example", "om vestera. Example", "om vestera.\nExample"],
)
def test_another_domain_is_none(text: str) -> None:
    """Letters before or after make another domain; the end of a sentence makes none."""
    assert "domain" not in found(text, VEST)


def test_a_name_of_one_word_counts_in_its_own_case() -> None:
    """Rusta is a shop, "rusta" a verb; in an address or a file name it is the shop in any case."""
    rusta = Identity(slug="rs", names=("Rusta",))
    assert found("kunder hos Rusta säger", rusta) == found("RUSTA", rusta) == {"name"}
    assert found("att rusta upp", rusta) == set()
    assert found("rapport-rusta.pdf", rusta, "token") == {"name"}


def test_letters_stand_for_nordic_ones() -> None:
    """A name is found as addresses and file names have it."""
    other = Identity(slug="bj", names=("Bjørk & Æble A/S",))
    assert found("hos Bjork og Aeble", other) == {"name"}
    assert found("bjrk-ble.pdf", other, "token") == {"name"}


def test_words_that_do_not_follow_one_another_are_no_name() -> None:
    """Two sentences, two columns far apart, two file names; in one file name dots may stand between."""
    assert found("Från Nord. Bygg nytt", NORD) == set()
    assert found("Nord" + " " * 12 + "Bygg", NORD) == set()
    assert found("nord.bygg.pdf", NORD, "token") == {"name"}
    assert leaks(VEST, (NORD,), message(VEST, attachments=("nord", "bygg"))) == ()


def test_ordinary_words_alone_are_no_name() -> None:
    """Clients called Bra or Nord are found by full name, not wherever somebody thinks that something is good."""
    bra = Identity(slug="bra", names=("Bra AB", "Bra"))
    assert found("Bra är det, och Nord med", bra) == set()
    assert found("Det är Bra AB som", bra) == {"name"}
    assert found("År 1847 och 4711 kr", Identity(slug="n1", names=("4711", "1847"))) == set()
    service = Identity(slug="gs1", names=("God Service",))
    assert found("Kunderna tycker: God service, bra pris", service) == set()
    assert found("hos God Service i", service) == {"name"}


def test_an_id_is_looked_for_where_ids_stand() -> None:
    """A slug gives a client away in a file name, not in a sentence."""
    other = Identity(slug="polarlys", names=("X Zq AB",))
    assert found("Rapport-polarlys-2026.pdf", other, "token") == {"id"}
    assert found("ett polarlys syns", other) == set()


def test_a_name_within_ones_own_is_no_leak() -> None:
    """The report of Nord Bygg & Fastighet AB may say so, though others are called Bygg & Fastighet AB and Nordbygg."""
    others = (
        Identity(slug="nb", names=("Bygg & Fastighet AB",)),
        Identity(slug="bf", names=("Nordbygg",), domains=("bygg.example",)),
    )
    assert leaks(NORD, others, message()) == ()


def test_ones_own_name_within_anothers_hides_nothing() -> None:
    """The client Nord Bygg gets a leak of Nord Bygg Södra Invest told: its own name is only the beginning."""
    longer = Identity(slug="nbsi", names=("Nord Bygg Södra Invest AB",))
    told = leaks(NORD, (longer,), message(body="<p>Nord Bygg Södra Invest AB"))
    assert [one.reason for one in told] == ["the name of another client (slug nbsi) in the PDF, page 1"]


def test_companies_of_a_group_share_domain_and_number() -> None:
    """What is one's own too is no leak."""
    sister = replace(VEST, domains=NORD.domains, organisation=NORD.organisation)
    assert leaks(NORD, (sister,), message(body="<p>nordbygg.example 556677-8899</p>")) == ()


def client(**changed: object) -> Client:
    """Return a client's settings."""
    known: dict[str, object] = {
        "slug": "nordbygg", "folder": Path(), "name": "Nord Bygg & Fastighet AB", "short": "Nord Bygg",
        "delivery": Conditions(
            organisation="556677-8899", names=("NBF",), allowed_domains=("NordBygg.example", "gmail.com")
        ),
        "recipients": (Recipient(address="a@nordbygg.example"), Recipient(address="b@lindhavn.example")),
    }  # fmt: skip
    return Client(**{**known, **changed})  # type: ignore[arg-type]


def test_an_identity_comes_from_the_settings() -> None:
    """All names, the number, and the domains that are the client's alone."""
    found_ = identity_of(client(), house="rapport@lindhavn.example")
    assert found_ == Identity(
        slug="nordbygg",
        names=("Nord Bygg & Fastighet AB", "Nord Bygg", "NBF"),
        organisation="556677-8899",
        domains=("nordbygg.example",),
    )


def row(client_: str, pdf: str, picture: str) -> Delivery:
    """Return a row of the ledger."""
    key = Key(client_, "monthly", "2026-09", "a@x.example")
    return Delivery(key=key, state=State.SENT, message_id="<1@x>", pdf_sha=pdf, picture_sha=picture)


def test_the_same_file_for_two_clients_stops_both() -> None:
    """A PDF or picture that was made for another client; one's own earlier one, or none at all, is nothing."""
    rows = [row("vestera", "aa", "bb"), row("nordbygg", "cc", "dd"), row("third", "", "")]
    pdf, picture = twins("aa", "", rows, "nordbygg"), twins("zz", "bb", rows, "nordbygg")
    assert pdf is not None
    assert picture is not None
    assert (pdf.code, pdf.kind, picture.brief) == ("E435", "stop", "the same picture for two clients")
    assert twins("cc", "dd", rows, "nordbygg") is None
    assert twins("zz", "", rows, "nordbygg") is None
