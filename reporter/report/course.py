"""An indicator's course over time: trends, columns, sparklines; nothing is drawn or said across a break."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reporter.charts import columns, sparkline, trend
from reporter.model import Figure, Unit, msg
from reporter.report.figures import NARROW, title
from reporter.report.lookup import benchmark_of, plain, quantity, series
from reporter.report.words import label, unit_name
from reporter.statistics.comparable import differs

if TYPE_CHECKING:
    from reporter.model import Comparison, Message, Point, Reading
    from reporter.report.material import Material

#: A line needs at least this many points to be one.
FEWEST_POINTS = 2
#: What a break is called in a chart, by what differs from the point before.
NEW_SCALE, NEW_DEFINITION = msg("New scale"), msg("New definition")


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
            benchmark=_levels(points, level) if level is not None else (),
            breaks=tuple(place for place, one in enumerate(points) if one.broken),
        ),
        width=width,
        height=height,
        alt=_spark_words(material, indicator, points),
    )


def _spark_words(material: Material, indicator: str, points: tuple[Point, ...]) -> Message:
    """Return what a sparkline shows, for the text that is read aloud."""
    last = plain(quantity(points[-1].reading, material.currency))
    if broken := _broken(points):
        return msg(
            "{indicator} over {count} periods, last {value}; the series is broken at {periods}",
            indicator=label(indicator),
            count=len(points),
            value=last,
            periods=broken,
        )
    return msg(
        "{indicator} over {count} periods, last {value}", indicator=label(indicator), count=len(points), value=last
    )


def trend_of(material: Material, indicator: str, *, key: str, width: float, height: float) -> Figure | None:
    """Return an indicator over time with its 95 % band, or None where there is only one period."""
    points = series(material, indicator)
    if len(points) < FEWEST_POINTS:
        return None
    last = points[-1].reading
    found = benchmark_of(material, indicator)
    levels = _levels(points, found.benchmark.value if found and found.benchmark else None)
    return Figure(
        data=trend.Data(
            points=tuple(
                trend.Point(
                    label=one.period,
                    value=one.reading.value,
                    low=one.reading.low,
                    high=one.reading.high,
                    benchmark=level,
                    broken=name,
                )
                for one, level, name in zip(points, levels, _break_names(points), strict=True)
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
        subtitle=_subtitle(points, brief=width < NARROW),
        alt=_trend_words(material, indicator, points),
    )


def _trend_words(material: Material, indicator: str, points: tuple[Point, ...]) -> Message:
    """Return what a trend shows, for the text that is read aloud; across a break no two values are set side by side."""
    last = points[-1]
    now = plain(quantity(last.reading, material.currency))
    if broken := _broken(points):
        return msg(
            "{indicator} from {first} to {last}, last {now}; the series is broken at {periods}, and values before "
            "and after are not comparable",
            indicator=label(indicator),
            first=points[0].period,
            last=last.period,
            now=now,
            periods=broken,
        )
    return msg(
        "{indicator} from {first} to {last}: from {before} to {now}",
        indicator=label(indicator),
        first=points[0].period,
        last=last.period,
        before=plain(quantity(points[0].reading, material.currency)),
        now=now,
    )


def _broken(points: tuple[Point, ...]) -> tuple[Message, ...]:
    """Return the periods with which another way of measuring begins."""
    return tuple(msg("{period}", period=one.period) for one in points if one.broken)


def _break_names(points: tuple[Point, ...]) -> tuple[Message | None, ...]:
    """Return what is new at each point where the series breaks."""
    names: list[Message | None] = [None]
    for before, after in pairwise(points):
        new = NEW_SCALE if differs(after.reading, before.reading) == "scale" else NEW_DEFINITION
        names.append(new if after.broken else None)
    return tuple(names)


def _levels(points: tuple[Point, ...], level: float | None) -> tuple[float | None, ...]:
    """Return an outside figure beside the points since the last break: it is comparable with no other."""
    start = max((place for place, one in enumerate(points) if one.broken), default=0)
    return tuple(level if place >= start else None for place in range(len(points)))


def rolling(points: tuple[Point, ...]) -> bool:
    """Tell whether the periods of a series overlap: each point then shares answers or orders with the one before."""
    return any(after.period.start < before.period.end for before, after in pairwise(points))


def _level_words(found: Comparison | None) -> Message | None:
    """Return the name of an outside figure's line: it is one year's level, drawn through all of them."""
    if found is None or found.benchmark is None:
        return None
    return msg("Benchmark {year}", year=str(found.benchmark.year))


def _subtitle(points: tuple[Point, ...], *, brief: bool) -> Message:
    """Return a trend's unit, what its band is, and that a line which breaks off measures something else."""
    first = _band_words(points[-1].reading, rolling=rolling(points), brief=brief)
    if not _broken(points):
        return first
    if first == unit_name(points[-1].reading.indicator):
        first = msg("{unit}.", unit=first)
    rest = (
        msg("Not comparable across //.")
        if brief
        else msg("The line breaks at //, where scale or definition changed: the two sides are not comparable.")
    )
    return msg("{first} {second}", context="sentences", first=first, second=rest)


def _band_words(reading: Reading, *, rolling: bool, brief: bool) -> Message:
    """Return a trend's unit, how its points overlap, and what its band is."""
    unit = unit_name(reading.indicator)
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
        subtitle=_columns_words(points),
        alt=msg("{indicator} in {count} periods", indicator=label(indicator), count=len(points)),
    )


def _columns_words(points: tuple[Point, ...]) -> Message | None:
    """Return from which period on another thing is counted, or None."""
    if not (broken := _broken(points)):
        return None
    return msg("Not comparable across {periods}, where the definition changed.", periods=broken)
