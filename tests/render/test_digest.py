"""The mail's figures, marks and words, in text and HTML alike, and what it does with little or hostile content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.brand import Contact, Email, Texts
from reporter.errors import RenderError
from reporter.language import Language
from reporter.model import PICTURE_ID, Card, Quantity, Term, Text, Verdict, msg
from reporter.render.digest import render_digest
from tests.render.mails import (
    CODES,
    Seen,
    brand_of,
    flat,
    mail,
    numbers,
    ordinary,
    parsed,
    small,
    summary_of,
    whole,
    with_blocks,
    with_page,
)

SV = Language.load("sv")
HOSTILE = (
    'Åsa & "Söner" <script>alert(1)</script>\r\nBcc: x@y.example\u202egnp.\u0000 {client} {{ 7*7 }} \'=?utf-8?Q?x?='
)


def cards() -> tuple[Card, ...]:
    """Return the cards of the hand-made client: NPS, NKI, retention, revenue per customer."""
    found = summary_of(whole()).blocks["cards"]
    assert isinstance(found, tuple)
    return tuple(one for one in found if isinstance(one, Card))


@pytest.mark.parametrize("code", CODES)
def test_every_card_stands_in_both_parts_with_its_own_number(code: str) -> None:
    """Read back as Swedes and Danes write it, each number is the card's value to half of its last digit."""
    language, digest = Language.load(code), mail(code)
    lines, seen = digest.text.split("\n"), Seen(digest.html).text
    assert len(cards()) == 4
    for card in cards():
        assert isinstance(card.value, Quantity)
        assert card.value.value is not None
        label = ordinary(language.text(card.label)) + ": "
        (line,) = [one for one in lines if one.startswith(label)]
        value, half = parsed(line.removeprefix(label), code)
        assert value == pytest.approx(card.value.value, abs=half)
        assert flat(line.removeprefix(label)) in flat(seen)


@pytest.mark.parametrize("code", CODES)
def test_text_and_html_carry_the_same_figures(code: str) -> None:
    """No number stands in the text that is not in the HTML; the HTML adds none but the key's level, 95."""
    digest = mail(code)
    text = numbers(digest.text)
    html = numbers(Seen(digest.html).text) | numbers(ordinary(digest.picture_alt))
    assert text - html == set()
    assert html - text <= {"95"}
    assert len(text) > 20


@pytest.mark.parametrize("code", CODES)
def test_the_text_is_complete_by_itself(code: str) -> None:
    """Client, period, main finding, findings, meaning, attachment, contact, signature, legal and secrecy line."""
    language, brand, page = Language.load(code), brand_of("lindhavn"), summary_of(whole())
    text = flat(mail(code).text)
    findings = page.blocks["findings"]
    assert isinstance(findings, tuple)
    told = [page.title, page.lead, page.meaning]
    for finding in findings:
        assert isinstance(finding, Text)
        told += [finding.headline, *finding.paragraphs]
    for message in told:
        assert message is not None
        assert flat(ordinary(language.text(message))) in text
    for words in ("Norrvik Kontor AB", "2026", "PDF", "Sara Lindhavn", "+46 8 000 00 00", "sara@lindhavnry.example"):
        assert words in text
    for words in (brand.email.signature[code], brand.texts.legal[code], brand.texts.confidentiality[code]):
        assert flat(words) in text


@pytest.mark.parametrize(
    ("verdict", "good", "gap", "symbol", "colour", "words"),
    [
        (Verdict.CLEAR, True, 7.0, "▲", "pos", "säkerställd förbättring"),
        (Verdict.CLEAR, False, -7.0, "▼", "neg", "säkerställd försämring"),
        (Verdict.CLEAR, False, 7.0, "▲", "neg", "säkerställd försämring"),  # where lower is better
        (Verdict.CLEAR, None, 7.0, "▲", "ink2", "statistiskt säkerställt"),
        (Verdict.SMALL, True, 1.0, "▲", "ink2", "statistiskt säkerställt, men litet"),
        (Verdict.UNCLEAR, None, 7.0, "●", "ink2", "ryms inom felmarginalen"),
        (Verdict.EQUAL, None, 0.1, "≈", "ink2", "säkerställt oförändrat"),
        (Verdict.UNTESTED, None, 7.0, "–", "ink2", "har inte testats"),
    ],
)
def test_a_change_is_marked_as_the_report_marks_it(
    *, verdict: Verdict, good: bool | None, gap: float, symbol: str, colour: str, words: str
) -> None:
    """Symbol and colour come from the verdict, and the words say both to who sees neither."""
    card, brand = cards()[0], brand_of("lindhavn")
    assert card.change is not None
    marked = replace(card, change=replace(card.change, verdict=verdict, good=good, gap=gap))
    digest = render_digest(with_blocks(whole(), {"cards": (marked,), "triad": None}), SV, brand)
    assert f"  {symbol} +7 sedan 2025 ({words})\n" in digest.text
    (tint,) = {tone for text, tone, *_ in Seen(digest.html).texts if text.startswith(f"{symbol}\u00a0")}
    assert tint == getattr(brand.colours, colour)
    assert words in Seen(digest.html).text


