"""A report as PDF: charts drawn, pages set, bytes written."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter import charts
from reporter.errors import RenderError
from reporter.model import msg
from reporter.render.compact import compacted, overfull
from reporter.render.fonts import face_rules, font_files, own_fonts_only
from reporter.render.watch import no_complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from reporter.brand import Brand
    from reporter.language import Language
    from reporter.model import Digest, Figure, Report

REPORT = msg("Customer analysis")
VARIANT = "pdf/ua-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished PDF; ``charts`` are its drawings by URL, ``sheets`` the page name of each PDF page.

    ``digest`` is the mail that carries it, where one was asked for.
    """

    pdf: bytes
    pages: int
    digest: Digest | None = None
    charts: Mapping[str, bytes] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


def render_pdf(report: Report, language: Language, brand: Brand) -> Rendered:
    """Return a report as a tagged PDF (PDF/UA-1); the same input gives the same bytes.

    Raises:
        RenderError: R301, when a page cannot be set as designed; R302, when a letter is missing in the fonts.
    """
    with own_fonts_only() as folder, _no_collection():
        memory: dict[str, tuple[bytes, str]] = {}
        with no_complaints():
            document, sheets = _lay_out(report, language, brand, memory, folder, frozenset())
            if tight := overfull(sheets):
                closer = compacted(report, tight)
                document, sheets = _lay_out(closer, language, brand, memory, folder, tight)
            pdf = document.write_pdf(pdf_variant=VARIANT, custom_metadata=True)
        _check_letters(document)
    drawn = {url: body for url, (body, _) in memory.items() if url.startswith("report:chart-")}
    return Rendered(pdf=pdf, pages=len(sheets), charts=drawn, sheets=sheets)


def set_pages(
    report: Report,
    language: Language,
    brand: Brand,
    memory: dict[str, tuple[bytes, str]],
    tight: frozenset[str] = frozenset(),
) -> tuple[str, str]:
    """Return a report as HTML and CSS, the pages in ``tight`` set closer; pictures go into ``memory`` by their URL."""
    from reporter.render.art import cover_logo, pictures
    from reporter.render.environment import make_environment
    from reporter.render.letters import settable

    def drawn(figure: Figure) -> str:
        """Draw a figure and return its URL, which is made from its content: no two clients share one."""
        body = charts.draw(figure, language, brand)
        url = f"report:chart-{hashlib.sha256(body).hexdigest()[:16]}.svg"
        memory[url] = (body, "image/svg+xml")
        return url

    environment = make_environment(language, drawn, report.currency)
    memory.update(pictures(brand, environment))
    words = _words(report, language, brand)
    html = settable(
        environment.get_template("base.html.j2").render(**words, compact=tight, cover_logo=cover_logo(brand)), brand
    )
    css = environment.get_template("report.css.j2").render(**_design(brand, environment))
    return html, css


def _words(report: Report, language: Language, brand: Brand) -> dict[str, Any]:
    """Return what the templates name beside the report itself."""
    heading = language.text(report.pages[0].title)
    period = "" if "undated" in report.pages[0].blocks else language.period(report.period)
    footer = brand.texts.footer.replace("{client}", report.client)
    footer = footer.replace("{report}", language.text(REPORT)).replace("{period}", period).strip()
    return {
        "report": report,
        "language": language,
        "brand": brand,
        "heading": heading,
        "description": language.text(
            msg("Customer satisfaction, perceived value and loyalty of {client}", client=report.client)
        ),
        "footer": footer,
        "secrecy": brand.texts.confidentiality.get(language.code, ""),
        "legal": brand.texts.legal.get(language.code, ""),
    }


def _design(brand: Brand, environment: Environment) -> dict[str, Any]:
    """Return the design system's variables."""
    css = environment.filters["css"]
    return {
        "c": brand.colours,
        "faces": face_rules(brand),
        "text": css(brand.text.name),
        "display": css(brand.display.name),
        "cover": brand.cover,
    }


def _lay_out(
    report: Report,
    language: Language,
    brand: Brand,
    memory: dict[str, tuple[bytes, str]],
    folder: Path,
    tight: frozenset[str],
) -> tuple[Any, tuple[str, ...]]:
    """Lay out the pages; return WeasyPrint's document and the report page that each sheet belongs to."""
    html, css = set_pages(report, language, brand, memory, tight)
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reporter.render.fetcher import LockedFetcher

    fetcher, fonts = LockedFetcher(memory, font_files(brand)), FontConfiguration()
    # WeasyPrint copies font files into a folder of its own and may leave it behind; this one is removed
    fonts._folder = folder / f"faces-{len(tight)}"  # noqa: SLF001 - there is no public way to choose it
    fonts._folder.mkdir()  # noqa: SLF001
    style = CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url="report:")
    document = HTML(string=html, url_fetcher=fetcher, base_url="report:").render(
        stylesheets=[style], font_config=fonts, pdf_variant=VARIANT
    )
    sheets: list[str] = []
    for sheet in document.pages:
        named = [anchor.removeprefix("page-") for anchor in sheet.anchors if anchor.startswith("page-")]
        sheets.append(named[0] if named else sheets[-1])
    return document, tuple(sheets)


def _check_letters(document: Any) -> None:  # noqa: ANN401 - WeasyPrint ships no types
    """Refuse a document that needed a letter which none of its fonts has."""
    missing = sorted({chr(one) for font in document.fonts.values() for one in getattr(font, "missing", ())})
    if missing:
        letters = " ".join(f"U+{ord(letter):04X}" for letter in missing)
        raise RenderError(
            "R302", f"the fonts lack {letters}", help="choose fonts for the brand that have these letters"
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the collector of cycles quiet: layout makes millions of objects that all live to its end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
