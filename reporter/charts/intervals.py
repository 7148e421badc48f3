"""A dot with its 95 % interval a row: items or segments on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import BODY, LABEL, SMALL, axis_labels, cut, row_name, widest, words
from reporter.charts.scales import Scale, decimals_of, is_known, known, padded, ticks
from reporter.model import ChartData, Quantity, Unit

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language


_HEAD: Final = 5.2  # mm
_FOOT: Final = 3.8  # mm for the scale's numbers
_ROW: Final = 9.0  # mm at most
_PAD: Final = 1.2
_GAP: Final = 3.0
_NAMES: Final = 0.45  # of the width, what names may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item or segment. ``value`` None prints ``reason`` in place of the dot; ``quiet`` greys (30–99 answers)."""

    name: Label
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    benchmark: float | None = None
    total: bool = False
    quiet: bool = False
    reason: Label | None = None
    decimals: int | None = None  # where the base of this row bears others than the chart's


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Rows are sorted by value, highest first, total rows before them; ``ordered`` keeps the given order.

    ``zones`` are dotted lines (60 and 75 for indices). ``head``, ``n`` and ``value`` head the columns;
    ``n`` None leaves its column out.
    """

    kind: ClassVar[str] = "intervals"

    rows: tuple[Row, ...]
    unit: Unit
    head: Label
    value: Label
    n: Label | None = None
    zones: tuple[float, ...] = ()
    ordered: bool = False
    decimals: int | None = None
    signed: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the columns stand, in mm: names from the left, n right at ``n``, the scale, values at the right."""

    name: float
    n: float
    scale: Scale


def _shown(data: Data, row: Row, value: float, language: Language) -> str:
    """Return a value as the column at the right writes it."""
    amount = Quantity(
        value=value,
        unit=data.unit,
        decimals=data.decimals if row.decimals is None else row.decimals,
        currency=data.currency,
        signed=data.signed,
        bare=data.unit in {Unit.INDEX, Unit.NPS},
    )
    return language.quantity(amount, short=True)


def _rows(data: Data) -> list[Row]:
    """Return the rows in their order: totals, then by value, those without a value last."""
    if data.ordered:
        return sorted(data.rows, key=lambda row: not row.total)
    return sorted(
        data.rows,
        key=lambda row: (not row.total, not is_known(row.value), -(row.value if is_known(row.value) else 0.0)),
    )


def _frame(canvas: Canvas, data: Data, language: Language) -> _Frame:
    """Measure the columns."""
    names = [canvas.text_width(words(row.name, language), BODY, 600 if row.total else 400) for row in data.rows]
    name = max([*names, canvas.text_width(words(data.head, language), SMALL)]) + 0.1
    name = min(name, _NAMES * canvas.width)
    counts = [language.number(row.n) for row in data.rows if row.n is not None]
    n = 0.0
    if data.n is not None:  # its head may stand over the names, as far as the names' own head leaves room
        heads = canvas.text_width(words(data.n, language), SMALL) + canvas.text_width(words(data.head, language), SMALL)
        n = max(widest(canvas, counts, LABEL, 600), heads - name)
    values = widest(
        canvas, [_shown(data, row, row.value, language) for row in data.rows if is_known(row.value)], 8.5, 600
    )
    start = _PAD + name + (_GAP + n if n else 0.0) + _GAP + 1.0
    end = canvas.width - _PAD - values - _GAP - 1.0
    numbers = [number for row in data.rows for number in known((row.value, row.low, row.high, row.benchmark))]
    points = data.unit in {Unit.INDEX, Unit.NPS, Unit.PERCENT, Unit.POINTS}
    least = 2.0 if points else max([abs(number) for number in numbers], default=1.0) * 0.02 or 1.0
    low, high = padded(numbers, least=least) if numbers else (0.0, 100.0)
    return _Frame(name=name, n=_PAD + name + _GAP + n, scale=Scale(low, high, start, max(end, start + 1)))


