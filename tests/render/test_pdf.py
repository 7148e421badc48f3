"""The finished PDF: language, numbers, structure, determinism, hostile names."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2 as pdfium
import pytest

from reporter.render.compact import overfull
from tests.render.reports import house_brand, inflated, rendered, survey_only, texts, whole
from tests.report.example import material, only, spoken

#: Words of English that are no words of Swedish or Danish.
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|are|is|was|were|which|customers?|answers?|share|change|value|rows?|left|index of)\b",
    re.IGNORECASE,
)
#: Our sources are cited in English, and so is the trademark's owner.
CITED = re.compile(r"Net Promoter(?: Score)?|Customer Effort Score|Company, Inc\.?|index(?=\W)", re.IGNORECASE)


@pytest.mark.parametrize("code", ["sv", "da"])
def test_no_english_word_is_left(code: str) -> None:
    """Every sentence of every page is translated."""
    for number, text in enumerate(texts(whole(code).pdf) + texts(survey_only(code).pdf), 1):
        assert not ENGLISH.search(CITED.sub("", text)), f"page {number}: {ENGLISH.findall(CITED.sub('', text))}"


def test_swedish_has_no_decimal_point() -> None:
    """Numbers have a decimal comma and spaced thousands in text and charts."""
    for text in texts(whole("sv").pdf):
        assert not re.search(r"\d\.\d", text.replace("CES 2.0", ""))


def test_danish_has_no_thousands_comma() -> None:
    """1,284 never stands for a thousand and more."""
    for text in texts(whole("da").pdf):
        assert not re.search(r"(?<![\d,])\d{1,3},\d{3}(?![\d,])", text)


@pytest.mark.parametrize("code", ["sv", "da"])
def test_every_page_fits_on_its_sheet(code: str) -> None:
    """No content page runs over to a second sheet; only the method page may."""
    assert not overfull(whole(code).sheets)
    assert not overfull(survey_only(code).sheets)


def test_pages_carry_footer_number_and_topic() -> None:
    """Each sheet but the cover names client, confidentiality and its own number."""
    pages = texts(whole("sv").pdf)
    for number, text in enumerate(pages[1:], 2):
        assert "Norrvik Kontor AB · Kundanalys 2026" in text
        assert "Konfidentiellt" in text
        assert re.search(rf"\b{number}\b", text)


def test_document_is_tagged_titled_and_bookmarked() -> None:
    """The PDF says PDF/UA-1, its language and title, and has one bookmark a page."""
    body = inflated(whole("da").pdf)
    document = pdfium.PdfDocument(whole("da").pdf)
    assert document.get_metadata_value("Title") == "Norrvik Kontor AB · Kundeanalyse 2026"
    assert document.get_metadata_value("CreationDate").startswith("D:20261118")
    # PDFium's outline handles belong to the document: they are read before it is closed
    names = [one.get_title() for one in document.get_toc() if one.level == 0]
    document.close()
    assert len(names) == len(set(whole("da").sheets))
    assert b"pdfuaid" in body
    assert b"/Lang (da)" in body


def test_same_report_gives_the_same_bytes() -> None:
    """Rendering twice gives the same file."""
    again = rendered(spoken(only("nps", "csat", "rebuy_intent", "answers")), "sv")
    assert again.pdf == survey_only("sv").pdf


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script> AB",
        "{{7*7}} {% raw %}",
        '"; } @page { size: A3 } AB',
        "Å" * 140,
        "Ett Mycket Långt Namn På Ett Bolag Som Säljer Nästan Allt Man Kan Tänka Sig I Hela Norden Aktiebolag",
        "株式会社 & Ümlaut 😀",
    ],
)
def test_hostile_client_names_are_only_text(name: str) -> None:
    """A name is printed as it is, changes nothing else, and never ends the rendering."""
    client = replace(only("nps", "csat", "answers"), client=name, short=name[:40])
    found = rendered(client, "sv")
    cover = texts(found.pdf)[0]
    document = pdfium.PdfDocument(BytesIO(found.pdf))
    sizes = {tuple(round(one) for one in page.get_size()) for page in document}
    document.close()
    assert sizes == {(595, 842)}
    assert "49" not in cover
    if "<" in name or "{" in name:
        assert name in cover.replace("\r\n", " ").replace("\n", " ")


def test_survives_a_machine_without_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """System fonts are never asked for: with fontconfig pointed at nothing the bytes are the same."""
    monkeypatch.setenv("FONTCONFIG_PATH", "/nonexistent")
    monkeypatch.setenv("HOME", str(tmp_path))
    again = rendered(spoken(only("nps", "csat", "rebuy_intent", "answers")), "sv")
    assert again.pdf == survey_only("sv").pdf


def test_left_out_pages_are_listed_in_the_pdf() -> None:
    """The method page names what is missing and why."""
    text = "\n".join(texts(survey_only("sv").pdf))
    assert "Sidor som har utelämnats" in text
    assert "Kundens värde" in text


def test_fonts_of_the_page_are_the_brands() -> None:
    """Only the brand's two families are embedded."""
    named = set(re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([\w-]+)", inflated(whole("sv").pdf)))
    families = {house_brand().text.name, house_brand().display.name}
    assert named
    assert all(one.decode().replace("-", " ").startswith(tuple(families)) for one in named)


def test_whole_client_has_all_charts() -> None:
    """Sixteen figures or more are drawn for a full report, each as SVG."""
    drawn = whole("sv").charts
    assert len(drawn) >= 16
    assert all(body.lstrip().startswith(b"<") for body in drawn.values())
    assert material().client == "Norrvik Kontor AB"
