"""From a match to SQL: each field as text and as value, and the reason why a row is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.dates import DateFormat, find_date_format, read_day
from reporter.sources.cells.numbers import NumberFormat, find_number_format, read_number
from reporter.sources.cells.sql import clean_id, damaged_id, filled, odd_id, personal_id, quoted
from reporter.sources.rows.people import person_key, without_person
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import Check
from reporter.sources.tables.staging import Types
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.shapes.base import Bound
    from reporter.sources.tables.staging import Source


#: No wider than a number that is read from text.
_MONEY = "DECIMAL(15,4)"
#: Weights are ratios of sizes of groups: four decimals would round them by a thousandth.
_DECIMALS, _USUAL = {"weight": 8}, 4
#: What a column that cannot be read holds instead.
_NOTHING = {"number": _MONEY, "date": "INTEGER"}
#: No number that names a person is shorter.
_PERSONAL = 10


@dataclass(slots=True, kw_only=True)
class Expressions:
    """The SQL of a file's values, and of what is wrong with them.

    ``values`` (by field) are picked from ``table``, ``parsed`` instead where the parser has read them;
    ``checks`` leave rows out, the first that holds names the reason. ``odd`` are conditions of a strict
    reading: where one holds, its values cannot be trusted; ``unclean`` are written columns whose texts may
    still have to be cleaned, ``constants`` texts that are the same on every row. ``formats`` say how each
    number and date is read, ``types`` what the parser may read itself, ``lost`` why a spared field cannot be read.
    """

    bound: Bound
    values: dict[str, str]
    parsed: dict[str, str]
    table: str
    relation: str
    checks: list[Check]
    guesses: list[str]
    odd: list[str]
    unclean: list[str]
    constants: dict[str, str]
    formats: dict[str, NumberFormat | DateFormat]
    types: Types
    lost: dict[str, InputError]

    def typed(self, *more: str, parsed: bool = False) -> str:
        """Return the SELECT over ``raw`` of each field as text and as value, and of ``more`` columns."""
        values = self.values | (self.parsed if parsed else {})
        return (
            f"SELECT {', '.join([*more, *values.values(), 'person'])}, "  # noqa: S608 - our own SQL
            f"coalesce(damaged, false) AS damaged_person, coalesce(footer, false) AS footer_person FROM {self.table}"
        )

    @property
    def keep(self) -> str:
        """The condition that no check holds."""
        return " AND ".join(_passes(check) for check in self.checks if not check.narrower) or "true"

    @property
    def certain(self) -> str:
        """The condition, true or false, that a row of a strict reading is kept and can be trusted."""
        # An id that is not odd cannot be damaged either.
        told = {damaged_id(f"r_{name}") for name in self.values}
        passed = [_passes(one) for one in self.checks if not one.narrower and one.condition not in told]
        clear = " AND ".join([*passed, *(f"NOT ({one})" for one in self.odd), "true"])
        return f"CASE WHEN {clear} THEN true ELSE false END"

    def set_repeated(self) -> None:
        """Leave out the rows whose key stood earlier in the file."""
        self.checks.append(Check(code="L160", condition="row NOT IN (SELECT row FROM firsts)", field=""))


def _passes(check: Check) -> str:
    """Return the condition that a check does not hold; most look for NULL, which has a cheaper word."""
    if re.fullmatch(r"\w+ IS NULL", check.condition):
        return check.condition.replace(" IS NULL", " IS NOT NULL")
    return f"NOT coalesce({check.condition}, false)"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How one field is read: the SQL of its value, what was decided, when a strict reading is in doubt.

    ``written`` names the column whose texts are still to be looked at when they are written.
    """

    value: str
    guess: str = ""
    odd: str = ""
    written: str = ""
    constant: str = ""
    format: NumberFormat | DateFormat | None = None
    lost: InputError | None = None


def expressions(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    source: Source,
    match: Match,
    *,
    bound: Bound,
    options: ReadOptions,
) -> Expressions:
    """Decide each column's format from ``relation`` and return the SQL of the whole file.

    From a ``sample`` the reading is strict: cheap SQL that says where it is in doubt.
    """
    shape = SHAPES[match.format.shape]
    read: dict[str, _Reading] = {}
    for name in match.columns:
        like = _order_of(read) if name in shape.spared else None
        try:
            found = _reading(connection, relation, source, match, name=name, bound=bound, options=options, like=like)
        except InputError as fault:
            if name not in shape.spared or relation != "raw":
                raise
            found = _Reading(value=f"CAST(NULL AS {_NOTHING[shape.fields[name]]})", lost=fault)
        if found:
            read[name] = found
    values = {
        name: f"c{at} AS r_{name}" + (f", {read[name].value} AS v_{name}" if name in read else "")
        for name, at in match.columns.items()
        if name in read or name in ITEMS  # a score is read where the whole answer is known
    }
    formats = {name: one.format for name, one in read.items() if one.format}
    table = _filled_down(match) if match.format.rules.get("group") else "raw"
    types = _types(match, formats)
    return Expressions(
        bound=bound,
        values=values,
        parsed={
            name: _parsed(name, at, shape.fields[name]) for name, at in match.columns.items() if at in types.columns
        },
        table=f"{table} LEFT JOIN ids ON ids.k = {person_key(match)}",
        relation="wide" if shape.table == "responses" else "typed",
        checks=shape.checks(bound),
        guesses=[one.guess for one in read.values() if one.guess],
        odd=[
            *(one.odd for one in read.values() if one.odd),
            *(f"coalesce({shape.spared[name]}, false)" for name in match.columns if name in shape.spared),
        ],
        unclean=[one.written for one in read.values() if one.written],
        constants={name: one.constant for name, one in read.items() if one.constant},
        formats=formats,
        types=types,
        lost={name: one.lost for name, one in read.items() if one.lost},
    )


