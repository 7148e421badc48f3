"""Measurements as lines: a line a reading, in the order of the triad, then a line an analysis."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from numbers import Real
from typing import TYPE_CHECKING, Any

from reporter.cli.console import english, thousands
from reporter.cli.figures_json import in_order
from reporter.model import Message, NotComputed, Period, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Analysis, Comparison, Reading
    from reporter.pipeline import Measured

#: From here on a number is written whole, with its thousands apart.
_LARGE = 1000
_SIGNS = {Unit.PERCENT: " %", Unit.POINTS: " pp", Unit.DAYS: " days", Unit.HOURS: " h"}
_AGAINST = {"previous": "previous", "last_year": "last year"}


def figure_lines(found: Measured) -> list[str]:
    """Return what was measured: periods, readings with their changes, analyses."""
    told = found.measurements
    readings = [told.current.readings[name] for name in in_order(told.current.readings)]
    changes: dict[str, list[Comparison]] = {}
    for one in found.comparisons:
        if one.against in _AGAINST:
            changes.setdefault(one.reading.indicator.id, []).append(one)
    lines = [f"period {found.period}", *_others(found)]
    lines += ["", "readings, with 95 % interval"]
    lines += _columns([_cells(one, found.currency, changes.get(one.indicator.id, [])) for one in readings])
    if told.analyses:
        lines += ["", "analyses"]
        lines += _columns([(name, _analysis(told.analyses[name])) for name in in_order(told.analyses)])
    return lines


def _others(found: Measured) -> list[str]:
    """Return the periods that the report's own is compared with, and those of the series."""
    told = found.measurements
    lines = [
        f"{_AGAINST[name]} {snapshot.period}"
        for name, snapshot in (("previous", told.previous), ("last_year", told.last_year))
        if snapshot
    ]
    for name, series in told.steps.items():
        points = next(iter(series.values()))
        lines.append(f"by {name} {points[0].period} to {points[-1].period}, {len(points)} points")
    return lines


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows under one another; the last cell of a row is as long as it is."""
    width: dict[int, int] = {}
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            width[place] = max(width.get(place, 0), len(cell))
    return ["  ".join([*(f"{cell:<{width[at]}}" for at, cell in enumerate(row[:-1])), row[-1]]) for row in rows]


def _cells(one: Reading, currency: str, changes: list[Comparison]) -> tuple[str, ...]:
    """Return the cells of a reading's line: id, value, bases, method, and what there is to say of it."""
    name = one.indicator.id
    if one.value is None:
        return name, f"not computed: {english(one.reason)}"
    sign = f" {currency}".rstrip() if one.indicator.unit is Unit.MONEY else _SIGNS.get(one.indicator.unit, "")
    notes = [", ".join(one.flags)] if one.flags else []
    notes += [_change(change) for change in changes]
    return (
        name,
        f"{number(one.value)}{sign}{_interval(one.low, one.high)}",
        f"{thousands(one.n_customers)} customers",
        f"{thousands(one.n_observations)} observations",
        one.method,
        "; ".join(notes),
    )


def _change(one: Comparison) -> str:
    """Return a change against an earlier period with its verdict, or why it was not tested."""
    told = _AGAINST[one.against]
    if one.gap is not None:
        told += f" {number(one.gap, signed=True)}{_interval(one.low, one.high, signed=True)}"
    return f"{told}: {one.verdict}" + (f" ({english(one.reason).rstrip('.')})" if one.reason else "")


def _analysis(one: Analysis) -> str:
    """Return an analysis in short: its numbers, and how many there are of what it lists; or why there is none."""
    if isinstance(one, NotComputed):
        return f"not computed: {english(one.reason)}"
    return ", ".join(_parts(one)) or "computed"


def _parts(one: Any) -> list[str]:  # noqa: ANN401 - a frozen value
    """Return the fields of a value that a line can hold, each with its name; messages are for the report."""
    told = []
    for field in fields(one):
        value, name = getattr(one, field.name), field.name.replace("_", " ")
        if isinstance(value, str | Period | date | Real):
            told.append(f"{name} {number(value) if isinstance(value, float) else value}")
        elif isinstance(value, tuple) or hasattr(value, "items"):
            told.append(f"{name} {_listed(value)}")
        elif is_dataclass(value) and not isinstance(value, Message) and hasattr(value, "low"):
            told += _estimate(name, value)
    return [part for part in told if not part.endswith(" ")]


def _listed(value: tuple[Any, ...] | Mapping[str, Any]) -> str:
    """Return codes as they are, of anything longer how many there are."""
    codes = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
    return " ".join(value) if codes else f"({len(value)})"


def _estimate(name: str, value: Any) -> list[str]:  # noqa: ANN401 - a share, an estimate, a median
    """Return a value with its interval; nothing where it is not told."""
    return [] if value.value is None else [f"{name} {number(value.value)}{_interval(value.low, value.high)}"]


def _interval(low: float | None, high: float | None, *, signed: bool = False) -> str:
    """Return an interval after its value."""
    if low is None or high is None:
        return ""
    return f" ({number(low, signed=signed)} to {number(high, signed=signed)})"


def number(value: float, *, signed: bool = False) -> str:
    """Return a number in four figures, from a thousand on whole; the JSON has them all."""
    whole = abs(value) >= _LARGE
    text = thousands(round(value)) if whole else f"{value:.4g}"
    return f"+{text}" if signed and value > 0 else text
