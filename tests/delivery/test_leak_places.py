"""The leak guard, place by place: whatever part of a real PDF or mail a mark stands in."""

from __future__ import annotations

import io

import pikepdf
import pytest

from reporter.delivery.gate import Identity, leaks
from tests.delivery.gate_samples import NORD, PERIOD, VEST, codes, message, pdf_of

BODIES = {
    "name": "<p>Vesterå Kaffe A/S</p>",
    "broken": '<p class="narrow">Kontakta Vester&shy;å Kaffe&shy;rosteriet</p>',
    "cell": "<table><tr><td>Kund hos Vesterå Kaffe<td>45 %</table>",
    "spaced": '<p class="spaced">Vesterå Kaffe</p>',
    "capital": '<p class="capital">Vesterå Kaffe</p>',
    "number": "<p>CVR 12 34 56 78</p>",
    "domain": '<p class="narrow">info@vestera.example</p>',
    "link": '<a href="https://www.vestera.example/rapport">länk</a>',
    "encoded link": '<a href="https://x.example/Vester%C3%A5%20Kaffe">länk</a>',
    "alternative text": '<img alt="Vesterå Kaffe" style="width:9mm;height:9mm" src="data:image/svg+xml,%3Csvg xmlns='
    "'http://www.w3.org/2000/svg'/%3E\">",
    "bookmark": "<h1 style=\"bookmark-label: 'Vesterå Kaffe'\">Resultat</h1>",
    "second page": "<section></section><section><p>Vesterå Kaffe</p></section>",
    "white": '<p style="color: white; font-size: 1pt">Vesterå Kaffe</p>',
}


@pytest.mark.parametrize("place", BODIES)
def test_a_leak_in_a_real_pdf_is_found(place: str) -> None:
    """Whatever page, link, bookmark or alternative text it stands in."""
    assert "E433" in codes(BODIES[place])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Kundanalys Nord Bygg & Fastighet AB (Vesterå)"),
        ("text", "Nord Bygg: 32\n\nfrågor: info@vestera.example"),
        ("html", "<p>Nord Bygg 32</p><!-- Vesterå Kaffe -->"),
        ("html", '<p>Nord Bygg 32</p><a href="mailto:x@vestera.example">x</a>'),
        ("html", '<p>Nord Bygg 32</p><img alt="Vester&aring; Kaffe" src="cid:x">'),
        ("html", '<p>Nord Bygg 32</p><img src="cid:vestera-2026-10">'),
        ("html", "<p>Nord Bygg 32</p><style>p { background: url(https://vestera.example/a.png) }</style>"),
        ("html", "<p>Nord Bygg 32</p><p>Vester<b>å</b> Kaffe</p>"),
        ("html", "<p>Nord Bygg 32</p><![if !mso]><![endif]><![vestera.example[x]]>"),
        ("attachments", ("Kundanalys-Vestera-2026-10.pdf",)),
        ("attachments", ("vestera_kaffe.xlsx",)),
        ("texts", {"a.csv": "kund;värde\nVesterå Kaffe;3"}),
        ("headers", (("Message-ID", "<r.2026-10.vestera.00@lindhavn.example>"),)),
        ("headers", (("X-Note", "=?utf-8?q?Vester=C3=A5_Kaffe?="),)),
    ],
)
def test_a_leak_in_the_mail_is_found(field: str, value: object) -> None:
    """In words, attributes, comments, styles, names of files, further attachments and headers."""
    assert set(codes(**{field: value})) == {"E433"}


def test_a_reason_names_the_slug_and_the_place_and_nothing_else() -> None:
    """The owner is told where to look; the other client's name, number and domain stand in no reason."""
    told = leaks(NORD, (VEST,), message(body="<p>Vesterå Kaffe, vestera.example, 12345678</p>"))
    text = "\n".join(f"{one.reason}\n{one.brief}" for one in told)
    assert {one.kind for one in told} == {"stop"}
    assert "the domain of another client (slug vestera) in the PDF, page 1" in text
    assert not any(word in text for word in ("Vesterå", "Kaffe", "vestera.example", "12345678"))
    assert not any("vestera" in one.brief for one in told)


def test_a_missing_name_stops_the_message() -> None:
    """A PDF, text or HTML that does not name its client may be anybody's."""
    assert codes(text="NPS 32", subject="Kundanalys") == ["E434"]
    assert codes(html="<p>NPS 32</p>") == ["E434"]
    assert codes(pdf=pdf_of("<p>NPS 32</p>", "nordbygg")) == ["E434"]


def test_a_name_that_two_clients_share_proves_nothing() -> None:
    """Where both are called Nord Bygg, the one that is also called otherwise must say so."""
    twin = Identity(slug="other", names=("Nord Bygg",))
    short = message(NORD, text="Nord Bygg 32", subject="Nord Bygg", html="")
    assert [one.code for one in leaks(NORD, (twin,), short)] == ["E434"]
    assert leaks(NORD, (VEST,), short) == ()


@pytest.mark.parametrize(("client", "period"), [("vestera", PERIOD), ("", PERIOD), ("nordbygg", "2026-09")])
def test_a_wrong_stamp_stops_the_message(client: str, period: str) -> None:
    """Another client's, none, or of another month."""
    pdf = pdf_of("<p>Nord Bygg & Fastighet AB</p>", client, period)
    assert "E434" in codes(pdf=pdf)


def test_an_unreadable_pdf_stops_the_message() -> None:
    """What cannot be read cannot be let out; nor is it a traceback."""
    assert codes(pdf=b"%PDF-1.7 nothing") == ["E434"]


def test_metadata_and_embedded_files_are_read() -> None:
    """Strings that no page shows are looked at too."""
    for change in ("info", "sentence", "xmp", "embedded", "unused"):
        with pikepdf.open(io.BytesIO(message().pdf)) as pdf:
            if change == "info":
                pdf.docinfo["/Keywords"] = "vestera"
            elif change == "sentence":
                pdf.docinfo["/Subject"] = "Kundanalys, vestera, 2026"
            elif change == "xmp":
                body = pdf.Root.Metadata.read_bytes().replace(b">Report<", b">vestera<")
                pdf.Root.Metadata.write(body)
            elif change == "embedded":
                pdf.attachments["a.txt"] = "Vesterå Kaffe".encode()
            else:
                pdf.Root["/Left"] = pdf.make_indirect(pikepdf.Dictionary(Over=pikepdf.String("Vesterå Kaffe")))
            made = io.BytesIO()
            pdf.save(made)
        assert set(codes(pdf=made.getvalue())) == {"E433"}, change