def _order_of(read: Mapping[str, _Reading]) -> str | None:
    """Return the order of day and month that the columns read before have; None where they do not tell one."""
    dates = (one.format for one in read.values() if isinstance(one.format, DateFormat) and "parts" in one.format.forms)
    orders = {"dmy" if form.day_first else "mdy" for form in dates}
    return orders.pop() if len(orders) == 1 else None


def _reading(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    source: Source,
    match: Match,
    *,
    name: str,
    bound: Bound,
    options: ReadOptions,
    like: str | None,
) -> _Reading | None:
    """Return how a field is read, None for one that has no value of its own: who, private, a score."""
    shape, column = SHAPES[match.format.shape], f"c{match.columns[name]}"
    kind, strict = shape.fields[name], relation == "sample"
    if name in ITEMS:
        return None
    if kind in {"number", "date"}:
        header = source.layout.headers[match.columns[name]]
        return _measured(
            connection, relation, column, name, header=header, kind=kind, file=source.file, options=options, like=like
        )
    if kind == "id":
        if strict:
            return _Reading(value=column, odd=_odd_id(f"r_{name}"))
        return _Reading(value=without_person(clean_id(column), bound.key))
    if kind != "text":
        return None
    plain = shape.select(bound).get(name) == f"v_{name}"
    easy = _strict_text(connection, column, name, as_it_stands=plain) if strict else None
    return easy or _Reading(value=filled(column))


def _types(match: Match, formats: Mapping[str, NumberFormat | DateFormat]) -> Types:
    """Return the columns whose sample the parser can read: plain numbers of one decimal sign, dates as 2026-01-31.

    Not whole numbers: the parser would round a decimal that comes later.
    """
    numbers = {name: form for name, form in formats.items() if isinstance(form, NumberFormat)}
    plain = {name: form for name, form in numbers.items() if form.plain and not form.whole}
    decimal = next((form.decimal for form in plain.values()), ".")
    columns = {match.columns[name]: _MONEY for name, form in plain.items() if form.decimal == decimal}
    days = {name for name, form in formats.items() if isinstance(form, DateFormat) and form.usual and not form.timed}
    return Types(columns=columns | {match.columns[name]: "DATE" for name in days}, decimal=decimal)


def _odd_id(text: str) -> str:
    """Return the condition that an id cannot stand as it is written; an address is odd by its @."""
    return f"{odd_id(text)} OR (length({text}) >= {_PERSONAL} AND {personal_id(text)})"


def _parsed(name: str, position: int, kind: str) -> str:
    """Return the SQL of a field that the parser has typed, as text and as value."""
    column = value = f"c{position}"
    if kind == "date":
        near = f"{column} BETWEEN DATE '1900-01-01' AND DATE '2100-12-31'"
        value = f"CASE WHEN {near} THEN CAST({column} - DATE '1970-01-01' AS INTEGER) END"
    return f"CAST({column} AS VARCHAR) AS r_{name}, {value} AS v_{name}"


def agree(first: Expressions, later: Expressions) -> bool:
    """Tell whether formats that were decided from more rows read what the first ones read in the same way."""
    return all(_agrees(form, later.formats[name]) for name, form in first.formats.items())


def _agrees(form: NumberFormat | DateFormat, other: NumberFormat | DateFormat) -> bool:
    if isinstance(form, NumberFormat):
        return form.whole or (isinstance(other, NumberFormat) and form.decimal == other.decimal)
    return "parts" not in form.forms or (isinstance(other, DateFormat) and form.day_first == other.day_first)


def _measured(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    name: str,
    *,
    kind: str,
    header: str,
    file: str,
    options: ReadOptions,
    like: str | None,
) -> _Reading:
    """Return how a column of numbers or dates is read; ``like``: as the file's other dates, where it tells nothing."""
    if kind == "number":
        number = find_number_format(connection, relation, column, header=header, file=file, told=options.decimal)
        value = read_number(column, number, _DECIMALS.get(name, _USUAL), strict=relation == "sample")
        return _Reading(value=value, guess=number.guess, format=number)
    told = options.date_order
    day = find_date_format(connection, relation, column, header=header, file=file, told=told, like=like)
    return _Reading(value=read_day(column, day), guess=day.guess, format=day)


def _strict_text(
    connection: duckdb.DuckDBPyConnection, column: str, name: str, *, as_it_stands: bool
) -> _Reading | None:
    """Return the strict reading of a text, None where it must be cleaned.

    One that is the same in the whole sample: any other text is a doubt. One that is written ``as_it_stands``
    is looked at after it was written, where Parquet holds each text once.
    """
    found = connection.execute(
        f"SELECT min({column}), {filled(f'min({column})')} FROM sample "  # noqa: S608 - our own SQL
        f"HAVING count(DISTINCT {column}) = 1 AND count({column}) = count(*)"
    ).fetchone()
    if found and found[1] is not None:
        return _Reading(value=quoted(found[1]), odd=f"r_{name} <> {quoted(found[0])}", constant=found[1])
    return _Reading(value=column, written=name) if as_it_stands else None


def _filled_down(match: Match) -> str:
    """Return ``raw`` with an order's fields on each of its lines, where the export has them on the first only."""
    order = f"c{match.columns['order_id']}"
    names = [f"c{position}" for name, position in match.columns.items() if name != "order_id"]
    picked = ", ".join(
        f"coalesce(nullif({name}, ''), max(nullif({name}, '')) OVER (PARTITION BY {order})) AS {name}" for name in names
    )
    return f"(SELECT row, {order}, {picked} FROM raw)"  # noqa: S608
