"""Figures that several pages draw from readings: segments and items beside one another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.charts import intervals
from reporter.model import Figure, Quantity, Unit, msg
from reporter.report.lookup import (
    TOO_FEW,
    base,
    benchmark_of,
    plain,
    public,
    quantity,
    reading_of,
    segments,
    shown,
    shown_reading,
    weak,
)
from reporter.report.words import ALL, ANSWERS, CUSTOMERS, SEGMENT, brief, label, label_of, unit_name

if TYPE_CHECKING:
    from reporter.model import Message, Reading
    from reporter.report.material import Material

#: Fewer rows than this compare nothing.
FEWEST = 2
INDEX_ZONES = (60.0, 75.0)
NARROW = 100.0  # mm under which names are short
ROW = 6.4  # mm a row of an interval chart
HEAD = 9.0  # mm its head and axis


def title(material: Material, key: str, otherwise: Message) -> Message:
    """Return the generated title of a figure ("nps.trend"), or a plain one."""
    return material.titles.get(key, otherwise)


def segment_rows(material: Material, indicator: str) -> tuple[intervals.Row, ...]:
    """Return one row a segment, all customers first; a base under 30 gives its reason in place of a number."""
    total = reading_of(material, indicator)
    rows = [_row(ALL, total, total=True)] if total and shown(total) else []
    rows += [_row(one.segment, one.reading) for one in segments(material, indicator)]
    return tuple(rows)


def by_segment(material: Material, indicator: str, *, key: str, width: float) -> Figure | None:
    """Return an indicator by segment as dots with intervals, or None without two segments to show."""
    rows = segment_rows(material, indicator)
    if len(rows) <= FEWEST or not any(row.value is not None and not row.total for row in rows):
        return None
    total = shown_reading(material, indicator)
    if total is None:
        return None
    return intervals_figure(
        rows,
        total,
        material,
        width=width,
        head=SEGMENT,
        title=title(material, key, msg("{indicator} by segment", indicator=label(indicator))),
        alt=msg(
            "{indicator} by segment: {segments}", indicator=label(indicator), segments=_spoken(material, indicator)
        ),
    )


def _spoken(material: Material, indicator: str) -> tuple[Message, ...]:
    """Return the segments that are shown with their values, for the text that is read aloud."""
    return tuple(
        msg("{segment} {value}", segment=one.segment, value=plain(quantity(one.reading, material.currency)))
        for one in segments(material, indicator)
        if shown(one.reading)
    )


def by_item(material: Material, ids: tuple[str, ...], *, title: Message, head: Message, width: float) -> Figure | None:
    """Return several indicators of one unit as dots with intervals, or None without two to show."""
    readings = [one for one in (shown_reading(material, each) for each in ids) if one]
    unit = readings[0].indicator.unit if readings else Unit.COUNT
    if sum(one.indicator.unit is unit for one in readings) < FEWEST:
        return None
    rows = tuple(
        _row(label_of(one) if width > NARROW else brief(one.indicator.id), one, benchmark=_level(material, one))
        for one in readings
        if one.indicator.unit is unit
    )
    names = tuple(
        msg("{indicator} {value}", indicator=label_of(one), value=plain(quantity(one, material.currency)))
        for one in readings
        if one.indicator.unit is unit
    )
    return intervals_figure(
        rows,
        readings[0],
        material,
        width=width,
        head=head,
        title=title,
        alt=msg("{indicators} with their 95 % intervals", indicators=names),
    )


def intervals_figure(
    rows: tuple[intervals.Row, ...],
    example: Reading,
    material: Material,
    *,
    width: float,
    head: Message,
    title: Message,
    alt: Message,
) -> Figure:
    """Return rows of dots with intervals as a figure; ``example`` gives unit and kind of base."""
    unit = example.indicator.unit
    return Figure(
        data=intervals.Data(
            rows=rows,
            unit=unit,
            head=head,
            n=ANSWERS if example.indicator.survey else CUSTOMERS,
            value=unit_name(example.indicator) if unit is not Unit.NPS else msg("NPS"),
            zones=INDEX_ZONES if unit is Unit.INDEX else (),
            signed=unit is Unit.NPS,
            decimals=quantity(example, "").decimals,
            currency=material.currency if unit is Unit.MONEY else "",
        ),
        width=width,
        height=HEAD + ROW * len(rows),
        title=title,
        subtitle=_interval_words(rows, unit_name(example.indicator)),
        alt=alt,
    )


def _interval_words(rows: tuple[intervals.Row, ...], unit: Message) -> Message:
    """Return what the marks of an interval chart are."""
    if any(row.benchmark is not None for row in rows):
        return msg("Line: 95 % interval. Grey tick: benchmark.")
    return msg("{unit}. The line is the 95 % confidence interval.", unit=unit)


def _level(material: Material, reading: Reading) -> float | None:
    """Return the outside figure beside a reading, where it may stand there."""
    found = benchmark_of(material, reading.indicator.id)
    return found.benchmark.value if found and found.benchmark else None


def _row(
    name: Message | str, reading: Reading, *, total: bool = False, benchmark: float | None = None
) -> intervals.Row:
    """Return a reading as a row of an interval chart; the evidence rules decide what it shows."""
    if not shown(reading):
        return intervals.Row(name=name, value=None, n=public(base(reading)), total=total, reason=TOO_FEW)
    return intervals.Row(
        name=name,
        value=reading.value,
        low=reading.low,
        high=reading.high,
        n=base(reading),
        benchmark=benchmark,
        total=total,
        quiet=weak(reading),
        decimals=quantity(reading, "").decimals,
    )


def margin(reading: Reading) -> Quantity | None:
    """Return half the interval's width as "±3", rounded by the unit's rule, or None without an interval."""
    if reading.low is None or reading.high is None:
        return None
    shape = quantity(reading, "", bare=True, value=(reading.high - reading.low) / 2)
    return replace(shape, margin=True, signed=False)
