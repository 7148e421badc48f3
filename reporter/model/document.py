"""The report as a document that knows no language and no brand.

A ``Page`` holds named blocks; its template decides where they stand. One ``Report`` renders in
both languages, under any brand, into any format; its JSON is the main golden file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reporter.model.intake import Diagnostic, FileAccount
    from reporter.model.message import Message, Quantity
    from reporter.model.period import Period
    from reporter.model.reading import Reading
    from reporter.model.verdict import Comparison


class ChartData:
    """Base of every chart's data; a subclass lives in its chart's module and names it in ``kind``."""

    __slots__ = ()
    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart: ``width`` and ``height`` in mm are its final size on the page; ``alt`` is read aloud."""

    data: ChartData
    width: float
    height: float
    alt: Message
    title: Message | None = None
    subtitle: Message | None = None
    source: Message | None = None


#: A table cell. A ``Comparison`` is shown as its gap with ▲, ▼, ●, ≈ or a dash, a ``Figure`` as a small chart.
Cell: TypeAlias = "str | Message | Quantity | Comparison | Figure | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``width`` in mm; ``tone`` strong marks the client's own figures."""

    head: Message | None
    width: float
    align: Literal["left", "right", "center"] = "right"
    tone: Literal["plain", "strong", "quiet"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; a group row opens a section of the table, a total row closes it."""

    cells: tuple[Cell, ...]
    kind: Literal["body", "group", "total"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. ``overlay`` is a chart drawn over column ``overlay_column``, row by row."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: Message | None = None
    subtitle: Message | None = None
    source: Message | None = None
    overlay: Figure | None = None
    overlay_column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A key figure in a box: label, value, change, benchmark line and a sparkline."""

    label: Message
    value: Quantity | Message
    change: Comparison | None = None
    change_text: Message | None = None
    reference: Message | None = None
    spark: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A definition with its numbers filled in."""

    name: Message
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Paragraphs under an optional headline; ``number`` is set large before it."""

    paragraphs: tuple[Message, ...]
    headline: Message | None = None
    number: int | None = None


Block: TypeAlias = Figure | Table | Text | tuple[Card, ...] | tuple[Text, ...] | tuple[Formula, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: ``topic`` names it in the running head, ``title`` states its finding."""

    name: str
    number: int
    topic: Message
    title: Message
    lead: Message | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)
    meaning: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutPage:
    """A page whose data are missing, and the reason that the method page prints."""

    name: str
    topic: Message
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report. ``published`` is an argument, never the clock.

    ``client_id`` is the client's slug in its workspace, empty in a one-off report; it and the period are stamped into
    the finished file, and nothing leaves whose stamp is another's.
    """

    client: str
    period: Period
    previous: Period | None
    published: date
    currency: str
    pages: tuple[Page, ...]
    left_out: tuple[LeftOutPage, ...]
    readings: tuple[Reading, ...]
    comparisons: tuple[Comparison, ...] = ()
    files: tuple[FileAccount, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    answers: int = 0
    customers: int = 0
    client_id: str = ""
