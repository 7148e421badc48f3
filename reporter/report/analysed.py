"""The table "Models and their checks", and the analyses that were not computed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from reporter.model import Column, Leg, Message, NotComputed, Row, Table, msg
from reporter.report import models
from reporter.report.told import row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reporter.model import Analysis
    from reporter.report.material import Material

    Rows = Callable[[Analysis, Material], tuple[Row, ...]]

#: Analyses stand in the order of the triad, the index first.
_LEGS = (Leg.TRIAD, Leg.SATISFACTION, Leg.VALUE, Leg.LOYALTY, Leg.ECONOMY, Leg.BASIS)


@cache
def row_makers() -> Mapping[str, Rows]:
    """Return what makes the rows of an analysis, by its id: every module in ``reporter.report.models``."""
    return {
        entry.name: cast("Rows", import_module(f"{models.__name__}.{entry.name}").rows)
        for entry in iter_modules(models.__path__)
    }


def models_table(material: Material) -> Table | None:
    """Return one group of rows an analysis: what it found with interval and base, its method and its checks."""
    done = [(name, one) for name, one in _ordered(material) if not isinstance(one, NotComputed)]
    if not done:
        return None
    rows: list[Row] = []
    for name, one in done:
        told = material.analyses.get(name)
        rows.append(Row(cells=(name_of(material, name), None, None, None, told.source if told else None), kind="group"))
        rows += row_makers().get(name, _plain)(one, material)
    return Table(
        columns=(
            Column(head=msg("Analysis and figure"), width=45, align="left"),
            Column(head=msg("Value", context="column head"), width=18, tone="strong"),
            Column(head=msg("95 % interval"), width=24),
            Column(head=msg("Base", context="column head"), width=11),
            Column(head=msg("Source, method and check"), width=72, align="left", tone="quiet"),
        ),
        rows=tuple(rows),
        title=msg("Models and their checks"),
        subtitle=msg(
            "The base is customers unless something else is said. How each is made stands in the definitions."
        ),
    )


def refused(material: Material) -> tuple[tuple[Message, Message], ...]:
    """Return the analyses that the data do not bear: name and reason."""
    return tuple(
        (name_of(material, name), one.reason) for name, one in _ordered(material) if isinstance(one, NotComputed)
    )


def name_of(material: Material, name: str) -> Message:
    """Return an analysis' name; its id where nobody named it."""
    told = material.analyses.get(name)
    return told.name if told else msg("{analysis}", analysis=name)


def _ordered(material: Material) -> list[tuple[str, Analysis]]:
    """Return the analyses in the order of the triad."""

    def place(name: str) -> tuple[int, str]:
        told = material.analyses.get(name)
        return (_LEGS.index(told.leg) if told else len(_LEGS), name)

    found = material.measurements.analyses
    return [(name, found[name]) for name in sorted(found, key=place)]


def _plain(value: Analysis, _material: Material) -> tuple[Row, ...]:
    """Return the row of an analysis that has no module of its own: that it was made, and on how many customers."""
    n = getattr(value, "customers", None)
    return (row(msg("Computed; its figures are not told here"), n=n if isinstance(n, int) else None),)
