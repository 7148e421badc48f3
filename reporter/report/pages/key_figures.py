"""All numbers in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reporter.model import Column, LeftOutPage, Row, Table, msg
from reporter.report.columns import without_empty_columns
from reporter.report.course import spark
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
    shown_reading,
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
    named,
    now,
)

if TYPE_CHECKING:
    from reporter.model import Cell, Leg, Message, Page, Period, Reading
    from reporter.report.material import Material

NAME = "key_figures"
ORDER = 2
TOPIC = msg("Key figures")
NEEDS: tuple[str, ...] = ()
MISSING = msg("No indicator could be computed from the exports.")

#: Told on the method page, with interval and base, and not here.
ELSEWHERE = frozenset(
    {
        # mirror images and second forms of a row: retention's, satisfaction's, the ease's, the complaints', NPS'
        *("churn", "csat_idx", "ces_share", "complaints_per_1000", "recommend_idx", "grr"),
        # differences between rows, and what models add to one
        *("sat_gap", "expectation_gap", "clv_model", "km_median"),
        # single marks of the loyalty profile
        *("buy_more", "decline_offer", "feedback", "emotion", "revenue_rose"),
        # details of handling; leaving the newsletter is not leaving
        *("repeat_contacts", "return_rate", "unsub_rate"),
        # steps of the bridge from the customers at the start to those at the end, and raw rows
        *("reactivated", "order_lines"),
    }
)
#: Rows that stand only where their better known form is missing.
STANDS_IN = {"ces_effort": "ces", "multi_order_rate": "repeat_rate"}

#: mm of the columns; two changes leave the names less room, and millions of a foreign currency need it.
WIDTHS: tuple[float, ...] = (44, 19, 25, 10.5, 13.5, 19.5, 21.5, 17)
WITH_LAST_YEAR: tuple[float, ...] = (41, 20.5, 26, 10, 12.5, 21.5, 21.5, 17)
TONES: dict[int, Literal["strong", "quiet"]] = {1: "strong", 2: "quiet", 3: "quiet"}
INTERVAL, BASE, TREND = msg("95 % interval"), msg("Base", context="column head"), msg("Trend", context="column head")

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
            columns=_columns(material),
            rows=tuple(rows),
            source=None if short else _key(material),
        )
    )


def _columns(material: Material) -> tuple[Column, ...]:
    """Return the columns; a period shorter than a year has the same one last year in place of the earlier value."""
    last_year, form = material.measurements.last_year, WITH_LAST_YEAR
    if last_year is None:
        form, earlier = WIDTHS, (before(material), CHANGE)
    else:
        earlier = (_since(material.previous), _since(last_year.period))
    heads = (INDICATOR, now(material), INTERVAL, BASE, TREND, *earlier, BENCHMARK_HEAD)
    return tuple(
        Column(head=head, width=width, align="right" if place else "left", tone=TONES.get(place, "plain"))
        for place, (head, width) in enumerate(zip(heads, form, strict=True))
    )


def _since(period: Period | None) -> Message:
    """Return the head of a column of changes; a period without a name does not fit it."""
    if period is None or not named(period):
        return CHANGE
    return msg("Change from {period}", context="column head", period=period)


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
        if one.indicator.leg is leg and one.value is not None and _has_row(material, one.indicator.id)
    ]
    if not printed:
        return []
    head: tuple[Cell, ...] = (LEG_NAMES[leg], *(None,) * 7)
    return [Row(cells=head, kind="group"), *(_row(material, one) for one in printed)]


def _has_row(material: Material, indicator: str) -> bool:
    """Tell whether an indicator stands among the key figures."""
    better_known = STANDS_IN.get(indicator)
    return indicator not in ELSEWHERE and not (better_known and shown_reading(material, better_known))


def _row(material: Material, reading: Reading) -> Row:
    """Return one reading as a row; a base under 30 says so instead of a number."""
    indicator = reading.indicator.id
    if not shown(reading):
        return Row(cells=(label_of(reading), TOO_FEW, None, _count(reading), None, None, None, None))
    outside = benchmark_of(material, indicator)
    level = outside.benchmark.value if outside and outside.benchmark else None
    return Row(
        cells=(
            label_of(reading),
            quantity(reading, material.currency),
            interval_text(reading, material.currency),
            _count(reading) if reading.low is not None else None,
            spark(material, indicator, width=11.5, height=4),
            *_earlier(material, reading),
            quantity(reading, material.currency, value=level) if level is not None else None,
        )
    )


def _earlier(material: Material, reading: Reading) -> tuple[Cell, Cell]:
    """Return the earlier value and the change; with the same period last year, both changes."""
    indicator = reading.indicator.id
    if material.measurements.last_year is not None:
        return change_of(material, indicator), change_of(material, indicator, "last_year")
    earlier = previous_reading(material, indicator)
    return earlier_cell(reading, earlier, material.currency), change_of(material, indicator)


def _count(reading: Reading) -> Cell:
    """Return the base as a number; a group under 5 is not told."""
    return count_cell(base(reading))
