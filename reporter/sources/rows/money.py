"""What is done about the amounts of a file before its rows are judged one by one.

Payments that were made in several currencies are taken in the one that they were converted to; a credit note
that names the order it takes back is taken off that order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.sources.cells.sql import filled
from reporter.sources.shapes.base import signed
from reporter.sources.shapes.orders import amount_field

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.recognition.recognise import Match
    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.shapes.base import Bound

#: What a row needs beside its values, before credit notes are taken off.
CREDIT_COLUMNS = ("false AS netted", "CAST(0 AS DECIMAL(18,4)) AS v_taken")
_OWN = ("amount", "currency", "refund")


def choose_amounts(
    connection: duckdb.DuckDBPyConnection, match: Match, headers: tuple[str, ...], currency: str | None
) -> tuple[Match, str]:
    """Return the match with one kind of amount, and what to say of it: as paid, or as converted.

    Converted amounts are taken where those paid are in several currencies and the converted ones are not, or
    where the operator's ``currency`` is that of the converted ones; never both in one file.
    """
    columns = dict(match.columns)
    converted = {name: columns.pop(f"converted_{name}") for name in _OWN if f"converted_{name}" in columns}
    own = replace(match, columns=columns)
    if not {"amount", "currency"} <= set(converted):
        return own, ""
    # What was paid back in many currencies cannot be taken off what was converted to one.
    if "refund" in columns and "refund" not in converted:
        return own, ""
    paid = _currencies(connection, columns.get("currency"))
    into = _currencies(connection, converted["currency"])
    wanted = (currency or "").upper()
    if len(into) != 1 or not (len(paid) > 1 or (wanted in into and wanted not in paid)):
        return own, ""
    told = (
        f'"{headers[columns["amount"]]}" is in {len(paid)} currencies: '
        f'"{headers[converted["amount"]]}" is used, which is in {into[0]}'
    )
    return replace(match, columns={**columns, **converted}), told


def _currencies(connection: duckdb.DuckDBPyConnection, position: int | None) -> list[str]:
    if position is None:
        return []
    text = filled(f"c{position}")
    query = f"SELECT DISTINCT upper({text}) FROM raw WHERE {text} IS NOT NULL ORDER BY 1 LIMIT 100"  # noqa: S608
    return [str(code) for (code,) in connection.execute(query).fetchall()]


def take_off_credits(connection: duckdb.DuckDBPyConnection, form: Expressions, bound: Bound) -> None:
    """Take each credit note that names an order of the same file off that order; ``typed`` is a table.

    The order's refund (``v_taken``) grows by it, and the credit note is marked ``netted``: it is left out. One whose
    order is not in the file stays, below 0.
    """
    amount = signed(bound, f"v_{amount_field(bound)}")
    says_itself = bound.has("credit") or bound.has("document")
    credit = f"coalesce(v_credits IS NOT NULL AND ({amount} < 0 OR {'false' if says_itself else 'true'}), false)"
    orders = f"SELECT v_order_id FROM typed WHERE {form.keep} AND NOT {credit}"  # noqa: S608 - our own SQL
    connection.execute(f"UPDATE typed SET netted = true WHERE {form.keep} AND {credit} AND v_credits IN ({orders})")  # noqa: S608
    taken = f"SELECT v_credits AS target, sum(abs({amount})) AS back FROM typed WHERE netted GROUP BY 1"  # noqa: S608
    connection.execute(
        f"UPDATE typed SET v_taken = back FROM ({taken}) WHERE v_order_id = target AND NOT {credit}"  # noqa: S608
    )
