"""From the customers at the start to those at the end: a waterfall from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import BODY, ELLIPSIS, FLOOR, LABEL, LEADING, SMALL, balanced, fitting_size, words, wrap
from reporter.charts.scales import Scale
from reporter.model import ChartData

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language


_HEAD: Final = 5.5  # mm over the tallest bar
_LINE: Final = LABEL * LEADING  # mm a line beneath
_ROOM: Final = 9.0  # mm of a bar that carries a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """end = start − lost + new + reactivated; kept = start − lost. Each count has its words.

    Without reactivated customers (0) that bar is left out.
    """

    kind: ClassVar[str] = "bridge"

    start: int
    kept: int
    lost: int
    new: int
    end: int
    start_label: Label
    kept_label: Label
    lost_label: Label
    new_label: Label
    end_label: Label
    reactivated: int = 0
    reactivated_label: Label | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar from zero: ``base`` is tinted, what lies on it up to ``top`` is coloured."""

    base: int
    top: int
    fill: str
    ink: str
    value: str
    label: Label
    level: int  # where the line to the next bar runs
    kept: bool = False


def _bars(canvas: Canvas, data: Data, language: Language) -> list[_Bar]:
    """Return the bars from the left."""
    colours = canvas.colours

    def count(number: int) -> str:
        return language.number(number)

    def change(number: int) -> str:
        return language.number(number, signed=number != 0)

    back = data.kept + data.reactivated
    bars = [
        _Bar(0, data.start, colours.own, colours.ink, count(data.start), data.start_label, data.start),
        _Bar(
            data.kept, data.start, colours.neg, colours.neg, change(-data.lost), data.lost_label, data.kept, kept=True
        ),
    ]
    if data.reactivated and data.reactivated_label is not None:
        bars.append(
            _Bar(data.kept, back, colours.bench, colours.ink2, change(data.reactivated), data.reactivated_label, back)
        )
    else:
        back = data.kept
    return [
        *bars,
        _Bar(
            back,
            back + data.new,
            colours.pos,
            colours.pos,
            change(data.new),
            data.new_label,
            data.end,
            kept=back == data.kept,
        ),
        _Bar(0, data.end, colours.own, colours.ink, count(data.end), data.end_label, data.end),
    ]


def _centred(canvas: Canvas, x: float, y: float, text: str, size: float, ink: str, *, weight: int = 400) -> None:
    """Set a text centred at ``x``, moved as far as it needs to stay on the sheet."""
    half = canvas.text_width(text, size, weight) / 2
    canvas.text(min(max(x, half), canvas.width - half), y, text, size, ink, weight=weight, anchor="middle")


def _kept(canvas: Canvas, data: Data, language: Language, x: float, wide: float, scale: Scale) -> None:
    """Write how many were kept into the tinted part of a bar, where it has room."""
    if scale.start - scale.at(data.kept) < _ROOM:
        return
    middle = (scale.start + scale.at(data.kept)) / 2
    lines = wrap(canvas, words(data.kept_label, language), wide - 1.0, LABEL)
    count = language.number(data.kept)
    size = fitting_size(canvas, [count], wide - 1.0, BODY, weight=600)
    canvas.text(x, middle - 0.4, count, size, canvas.colours.ink2, weight=600, anchor="middle")
    for number, line in enumerate(lines):
        canvas.text(x, middle + 3.0 + number * LABEL * LEADING, line, LABEL, canvas.colours.ink2, anchor="middle")


def _feet(canvas: Canvas, bars: list[_Bar], language: Language, width: float) -> tuple[float, list[list[str]]]:
    """Return the size and lines of the words beneath the bars: the largest size at which none is cut."""
    for size in (LABEL, SMALL, FLOOR):
        feet = [balanced(canvas, words(bar.label, language), width, size, most=3) for bar in bars]
        if not any(lines[-1].endswith(ELLIPSIS) for lines in feet):
            break
    return size, feet


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the bars from zero, their counts above, their words beneath, and the lines that join them."""
    colours = canvas.colours
    bars = _bars(canvas, data, language)
    wide = 0.685 * canvas.width / (len(bars) - 0.315)
    pitch = (canvas.width - wide) / (len(bars) - 1)
    small, feet = _feet(canvas, bars, language, pitch - 1.0)
    floor = canvas.height - 2.4 - _LINE * max(len(lines) for lines in feet)
    # the outer labels are moved inward: three halves of a label must fit there
    room = min(pitch - 1.0, (pitch + wide / 2 - 1.0) / 1.5)
    size = fitting_size(canvas, [bar.value for bar in bars], room, 9.5, weight=600)
    scale = Scale(0, max(1, *(bar.top for bar in bars)), floor, _HEAD)
    for number, bar in enumerate(bars):
        left = number * pitch
        canvas.box(left, scale.at(bar.base), wide, floor - scale.at(bar.base), colours.tint)
        canvas.box(left, scale.at(bar.top), wide, scale.at(bar.base) - scale.at(bar.top), bar.fill)
        _centred(canvas, left + wide / 2, scale.at(bar.top) - 1.4, bar.value, size, bar.ink, weight=600)
        if bar.kept:
            _kept(canvas, data, language, left + wide / 2, wide, scale)
        if number + 1 < len(bars):
            y = scale.at(bar.level)
            canvas.line([(left + wide, y), (left + pitch, y)], colours.ink3, 0.6)
        for row, line in enumerate(feet[number]):
            _centred(canvas, left + wide / 2, floor + 3.8 + row * _LINE, line, small, colours.ink2)
    canvas.line([(0, floor), (canvas.width, floor)], colours.ink3, 0.6)
