"""What a finished PDF says: the text of its pages, and every other string in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reporter.delivery.gate.texts import Spot, readings, sorted_spots, walled

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT_KEY, PERIOD_KEY = "/reporterclient", "/reporterperiod"
_TEXT_STREAMS = {"/Metadata", "/EmbeddedFile"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF's texts. ``client`` and ``period`` are its stamp, empty where it has none."""

    pages: tuple[str, ...]
    strings: tuple[str, ...]
    metadata: tuple[str, ...]
    client: str
    period: str


def read_paper(pdf: bytes) -> Paper | None:
    """Return what a PDF says; None where it cannot be read.

    Beside the pages' text these are the strings of all its objects, used or not: links, notes, bookmarks, alternative
    texts, embedded files' names and texts, the document's information and XMP. Pictures are not read.
    """
    import pikepdf
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pages = tuple(_page_text(page) for page in document)
        finally:
            document.close()
        with pikepdf.open(BytesIO(pdf)) as opened:
            info = {str(key): str(value) for key, value in opened.docinfo.items()}
            strings, streams = _strings(opened)
    except (pypdfium2.PdfiumError, pikepdf.PdfError, ValueError):
        return None
    return Paper(
        pages=pages,
        strings=tuple(strings),
        metadata=(*info.values(), *streams),
        client=info.get(CLIENT_KEY, ""),
        period=info.get(PERIOD_KEY, ""),
    )


def paper_spots(paper: Paper) -> tuple[Spot, ...]:
    """Return a PDF's places."""
    return (
        *(
            Spot(name=f"the PDF, page {number}", text=text, place="prose", part="pdf")
            for number, text in enumerate(paper.pages, 1)
        ),
        Spot(name="the PDF's metadata", text=walled(readings(paper.metadata)), place="token"),
        *sorted_spots("the PDF's links, bookmarks and hidden texts", paper.strings),
    )


def _page_text(page: Any) -> str:  # noqa: ANN401 - PDFium's binding has no types
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()
        page.close()


def _strings(opened: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - an open pikepdf.Pdf
    """Return all strings of all objects, and the text of what is kept as a stream of text."""
    strings: list[str] = []
    streams: list[str] = []
    for item in opened.objects:
        strings += _inside(item)
        kind = str(item.get("/Type", "")) if hasattr(item, "read_bytes") else ""
        if kind in _TEXT_STREAMS:
            streams += re.split(r"<[^>]*>", item.read_bytes().decode("utf-8", "replace"))
    return strings, streams


def _inside(item: Any) -> Iterator[str]:  # noqa: ANN401 - any object of a PDF
    """Yield the strings of one object, without following it to others."""
    import pikepdf

    waiting = [item]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.String):
            yield str(one)
        elif isinstance(one, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
            inner = one if isinstance(one, pikepdf.Array) else [value for _, value in one.items()]
            waiting += [other for other in inner if not getattr(other, "is_indirect", False)]
