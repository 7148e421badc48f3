"""A line the size of a word: the course of one figure, its last point marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.parts import break_mark
from reporter.charts.scales import Scale, is_known, known, runs, seams, stretches
from reporter.model import ChartData

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.language import Language

_EDGE: Final = 1.1  # mm, so that the last dot stays whole

_STROKE: Final = 1.8  # mm, the mark of a break


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Values from the oldest to the newest; None leaves a gap. ``benchmark`` is as long, or empty.

    ``breaks`` are the positions from which another thing is measured: no line leads to them.
    """

    kind: ClassVar[str] = "sparkline"

    values: tuple[float | None, ...]
    benchmark: tuple[float | None, ...] = ()
    breaks: tuple[int, ...] = ()


def draw(canvas: Canvas, data: Data, _language: Language, _brand: Brand) -> None:
    """Draw the line over the dashed benchmark; a run of one point is a small dot."""
    colours = canvas.colours
    values = known((*data.values, *data.benchmark))
    if not values:
        return
    x = Scale(0, max(len(data.values) - 1, 1), _EDGE, canvas.width - _EDGE)
    y = Scale(min(values), max(values), canvas.height - _EDGE, _EDGE)
    for run in runs(data.benchmark):
        if len(run) > 1:
            canvas.line([(x.at(i), y.at(value)) for i, value in run], colours.bench, 0.8, dash=(1.6, 1.4))
    for run in stretches(data.values, data.breaks):
        points = [(x.at(i), y.at(value)) for i, value in run]
        if len(points) > 1:
            canvas.line(points, colours.own, 1.3)
        else:
            canvas.dots(points, 0.5, colours.own)
    for _, place in seams(data.values, data.breaks):
        break_mark(canvas, x.at(place), canvas.height - _STROKE / 2, _STROKE)
    if data.values and is_known(last := data.values[-1]):
        canvas.dots([(x.at(len(data.values) - 1), y.at(last))], 0.95, colours.own)
