"""The survey and all customers: margins with the finite population correction, for this period only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Term, Unit, msg
from reporter.report.lookup import reading_of
from reporter.report.told import row

if TYPE_CHECKING:
    from reporter.model import Margin, Population, Row
    from reporter.report.material import Material


def rows(value: Population, material: Material) -> tuple[Row, ...]:
    """Return all customers, and the margin of every survey figure as printed and corrected."""
    return (
        row(
            msg("Customers of the period"),
            n=value.population,
            note=msg("No test and no trend rests on the corrected margins."),
        ),
        *(_margin(one, material) for one in value.margins),
    )


def _margin(one: Margin, material: Material) -> Row:
    """Return a corrected margin beside the one that the report prints."""
    found = reading_of(material, one.indicator)
    unit = found.indicator.unit if found else Unit.INDEX
    form = Unit.POINTS if unit is Unit.PERCENT else unit
    corrected, printed = (
        Quantity(value=half, unit=form, decimals=1, margin=True, bare=form is not Unit.POINTS)
        for half in (one.corrected, one.plain)
    )
    return row(
        msg("{indicator}: corrected margin", indicator=Term(one.indicator, "short")),
        corrected,
        n=one.n,
        note=msg("Printed in the report: {margin}.", margin=printed),
    )
