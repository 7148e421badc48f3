"""Shares in three classes a row: the low class left of zero, the middle and high right of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import BODY, LABEL, SMALL, cut, row_name, widest, words
from reporter.charts.scales import whole_shares
from reporter.model import ChartData

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language
    from reporter.model import Quantity


_HEAD: Final = 6.6  # mm
_ROW: Final = 11.3  # mm at most
_INSIDE: Final = 0.6  # mm that a label keeps to its bar's ends
_PAD: Final = 1.2
_GAP: Final = 3.0
_FULL: Final = 6.0  # mm under which a row's value is set smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One segment or question. ``counts`` are answers (low, middle, high); shares are made here.

    ``counts`` None shows ``reason`` ("för få svar") in place of the bar. ``quiet`` greys the value
    (30–99 answers), ``total`` tints the row.
    """

    name: Label
    n: int | None
    counts: tuple[float, float, float] | None
    value: Quantity | None = None
    margin: Quantity | None = None
    total: bool = False
    quiet: bool = False
    reason: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Rows from the top, in the order given, total rows first.

    ``value`` heads the column at the right; None leaves the column out.
    """

    kind: ClassVar[str] = "diverging"

    rows: tuple[Row, ...]
    head: Label
    n: Label
    left: Label
    right: Label
    value: Label | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the columns stand, in mm: names from 0, n right at ``n``, bars from ``zero``, values right."""

    name: float
    n: float
    zero: float
    unit: float
    value: float
    margin: float


def _frame(canvas: Canvas, data: Data, language: Language) -> _Frame:
    """Measure the columns: one per cent is as wide on both sides of zero, and every head has its room."""
    names = [words(row.name, language) for row in data.rows]
    name = min(
        max(widest(canvas, names, BODY, 600), canvas.text_width(words(data.head, language), SMALL)), 0.3 * canvas.width
    )
    counts = [language.number(row.n) for row in data.rows if row.n is not None]
    n = max(widest(canvas, counts, LABEL, 600), canvas.text_width(words(data.n, language), SMALL)) if counts else 0.0
    values = widest(canvas, [words(row.value, language) for row in data.rows if row.value], 9.5, 600)
    margins = widest(canvas, [words(row.margin, language) for row in data.rows if row.margin], SMALL)
    head = canvas.text_width(words(data.value, language), SMALL) if data.value is not None else 0.0
    right = max(values + (margins + 1.6 if margins else 0.0), head) if values or head else 0.0
    start = _PAD + name + _GAP + n + (_GAP if n else 0.0)
    end = canvas.width - _PAD - (right + _GAP if right else 0.0)
    shares = [whole_shares(row.counts) for row in data.rows if row.counts]
    low = max((share[0] for share in shares), default=0)
    high = max((share[1] + share[2] for share in shares), default=100)
    label = canvas.text_width("← " + words(data.left, language), SMALL) + 1.5
    unit = min((end - start) / max(low + high, 1), max(end - start - label, 1.0) / max(high, 1))
    return _Frame(
        name=name,
        n=start - _GAP if n else 0.0,
        zero=max(start + low * unit, start + label),
        unit=unit,
        value=canvas.width - _PAD - (margins + 1.6 if margins else 0.0),
        margin=canvas.width - _PAD,
    )


def _head(canvas: Canvas, data: Data, language: Language, frame: _Frame) -> None:
    """Write the columns' heads over their rule."""
    ink = canvas.colours.ink2
    y = _HEAD - 2.2
    canvas.text(_PAD, y, cut(canvas, words(data.head, language), frame.name + 1, SMALL), SMALL, ink)
    if frame.n:
        canvas.text(frame.n, y, words(data.n, language), SMALL, ink, anchor="end")
    canvas.text(frame.zero - 1.5, y, "← " + words(data.left, language), SMALL, ink, anchor="end")
    value = words(data.value, language) if data.value is not None else ""
    room = frame.margin - canvas.text_width(value, SMALL) - _GAP - frame.zero - 1.5
    canvas.text(frame.zero + 1.5, y, cut(canvas, words(data.right, language) + " →", room, SMALL), SMALL, ink)
    canvas.text(frame.margin, y, value, SMALL, ink, anchor="end")
    canvas.line([(0, _HEAD), (canvas.width, _HEAD)], canvas.colours.ink3, 0.7)


def _bars(canvas: Canvas, row: Row, frame: _Frame, y: float, height: float) -> None:
    """Draw the three shares, each with its number where the bar has room for it."""
    colours = canvas.colours
    shares = whole_shares(row.counts or (0, 0, 0))
    left = frame.zero - shares[0] * frame.unit
    for share, fill, ink in (
        (shares[0], colours.neg, colours.background),
        (shares[1], colours.neutral, colours.ink),
        (shares[2], colours.pos, colours.background),
    ):
        wide = share * frame.unit
        canvas.box(left, y - height / 2, wide, height, fill)
        if canvas.text_width(str(share), LABEL, 600) + 2 * _INSIDE <= wide:
            canvas.text(left + wide / 2, y + 0.9, str(share), LABEL, ink, weight=600, anchor="middle")
        left += wide


def _row(canvas: Canvas, row: Row, language: Language, frame: _Frame, y: float, height: float) -> None:
    """Draw one row around ``y``."""
    colours = canvas.colours
    weight = 600 if row.total else 400
    row_name(canvas, _PAD, y, words(row.name, language), frame.name, height=height, weight=weight)
    if row.n is not None:
        canvas.text(frame.n, y + 0.9, language.number(row.n), LABEL, colours.ink2, weight=weight, anchor="end")
    if row.counts is None or sum(row.counts) <= 0:
        reason = words(row.reason, language) if row.reason is not None else "–"
        text = cut(canvas, reason, frame.margin - frame.zero - 1.5, LABEL)
        canvas.text(frame.zero + 1.5, y + 0.9, text, LABEL, colours.ink3)
        return
    _bars(canvas, row, frame, y, min(0.65 * height, 6.7))
    if row.value is not None:
        ink = colours.ink3 if row.quiet else colours.ink
        weight, size = (400, 8.5) if row.quiet else (600, 9.5)
        size = size if height >= _FULL else BODY
        canvas.text(frame.value, y + 1.2, words(row.value, language), size, ink, weight=weight, anchor="end")
    if row.margin is not None:
        canvas.text(frame.margin, y + 1.2, words(row.margin, language), SMALL, colours.ink3, anchor="end")


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw names and bases at the left, bars around zero, values at the right; total rows first."""
    frame = _frame(canvas, data, language)
    _head(canvas, data, language, frame)
    rows = sorted(data.rows, key=lambda row: not row.total)
    height = min((canvas.height - _HEAD - 0.6) / max(len(rows), 1), _ROW)
    for number, row in enumerate(rows):
        top = _HEAD + number * height
        if row.total:
            canvas.box(0, top, canvas.width, height, canvas.colours.tint)
        if number:
            canvas.line([(0, top), (canvas.width, top)], canvas.colours.rule, 0.5)
        _row(canvas, row, language, frame, top + height / 2, height)
    canvas.line([(frame.zero, _HEAD), (frame.zero, _HEAD + len(rows) * height)], canvas.colours.ink, 0.8)
