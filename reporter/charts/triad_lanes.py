"""The loyalty triad: three lanes on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import LABEL, LEADING, SMALL, cut, note_words, tone_colour, widest, words, wrap
from reporter.charts.scales import Scale, is_known, known, spread, ticks
from reporter.model import ChartData, Quantity, Unit

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label, Note
    from reporter.language import Language

_LOW: Final = 50.0
_HIGH: Final = 90.0
_VALUE: Final = 17.0  # mm for the large value


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One leg, 0–100. ``value`` None leaves the lane empty and prints ``reason`` at its right."""

    name: Label
    question: Label
    value: float | None
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    benchmark: float | None = None
    change: Note | None = None
    gap: Note | None = None
    reason: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Lanes from the top; ``bands`` are the names of the zones under, between and over ``limits``.

    ``now``, ``previous``, ``interval`` and ``benchmark`` are the words of the legend; one that is None
    is left out.
    """

    kind: ClassVar[str] = "triad_lanes"

    lanes: tuple[Lane, ...]
    bands: tuple[Label, Label, Label]
    now: Label
    previous: Label | None = None
    benchmark: Label | None = None
    interval: Label | None = None
    limits: tuple[float, float] = (60.0, 75.0)


def _range(data: Data) -> tuple[float, float]:
    """Return 50–90, widened in tens to what must be shown."""
    values = [v for lane in data.lanes for v in known((lane.value, lane.low, lane.high, lane.previous, lane.benchmark))]
    low = min([_LOW, *(10 * floor(value / 10) for value in values)])
    high = max([_HIGH, *(10 * ceil(value / 10) for value in values)])
    return max(0.0, low), min(100.0, high)


def _notes(lane: Lane, language: Language) -> list[tuple[str, Note]]:
    """Return the lines at the lane's right."""
    return [(note_words(one, language), one) for one in (lane.change, lane.gap) if one]


def _value(value: float, language: Language) -> str:
    """Return an index as it is printed."""
    return language.quantity(Quantity(value=value, unit=Unit.INDEX, decimals=1, bare=True))


def _bands(canvas: Canvas, data: Data, language: Language, scale: Scale) -> None:
    """Draw the zones' names and colours above the lanes."""
    colours = canvas.colours
    edges = [scale.low, *(min(max(limit, scale.low), scale.high) for limit in data.limits), scale.high]
    names = [words(band, language) for band in data.bands]
    sizes = [canvas.text_width(name, SMALL) for name in names]
    middles = [(scale.at(a) + scale.at(b)) / 2 for a, b in pairwise(edges)]
    places = spread(middles, sizes, 0, canvas.width, 2.0)
    fills = (colours.neg_soft, colours.neutral, colours.pos_soft)
    for name, place, (left, right), fill in zip(names, places, pairwise(edges), fills, strict=True):
        canvas.text(place, 2.6, name, SMALL, colours.ink2, anchor="middle")
        gap = 0.15 if left > scale.low else 0.0
        canvas.box(scale.at(left) + gap, 4.2, scale.at(right) - scale.at(left) - gap, 1.1, fill)


def _lane(canvas: Canvas, lane: Lane, y: float, scale: Scale) -> None:
    """Draw the marks of one lane around ``y``."""
    colours = canvas.colours
    canvas.box(scale.start, y - 0.95, scale.end - scale.start, 1.9, colours.track)
    if is_known(lane.benchmark):
        x = scale.inside(lane.benchmark)
        canvas.line([(x, y - 3.0), (x, y + 3.0)], colours.bench, 1.7)
    if is_known(lane.value) and is_known(lane.low) and is_known(lane.high):
        canvas.box(
            scale.inside(lane.low), y - 0.5, scale.inside(lane.high) - scale.inside(lane.low), 1.0, colours.own_mid
        )
    if is_known(lane.previous):
        canvas.dots([(scale.inside(lane.previous), y)], 0.95, colours.background, stroke=colours.own, width=1.3)
    if is_known(lane.value):
        canvas.dots([(scale.inside(lane.value), y)], 1.45, colours.own, stroke=colours.background, width=0.8)


