"""The canonical tables of one client, opened as lazy frames; which record counts is told in ``newest.py``."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter.store.engine import connect
from reporter.store.excluded import create_excluded, leave_out
from reporter.store.newest import complete_lines, create, create_links
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import narwhals as nw


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Table name → lazy frame; a table without any file is absent.

    ``superseded`` counts, per table, the records that a newer export replaced; ``lost_lines`` the order lines
    that name an order of which no export tells; ``excluded``, per table, the rows of customers that the client's
    list leaves out.
    """

    connection: duckdb.DuckDBPyConnection
    frames: Mapping[str, nw.LazyFrame[Any]]
    superseded: Mapping[str, int] = field(default_factory=dict)
    lost_lines: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)

    def get(self, name: str) -> nw.LazyFrame[Any] | None:
        """Return a table's frame, or None where no export held it."""
        return self.frames.get(name)

    def __getitem__(self, name: str) -> nw.LazyFrame[Any]:
        """Return a table's frame; KeyError where no export held it."""
        return self.frames[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether any export held the table."""
        return name in self.frames

    def __iter__(self) -> Iterator[str]:
        """Iterate over the tables' names."""
        return iter(self.frames)


def open_tables(folder: Path, *, memory: str | None = None) -> Tables:
    """Open the tables under ``folder`` (``folder/<table>/*.parquet``).

    ``orders`` also holds the orders that are known by their lines only: amount is the sum of the
    lines, the day that of the first line.
    """
    import narwhals as nw

    connection = connect(memory=memory, folders=[folder])
    linked = create_links(connection, folder)
    files = {table: found for table in SCHEMA if (found := sorted((folder / table).glob("*.parquet")))}
    superseded: dict[str, int] = {}
    for table, found in files.items():
        name = "told" if table == "orders" and "order_lines" in files else table
        superseded[table] = create(connection, table, found, linked=linked, name=name)
    lost = 0
    if "order_lines" in files:
        if "orders" not in files:
            empty = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in SCHEMA["orders"].items())
            connection.execute(f"CREATE TEMP VIEW told AS SELECT {empty} WHERE false")
        lost = complete_lines(connection)
        _orders_from_lines(connection)
    present = [table for table in SCHEMA if table in files or (table == "orders" and "order_lines" in files)]
    excluded = {table: leave_out(connection, table) for table in present} if create_excluded(connection, folder) else {}
    frames = {table: nw.from_native(connection.table(table)).lazy() for table in present}
    return Tables(connection=connection, frames=frames, superseded=superseded, lost_lines=lost, excluded=excluded)


def _orders_from_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``orders`` from ``told`` and the orders that only their lines tell of.

    What its negative lines give back is an order's refund: one that was wholly returned is told from a free one.
    """
    columns = ", ".join(SCHEMA["orders"])
    connection.execute(
        f"""CREATE TEMP TABLE orders AS
        SELECT order_id, min(customer_id) AS customer_id, min(order_day) AS order_day,
               CAST(sum(amount) AS DECIMAL(18,4)) AS amount,
               CAST(-sum(CASE WHEN amount < 0 THEN amount ELSE 0 END) AS DECIMAL(18,4)) AS refund,
               min(currency) AS currency, CAST(count(*) AS INTEGER) AS lines, min(kind) AS kind, min(vat) AS vat,
               CAST(NULL AS INTEGER) AS promised_day, CAST(NULL AS INTEGER) AS delivered_day, min(source) AS source
        FROM order_lines WHERE order_id NOT IN (SELECT order_id FROM told) GROUP BY order_id
        UNION ALL SELECT {columns} FROM told"""  # noqa: S608
    )


def collect(frame: nw.LazyFrame[Any]) -> list[tuple[Any, ...]]:
    """Return a small result as tuples, without pyarrow or pandas."""
    rows: list[tuple[Any, ...]] = frame.to_native().fetchall()
    return rows


def records(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Return a small result as one mapping a row."""
    native = frame.to_native()
    return [dict(zip(native.columns, row, strict=True)) for row in native.fetchall()]


_numbers = itertools.count(1)


def materialise(frame: nw.LazyFrame[Any], connection: duckdb.DuckDBPyConnection) -> nw.LazyFrame[Any]:
    """Compute a derived frame once and keep it in a table of its connection.

    The kept frame reads the bare table: a frame that still hangs on what it was derived from is bound, and
    on some engines computed, through all of it again.
    """
    import narwhals as nw

    name = f"kept_{next(_numbers)}"
    frame.to_native().create(name)
    kept: nw.LazyFrame[Any] = nw.from_native(connection.table(name)).lazy()
    return kept
