"""The canonical tables of one client, opened as lazy frames.

Several exports may hold the same record. The newest export wins: the one whose latest day is
later, then the one whose name sorts last (export names carry dates and counters). Of order lines
the record is the order: all its lines are those of the newest export that has it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter.store.engine import connect, parquet
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import narwhals as nw

#: What makes two rows the same record.
KEYS = {
    "customers": ("customer_id",),
    "orders": ("order_id",),
    "subscriptions": ("subscription_id",),
    "responses": ("response_id", "item"),
    "tickets": ("ticket_id",),
}
_DAYS = {
    "customers": "created_day",
    "orders": "order_day",
    "order_lines": "order_day",
    "subscriptions": "start_day",
    "responses": "survey_day",
    "tickets": "opened_day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Table name → lazy frame; a table without any file is absent.

    ``superseded`` counts, per table, the records that a newer export replaced.
    """

    connection: duckdb.DuckDBPyConnection
    frames: Mapping[str, nw.LazyFrame[Any]]
    superseded: Mapping[str, int] = field(default_factory=dict)

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
    superseded: dict[str, int] = {}
    present = []
    for table in SCHEMA:
        files = sorted((folder / table).glob("*.parquet"))
        if files:
            present.append(table)
            superseded[table] = _create(connection, table, files)
    if "order_lines" in present:
        _orders_from_lines(connection, known="orders" in present)
        present.append("orders")
    frames = {table: nw.from_native(connection.table(table)).lazy() for table in SCHEMA if table in present}
    return Tables(connection=connection, frames=frames, superseded=superseded)


def _create(connection: duckdb.DuckDBPyConnection, table: str, files: list[Path]) -> int:
    """Create the table's view; return how many rows newer exports replaced."""
    columns = ", ".join(f'"{name}"' for name in SCHEMA[table])
    if len(files) == 1:
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM {parquet(*files)}")  # noqa: S608
        return 0
    read = parquet(*files, filename=True)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE exports AS
        SELECT filename, count(*) AS n, row_number() OVER (ORDER BY max({_DAYS[table]}) NULLS FIRST, filename) AS rank
        FROM {read} GROUP BY filename"""  # noqa: S608 - our own names
    )
    if table == "order_lines":
        return _create_lines(connection, columns, read)
    connection.execute(
        f"""CREATE TEMP TABLE {table} AS SELECT {columns} FROM {read} JOIN exports USING (filename)
        QUALIFY row_number() OVER (PARTITION BY {", ".join(KEYS[table])} ORDER BY rank DESC) = 1"""  # noqa: S608
    )
    return _one(connection, f"SELECT CAST(sum(n) AS BIGINT) - (SELECT count(*) FROM {table}) FROM exports")  # noqa: S608


def _create_lines(connection: duckdb.DuckDBPyConnection, columns: str, read: str) -> int:
    """Create the view of the order lines; return how many it leaves out.

    A line has no key of its own: where several exports have an order, all its lines are those of the newest.
    """
    connection.execute(
        f"""CREATE TEMP TABLE replaced AS
        SELECT order_id, filename, n FROM
            (SELECT order_id, filename, count(*) AS n, any_value(rank) AS rank
             FROM {read} JOIN exports USING (filename) GROUP BY order_id, filename)
        QUALIFY rank < max(rank) OVER (PARTITION BY order_id)"""  # noqa: S608 - our own names
    )
    older = "SELECT 1 FROM replaced WHERE replaced.order_id = every.order_id AND replaced.filename = every.filename"
    lines = _one(connection, "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM replaced")
    where = f"WHERE NOT EXISTS ({older})" if lines else ""
    connection.execute(f"CREATE TEMP VIEW order_lines AS SELECT {columns} FROM {read} AS every {where}")  # noqa: S608
    return lines


def _orders_from_lines(connection: duckdb.DuckDBPyConnection, *, known: bool) -> None:
    """Add the orders that only their lines tell of.

    What its negative lines give back is an order's refund: one that was wholly returned is told from a free one.
    """
    columns = ", ".join(SCHEMA["orders"])
    if known:
        connection.execute(f"CREATE TEMP TABLE told AS SELECT {columns} FROM orders")  # noqa: S608
        for kind in ("VIEW", "TABLE"):
            found = _one(
                connection,
                f"SELECT count(*) FROM duckdb_{kind.lower()}s() WHERE {kind.lower()}_name = 'orders'",  # noqa: S608
            )
            if found:
                connection.execute(f"DROP {kind} orders")
    where = "WHERE order_id NOT IN (SELECT order_id FROM told)" if known else ""
    union = f"UNION ALL SELECT {columns} FROM told" if known else ""  # noqa: S608 - our own names
    connection.execute(
        f"""CREATE TEMP TABLE orders AS
        SELECT order_id, min(customer_id) AS customer_id, min(order_day) AS order_day,
               CAST(sum(amount) AS DECIMAL(18,4)) AS amount,
               CAST(-sum(CASE WHEN amount < 0 THEN amount ELSE 0 END) AS DECIMAL(18,4)) AS refund,
               min(currency) AS currency, CAST(count(*) AS INTEGER) AS lines, min(source) AS source
        FROM order_lines {where} GROUP BY order_id {union}"""  # noqa: S608
    )


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    # Fetched to the end: a result that is left open blocks the connection.
    ((number,),) = connection.execute(query).fetchall()
    return int(number)


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