def test_a_card_without_a_change_tells_its_interval() -> None:
    """Nothing is compared, so no symbol and no verdict stands there."""
    digest = render_digest(small(), SV, brand_of("lindhavn"))
    assert "\n  Intervall " in digest.text
    assert "(" not in digest.text.split("\n  Intervall ")[1].split("\n")[0]
    assert not set("▲▼●≈") & set(digest.text)


@pytest.mark.parametrize("code", CODES)
def test_a_small_base_is_marked_and_explained_only_where_there_is_one(code: str) -> None:
    """The dagger and its sentence come and go together."""
    card, language = cards()[0], Language.load(code)
    assert isinstance(card.value, Quantity)
    weak = replace(card, value=replace(card.value, weak=True))
    digest = render_digest(with_blocks(whole(), {"cards": (weak, *cards()[1:])}), language, brand_of("lindhavn"))
    for part in (digest.text, Seen(digest.html).text):
        assert "+28 †" in ordinary(part).replace("\n", " ")
        assert part.count("†") == 2
        assert "30–99" in part
        assert "†" not in mail(code).text + mail(code).html


def test_an_empty_summary_makes_no_mail() -> None:
    """Without key figures, chart and findings there is nothing to tell (R305), whatever else the page holds."""
    empty = with_blocks(whole(), {"cards": None, "triad": None, "findings": None})
    with pytest.raises(RenderError, match="R305"):
        render_digest(empty, SV, brand_of("lindhavn"))
    with pytest.raises(RenderError, match="R305"):
        render_digest(replace(whole(), pages=whole().pages[:1]), SV, brand_of("lindhavn"))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kept", ["cards", "triad", "findings"])
def test_one_thing_to_tell_is_enough(code: str, kept: str) -> None:
    """No heading stands over nothing, no rule is left without its text, no line is empty twice."""
    gone = dict.fromkeys({"cards", "triad", "findings", "reading"} - {kept})
    bare = with_page(with_blocks(whole(), gone), lead=None, meaning=None)
    brand = replace(brand_of("lindhavn"), name="", texts=Texts(), email=Email())
    digest = render_digest(bare, Language.load(code), brand)
    lines = digest.text.split("\n")
    rules = [place for place, line in enumerate(lines) if set(line) == {"-"}]
    assert len(rules) == 2  # under the title and under what was kept
    assert lines[rules[1] + 1]
    assert "\n\n\n" not in digest.text
    shown = (bool(digest.picture), bool(digest.picture_alt), "cid:" in digest.html)
    assert shown == (kept == "triad",) * 3
    assert digest.text.endswith("PDF.\n")  # nobody is named, signs or promises an answer


def test_a_reply_is_promised_only_where_somebody_reads_it() -> None:
    """The sentence needs the brand's Reply-To."""
    brand = brand_of("lindhavn")
    assert "Ni kan svara direkt på det här mejlet." in flat(mail("sv").text)
    silent = render_digest(whole(), SV, replace(brand, email=replace(brand.email, reply_to="")))
    assert "Ni kan svara" not in silent.text + silent.html


