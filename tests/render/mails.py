"""Mails that several tests look at, and what a reader finds in them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from reporter.brand import load_brand
from reporter.language import Language
from reporter.render.digest import render_digest
from reporter.report import compose
from reporter.resources import templates
from tests.render.reports import house_brand
from tests.report.example import material, only, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.brand import Brand
    from reporter.model import Block, Digest, Page, Report

CODES = ("sv", "da")
DEMO = templates().parent / "fixtures" / "workspace" / "brands"
#: What the units of an amount multiply by.
STEPS = {"tkr": 1e3, "t.kr.": 1e3, "t.SEK": 1e3, "mnkr": 1e6, "mio. kr.": 1e6}


def brand_of(slug: str) -> Brand:
    """Return a brand of the example workspace, or the house's own."""
    return load_brand(DEMO / slug) if slug else house_brand()


@cache
def whole() -> Report:
    """Return the hand-made client's report, every page."""
    return compose(spoken(material()))


@cache
def small() -> Report:
    """Return the report of a client of whom only three answers' figures are known, once."""
    return compose(spoken(only("nps", "csat", "rebuy_intent", "answers")))


@cache
def mail(code: str, slug: str = "lindhavn") -> Digest:
    """Return the hand-made client's mail."""
    return render_digest(whole(), Language.load(code), brand_of(slug))


def summary_of(report: Report) -> Page:
    """Return the page that a mail tells."""
    return next(page for page in report.pages if page.name == "summary")


def with_blocks(report: Report, blocks: Mapping[str, Block | None]) -> Report:
    """Return a report with other blocks on its summary; None takes one away."""
    page = summary_of(report)
    kept = {name: block for name, block in {**page.blocks, **blocks}.items() if block is not None}
    return replace(
        report,
        pages=tuple(replace(one, blocks=kept) if one.name == "summary" else one for one in report.pages),
    )


def with_page(report: Report, **fields: object) -> Report:
    """Return a report whose summary page has other fields."""
    pages = tuple(replace(one, **fields) if one.name == "summary" else one for one in report.pages)  # type: ignore[arg-type]
    return replace(report, pages=pages)


class Seen(HTMLParser):
    """Collects tags, attributes, and each visible text with its colour on its ground."""

    VOID = frozenset({"meta", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str, str, str]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag; its style lies over that of the tags around it."""
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag not in self.VOID:
            style = dict(part.split(":", 1) for part in found.get("style", "").split(";") if ":" in part)
            around = self._open[-1][1] if self._open else {}
            self._open.append((tag, {**around, **{name.strip(): value.strip() for name, value in style.items()}}))

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, which must be the one that was opened last."""
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Keep what can be seen."""
        style, tags = (self._open[-1][1] if self._open else {}), {tag for tag, _ in self._open}
        if data.strip() and "body" in tags and style.get("display") != "none":
            size = style.get("font-size", "16px")
            self.texts.append((data.strip(), style["color"], style["background-color"], size))

    @property
    def text(self) -> str:
        """What is read, with ordinary spaces and without soft hyphens."""
        return ordinary("\n".join(text for text, *_ in self.texts))


def ordinary(text: str) -> str:
    """Return a text with ordinary spaces and without soft hyphens."""
    return text.replace("\u00a0", " ").replace("\u00ad", "")


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def numbers(text: str) -> set[str]:
    """Return every number as it is written, its sign included."""
    return set(re.findall(r"[+−±]?\d+(?:[.,]\d+)*", text))


def parsed(text: str, code: str) -> tuple[float, float]:
    """Return the number at a text's beginning as its language writes it, and half of its last digit.

    Swedish groups with a space, Danish with a full stop; both have a decimal comma.
    """
    found = re.match(r"[+−]?\d[\d.,\u00a0 ]*\d|[+−]?\d", text)
    assert found, text
    digits = found[0].replace("−", "-").replace("\u00a0", "").replace(" ", "")
    digits = (digits.replace(".", "") if code == "da" else digits).replace(",", ".")
    step = STEPS.get(ordinary(text[found.end() :]).strip(), 1.0)
    places = len(digits.partition(".")[2])
    return float(digits) * step, 0.5 * step * 10.0**-places
