"""Own against benchmark, one row a measure, drawn over a column of the benchmark table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from reporter.charts.lettering import axis_labels
from reporter.charts.scales import Scale, decimals_of, is_known, known, padded, ticks
from reporter.model import ChartData, Quantity

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.language import Language
    from reporter.model import Unit

_EDGE: Final = 2.6  # mm, so that dots at the ends stay whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table. ``height`` in mm; ``certain`` draws the coloured bar, ``good`` chooses its colour.

    A group row carries no marks.
    """

    height: float
    kind: Literal["body", "group", "total"] = "body"
    value: float | None = None
    benchmark: float | None = None
    best: float | None = None
    previous: float | None = None
    certain: bool = False
    good: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """All rows share one unit and one scale; ``header`` is the height in mm of the table's head.

    ``from_benchmark`` sets every mark off against its row's benchmark: rows far apart share a scale of gaps.
    """

    kind: ClassVar[str] = "dumbbell"

    rows: tuple[Row, ...]
    header: float
    unit: Unit
    from_benchmark: bool = False


def _shifted(row: Row) -> Row:
    """Return a row whose marks tell how far they are from its benchmark."""
    zero = row.benchmark
    if not is_known(zero):
        return replace(row, value=None, best=None, previous=None)

    def gap(value: float | None) -> float | None:
        return value - zero if is_known(value) else None

    return replace(row, value=gap(row.value), benchmark=0.0, best=gap(row.best), previous=gap(row.previous))


def _values(row: Row) -> list[float]:
    """Return what a row draws."""
    return known((row.value, row.benchmark, row.best, row.previous)) if row.kind != "group" else []


def _row(canvas: Canvas, row: Row, y: float, scale: Scale) -> None:
    """Draw the marks of one row around ``y``: bar, benchmark, best, previous, own on top."""
    colours = canvas.colours
    own, other = row.value, row.benchmark
    if is_known(own) and is_known(other) and row.certain:
        colour = colours.bench if row.good is None else colours.pos if row.good else colours.neg
        canvas.line([(scale.at(other), y), (scale.at(own), y)], colour, 2.6)
    if is_known(row.best):
        canvas.diamond(scale.at(row.best), y, 1.05, colours.ink3, 1.0, colours.background)
    if is_known(row.previous):
        canvas.dots([(scale.at(row.previous), y)], 1.05, colours.background, stroke=colours.own, width=1.1)
    if is_known(other):
        canvas.dots([(scale.at(other), y)], 0.85, colours.bench, stroke=colours.background, width=0.4)
    if is_known(own):
        canvas.dots([(scale.at(own), y)], 1.4, colours.own, stroke=colours.background, width=0.6)


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the scale's numbers in the table's head and each row's marks at the row's middle."""
    colours = canvas.colours
    rows = [_shifted(row) for row in data.rows] if data.from_benchmark else list(data.rows)
    values = [value for row in rows for value in _values(row)]
    if not values:
        return
    scale = Scale(*padded(values, 0.04), _EDGE, canvas.width - _EDGE)
    marks = ticks(scale.low, scale.high, 3)
    decimals = decimals_of(marks)
    signed = data.from_benchmark
    texts = [
        language.quantity(Quantity(value=v, unit=data.unit, decimals=decimals, bare=True, signed=signed)) for v in marks
    ]
    axis_labels(canvas, [scale.at(tick) for tick in marks], texts, data.header - 1.8)
    top = data.header
    for row in rows:
        if row.kind != "group":
            for tick in marks:
                canvas.line([(scale.at(tick), top), (scale.at(tick), top + row.height)], colours.rule, 0.5)
        top += row.height
    top = data.header
    for row in rows:
        if row.kind != "group":
            _row(canvas, row, top + row.height / 2, scale)
        top += row.height