def test_a_hostile_name_stays_a_name() -> None:
    """A client's name opens no tag, no line, no header and no template, and loses its hidden letters."""
    report = replace(whole(), client=HOSTILE)
    digest = render_digest(report, SV, brand_of("lindhavn"))
    seen = Seen(digest.html)
    name = 'Åsa & "Söner" <script>alert(1)</script> Bcc: x@y.examplegnp. {client} {{ 7*7 }} \'=?utf-8?Q?x?='
    assert name in seen.text
    assert name in flat(digest.text)
    assert "script" not in {tag for tag, _ in seen.tags}
    assert not any(line.startswith("Bcc:") for line in digest.text.split("\n"))
    assert not {"\r", "\u202e", "\u0000"} & set(digest.text + digest.html + digest.subject)


@pytest.mark.parametrize(
    ("mail_address", "phone", "links"),
    [
        ("a.b+c@x.example", "+46 (0)8-123 45", ["tel:+46812345", "mailto:a.b+c@x.example"]),
        ("a@x.example?bcc=b@y.example", "javascript:alert(1)", []),
        ('a@x.example" onclick="x', "call us", []),
        ("a@b@c.example", "12", []),
        ("å@x.example", "", ["mailto:%C3%A5@x.example"]),
    ],
)
def test_only_an_address_and_a_number_become_links(mail_address: str, phone: str, links: list[str]) -> None:
    """Whatever else a brand file holds there is printed and leads nowhere."""
    brand = brand_of("lindhavn")
    contact = Contact(name="Sara", mail=mail_address, phone=phone, web="https://x.example/")
    digest = render_digest(whole(), SV, replace(brand, texts=replace(brand.texts, contact=contact)))
    seen = Seen(digest.html)
    assert [attributes["href"] for tag, attributes in seen.tags if tag == "a"] == links
    assert {attributes.get("onclick") for _, attributes in seen.tags} == {None}
    assert mail_address in seen.text
    assert mail_address in digest.text


@pytest.mark.parametrize("code", CODES)
def test_a_sparse_mail_holds_no_figure(code: str) -> None:
    """Where the report needs a password, the mail says nothing that is in it; sender and contact stay."""
    language, brand = Language.load(code), brand_of("lindhavn")
    digest = render_digest(whole(), language, brand, sparse=True)
    seen = Seen(digest.html).text
    assert digest.subject == {"sv": "Kundanalys 2026", "da": "Kundeanalyse 2026"}[code]
    for part in (digest.text, seen):
        assert numbers(part.replace(brand.texts.contact.phone, "")) == {"2026"}
        assert not set("▲▼●≈†") & set(part)
        assert "Norrvik Kontor AB" in part
        assert {"sv": "lösenord", "da": "adgangskode"}[code] in part
        assert "sara@lindhavnry.example" in part
    assert numbers(digest.html.split("</title>")[0].split("<title>")[1]) == {"2026"}
    assert (digest.picture, digest.picture_alt) == (b"", "")
    assert "<img" not in digest.html
    title = ordinary(language.text(summary_of(whole()).title))
    assert title not in ordinary(digest.html + digest.text)


def test_a_figure_that_is_words_is_told_in_words() -> None:
    """A card whose value is a sentence has no number to set large."""
    card = Card(label=msg("{indicator}", indicator=Term("nps", "label")), value=msg("not measured"))
    digest = render_digest(with_blocks(whole(), {"cards": (card,), "triad": None}), SV, brand_of("lindhavn"))
    assert f"\nRekommendationsvilja (NPS): {SV.text(msg('not measured'))}\n" in digest.text
    assert SV.text(msg("not measured")) in Seen(digest.html).text
    assert digest.subject == "Kundanalys 2026"


@pytest.mark.parametrize("code", CODES)
def test_the_same_report_gives_the_same_mail(code: str) -> None:
    """Text, HTML and picture are the same bytes when made again."""
    assert render_digest(whole(), Language.load(code), brand_of("lindhavn")) == mail(code)


def test_the_picture_is_the_one_that_the_html_names() -> None:
    """One picture, by its Content-ID, with the figure's own alternative text and no height of its own."""
    digest = mail("da")
    (image,) = [attributes for tag, attributes in Seen(digest.html).tags if tag == "img"]
    assert image["src"] == f"cid:{PICTURE_ID}"
    assert image["alt"] == digest.picture_alt
    assert image["width"] == "560"
    assert "height" not in image
    assert ordinary(digest.picture_alt).endswith(
        "Kundetilfredshed 73,4, Oplevet kundeværdi 66,9 og Kundeloyalitet 75,8"
    )
