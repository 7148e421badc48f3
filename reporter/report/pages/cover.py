"""The cover: whose report, over what time, on what basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Page, Text, msg, nmsg
from reporter.report.lookup import reading_of
from reporter.report.words import named

if TYPE_CHECKING:
    from reporter.model import Message
    from reporter.report.material import Material

NAME = "cover"
ORDER = 0
TOPIC = msg("Cover")
NEEDS: tuple[str, ...] = ()
MISSING = msg("The exports hold no data.")
UNDATED_TITLE = msg("Customer analysis")


def build(material: Material, number: int) -> Page:
    """Return the cover; its facts stand side by side at the foot."""
    return Page(
        name=NAME,
        number=number,
        topic=TOPIC,
        title=msg("Customer analysis {period}", period=material.period) if _titled(material) else UNDATED_TITLE,
        lead=_subject(material),
        blocks={
            **({} if material.dated else {"undated": Text(paragraphs=(msg("The data carry no dates"),))}),
            "facts": (
                Text(headline=msg("Basis"), paragraphs=_basis(material)),
                Text(headline=msg("Published"), paragraphs=(msg("{day}", day=material.published),)),
            ),
        },
    )


def _titled(material: Material) -> bool:
    """Tell whether the period belongs into the title; its days stand at the foot anyway."""
    return material.dated and named(material.period)


def _subject(material: Material) -> Message:
    """Return what the report is about: survey and orders, or the one that there is."""
    survey, orders = (_counted(material, one) for one in ("answers", "orders"))
    if survey and not orders:
        return msg("What the customers of {client} say about satisfaction, value and loyalty", client=material.short)
    if orders and not survey:
        return msg("How the customers of {client} buy, stay and return", client=material.short)
    return msg("Satisfaction, perceived value and loyalty among the customers of {client}", client=material.short)


def _basis(material: Material) -> tuple[Message, ...]:
    """Return the census counts as one line each."""
    answers, customers, orders = (_counted(material, one) for one in ("answers", "customers", "orders"))
    lines = []
    if answers:
        lines.append(nmsg("{count} answer", "{count} answers", answers))
    if customers:
        lines.append(nmsg("{count} customer", "{count} customers", customers))
    if orders:
        lines.append(nmsg("{count} order", "{count} orders", orders))
    return tuple(lines) or (msg("See the method page"),)


def _counted(material: Material, indicator: str) -> int:
    reading = reading_of(material, indicator)
    return int(reading.value) if reading and reading.value else 0
