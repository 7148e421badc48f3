"""All numbers in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Column, LeftOutPage, Row, Table, msg
from reporter.report.columns import without_empty_columns
from reporter.report.figures import spark
from reporter.report.frame import page
from reporter.report.lookup import (
    TOO_FEW,
    base,
    benchmark_of,
    change_of,
    count_cell,
    earlier_cell,
    interval_text,
    previous_reading,
    quantity,
    readings,
    shown,
)
from reporter.report.words import (
    BENCHMARK_HEAD,
    CHANGE,
    INDICATOR,
    LEG_NAMES,
    LEGS,
    MARKS,
    UNROUNDED,
    before,
    label_of,
    now,
)

if TYPE_CHECKING:
    from reporter.model import Cell, Leg, Message, Page, Reading
    from reporter.report.material import Material

NAME = "key_figures"
ORDER = 2
TOPIC = msg("Key figures")
NEEDS: tuple[str, ...] = ()
MISSING = msg("No indicator could be computed from the exports.")

#: Told elsewhere: the complement of retention, a second form of satisfaction, the raw lines of orders.
ELSEWHERE = frozenset({"churn", "csat_idx", "order_lines", "reactivated"})


#: With no more rows than this the table stands on the summary, where it fills the page.
FEW_ROWS = 12
ON_SUMMARY = msg("All key figures stand on the summary page.")


def build(material: Material, number: int) -> Page | LeftOutPage:
    """Return every printable reading in the order of the triad; those without data are on the method page."""
    if few(material):
        return LeftOutPage(name=NAME, topic=TOPIC, reason=ON_SUMMARY)
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {"table": table(material)},
        msg("All key figures in one table"),
    )


def few(material: Material) -> bool:
    """Tell whether the table is short enough for the summary."""
    rows = [row for leg in LEGS for row in _group(material, leg) if row.kind == "body"]
    return 0 < len(rows) <= FEW_ROWS


def table(material: Material) -> Table:
    """Return the table of key figures; a column in which nothing stands is left out."""
    rows = [row for leg in LEGS for row in _group(material, leg)]
    short = few(material)
    if short:  # it stands on the summary, which explains the marks
        rows = [row for row in rows if row.kind == "body"]
    return without_empty_columns(
        Table(
            columns=(
                Column(head=INDICATOR, width=44, align="left"),
                Column(head=now(material), width=19, tone="strong"),
                Column(head=msg("95 % interval"), width=25, tone="quiet"),
                Column(head=msg("Base", context="column head"), width=10.5, tone="quiet"),
                Column(head=msg("Trend", context="column head"), width=13.5),
                Column(head=before(material), width=19.5),
                Column(head=CHANGE, width=21.5),
                Column(head=BENCHMARK_HEAD, width=17),
            ),
            rows=tuple(rows),
            source=None if short else _key(material),
        )
    )


def _key(material: Material) -> Message:
    """Return what the marks mean and, where differences stand, that they are not those of the rounded figures."""
    if material.previous is None:
        return MARKS
    return msg("{marks}. {rounding}", marks=MARKS, rounding=UNROUNDED)


def _group(material: Material, leg: Leg) -> list[Row]:
    """Return the rows of one leg under its name, or nothing where the leg has no reading at all."""
    printed = [
        one
        for one in readings(material)
        if one.indicator.leg is leg and one.indicator.id not in ELSEWHERE and one.value is not None
    ]
    if not printed:
        return []
    head: tuple[Cell, ...] = (LEG_NAMES[leg], *(None,) * 7)
    return [Row(cells=head, kind="group"), *(_row(material, one) for one in printed)]


def _row(material: Material, reading: Reading) -> Row:
    """Return one reading as a row; a base under 30 says so instead of a number."""
    indicator = reading.indicator.id
    if not shown(reading):
        return Row(cells=(label_of(reading), TOO_FEW, None, _count(reading), None, None, None, None))
    earlier, outside = previous_reading(material, indicator), benchmark_of(material, indicator)
    level = outside.benchmark.value if outside and outside.benchmark else None
    return Row(
        cells=(
            label_of(reading),
            quantity(reading, material.currency),
            interval_text(reading, material.currency),
            _count(reading) if reading.low is not None else None,
            spark(material, indicator, width=11.5, height=4),
            earlier_cell(reading, earlier, material.currency),
            change_of(material, indicator),
            quantity(reading, material.currency, value=level) if level is not None else None,
        )
    )


def _count(reading: Reading) -> Cell:
    """Return the base as a number; a group under 5 is not told."""
    return count_cell(base(reading))
