"""The definition of every figure that was printed, and of every analysis that was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Column, Leg, NotComputed, Row, Table, msg
from reporter.report.lookup import readings, shown
from reporter.report.words import INDICATOR, LEG_NAMES, LEGS, label_of

if TYPE_CHECKING:
    from reporter.model import Message
    from reporter.report.material import Material

#: Counted, but printed on no page.
UNPRINTED = frozenset({"order_lines"})


def definitions_table(material: Material) -> Table | None:
    """Return the definition of every indicator that was printed by leg, then of every analysis that was made."""
    rows: list[Row] = []
    for leg in (Leg.TRIAD, *LEGS):
        rows += _group(LEG_NAMES[leg], _indicator_texts(material, leg))
    rows += _group(msg("Analyses"), _analysis_texts(material))
    if not rows:
        return None
    return Table(
        columns=(
            Column(head=INDICATOR, width=44, align="left", tone="strong"),
            Column(head=msg("Definition, formula and source"), width=126, align="left"),
        ),
        rows=tuple(rows),
        title=msg("Definitions and formulas"),
    )


def _group(head: Message, texts: list[tuple[Message, Message]]) -> list[Row]:
    """Return definitions under a heading, or nothing where there is none."""
    return [Row(cells=(head, None), kind="group"), *(Row(cells=pair) for pair in texts)] if texts else []


def _indicator_texts(material: Material, leg: Leg) -> list[tuple[Message, Message]]:
    """Return name and definition of a leg's indicators that were printed."""
    texts = material.definitions
    return [
        (label_of(one), texts[one.indicator.id])
        for one in readings(material)
        if one.indicator.leg is leg
        if shown(one) and one.indicator.id in texts and one.indicator.id not in UNPRINTED
    ]


def _analysis_texts(material: Material) -> list[tuple[Message, Message]]:
    """Return name and definition of the analyses that were made."""
    made = material.measurements.analyses
    return [
        (told.name, told.formula)
        for name, told in material.analyses.items()
        if name in made and not isinstance(made[name], NotComputed)
    ]
