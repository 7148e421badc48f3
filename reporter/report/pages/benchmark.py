"""Where the client is ahead and where behind, for certain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.charts import dumbbell
from reporter.model import Column, Figure, LeftOutPage, Quantity, Row, Table, Text, Unit, Verdict, msg
from reporter.report.figures import margin
from reporter.report.frame import page
from reporter.report.lookup import benchmark_of, drawn_before, earlier_cell, previous_reading, quantity, readings, shown
from reporter.report.outside import refused_words, source_words
from reporter.report.words import (
    BENCHMARK_HEAD,
    LEG_NAMES,
    LEGS,
    MARKS,
    UNIT_NAMES,
    UNROUNDED,
    before,
    label_of,
    now,
    unit_name,
)

if TYPE_CHECKING:
    from reporter.model import Benchmark, Cell, Comparison, Message, Page
    from reporter.report.material import Material

NAME = "benchmark"
ORDER = 3
TOPIC = msg("Comparison with the industry")
NEEDS: tuple[str, ...] = ()
MISSING = msg("No public figure may be compared with these indicators.")

#: A table of its own for each unit: figures of two units share no scale.
UNITS = (Unit.INDEX, Unit.PERCENT, Unit.POINTS, Unit.NPS, Unit.MONEY, Unit.RATIO, Unit.DAYS, Unit.HOURS)
#: Heights in mm; the chart over the table counts on them.
HEADER, BODY, GROUP = 9.0, 6.9, 9.6
CHART = 29.0
FAR = 40.0  # percentage points between rows
MOST_ROWS = 9  # with more comparisons the refused figures have no room here; the method page names them

REFERENCE = msg("reference", context="verdict")
VERDICTS: dict[tuple[Verdict, bool], Message] = {
    (Verdict.CLEAR, True): msg("higher", context="verdict"),
    (Verdict.CLEAR, False): msg("lower", context="verdict"),
    (Verdict.SMALL, True): msg("slightly higher", context="verdict"),
    (Verdict.SMALL, False): msg("slightly lower", context="verdict"),
    (Verdict.UNCLEAR, True): msg("not certain", context="verdict"),
    (Verdict.UNCLEAR, False): msg("not certain", context="verdict"),
    (Verdict.EQUAL, True): msg("the same", context="verdict"),
    (Verdict.EQUAL, False): msg("the same", context="verdict"),
    (Verdict.UNTESTED, True): msg("not tested", context="verdict"),
    (Verdict.UNTESTED, False): msg("not tested", context="verdict"),
}


def build(material: Material, number: int) -> Page | LeftOutPage:
    """Return the comparison in the triad's order, or leave the page out where nothing may be compared."""
    found = [
        one
        for reading in readings(material)
        if reading.indicator.leg in LEGS
        and reading.indicator.unit in UNITS
        and (one := benchmark_of(material, reading.indicator.id))
    ]
    if not found:
        asked = [one for one in material.comparisons if one.against == "benchmark" and shown(one.reading)]
        reason = next((one.reason for one in asked if one.reason), MISSING)
        return LeftOutPage(name=NAME, topic=TOPIC, reason=reason)
    sources = _sources(found)
    tables = {f"table_{unit}": _table(material, unit, found, sources) for unit in UNITS}
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            **tables,
            "key": _key(found),
            "sources": _source_notes(sources, found),
            "refused": _refused(material, found) if len(found) <= MOST_ROWS else None,
        },
        msg("{client} beside the figures that may be compared", client=material.short),
    )


def _key(found: list[Comparison]) -> Text:
    """Return what dots and marks mean."""
    shares = [one for one in found if one.reading.indicator.unit is Unit.PERCENT]
    gaps = (msg("The scale of the per cents counts percentage points from the benchmark."),)
    return Text(
        paragraphs=(
            msg(
                "Chart: filled dot own value, ring previous, grey dot benchmark, diamond best in the study. "
                "± is half the 95 % interval. {marks}. {rounding}",
                marks=MARKS,
                rounding=UNROUNDED,
            ),
            *(gaps if shares and _far_apart(shares, Unit.PERCENT) else ()),
        )
    )


def _sources(found: list[Comparison]) -> list[Benchmark]:
    """Return the outside studies in the order in which the tables name them, each once."""
    ordered: list[Benchmark] = []
    for one in sorted(found, key=_place):
        known = {(each.publisher, each.study, each.year) for each in ordered}
        if one.benchmark and (one.benchmark.publisher, one.benchmark.study, one.benchmark.year) not in known:
            ordered.append(one.benchmark)
    return ordered


def _place(one: Comparison) -> tuple[int, int]:
    return UNITS.index(one.reading.indicator.unit), LEGS.index(one.reading.indicator.leg)


def _source_number(one: Comparison, sources: list[Benchmark]) -> str:
    for place, each in enumerate(sources, 1):
        if one.benchmark and (each.publisher, each.study, each.year) == (
            one.benchmark.publisher,
            one.benchmark.study,
            one.benchmark.year,
        ):
            return str(place)
    return ""


