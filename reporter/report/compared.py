"""Which comparisons were made, how many of them are certain, and how many tests they were certain among."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from reporter.model import Column, Leg, Quantity, Row, Table, Unit, Verdict, msg
from reporter.report.lookup import shown
from reporter.report.words import in_a_row, label_of

if TYPE_CHECKING:
    from reporter.model import Comparison, Message, Period
    from reporter.report.material import Material

#: What Holm's correction holds for (specification of indicators, 1.6).
FAMILY: Final = frozenset({"triad_satisfaction", "triad_value", "triad_loyalty", "triad"})
#: Of tests of figures that have not changed, the share that still looks certain.
BY_CHANCE: Final = 0.05


def comparisons_table(material: Material) -> Table | None:
    """Return one row a family of tests: how many were made, how many are certain, how chance was held in check."""
    rows = [
        *_changes(material, "previous", material.previous),
        *_changes(material, "last_year", _last_year(material)),
        *_segments(material),
        *_outside(material),
    ]
    if not rows:
        return None
    return Table(
        columns=(
            Column(head=msg("Comparison", context="column head"), width=66, align="left"),
            Column(head=msg("Tested", context="column head"), width=15),
            Column(head=msg("Certain", context="column head"), width=19, tone="strong"),
            Column(head=msg("Not tested", context="column head"), width=17),
            Column(head=msg("Correction for many tests"), width=53, align="left", tone="quiet"),
        ),
        rows=tuple(rows),
        title=msg("The comparisons that were made, and how many are certain"),
        subtitle=msg("At the 95 % level. What was not tested is shown with a dash, and the reason stands below."),
    )


def untested_table(material: Material) -> Table | None:
    """Return the comparisons with an earlier period that were not tested, gathered by reason."""
    gathered: dict[Message, list[Message]] = {}
    for one in _compared(material, "previous") + _compared(material, "last_year"):
        if one.reason is not None and not _is_tested(one):
            gathered.setdefault(one.reason, []).append(label_of(one.reading))
    if not gathered:
        return None
    return Table(
        columns=(
            Column(head=msg("Why it was not tested"), width=74, align="left"),
            Column(head=msg("Indicators"), width=96, align="left", tone="quiet"),
        ),
        rows=tuple(Row(cells=(reason, in_a_row(names))) for reason, names in gathered.items()),
        title=msg("Changes that were not tested"),
        subtitle=msg("Nothing is compared, drawn or said across a change of scale or definition."),
    )


def _last_year(material: Material) -> Period | None:
    found = material.measurements.last_year
    return found.period if found else None


def _compared(material: Material, against: Literal["previous", "last_year", "benchmark"]) -> list[Comparison]:
    """Return the comparisons of figures that are printed; a full count needs no test."""
    return [
        one
        for one in material.comparisons
        if one.against == against
        and shown(one.reading)
        and one.reading.indicator.leg is not Leg.BASIS
        and one.reading.indicator.unit is not Unit.COUNT
    ]


def _is_tested(one: Comparison) -> bool:
    return one.gap is not None and one.verdict is not Verdict.UNTESTED


def _is_certain(one: Comparison) -> bool:
    return one.verdict in {Verdict.CLEAR, Verdict.SMALL}


def _counts(found: list[Comparison]) -> tuple[Quantity, Quantity, Quantity]:
    """Return how many were tested, are certain, and were not tested."""
    tested = sum(_is_tested(one) for one in found)
    certain = sum(_is_certain(one) for one in found)
    return _number(tested), _number(certain), _number(len(found) - tested)


def _number(count: int) -> Quantity:
    return Quantity(value=count, unit=Unit.COUNT)


def _changes(material: Material, against: Literal["previous", "last_year"], period: Period | None) -> list[Row]:
    """Return the headline family, and all other figures, against an earlier period."""
    found = _compared(material, against)
    if period is None or not found:
        return []
    family = [one for one in found if one.reading.indicator.id in FAMILY]
    others = [one for one in found if one.reading.indicator.id not in FAMILY]
    rows = []
    if family:
        name = msg("The three legs and their index, against {period}", period=period)
        tested = sum(_is_tested(one) for one in family)
        rows.append(Row(cells=(name, *_counts(family), msg("Holm (1979), over {count} tests", count=tested))))
    if others:
        name = msg("All other figures, against {period}", period=period)
        rows.append(Row(cells=(name, *_counts(others), _uncorrected(others))))
    return rows


def _uncorrected(found: list[Comparison]) -> Message:
    """Return how many would look certain by chance alone."""
    tested = sum(_is_tested(one) for one in found)
    return msg(
        "None; if nothing had changed, about {count} would look certain by chance",
        count=Quantity(value=BY_CHANCE * tested, unit=Unit.RATIO, decimals=1, bare=True),
    )


def _segments(material: Material) -> list[Row]:
    """Return the screen of the segments."""
    tested, kept = material.screened
    if not tested:
        return []
    return [
        Row(
            cells=(
                msg("Segments, each against the other customers"),
                _number(tested),
                _number(kept),
                None,
                msg("Benjamini and Hochberg (1995), 10 % false alarms"),
            )
        )
    ]


def _outside(material: Material) -> list[Row]:
    """Return the comparisons with outside figures."""
    found = _compared(material, "benchmark")
    if not any(_is_tested(one) for one in found):
        return []
    return [Row(cells=(msg("Outside figures"), *_counts(found), _uncorrected(found)))]
