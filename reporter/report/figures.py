"""Figures that several pages draw from readings: trends, segments, items, sparklines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reporter.charts import columns, intervals, sparkline, trend
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
    series,
    shown,
    shown_reading,
    weak,
)
from reporter.report.words import ALL, ANSWERS, CUSTOMERS, SEGMENT, UNIT_NAMES, brief, label, label_of

if TYPE_CHECKING:
    from reporter.model import Comparison, Message, Point, Reading
    from reporter.report.material import Material

#: A line needs at least this many points to be one.
FEWEST_POINTS = 2
INDEX_ZONES = (60.0, 75.0)
NARROW = 100.0  # mm under which names are short
ROW = 6.4  # mm a row of an interval chart
HEAD = 9.0  # mm its head and axis


def title(material: Material, key: str, otherwise: Message) -> Message:
    """Return the generated title of a figure ("nps.trend"), or a plain one."""
    return material.titles.get(key, otherwise)


def spark(material: Material, indicator: str, width: float = 33.0, height: float = 8.5) -> Figure | None:
    """Return the course of an indicator the size of a word, or None with fewer than three points."""
    points = series(material, indicator)
    if len(points) < FEWEST_POINTS + 1:
        return None
    found = benchmark_of(material, indicator)
    level = found.benchmark.value if found and found.benchmark else None
    return Figure(
        data=sparkline.Data(
            values=tuple(one.reading.value for one in points),
            benchmark=(level,) * len(points) if level is not None else (),
        ),
        width=width,
        height=height,
        alt=msg(
            "{indicator} over {count} periods, last {value}",
            indicator=label(indicator),
            count=len(points),
            value=plain(quantity(points[-1].reading, material.currency)),
        ),
    )


def trend_of(material: Material, indicator: str, *, key: str, width: float, height: float) -> Figure | None:
    """Return an indicator over time with its 95 % band, or None where there is only one period."""
    points = series(material, indicator)
    if len(points) < FEWEST_POINTS:
        return None
    last = points[-1].reading
    found = benchmark_of(material, indicator)
    level = found.benchmark.value if found and found.benchmark else None
    return Figure(
        data=trend.Data(
            points=tuple(
                trend.Point(
                    label=one.period,
                    value=one.reading.value,
                    low=one.reading.low,
                    high=one.reading.high,
                    benchmark=level,
                )
                for one in points
            ),
            unit=last.indicator.unit,
            own=material.short,
            benchmark=_level_words(found),
            signed=last.indicator.unit is Unit.NPS,
            decimals=quantity(last, "").decimals,
            currency=material.currency if last.indicator.unit is Unit.MONEY else "",
        ),
        width=width,
        height=height,
        title=title(material, key, msg("{indicator} over time", indicator=label(indicator))),
        subtitle=_band_words(last, rolling=rolling(points), brief=width < NARROW),
        alt=msg(
            "{indicator} from {first} to {last}: from {before} to {now}",
            indicator=label(indicator),
            first=points[0].period,
            last=points[-1].period,
            before=plain(quantity(points[0].reading, material.currency)),
            now=plain(quantity(last, material.currency)),
        ),
    )


def rolling(points: tuple[Point, ...]) -> bool:
    """Tell whether the periods of a series overlap: each point then shares answers or orders with the one before."""
    return any(after.period.start < before.period.end for before, after in pairwise(points))


def _level_words(found: Comparison | None) -> Message | None:
    """Return the name of an outside figure's line: it is one year's level, drawn through all of them."""
    if found is None or found.benchmark is None:
        return None
    return msg("Benchmark {year}", year=str(found.benchmark.year))


def _band_words(reading: Reading, *, rolling: bool, brief: bool) -> Message:
    """Return a trend's unit, how its points overlap, and what its band is."""
    unit = UNIT_NAMES[reading.indicator.unit]
    if reading.low is None:
        return msg("{unit}. Rolling periods.", unit=unit) if rolling else unit
    if rolling and brief:
        return msg("{unit}. Rolling periods with 95 % interval.", unit=unit)
    if rolling:
        return msg("{unit}. Rolling periods; the band is the 95 % confidence interval.", unit=unit)
    return msg("{unit}. The band is the 95 % confidence interval.", unit=unit)


def columns_of(material: Material, indicator: str, *, key: str, width: float, height: float) -> Figure | None:
    """Return a sum or a count over time: columns, or a line where the periods overlap; None with only one."""
    points = series(material, indicator)
    if len(points) < FEWEST_POINTS:
        return None
    if rolling(points):
        return trend_of(material, indicator, key=key, width=width, height=height)
    unit = points[-1].reading.indicator.unit
    return Figure(
        data=columns.Data(
            columns=tuple(columns.Column(label=one.period, value=one.reading.value) for one in points),
            unit=unit,
            currency=material.currency if unit is Unit.MONEY else "",
        ),
        width=width,
        height=height,
        title=title(material, key, msg("{indicator} by period", indicator=label(indicator))),
        alt=msg("{indicator} in {count} periods", indicator=label(indicator), count=len(points)),
    )


def segment_rows(material: Material, indicator: str) -> tuple[intervals.Row, ...]:
    """Return one row a segment, all customers first; a base under 30 gives its reason in place of a number."""
    total = reading_of(material, indicator)
    rows = [_row(ALL, total, total=True)] if total and shown(total) else []
    rows += [_row(one.segment, one.reading) for one in segments(material, indicator)]
    return tuple(rows)


def by_segment(material: Material, indicator: str, *, key: str, width: float) -> Figure | None:
    """Return an indicator by segment as dots with intervals, or None without two segments to show."""
    rows = segment_rows(material, indicator)
    if len(rows) <= FEWEST_POINTS or not any(row.value is not None and not row.total for row in rows):
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
    if sum(one.indicator.unit is unit for one in readings) < FEWEST_POINTS:
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
            value=UNIT_NAMES[unit] if unit is not Unit.NPS else msg("NPS"),
            zones=INDEX_ZONES if unit is Unit.INDEX else (),
            signed=unit is Unit.NPS,
            decimals=quantity(example, "").decimals,
            currency=material.currency if unit is Unit.MONEY else "",
        ),
        width=width,
        height=HEAD + ROW * len(rows),
        title=title,
        subtitle=_interval_words(rows, unit),
        alt=alt,
    )


def _interval_words(rows: tuple[intervals.Row, ...], unit: Unit) -> Message:
    """Return what the marks of an interval chart are."""
    if any(row.benchmark is not None for row in rows):
        return msg("Line: 95 % interval. Grey tick: benchmark.")
    return msg("{unit}. The line is the 95 % confidence interval.", unit=UNIT_NAMES[unit])


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