def _table(material: Material, unit: Unit, found: list[Comparison], sources: list[Benchmark]) -> Table | None:
    """Return the comparisons of one unit, grouped by leg where there are several."""
    mine = [one for one in found if one.reading.indicator.unit is unit and one.reading.indicator.leg in LEGS]
    if not mine:
        return None
    legs = [leg for leg in LEGS if any(one.reading.indicator.leg is leg for one in mine)]
    rows: list[Row] = []
    marks: list[dumbbell.Row] = []
    for leg in legs:
        if unit is Unit.INDEX and len(legs) > 1:
            rows.append(Row(cells=(LEG_NAMES[leg], *(None,) * 9), kind="group"))
            marks.append(dumbbell.Row(height=GROUP, kind="group"))
        for one in mine:
            if one.reading.indicator.leg is leg:
                rows.append(_row(material, one, sources))
                marks.append(_marks(material, one))
    return Table(
        columns=_columns(material, _head(mine, unit)),
        rows=tuple(rows),
        overlay=Figure(
            data=dumbbell.Data(rows=tuple(marks), header=HEADER, unit=unit, from_benchmark=_far_apart(mine, unit)),
            width=CHART,
            height=HEADER + sum(one.height for one in marks),
            alt=msg("Own value and benchmark as dots on one scale; the numbers stand in the table"),
        ),
        overlay_column=4,
    )


def _far_apart(mine: list[Comparison], unit: Unit) -> bool:
    """Tell whether shares lie so far apart that on one scale each row's dots would fall together."""
    levels = [one.benchmark.value for one in mine if one.benchmark]
    return unit is Unit.PERCENT and max(levels) - min(levels) > FAR


def _head(mine: list[Comparison], unit: Unit) -> Message:
    """Return what all rows of a table count, or the unit where each counts another thing."""
    names = {unit_name(one.reading.indicator) for one in mine}
    return names.pop() if len(names) == 1 else UNIT_NAMES[unit]


def _columns(material: Material, head: Message) -> tuple[Column, ...]:
    return (
        Column(head=head, width=41, align="left"),
        Column(head=now(material, brief=True), width=11, tone="strong"),
        Column(head=msg("±", context="margin of error"), width=9, tone="quiet"),
        Column(head=before(material, brief=True), width=11),
        Column(head=None, width=CHART + 1),
        Column(head=BENCHMARK_HEAD, width=18),
        Column(head=msg("Gap"), width=14),
        Column(head=msg("±", context="margin of error"), width=8, tone="quiet"),
        Column(head=msg("Verdict"), width=19, align="left"),
        Column(head=msg("Source", context="column head"), width=9, tone="quiet"),
    )


def _row(material: Material, one: Comparison, sources: list[Benchmark]) -> Row:
    reading = one.reading
    earlier = previous_reading(material, reading.indicator.id)
    level = one.benchmark.value if one.benchmark else None
    cells: tuple[Cell, ...] = (
        label_of(reading),
        quantity(reading, material.currency, bare=True),
        margin(reading),
        earlier_cell(reading, earlier, material.currency, bare=True),
        None,
        quantity(reading, material.currency, bare=True, value=level),
        one,
        _gap_margin(one),
        REFERENCE if one.reference_only else VERDICTS[one.verdict, (one.gap or 0) > 0],
        _source_number(one, sources),
    )
    return Row(cells=cells)


def _gap_margin(one: Comparison) -> Quantity | None:
    if one.low is None or one.high is None:
        return None
    shape = quantity(one.reading, "", bare=True, value=(one.high - one.low) / 2)
    if shape.unit is Unit.PERCENT:  # as exact as the gap beside it, which it would seem to contradict
        shape = replace(shape, unit=Unit.POINTS, decimals=1)
    return replace(shape, margin=True, signed=False)


def _marks(material: Material, one: Comparison) -> dumbbell.Row:
    """Return a comparison as dots; only a certain difference gets the coloured bar."""
    earlier = drawn_before(material, one.reading.indicator.id)
    return dumbbell.Row(
        height=BODY,
        value=one.reading.value,
        benchmark=one.benchmark.value if one.benchmark else None,
        best=one.benchmark.best if one.benchmark else None,
        previous=earlier.value if earlier else None,
        certain=one.verdict is Verdict.CLEAR and not one.reference_only,
        good=one.good,
    )


def _source_notes(sources: list[Benchmark], found: list[Comparison]) -> tuple[Text, ...]:
    """Return the studies as numbered notes."""
    return tuple(
        Text(number=place, paragraphs=(source_words(one, _bases(one, found)),)) for place, one in enumerate(sources, 1)
    )


def _bases(source: Benchmark, found: list[Comparison]) -> tuple[int, ...]:
    """Return the bases of the figures that a study lends to the tables."""
    known = (source.publisher, source.study, source.year)
    figures = [one.benchmark for one in found if one.benchmark]
    return tuple(one.n for one in figures if one.n and (one.publisher, one.study, one.year) == known)


def _refused(material: Material, found: list[Comparison]) -> Table | None:
    """Return outside figures that were not drawn as a comparison, gathered by reason."""
    gathered: dict[Message, list[Comparison]] = {}
    for one in material.comparisons:
        if one.against == "benchmark" and one.benchmark and one.reason and one not in found and shown(one.reading):
            gathered.setdefault(one.reason, []).append(one)
    if not gathered:
        return None
    return Table(
        columns=(
            Column(head=msg("Why it is not compared"), width=52, align="left"),
            Column(head=msg("Public figures"), width=118, align="left", tone="quiet"),
        ),
        rows=tuple(Row(cells=(reason, refused_words(refused))) for reason, refused in gathered.items()),
        title=msg("Public figures that must not be compared with yours"),
    )
