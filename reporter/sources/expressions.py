"""From a match to SQL: each field as text and as value, and the reason why a row is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.sources.dates import find_date_format, read_day
from reporter.sources.numbers import find_number_format, read_number
from reporter.sources.people import person_key
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import Check
from reporter.sources.sql import clean_id, filled

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.options import ReadOptions
    from reporter.sources.recognise import Match
    from reporter.sources.shapes.base import Bound
    from reporter.sources.staging import Source


@dataclass(slots=True, kw_only=True)
class Expressions:
    """``typed`` is the SELECT over ``raw``; ``checks`` leave rows out, the first that holds names the reason."""

    bound: Bound
    typed: str
    relation: str
    checks: list[Check]
    guesses: list[str]

    @property
    def keep(self) -> str:
        """The condition that no check holds."""
        real = [check for check in self.checks if not check.narrower]
        return " AND ".join(f"NOT coalesce({check.condition}, false)" for check in real) or "true"

    def set_repeated(self) -> None:
        """Leave out the rows whose key stood earlier in the file."""
        self.checks.append(Check(code="L160", condition="row NOT IN (SELECT row FROM firsts)", field=""))


def expressions(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    source: Source,
    match: Match,
    *,
    bound: Bound,
    options: ReadOptions,
) -> Expressions:
    """Decide each column's format from ``relation`` and return the SQL of the whole file."""
    shape = SHAPES[match.format.shape]
    values, guesses = [], []
    for name, position in match.columns.items():
        column, kind = f"c{position}", shape.fields[name]
        header = source.layout.headers[position]
        if kind == "number":
            number = find_number_format(
                connection, relation, column, header=header, file=source.file, told=options.decimal
            )
            guesses.append(number.guess)
            value = read_number(column, number)
        elif kind == "date":
            day = find_date_format(
                connection, relation, column, header=header, file=source.file, told=options.date_order
            )
            guesses.append(day.guess)
            value = read_day(column, day)
        elif kind == "id":
            value = clean_id(column)
        elif kind == "text":
            value = filled(column)
        else:
            continue
        values += [f"{column} AS r_{name}", f"{value} AS v_{name}"]
    numbered = not (source.large and relation == "sample")
    table = _filled_down(match) if match.format.rules.get("group") else "raw"
    listed = ", ".join((["row"] if numbered else []) + values)
    typed = (
        f"SELECT {listed}, person, coalesce(damaged, false) AS damaged_person "  # noqa: S608
        f"FROM {table} LEFT JOIN ids ON ids.k = {person_key(match)}"
    )
    return Expressions(
        bound=bound,
        typed=typed,
        relation="wide" if shape.table == "responses" else "typed",
        checks=shape.checks(bound),
        guesses=[guess for guess in guesses if guess],
    )


def _filled_down(match: Match) -> str:
    """Return ``raw`` with an order's fields on each of its lines, where the export has them on the first only."""
    order = f"c{match.columns['order_id']}"
    names = [f"c{position}" for name, position in match.columns.items() if name != "order_id"]
    picked = ", ".join(
        f"coalesce(nullif({name}, ''), max(nullif({name}, '')) OVER (PARTITION BY {order})) AS {name}" for name in names
    )
    return f"(SELECT row, {order}, {picked} FROM raw)"  # noqa: S608
