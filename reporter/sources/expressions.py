"""From a match to SQL: each field as text and as value, and the reason why a row is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.sources.dates import find_date_format, read_day
from reporter.sources.numbers import find_number_format, read_number
from reporter.sources.people import person_key
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import Check
from reporter.sources.sql import clean_id, filled, odd_id, quoted
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.options import ReadOptions
    from reporter.sources.recognise import Match
    from reporter.sources.shapes.base import Bound
    from reporter.sources.staging import Source


@dataclass(slots=True, kw_only=True)
class Expressions:
    """``typed`` is the SELECT over ``raw``; ``checks`` leave rows out, the first that holds names the reason.

    ``odd`` are conditions of a strict reading: where one holds, its values cannot be trusted;
    ``unclean`` are such conditions on the rows that were written.
    """

    bound: Bound
    typed: str
    relation: str
    checks: list[Check]
    guesses: list[str]
    odd: list[str]
    unclean: list[str]

    @property
    def keep(self) -> str:
        """The condition that no check holds."""
        real = [check for check in self.checks if not check.narrower]
        return " AND ".join(f"NOT coalesce({check.condition}, false)" for check in real) or "true"

    @property
    def doubtful(self) -> str:
        """The condition that a row of a strict reading is left out or cannot be trusted."""
        return " OR ".join([f"coalesce({one}, true)" for one in self.odd] + [f"NOT ({self.keep})"])

    def set_repeated(self) -> None:
        """Leave out the rows whose key stood earlier in the file."""
        self.checks.append(Check(code="L160", condition="row NOT IN (SELECT row FROM firsts)", field=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How one field is read: the SQL of its value, what was decided, when a strict reading is in doubt.

    ``written`` names the column whose texts are still to be looked at when they are written.
    """

    value: str
    guess: str = ""
    odd: str = ""
    written: str = ""


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
    shape, strict = SHAPES[match.format.shape], relation == "sample"
    chosen = shape.select(bound)
    values: list[str] = []
    guesses: list[str] = []
    odd: list[str] = []
    unclean: list[str] = []
    for name, position in match.columns.items():
        column, kind = f"c{position}", shape.fields[name]
        if name in ITEMS:
            values.append(f"{column} AS r_{name}")  # a score is read where the whole answer is known
            continue
        if kind in {"number", "date"}:
            header = source.layout.headers[position]
            reading = _measured(connection, relation, column, kind, header=header, file=source.file, options=options)
        elif kind == "id":
            reading = _Reading(value=column, odd=odd_id(f"r_{name}")) if strict else _Reading(value=clean_id(column))
        elif kind == "text":
            plain = chosen.get(name) == f"v_{name}"
            easy = _strict_text(connection, column, name, as_it_stands=plain) if strict else None
            reading = easy or _Reading(value=filled(column))
        else:
            continue
        guesses += [reading.guess] if reading.guess else []
        odd += [reading.odd] if reading.odd else []
        unclean += [f"{reading.written} IS DISTINCT FROM {filled(reading.written)}"] if reading.written else []
        values += [f"{column} AS r_{name}", f"{reading.value} AS v_{name}"]
    table = _filled_down(match) if match.format.rules.get("group") else "raw"
    listed = ", ".join(([] if strict else ["row"]) + values)
    typed = (
        f"SELECT {listed}, person, coalesce(damaged, false) AS damaged_person "  # noqa: S608
        f"FROM {table} LEFT JOIN ids ON ids.k = {person_key(match)}"
    )
    return Expressions(
        bound=bound,
        typed=typed,
        relation="wide" if shape.table == "responses" else "typed",
        checks=shape.checks(bound),
        guesses=guesses,
        odd=odd,
        unclean=unclean,
    )


def _measured(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    column: str,
    kind: str,
    *,
    header: str,
    file: str,
    options: ReadOptions,
) -> _Reading:
    """Return how a column of numbers or dates is read."""
    if kind == "number":
        number = find_number_format(connection, relation, column, header=header, file=file, told=options.decimal)
        return _Reading(value=read_number(column, number, strict=relation == "sample"), guess=number.guess)
    day = find_date_format(connection, relation, column, header=header, file=file, told=options.date_order)
    return _Reading(value=read_day(column, day), guess=day.guess)


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
        return _Reading(value=quoted(found[1]), odd=f"r_{name} <> {quoted(found[0])}")
    return _Reading(value=column, written=name) if as_it_stands else None


def _filled_down(match: Match) -> str:
    """Return ``raw`` with an order's fields on each of its lines, where the export has them on the first only."""
    order = f"c{match.columns['order_id']}"
    names = [f"c{position}" for name, position in match.columns.items() if name != "order_id"]
    picked = ", ".join(
        f"coalesce(nullif({name}, ''), max(nullif({name}, '')) OVER (PARTITION BY {order})) AS {name}" for name in names
    )
    return f"(SELECT row, {order}, {picked} FROM raw)"  # noqa: S608
