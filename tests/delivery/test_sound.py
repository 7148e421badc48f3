"""What a finished report must not lack."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageDraw

from reporter.delivery.gate import unsound
from reporter.language import Language
from reporter.model.digest import PICTURE_ID, Digest
from reporter.render.digest import render_digest
from reporter.report import compose
from tests.delivery.gate_samples import pdf_of
from tests.render.reports import house_brand, survey_only
from tests.report.example import only, spoken


@cache
def picture(mode: str = "RGB", size: tuple[int, int] = (300, 120), *, drawn: bool = True) -> bytes:
    """Return a PNG with or without a bar on it."""
    image = Image.new(mode, size, "white")
    if drawn:
        ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2, size[1] - 10), fill="black")
    body = io.BytesIO()
    image.save(body, "PNG")
    return body.getvalue()


def digest(**changed: object) -> Digest:
    """Return a mail that lacks nothing."""
    whole = Digest(
        lang="sv",
        subject="Kundanalys Norrvik, oktober 2026",
        text="NPS: 32 (+4), oktober 2026",
        html=f'<p style="width:100%">NPS <b>32</b></p><img src="cid:{PICTURE_ID}" alt="NPS 32">',
        picture=picture(),
        picture_alt="NPS 32",
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def report(*pages: str) -> bytes:
    """Return a PDF of some pages."""
    return pdf_of("".join(f"<section>{page}</section>" for page in pages), "norrvik")


WHOLE = ("<p>Kundanalys</p>", "<p>NPS 32</p>")


def faults(pdf: bytes = b"", **changed: Any) -> list[str]:  # noqa: ANN401 - any field's value
    """Return what is found wrong."""
    told = unsound(pdf or report(*WHOLE), digest(**changed))
    assert {(one.code, one.kind) for one in told} <= {("E439", "stop")}
    return [one.reason for one in told]


def test_a_whole_report_passes() -> None:
    """A small one, one without a picture, and a real one."""
    assert faults() == []
    assert faults(html="<p>NPS 32</p>", picture=b"", picture_alt="") == []
    assert faults(survey_only("sv").pdf) == []
    assert faults(survey_only("da").pdf) == []


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        (("<p>32</p>",), "the PDF has 1 page, where a report has 2 or more"),
        (("<p>32</p>", "&nbsp;", "<p>33</p>"), "page 2 of the PDF is blank"),
        (("<p>32</p>", "<p>för {client} nu</p>"), "page 2 of the PDF holds a slot that was not filled"),
        (("<p>32</p>", "<p>{{ value }}</p>"), "page 2 of the PDF holds a slot that was not filled"),
        (("<p>32</p>", "<p>nan %</p>"), "page 2 of the PDF holds a figure that is none"),
        (("<p>32</p>", "<p>None kr</p>"), "page 2 of the PDF holds a figure that is none"),
        (("<p>32</p>", "<p>G\ufffdteborg</p>"), "page 2 of the PDF holds a letter that was lost"),
    ],
)
def test_a_broken_page_is_found(pages: tuple[str, ...], told: str) -> None:
    """Too few pages, a blank one, an unfilled slot, a figure or letter that is none."""
    assert faults(report(*pages)) == [told]


def test_words_of_customers_are_no_faults() -> None:
    """A segment called None, braces in a comment and a Danish "nan" stand in a PDF as they are."""
    assert faults(report("<p>None</p><p>{A} och {1}</p>", "<p>Segment None 32</p>")) == []


def test_what_does_not_open_is_found() -> None:
    """Half a file is no report."""
    for pdf in (b"%PDF-1.7", b"hello", report(*WHOLE)[:2000]):
        assert faults(pdf) == ["the PDF cannot be opened"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"subject": " "}, "the mail's subject is empty"),
        ({"text": ""}, "the mail's text holds no figure"),
        ({"text": "Kundanalys oktober 2026"}, "the mail's text holds no figure"),
        ({"html": "<p style='width:100%'>NPS</p>"}, "the mail's HTML holds no figure"),
        ({"text": "NPS 32 {change}"}, "the mail's text holds a slot that was not filled"),
        ({"html": "<p>NPS 32 {% if x %}</p>"}, "the mail's HTML holds a slot that was not filled"),
        ({"subject": "Kundanalys {client} 7"}, "the mail's subject holds a slot that was not filled"),
        ({"text": "NPS 32, CSAT nan"}, "the mail's text holds a value that is none"),
        ({"html": "<p>NPS 32 None</p>"}, "the mail's HTML holds a value that is none"),
        ({"text": "NPS 32 G\ufffdteborg"}, "the mail's text holds a letter that was lost"),
        ({"picture_alt": ""}, "the mail's picture has no alternative text"),
        ({"picture": picture(drawn=False)}, "the mail's picture is blank"),
        ({"picture": picture("RGBA", drawn=False)}, "the mail's picture is blank"),
        ({"picture": picture(size=(8, 8), drawn=False)}, "the mail's picture is too small to show anything"),
        ({"picture": b"GIF89a"}, "the mail's picture is no PNG"),
        ({"picture": picture()[:60]}, "the mail's picture cannot be opened"),
        ({"picture": picture()[:-14]}, "the mail's picture cannot be opened"),
        ({"picture": b""}, "the mail's HTML shows a picture that is not there"),
    ],
)
def test_a_broken_mail_is_found(changed: dict[str, Any], told: str) -> None:
    """Words without figures, slots, values that are none, and pictures that show nothing."""
    assert faults(**changed) == [told]


def test_the_mail_of_an_encrypted_report_needs_no_figure_and_shows_no_picture() -> None:
    """What the password keeps may not stand beside it."""
    bare = digest(text="Rapporten för oktober 2026 bifogas.", html="<p>Bifogas.</p>", picture=b"", picture_alt="")
    pdf = report(*WHOLE)
    assert unsound(pdf, bare, sparse=True) == ()
    assert len(unsound(pdf, bare)) == 2
    shown = replace(bare, picture=picture(), picture_alt="NPS")
    assert [one.reason for one in unsound(pdf, shown, sparse=True)] == [
        "the mail shows a picture of a report that is to be encrypted"
    ]


@pytest.mark.parametrize("code", ["sv", "da"])
def test_the_mail_that_is_made_passes(code: str) -> None:
    """The mail room's own mails, full and sparse, of a client of three answers."""
    language = Language.load(code)
    whole = compose(spoken(only("nps", "csat", "rebuy_intent", "answers")))
    for sparse in (False, True):
        mail = render_digest(whole, language, house_brand(), sparse=sparse)
        assert unsound(survey_only(code).pdf, mail, sparse=sparse) == ()


def test_a_transparent_picture_is_blank() -> None:
    """Nothing on a transparent ground is blank; black on it is seen on white paper."""
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    body = io.BytesIO()
    image.save(body, "PNG")
    assert faults(picture=body.getvalue()) == ["the mail's picture is blank"]
    ImageDraw.Draw(image).rectangle((10, 10, 90, 60), fill="black")
    body = io.BytesIO()
    image.save(body, "PNG")
    assert faults(picture=body.getvalue()) == []
