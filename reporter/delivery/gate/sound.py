"""Whether a finished report and its mail are whole: nothing blank, no unfilled slot, no figure that is none."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from reporter.delivery.gate.paper import read_paper
from reporter.delivery.gate.texts import Material, mail_spots
from reporter.delivery.gate.values import Obstacle
from reporter.model.digest import PICTURE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporter.model.digest import Digest

UNSOUND = "E439"
_FEWEST_PAGES = 2
_PNG = b"\x89PNG\r\n\x1a\n"
_BLANK = 1.0  # of 255: less than this is one colour, or one with specks
_SMALLEST = 32  # pixels a side
_SLOT = re.compile(r"\{[a-z][a-z_]*\}|\{\{|\{%")
_NO_VALUE = re.compile(r"\b(?:None|nan|NaN|NaT|inf)\b")
#: In a PDF, which may hold words of customers, only where a figure was to stand.
_NO_FIGURE = re.compile(r"\b(?:None|nan|NaN|NaT|inf)\s*(?:%|kr\b|SEK\b|DKK\b|EUR\b|[–±])")
_LOST = "\ufffd"
_FIGURE = re.compile(r"\d+")
_YEARS = ("19", "20")


def unsound(pdf: bytes, digest: Digest, *, sparse: bool = False) -> tuple[Obstacle, ...]:
    """Return what is broken in a finished report or its mail, each of which must stop it.

    Args:
        pdf: the report, before any encryption.
        digest: the mail.
        sparse: the report opens with a password only, so that the mail must tell nothing of it: it needs no figure,
            and may show no picture.
    """
    found = [*_broken_pages(pdf), *_broken_words(digest, sparse=sparse)]
    if sparse and digest.picture:
        found.append("the mail shows a picture of a report that is to be encrypted")
    found += _broken_picture(digest)
    return tuple(Obstacle(code=UNSOUND, reason=one, kind="stop", brief=one) for one in dict.fromkeys(found))


def _broken_pages(pdf: bytes) -> Iterator[str]:
    paper = read_paper(pdf)
    if paper is None:
        yield "the PDF cannot be opened"
        return
    if len(paper.pages) < _FEWEST_PAGES:
        yield f"the PDF has {len(paper.pages)} page, where a report has {_FEWEST_PAGES} or more"
    for number, text in enumerate(paper.pages, 1):
        place = f"page {number} of the PDF"
        if not text.strip():
            yield f"{place} is blank"
        if _SLOT.search(text):
            yield f"{place} holds a slot that was not filled"
        if _NO_FIGURE.search(text):
            yield f"{place} holds a figure that is none"
        if _LOST in text:
            yield f"{place} holds a letter that was lost"


def _broken_words(digest: Digest, *, sparse: bool) -> Iterator[str]:
    """Yield what is wrong with the mail's words."""
    if not digest.subject.strip():
        yield "the mail's subject is empty"
    material = Material(period="", pdf=b"", subject=digest.subject, text=digest.text, html=digest.html)
    for spot in mail_spots(material):
        if not spot.part:
            continue
        if not sparse and spot.text != digest.subject and not _has_figure(spot.text):
            yield f"{spot.name} holds no figure"
        if _SLOT.search(spot.text):
            yield f"{spot.name} holds a slot that was not filled"
        if _NO_VALUE.search(spot.text):
            yield f"{spot.name} holds a value that is none"
        if _LOST in spot.text:
            yield f"{spot.name} holds a letter that was lost"


def _has_figure(text: str) -> bool:
    """Tell whether a text holds a number that is no year."""
    return any(not (len(one) == len("2026") and one.startswith(_YEARS)) for one in _FIGURE.findall(text))


def _broken_picture(digest: Digest) -> Iterator[str]:
    shown = f"cid:{PICTURE_ID}" in digest.html
    if not digest.picture:
        if shown:
            yield "the mail's HTML shows a picture that is not there"
        return
    if not digest.picture_alt.strip():
        yield "the mail's picture has no alternative text"
    fault = _picture_fault(digest.picture)
    if fault:
        yield f"the mail's picture {fault}"


def _picture_fault(picture: bytes) -> str:
    """Return what is wrong with a picture, empty for nothing."""
    from PIL import Image, ImageStat

    if not picture.startswith(_PNG):
        return "is no PNG"
    try:
        # WeasyPrint lets Pillow pad what is cut off, for the whole process; this check does not
        with Image.open(BytesIO(picture)) as opened:
            opened.verify()
        with Image.open(BytesIO(picture)) as opened:
            flat = Image.new("RGBA", opened.size, "white")
            flat.alpha_composite(opened.convert("RGBA"))
            spread = max(ImageStat.Stat(flat.convert("RGB")).stddev)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return "cannot be opened"
    if min(flat.size) < _SMALLEST:
        return "is too small to show anything"
    return "is blank" if spread < _BLANK else ""
