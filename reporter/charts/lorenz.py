"""How unevenly revenue is spread: a concentration curve with one marked point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import BODY, LEADING, SMALL, balanced, words
from reporter.charts.scales import Scale
from reporter.model import ChartData, Quantity, Unit

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language


_FOOT: Final = 8.5  # mm for the ticks and the axis' name
_HEAD: Final = 5.5
_LEAD: Final = BODY * LEADING
_LOW: Final = 45.0  # per cent of revenue under which the label has no room beside the curve
_HALVES: Final = (0.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """``curve`` and ``marked`` are (customers, revenue) in per cent, the richest customers first.

    ``label`` tells the marked point ("20 % av kunderna står för 64 %"); ``customers`` and ``revenue``
    name the axes.
    """

    kind: ClassVar[str] = "lorenz"

    curve: tuple[tuple[float, float], ...]
    marked: tuple[float, float]
    label: Label
    customers: Label
    revenue: Label
    even: Label | None = None


def _percent(language: Language, share: float) -> str:
    """Return a share with its sign."""
    return language.quantity(Quantity(value=share, unit=Unit.PERCENT, decimals=0))


def _axes(canvas: Canvas, data: Data, language: Language, x: Scale, y: Scale) -> None:
    """Draw three grid lines a direction, their numbers and the axes' names."""
    colours = canvas.colours
    for share in _HALVES:
        canvas.line([(x.start, y.at(share)), (x.end, y.at(share))], colours.ink3 if share == 0 else colours.rule, 0.5)
        canvas.text(x.start - 1.2, y.at(share) + 0.8, _percent(language, share), SMALL, colours.ink3, anchor="end")
        canvas.text(x.at(share), y.start + 3.2, _percent(language, share), SMALL, colours.ink3, anchor="middle")
    canvas.text(0, 2.6, words(data.revenue, language), SMALL, colours.ink2)
    canvas.text(x.end, y.start + 6.8, words(data.customers, language), SMALL, colours.ink2, anchor="end")


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the curve above the line of even shares; guides lead to the marked point and its words."""
    colours = canvas.colours
    left = canvas.text_width(_percent(language, 100), SMALL) + 1.4
    x = Scale(0, 100, left, canvas.width - 5.0)
    y = Scale(0, 100, canvas.height - _FOOT, _HEAD)
    curve = sorted({(0.0, 0.0), *((a, b) for a, b in data.curve), (100.0, 100.0)})
    points = [(x.inside(a), y.inside(b)) for a, b in curve]
    _axes(canvas, data, language, x, y)
    canvas.line([points[0], points[-1]], colours.bench, 0.8, dash=(1.6, 1.4))
    canvas.line(points, colours.own, 1.9)
    mx, my = x.inside(data.marked[0]), y.inside(data.marked[1])
    canvas.line([(mx, y.start), (mx, my)], colours.own, 0.6, dash=(1.6, 1.4))
    canvas.line([(x.start, my), (mx, my)], colours.own, 0.6, dash=(1.6, 1.4))
    canvas.dots([(mx, my)], 1.4, colours.own, stroke=colours.background, width=0.8)
    _label(canvas, data, language, (mx, my), x, y)


def _label(canvas: Canvas, data: Data, language: Language, point: tuple[float, float], x: Scale, y: Scale) -> None:
    """Write the words right of the marked point over the lines, or in the free corner where the point lies low."""
    colours = canvas.colours
    text = words(data.label, language)
    low = data.marked[1] < _LOW
    start = point[0] + 2.8
    width = 0.5 * (x.end - x.start) if low else min(x.end - start, 0.62 * (x.end - x.start))
    lines = balanced(canvas, text, width, BODY, weight=600, most=3)
    top = y.start - 2.0 - (len(lines) - 1) * _LEAD if low else point[1] + 4.0
    for number, line in enumerate(lines):
        wide = canvas.text_width(line, BODY, 600)
        left = x.end - wide if low else start
        canvas.box(left - 0.5, top + number * _LEAD - 2.7, wide + 1.0, _LEAD, colours.background)
        canvas.text(left, top + number * _LEAD, line, BODY, colours.own_text, weight=600)
    if data.even is not None and not low:
        quiet = balanced(canvas, words(data.even, language), 0.42 * (x.end - x.start), SMALL, most=3)
        for number, line in enumerate(quiet):
            base = y.at(24) + (number - (len(quiet) - 1) / 2) * SMALL * LEADING
            canvas.text(x.end, base, line, SMALL, colours.ink3, anchor="end")
