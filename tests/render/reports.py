"""Rendered reports that several tests look at; each is rendered once."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from reporter.brand import load_brand
from reporter.language import Language
from reporter.render import Rendered, render_pdf
from reporter.report import compose
from reporter.resources import templates
from tests.report.example import material, only, spoken

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.report import Material


def house_brand() -> Brand:
    """Return the house's own brand."""
    return load_brand(templates() / "brands" / "reporter")


def rendered(client: Material, code: str) -> Rendered:
    """Return a client's report as PDF."""
    return render_pdf(compose(client), Language.load(code), house_brand())


@cache
def whole(code: str) -> Rendered:
    """Return the hand-made client, every page."""
    return rendered(spoken(material()), code)


@cache
def survey_only(code: str) -> Rendered:
    """Return a client of whom only three answers are known."""
    return rendered(spoken(only("nps", "csat", "rebuy_intent", "answers")), code)


def inflated(pdf: bytes) -> bytes:
    """Return everything in a PDF that is not packed, and what is packed, unpacked."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def texts(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    document = pdfium.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found