def _row(canvas: Canvas, data: Data, row: Row, language: Language, frame: _Frame, y: float, height: float) -> None:
    """Draw one row around ``y``."""
    colours = canvas.colours
    scale = frame.scale
    weight = 600 if row.total else 400
    row_name(canvas, _PAD, y, words(row.name, language), frame.name, height=height, weight=weight)
    if row.n is not None and data.n is not None:
        canvas.text(frame.n, y + 0.9, language.number(row.n), LABEL, colours.ink2, weight=weight, anchor="end")
    if not is_known(row.value):
        reason = words(row.reason, language) if row.reason is not None else "–"
        text = cut(canvas, reason, canvas.width - _PAD - scale.start, LABEL)
        surface = colours.tint if row.total else colours.background
        canvas.box(scale.start - 0.6, y - 2.0, canvas.text_width(text, LABEL) + 1.2, 4.0, surface)
        canvas.text(scale.start, y + 0.9, text, LABEL, colours.ink3)
        return
    own = colours.bench if row.quiet else colours.own
    if is_known(row.benchmark):
        x = scale.at(row.benchmark)
        canvas.line([(x, y - 1.9), (x, y + 1.9)], colours.bench, 1.5)
    if is_known(row.low) and is_known(row.high):
        bar = colours.neutral if row.quiet else colours.own_mid
        canvas.box(scale.at(row.low), y - 0.45, scale.at(row.high) - scale.at(row.low), 0.9, bar)
    surface = colours.tint if row.total else colours.background
    canvas.dots([(scale.at(row.value), y)], 1.25, own, stroke=surface, width=0.7)
    ink = colours.ink3 if row.quiet else colours.ink
    text = _shown(data, row, row.value, language)
    canvas.text(canvas.width - _PAD, y + 1.1, text, 8.5, ink, weight=400 if row.quiet else 600, anchor="end")


def _axis(canvas: Canvas, data: Data, language: Language, frame: _Frame, bottom: float) -> None:
    """Draw the grid, the zones' lines and the scale's numbers."""
    scale = frame.scale
    marks = ticks(scale.low, scale.high, 4)
    for tick in marks:
        canvas.line([(scale.at(tick), _HEAD), (scale.at(tick), bottom)], canvas.colours.rule, 0.5)
    for zone in data.zones:
        if scale.low < zone < scale.high:
            canvas.line([(scale.at(zone), _HEAD), (scale.at(zone), bottom)], canvas.colours.ink3, 0.5, dash=(1.4, 1.4))
    decimals = data.decimals if data.currency else decimals_of(marks)
    texts = [
        language.quantity(
            Quantity(value=mark, unit=data.unit, decimals=decimals, currency=data.currency, bare=not data.currency),
            short=True,
        )
        for mark in marks
    ]
    axis_labels(canvas, [scale.at(mark) for mark in marks], texts, bottom + 2.9)


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw names and bases at the left, dots with their intervals on one scale, values at the right."""
    colours = canvas.colours
    frame = _frame(canvas, data, language)
    rows = _rows(data)
    height = min((canvas.height - _HEAD - _FOOT) / max(len(rows), 1), _ROW)
    bottom = _HEAD + len(rows) * height
    for number, row in enumerate(rows):
        if row.total:
            canvas.box(0, _HEAD + number * height, canvas.width, height, colours.tint)
    _axis(canvas, data, language, frame, bottom)
    base = _HEAD - 1.8
    canvas.text(_PAD, base, cut(canvas, words(data.head, language), frame.name, SMALL), SMALL, colours.ink2)
    if data.n is not None:
        canvas.text(frame.n, base, words(data.n, language), SMALL, colours.ink2, anchor="end")
    room = canvas.width - _PAD - frame.scale.start
    canvas.text(
        canvas.width - _PAD,
        base,
        cut(canvas, words(data.value, language), room, SMALL),
        SMALL,
        colours.ink2,
        anchor="end",
    )
    canvas.line([(0, _HEAD), (canvas.width, _HEAD)], colours.ink3, 0.7)
    for number, row in enumerate(rows):
        top = _HEAD + number * height
        if number:
            canvas.line([(0, top), (canvas.width, top)], colours.rule, 0.5)
        _row(canvas, data, row, language, frame, top + height / 2, height)
