"""A figure over time with its 95 % band; with fewer than four points, dots with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import LABEL, LEADING, SMALL, axis_labels, cut, widest, words, wrap
from reporter.charts.parts import break_mark
from reporter.charts.scales import Scale, is_known, known, padded, runs, seams, spread, stretches
from reporter.model import ChartData, Quantity, Unit

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language


_HEAD: Final = 4.5  # mm over the highest mark, for its label
_FOOT: Final = 6.0  # mm for the periods
_UNDER: Final = 4.3  # mm under the lowest mark, for its label
_FEW: Final = 4  # points under which dots with whiskers are drawn
_TOP: Final = 2.0  # mm, the highest baseline
_CROWDED: Final = 3  # of 24 steps a stretch, from which a label would hide the line
_LAST: Final = 10.0  # pt of the last value
_ALL_TOLD: Final = 5  # points, up to which every value is written
_BREAKS: Final = 3.4  # mm over everything else, for the names of breaks
_STROKE: Final = 2.6  # mm, the mark of a break on the axis
_NAME: Final = 0.3  # of the width, what the lines' names may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period. ``label`` is its ``Period`` (set in the short form); a value of None leaves a gap.

    ``broken`` names what is new since the point before ("New scale"): nothing is drawn across.
    """

    label: Label
    value: float | None
    low: float | None = None
    high: float | None = None
    benchmark: float | None = None
    broken: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Points from the oldest to the newest; ``own`` and ``benchmark`` name the lines at their ends.

    ``decimals`` None leaves the number's form to the unit; ``signed`` writes + (NPS).
    """

    kind: ClassVar[str] = "trend"

    points: tuple[Point, ...]
    unit: Unit
    own: Label
    benchmark: Label | None = None
    decimals: int | None = None
    signed: bool = False
    currency: str = ""


def _shown(data: Data, value: float, language: Language) -> str:
    """Return a value as the labels write it."""
    bare = data.unit in {Unit.INDEX, Unit.NPS}
    amount = Quantity(
        value=value,
        unit=data.unit,
        decimals=data.decimals,
        signed=data.signed,
        currency=data.currency,
        bare=bare,
        beside=_last(data) if data.unit is Unit.MONEY else None,
    )
    return language.quantity(amount, short=True)


def _last(data: Data) -> float | None:
    """Return the newest own value."""
    return next((point.value for point in reversed(data.points) if is_known(point.value)), None)


def _breaks(data: Data) -> dict[int, Label]:
    """Return what is new at every point where the series breaks."""
    return {index: point.broken for index, point in enumerate(data.points) if point.broken is not None}


def _ends(canvas: Canvas, data: Data, language: Language) -> list[tuple[str, str, float, str]]:
    """Return the labels at the right: value, name, where they belong, colour; own first."""
    colours = canvas.colours
    own = _last(data)
    found = []
    if is_known(own):
        found.append((_shown(data, own, language), words(data.own, language), own, colours.own_text))
    other = next((point.benchmark for point in reversed(data.points) if is_known(point.benchmark)), None)
    if is_known(other) and data.benchmark is not None:
        found.append((_shown(data, other, language), words(data.benchmark, language), other, colours.ink3))
    return found


def _marks(canvas: Canvas, data: Data, x: Scale, y: Scale) -> None:
    """Draw band or whiskers, benchmark and own line, and the own dots."""
    colours = canvas.colours
    few = len(data.points) < _FEW
    bands = [
        (p.low, p.high) if is_known(p.low) and is_known(p.high) and is_known(p.value) else None for p in data.points
    ]
    breaks = _breaks(data)
    for run in stretches([0.0 if band else None for band in bands], breaks):
        edges = [(index, band) for index, _ in run if (band := bands[index])]
        if few or len(edges) == 1:
            for index, (low, high) in edges:
                canvas.box(x.at(index) - 1.1, y.at(high), 2.2, y.at(low) - y.at(high), colours.own_soft)
        else:
            upper = [(x.at(index), y.at(high)) for index, (_, high) in edges]
            canvas.area(upper + [(x.at(index), y.at(low)) for index, (low, _) in reversed(edges)], colours.own_soft)
    for run in runs([point.benchmark for point in data.points]):
        places = [(x.at(index), y.at(value)) for index, value in run]
        if len(places) > 1:
            canvas.line(places, colours.bench, 1.4)
        else:
            canvas.dots(places, 0.8, colours.bench)
    for run in stretches([point.value for point in data.points], breaks):
        places = [(x.at(index), y.at(value)) for index, value in run]
        if len(places) > 1:
            canvas.line(places, colours.own, 1.9)
        canvas.dots(places, 1.05, colours.own, stroke=colours.background, width=0.8)


def _seams(canvas: Canvas, data: Data, language: Language, x: Scale, *, floor: float) -> None:
    """Mark every break on the axis, and name it at the top where the names leave room for one another."""
    breaks, edge = _breaks(data), 0.0
    for index, middle in seams([point.value for point in data.points], breaks):
        place = x.at(middle)
        canvas.line([(place, _BREAKS), (place, floor - _STROKE)], canvas.colours.rule, 0.5)
        break_mark(canvas, place, floor, _STROKE)
        text = cut(canvas, words(breaks[index], language), x.end, SMALL)
        half = canvas.text_width(text, SMALL) / 2
        left = min(max(place - half, 0.0), x.end - 2 * half)
        if left >= edge:
            canvas.text(left, _BREAKS - 1.0, text, SMALL, canvas.colours.ink3)
            edge = left + 2 * half + 1.6


def _hits(box: tuple[float, float, float, float], lines: list[list[tuple[float, float]]]) -> int:
    """Return how much of the lines runs through a box (left, top, right, bottom): 0 is free."""
    left, top, right, bottom = box
    hits = 0
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line):
            steps = (number / 24 for number in range(25))
            hits += sum(left <= ax + (bx - ax) * t <= right and top <= ay + (by - ay) * t <= bottom for t in steps)
    return hits


def _telling(data: Data, language: Language) -> frozenset[int]:
    """Return the points before the last whose value is written: all of a few, else the first and the extremes.

    Of many points the lowest and the highest are told, unless they read like the first or the last.
    """
    told = [index for index, point in enumerate(data.points) if is_known(point.value)]
    before = told[:-1]
    if len(told) <= _ALL_TOLD:
        return frozenset(before)
    values = {index: value for index in told if is_known(value := data.points[index].value)}
    texts = {index: _shown(data, value, language) for index, value in values.items()}
    kept = [told[0]] if len(set(texts.values())) > 1 else []
    for turn in (min(told, key=lambda one: values[one]), max(told, key=lambda one: values[one])):
        if texts[turn] not in {texts[told[-1]], *(texts[one] for one in kept)}:
            kept.append(turn)
    return frozenset(kept)


def _values(canvas: Canvas, data: Data, language: Language, x: Scale, y: Scale) -> None:
    """Write the values of the points before the last where the lines leave room: over, under or beside them."""
    own = stretches([p.value for p in data.points], _breaks(data))
    lines = [
        [(x.at(index), y.at(value)) for index, value in run]
        for run in (*own, *runs([p.benchmark for p in data.points]))
    ]
    telling = _telling(data, language)
    edge, top = 0.0, _TOP + (_BREAKS if _breaks(data) else 0.0)
    for index, point in enumerate(data.points):
        if index not in telling or not is_known(point.value):
            continue
        text = _shown(data, point.value, language)
        half = canvas.text_width(text, LABEL) / 2
        dot = y.at(point.value)
        found: list[tuple[int, float, float]] = []
        for aside in (0.0, -0.8 * half, 0.8 * half):
            place = max(x.at(index) + aside, half)
            for base in (dot - 1.8, dot + 3.9):
                if place - half >= edge and top < base < y.start + _UNDER - 0.3:
                    box = (place - half - 0.7, base - 2.6, place + half + 0.7, base + 0.6)
                    found.append((_hits(box, lines), place, base))
        if found and (best := min(found, key=lambda one: one[0]))[0] <= _CROWDED:
            canvas.text(best[1], best[2], text, LABEL, canvas.colours.ink2, anchor="middle")
            edge = best[1] + half + 0.8


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the lines with their names and last values at the right; every label is the language's."""
    colours = canvas.colours
    values = known(v for point in data.points for v in (point.value, point.low, point.high, point.benchmark))
    ends = _ends(canvas, data, language)
    if not values or not ends:
        return
    room = _NAME * canvas.width
    named = [wrap(canvas, name, room, LABEL) for _, name, _, _ in ends]
    names = widest(canvas, [line for lines in named for line in lines], LABEL)
    right = max(widest(canvas, [text for text, *_ in ends], _LAST, 600), names)
    texts = [words(point.label, language) for point in data.points]
    side = max(2.0, min(canvas.text_width(texts[0], LABEL) / 2, 8.0))
    x = Scale(0, max(len(data.points) - 1, 1), side, max(canvas.width - right - 3.0, side + 1))
    floor = canvas.height - _FOOT
    y = Scale(*padded(values, 0.04, 1e-6), floor - _UNDER, _HEAD + (_BREAKS if _breaks(data) else 0.0))
    canvas.line([(0, floor), (x.end + 1.0, floor)], colours.ink3, 0.6)
    _seams(canvas, data, language, x, floor=floor)
    _marks(canvas, data, x, y)
    _values(canvas, data, language, x, y)
    axis_labels(canvas, [x.at(index) for index in range(len(texts))], texts, floor + 3.6, keep_last=True)
    sizes = [4.0 + LABEL * LEADING * len(lines) for lines in named]
    places = spread([y.at(value) for *_, value, _ in ends], sizes, 0.5, floor + 1.0, 0.6)
    last = max((index for index, point in enumerate(data.points) if is_known(point.value)), default=0)
    for number, ((text, _, _, ink), place) in enumerate(zip(ends, places, strict=True)):
        left = (x.at(0) if len(data.points) == 1 or (number == 0 and last == 0) else x.end) + 2.4
        size, weight = (_LAST, 600) if number == 0 else (8.0, 400)
        middle = place - LABEL * LEADING * (len(named[number]) - 1) / 2
        canvas.text(left, middle + 0.3, text, size, ink, weight=weight)
        for row, line in enumerate(named[number]):
            canvas.text(left, middle + 3.6 + row * LABEL * LEADING, line, LABEL, ink)
