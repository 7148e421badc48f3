"""Columns over time, the last one strong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import LABEL, axis_labels, words
from reporter.charts.scales import Scale, is_known, known
from reporter.model import ChartData, Quantity

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language
    from reporter.model import Unit


_HEAD: Final = 4.6  # mm over the tallest column
_FOOT: Final = 5.0  # mm for the periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One period; None leaves its place empty."""

    label: Label
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """Columns from the oldest to the newest, from zero."""

    kind: ClassVar[str] = "columns"

    columns: tuple[Column, ...]
    unit: Unit
    currency: str = ""
    decimals: int | None = None


def _labels(canvas: Canvas, data: Data, language: Language, slot: float) -> dict[int, str]:
    """Return the labels by column: all of them where they fit, else the last, the first and the highest."""
    texts = {
        index: language.quantity(
            Quantity(value=column.value, unit=data.unit, decimals=data.decimals, currency=data.currency), short=True
        )
        for index, column in enumerate(data.columns)
        if is_known(column.value)
    }
    if all(canvas.text_width(text, LABEL, 600) <= slot - 0.6 for text in texts.values()):
        return texts
    highest = max(texts, key=lambda index: (data.columns[index].value or 0.0, index))
    kept: dict[int, str] = {}
    for index in (max(texts), min(texts), highest):
        half = canvas.text_width(texts[index], LABEL, 600) / 2
        if all(
            abs(index - other) * slot >= half + canvas.text_width(text, LABEL, 600) / 2 + 1
            for other, text in kept.items()
        ):
            kept[index] = texts[index]
    return kept


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the columns from zero, their values above (below where negative), the periods at the foot."""
    colours = canvas.colours
    values = known(column.value for column in data.columns)
    if not values:
        return
    floor = canvas.height - _FOOT - (_HEAD if min(values) < 0 else 0.0)
    scale = Scale(min(0.0, *values), max(0.0, *values), floor, _HEAD)
    slot = canvas.width / len(data.columns)
    wide = min(0.72 * slot, 16.0)
    labels = _labels(canvas, data, language, slot)
    last = len(data.columns) - 1
    zero = scale.at(0)
    for index, column in enumerate(data.columns):
        if not is_known(column.value):
            continue
        x, y = (index + 0.5) * slot, scale.at(column.value)
        canvas.box(x - wide / 2, min(y, zero), wide, abs(zero - y), colours.own if index == last else colours.ramp[2])
        if text := labels.get(index):
            weight = 600 if index == last else 400
            half = canvas.text_width(text, LABEL, weight) / 2
            near = [other for other in range(len(data.columns)) if abs(other - index) * slot < half + wide / 2]
            top = min((scale.at(v) for other in near if is_known(v := data.columns[other].value)), default=y)
            if top < y and index != last and len(labels) < len(values):
                continue
            fits = 2 * half <= slot
            base = (y if fits else min(y, top)) - 1.2 if column.value >= 0 else y + 3.2
            ink = colours.own_text if index == last else colours.ink2
            place = min(max(x, half), canvas.width - half)
            canvas.text(place, base, text, LABEL, ink, weight=weight, anchor="middle")
    canvas.line([(0, zero), (canvas.width, zero)], colours.ink3, 0.6)
    places = [(index + 0.5) * slot for index in range(len(data.columns))]
    texts = [words(column.label, language) for column in data.columns]
    axis_labels(canvas, places, texts, canvas.height - 1.2, keep_last=True)