def _legend(canvas: Canvas, data: Data, language: Language, y: float) -> float:
    """Draw the legend's rows upward from baseline ``y``; return its topmost baseline."""
    colours = canvas.colours
    entries = [
        ("now", data.now),
        ("previous", data.previous),
        ("interval", data.interval),
        ("benchmark", data.benchmark),
    ]
    shown = [(kind, cut(canvas, words(label, language), 60, LABEL)) for kind, label in entries if label is not None]
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for kind, text in shown:
        width = 4.0 + canvas.text_width(text, LABEL)
        if rows[-1] and x + width > canvas.width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, kind, text))
        x += width + 5.0
    top = y - 4.0 * (len(rows) - 1)
    for number, row in enumerate(rows):
        base = top + 4.0 * number
        for x, kind, text in row:
            middle = (x + 1.4, base - 0.9)
            if kind == "now":
                canvas.dots([middle], 0.95, colours.own)
            elif kind == "previous":
                canvas.dots([middle], 0.8, colours.background, stroke=colours.own, width=1.2)
            elif kind == "interval":
                canvas.box(x, base - 1.4, 2.8, 1.0, colours.own_mid)
            else:
                canvas.line([(middle[0], base - 2.6), (middle[0], base + 0.8)], colours.bench, 1.7)
            canvas.text(x + 4.0, base, text, LABEL, colours.ink2)
    return top


def _words(canvas: Canvas, lane: Lane, language: Language, y: float, name_width: float, right: float) -> None:
    """Write a lane's name and question at the left, its value and differences at the right of ``right``."""
    colours = canvas.colours
    question = wrap(canvas, words(lane.question, language), name_width, SMALL)
    canvas.text(
        0,
        y - 0.3 - 0.9 * (len(question) - 1),
        cut(canvas, words(lane.name, language), name_width, 9.5, 600),
        9.5,
        colours.ink,
        weight=600,
    )
    for number, line in enumerate(question):
        canvas.text(0, y + 3.4 - 0.9 * (len(question) - 1) + number * SMALL * LEADING, line, SMALL, colours.ink3)
    if not is_known(lane.value):
        reason = wrap(
            canvas, words(lane.reason, language) if lane.reason else "", canvas.width - right + _VALUE, LABEL, most=3
        )
        for number, line in enumerate(reason):
            canvas.text(right - _VALUE, y + 0.9 + (number - (len(reason) - 1) / 2) * 3.4, line, LABEL, colours.ink3)
        return
    canvas.text(right - 3.5, y + 1.9, _value(lane.value, language), 15, colours.own_text, weight=600, anchor="end")
    notes = _notes(lane, language)
    for number, (text, one) in enumerate(notes):
        base = y + 0.95 + (number - (len(notes) - 1) / 2) * 4.3
        weight = 600 if number == 0 and one.tone != "quiet" else 400
        canvas.text(
            right,
            base,
            cut(canvas, text, canvas.width - right, 7.2, weight),
            7.2,
            tone_colour(colours, one.tone),
            weight=weight,
        )


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw names at the left, lanes in the middle, values and differences at the right, a legend below."""
    texts = [text for lane in data.lanes for text, _ in _notes(lane, language)]
    right = canvas.width - min(max(widest(canvas, texts, 7.2, 600) + 0.3, 24.0), 0.27 * canvas.width)
    names = widest(canvas, [words(lane.name, language) for lane in data.lanes], 9.5, 600)
    questions = widest(canvas, [words(lane.question, language) for lane in data.lanes], SMALL)
    name_width = min(max(names, questions, 30.0) + 0.3, 0.27 * canvas.width)
    low, high = _range(data)
    values = [_value(lane.value, language) for lane in data.lanes if is_known(lane.value)]
    large = max(widest(canvas, values, 15, 600), _VALUE - 5.0)
    scale = Scale(low, high, name_width + 5.0, right - 3.5 - large - 4.5)
    _bands(canvas, data, language, scale)
    legend = _legend(canvas, data, language, canvas.height - 1.2)
    bottom = legend - 7.4
    for limit in data.limits:
        if low < limit < high:
            x = scale.at(limit)
            canvas.line([(x, 5.6), (x, bottom)], canvas.colours.rule, 0.7, dash=(1.6, 1.4))
    size = (bottom - 5.6) / max(len(data.lanes), 1)
    for number, lane in enumerate(data.lanes):
        y = 5.6 + size * (number + 0.5)
        if number:
            canvas.line([(0, y - size / 2), (canvas.width, y - size / 2)], canvas.colours.rule, 0.5)
        _lane(canvas, lane, y, scale)
        _words(canvas, lane, language, y, name_width, right)
    for tick in ticks(low, high, 5):
        canvas.text(scale.at(tick), bottom + 2.8, language.number(tick), SMALL, canvas.colours.ink3, anchor="middle")
