"""What the mail says of a report, as plain strings in one language: its text and its HTML are set from the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reporter.charts.parts import SYMBOLS
from reporter.errors import RenderError
from reporter.model import Figure, Quantity, Text, msg
from reporter.render.mail_figures import clean, key_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from reporter.language import Language
    from reporter.model import Card, Message, Page, Report
    from reporter.render.mail_figures import KeyFigure

    Say = Callable[[Message | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A headline and its paragraphs; either may be empty."""

    headline: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that the mail says of the report; what does not apply is empty.

    ``kicker`` stands over the title; ``attached`` says what comes with the mail. ``picture`` is the figure's title
    with the lines above and below it, ``alt`` what it shows in words, ``spoken`` the lines that say something
    without the picture. ``key`` explains the symbols, ``basis`` is what is left of it to say where each change is
    told in words.
    """

    kicker: str
    title: str
    attached: str
    lead: str = ""
    figures: tuple[KeyFigure, ...] = ()
    picture: Passage = Passage()
    alt: str = ""
    spoken: tuple[str, ...] = ()
    findings: tuple[Passage, ...] = ()
    meaning: str = ""
    key: Passage = Passage()
    basis: tuple[str, ...] = ()


def heading(report: Report) -> Message:
    """Return what the mail is called: by its period, without dates in the data by its own day."""
    undated = any("undated" in page.blocks for page in report.pages)
    return msg("Customer analysis {period}", period=report.published if undated else report.period)


def summary(report: Report) -> Page:
    """Return the page that the mail tells.

    Raises:
        RenderError: R305, when it has neither a key figure nor a chart nor a finding.
    """
    page = next((page for page in report.pages if page.name == "summary"), None)
    if page is None or not any(page.blocks.get(name) for name in ("cards", "triad", "items", "findings")):
        raise RenderError("R305", "there is nothing to tell", help="no mail is made from an empty summary")
    return page


def figure_of(page: Page) -> Figure | None:
    """Return the summary's chart, if it has one."""
    found = (page.blocks.get(name) for name in ("triad", "items"))
    return next((one for one in found if isinstance(one, Figure)), None)


def cards_of(page: Page) -> tuple[Card, ...]:
    """Return the summary's key figures, most important first."""
    cards: Any = page.blocks.get("cards", ())
    return tuple(cards)


def content(report: Report, language: Language) -> Content:
    """Return what the mail says of a report: the whole of its summary page.

    Raises:
        RenderError: R305, when there is nothing to tell.
    """
    page = summary(report)
    figure, cards = figure_of(page), cards_of(page)
    findings: Any = page.blocks.get("findings", ())

    def say(message: Message | None) -> str:
        return clean(language.text(message)) if message else ""

    key = _key(page, cards, say)
    marks = {SYMBOLS["up"], SYMBOLS["unclear"]}
    return Content(
        kicker=f"{say(heading(report))} · {clean(report.client)}",
        title=say(page.title),
        attached=say(msg("The whole report is attached as a PDF.")),
        lead=say(page.lead),
        figures=tuple(key_figure(card, language) for card in cards),
        picture=_passage(figure.title, (figure.subtitle, figure.source), say) if figure else Passage(),
        alt=say(figure.alt) if figure else "",
        spoken=tuple(say(one) for one in _spoken(figure) if one),
        findings=tuple(_passage(one.headline, one.paragraphs, say) for one in findings),
        meaning=say(page.meaning),
        key=key,
        basis=tuple(one for one in key.paragraphs if not marks & set(one)),
    )


def _spoken(figure: Figure | None) -> tuple[Message | None, ...]:
    """Return the lines around a figure that its reader needs even unseen: how lines are drawn is none of them."""
    if figure is None:
        return ()
    return (figure.subtitle if figure.data.kind == "triad_lanes" else None, figure.source)


def sparse_content(report: Report, language: Language) -> Content:
    """Return what a mail says that may hold no figure, because its report opens with a password only."""
    locked = msg("The report is attached as a PDF. It opens with the password that you have been given.")
    return Content(
        kicker=clean(report.client),
        title=clean(language.text(heading(report))),
        attached=clean(language.text(locked)),
    )


def _passage(headline: Message | None, paragraphs: tuple[Message | None, ...], say: Say) -> Passage:
    return Passage(headline=say(headline), paragraphs=tuple(say(one) for one in paragraphs))


def _key(page: Page, cards: tuple[Card, ...], say: Say) -> Passage:
    """Return the key to the symbols, with † where a figure carries it."""
    block = page.blocks.get("reading")
    key = _passage(block.headline, block.paragraphs, say) if isinstance(block, Text) else Passage()
    if not any(isinstance(card.value, Quantity) and card.value.weak for card in cards):
        return key
    weak = msg("† marks a figure with a small base, from 30 to 99 answers or customers.")
    return Passage(headline=key.headline, paragraphs=(*key.paragraphs, say(weak)))
