"""Read a comparison set: a TOML file with ``[set]`` for what its figures share and one ``[[figure]]`` each.

A figure states whose it is (publisher, study, year), how good (grade), how large (n, or "unknown")
and what it measures; whatever it does not state itself it takes from ``[set]``. What is wrong with
a set is found when it is loaded, never when a report is half done.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.benchmarks.units import RANGES, UNITS
from reporter.errors import UsageError
from reporter.model import Benchmark, Grade, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The folder of the sets that ship with the program.
BUILT_IN = Path(__file__).parent / "sets"

SCHEMA = 1
_TEXTS = (
    *("publisher", "study", "instrument", "scale", "kind", "contract", "market", "industry", "country"),
    *("retrieved", "url", "license", "note"),
)
_SHARED = (*_TEXTS, "year", "measured", "grade", "months")
_OWN = ("indicator", "value", "unit", "n", "se", "best", "label")
_REQUIRED = ("indicator", "value", "unit", "publisher", "study", "year", "grade", "n")
_WORDS = {
    "kind": ("relationship", "transaction"),
    "contract": ("contract", "activity"),
    "market": ("b2b", "b2c", "all"),
    "grade": tuple(Grade),
    "unit": tuple(Unit),
}
UNKNOWN_N = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFile:
    """A comparison set on disk; ``slug`` is the name that settings call it by."""

    slug: str
    path: Path


def list_sets(*folders: Path) -> tuple[SetFile, ...]:
    """Return the sets of these folders by slug; the first folder that has a slug wins."""
    found: dict[str, SetFile] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, SetFile(slug=path.stem, path=path))
    return tuple(found[slug] for slug in sorted(found))


def load_set(path: Path) -> tuple[Benchmark, ...]:
    """Read and check one set, in the order of the file.

    Raises:
        UsageError: B202 not readable as a set; B203 unknown key; B204 something required is missing;
            B205 no such indicator; B206 the unit or value is impossible; B207 a value of the wrong kind.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UsageError("B202", f"not readable as TOML ({fault})", help="correct the file", file=str(path)) from None
    place = str(path)
    _known(place, "the file", content, ("schema", "set", "figure"))
    shared, figures = content.get("set", {}), content.get("figure", [])
    if content.get("schema", SCHEMA) != SCHEMA:
        raise UsageError("B202", f"schema must be {SCHEMA}", help=f"write schema = {SCHEMA}", file=place)
    if not isinstance(shared, dict) or not isinstance(figures, list) or not figures:
        raise UsageError("B202", "no figures", help="write [set] once and [[figure]] for each figure", file=place)
    _known(place, "[set]", shared, ("name", *_SHARED))
    common = {key: value for key, value in shared.items() if key != "name"}
    return tuple(_figure(place, number, common, figure) for number, figure in enumerate(figures, start=1))


def _figure(place: str, number: int, common: Mapping[str, Any], own: Mapping[str, Any]) -> Benchmark:
    """Build one figure from what it states and what its set states."""
    where = f"figure {number}"
    _known(place, where, own, (*_OWN, *_SHARED))
    table = {**common, **own}
    for key in _REQUIRED:
        if table.get(key) in {None, ""}:
            hint = 'write how many answered, or n = "unknown"' if key == "n" else f"write {key} = … in it or in [set]"
            raise UsageError("B204", f'{where}: "{key}" is missing', help=hint, file=place)
    for key in (*_TEXTS, "label"):
        if not isinstance(table.get(key, ""), str):
            raise UsageError("B207", f'{where}: "{key}" must be a text', help="put it in quotation marks", file=place)
    for key, words in _WORDS.items():
        if table.get(key) and table[key] not in words:
            known = ", ".join(words)
            raise UsageError("B207", f'{where}: {key} = "{table[key]}" is unknown', help=f"write {known}", file=place)
    unit = _unit(place, where, table)
    year = _whole(place, where, table, "year")
    n = None if table["n"] == UNKNOWN_N else _whole(place, where, table, "n")
    return Benchmark(
        indicator=table["indicator"],
        value=_within(place, where, table, "value", unit),
        unit=unit,
        year=year,
        measured=_measured(place, where, table, year),
        grade=Grade(table["grade"]),
        months=_whole(place, where, table, "months") if "months" in table else None,
        n=n,
        se=_positive(place, where, table, "se"),
        best=_within(place, where, table, "best", unit) if "best" in table else None,
        label=table.get("label", ""),
        **{key: table.get(key, "") for key in _TEXTS},
    )


def _known(place: str, where: str, table: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse keys that nobody reads, naming the nearest known one."""
    allowed = tuple(names)
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(allowed)}"
            raise UsageError("B203", f'{where}: unknown key "{key}"', help=hint, file=place)


def _unit(place: str, where: str, table: Mapping[str, Any]) -> Unit:
    """Return the figure's unit, which must be the indicator's."""
    name = str(table["indicator"])
    if name not in UNITS:
        near = get_close_matches(name, UNITS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(UNITS)}"
        raise UsageError("B205", f"{where}: there is no indicator '{name}' to compare", help=hint, file=place)
    if table["unit"] != UNITS[name]:
        raise UsageError(
            "B206",
            f"{where}: {name} is measured in {UNITS[name]}, not in {table['unit']}",
            help="an index is no percentage: look up what the source measures, or leave the figure out",
            file=place,
        )
    return UNITS[name]


def _number(place: str, where: str, table: Mapping[str, Any], key: str) -> float:
    """Return a number."""
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError("B207", f'{where}: "{key}" must be a number', help="write it without quotes", file=place)
    return float(value)


def _whole(place: str, where: str, table: Mapping[str, Any], key: str) -> int:
    """Return a whole number from 1."""
    value = _number(place, where, table, key)
    if value < 1 or value != int(value):
        raise UsageError("B207", f'{where}: "{key}" must be a whole number from 1', help="correct it", file=place)
    return int(value)


def _positive(place: str, where: str, table: Mapping[str, Any], key: str) -> float | None:
    """Return a number above 0, or None where it is not given."""
    if key not in table:
        return None
    value = _number(place, where, table, key)
    if not 0 < value < float("inf"):
        raise UsageError("B207", f'{where}: "{key}" must be above 0', help="leave it out if unknown", file=place)
    return value


def _within(place: str, where: str, table: Mapping[str, Any], key: str, unit: Unit) -> float:
    """Return a number that its unit can take."""
    value, (low, high) = _number(place, where, table, key), RANGES[unit]
    if not low <= value <= high:
        raise UsageError(
            "B206", f'{where}: "{key}" = {value:g} is no {unit}', help=f"write {low:g} to {high:g}", file=place
        )
    return value


def _measured(place: str, where: str, table: Mapping[str, Any], year: int) -> date:
    """Return the last day of the field work; where only the year is known, its middle."""
    value = table.get("measured", date(year, 6, 30))
    if type(value) is not date:
        raise UsageError("B207", f'{where}: "measured" must be a day', help="write it as 2025-09-30", file=place)
    return value
