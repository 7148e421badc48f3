"""One record a key out of several exports, each under its customer's surest key.

The newest export wins: the one whose latest day is later, then the one whose name sorts last (export
names carry dates and counters). Of order lines the record is the order: all its lines are those of the
newest export that has it. Customers and tickets are put together: what the newest does not know is
taken from the next (a list of ratings knows nothing of a ticket but its rating).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.store.engine import parquet
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

#: What makes two rows the same record.
KEYS = {
    "customers": ("customer_id",),
    "orders": ("kind", "order_id"),
    "subscriptions": ("subscription_id",),
    "responses": ("response_id", "item"),
    "tickets": ("ticket_id",),
}
#: By which day an export of a table is newer than another; who left the newsletter did so on a day too.
_DAYS = {
    "customers": "greatest(created_day, unsubscribed_day)",
    "orders": "order_day",
    "order_lines": "order_day",
    "subscriptions": "start_day",
    "responses": "survey_day",
    "tickets": "opened_day",
}
#: Tables whose records are put together column by column, and the column of which the first day counts.
_JOINED = {"customers": "created_day", "tickets": "opened_day"}
#: The folder, and the file in it, that tells under which key a customer is known from now on.
LINKS = "links"
#: The folder of what exports take back: orders that they have and say do not count.
WITHDRAWN = "withdrawn"


def links_of(folder: Path) -> Path:
    """Return where the links of a client's customers are kept."""
    return folder / LINKS / f"{LINKS}.parquet"


def create_links(connection: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Create ``links`` (person → customer_id) where customers are known by several keys; tell whether they are.

    ``replaced``: the client says that this customer is another one now.
    """
    file = links_of(folder)
    if not file.is_file():
        return False
    connection.execute(f"CREATE TEMP TABLE links AS SELECT person, customer_id, replaced FROM {parquet(file)}")  # noqa: S608
    return True


def create(
    connection: duckdb.DuckDBPyConnection, table: str, files: list[Path], *, linked: bool, name: str | None = None
) -> int:
    """Create a table's view (called ``name``); return how many rows newer exports replaced."""
    rows, columns = _rows(table, files, linked=linked), ", ".join(f'"{one}"' for one in SCHEMA[table])
    name = name or table
    if len(files) == 1 and not (linked and table in _JOINED):
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT {columns} FROM {rows}")  # noqa: S608
        return 0
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE exports AS
        SELECT filename, any_value(source) AS told_by, count(*) AS n,
               row_number() OVER (ORDER BY max({_DAYS[table]}) NULLS FIRST, filename) AS rank
        FROM {parquet(*files, filename=True)} GROUP BY filename"""  # noqa: S608 - our own names
    )
    if table == "order_lines":
        return _create_lines(connection, columns, rows)
    if table in _JOINED:
        together = _together(table, linked=linked)
        picked = f"SELECT {together} FROM {rows} JOIN exports USING (filename) GROUP BY {KEYS[table][0]}"  # noqa: S608
    else:
        picked = (
            f"SELECT {columns} FROM {rows} JOIN exports USING (filename) "  # noqa: S608
            f"QUALIFY row_number() OVER (PARTITION BY {', '.join(KEYS[table])} ORDER BY rank DESC) = 1"
        )
    connection.execute(f"CREATE TEMP TABLE {name} AS {picked}")
    if table == "orders":
        _take_back(connection, name, files)
    return one(connection, f"SELECT CAST(sum(n) AS BIGINT) - (SELECT count(*) FROM {name}) FROM exports")  # noqa: S608


def _take_back(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path]) -> None:
    """Drop the orders that a newer export says do not count, and the credit notes that one took off their orders.

    A credit note that was taken off stands in the order's amount where that very export tells of the order.
    """
    told = [taken for file in files if (taken := file.parents[1] / WITHDRAWN / file.name).is_file()]
    if not told:
        return
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE taken_back AS
        SELECT order_id, kind, because, source FROM {parquet(*told)}"""  # noqa: S608 - our own names
    )
    connection.execute(
        f"""DELETE FROM {name} AS own USING taken_back AS t, exports AS theirs, exports AS ours
        WHERE own.order_id = t.order_id AND own.kind = t.kind
        AND theirs.told_by = t.source AND ours.told_by = own.source
        AND CASE WHEN t.because IS NULL THEN ours.rank < theirs.rank ELSE EXISTS (
            SELECT 1 FROM {name} AS whole
            WHERE whole.order_id = t.because AND whole.kind = t.kind AND whole.source = t.source) END"""  # noqa: S608
    )


def _rows(table: str, files: list[Path], *, linked: bool) -> str:
    """Return the SQL of a table's rows, with each file's name, under the customers' surest keys."""
    read = parquet(*files, filename=True)
    if not linked or "customer_id" not in SCHEMA[table]:
        return f"(SELECT * FROM {read})"  # noqa: S608
    surest = "coalesce(links.customer_id, every.customer_id) AS customer_id"
    return (
        f"(SELECT every.* REPLACE ({surest}), coalesce(links.replaced, false) AS replaced FROM {read} AS every "  # noqa: S608
        "LEFT JOIN links ON links.person = every.customer_id)"
    )


def _together(table: str, *, linked: bool) -> str:
    """Return the SQL of a record that is put together: of each column the newest value that there is.

    Of two rows of one export the one counts that stands under the customer's present id, else they are told apart by
    the value itself, so that the same files give the same table.
    """
    newest = "rank, NOT replaced" if linked else "rank"
    picked = []
    for column in SCHEMA[table]:
        if column in KEYS[table]:
            picked.append(column)
        elif column == _JOINED[table]:
            picked.append(f"min({column}) AS {column}")
        elif column == "unsubscribed_day":
            # Of the very row that says whether the customer takes the newsletter: who came back has left no more.
            row = f"({newest}, newsletter, unsubscribed_day)"
            picked.append(f"arg_max_null({column}, {row}) FILTER (newsletter IS NOT NULL) AS {column}")
        else:
            picked.append(f"arg_max({column}, ({newest}, {column})) FILTER ({column} IS NOT NULL) AS {column}")
    return ", ".join(picked)


def _create_lines(connection: duckdb.DuckDBPyConnection, columns: str, rows: str) -> int:
    """Create the view of the order lines; return how many it leaves out.

    A line has no key of its own: where several exports have an order, all its lines are those of the newest.
    """
    connection.execute(
        f"""CREATE TEMP TABLE replaced AS
        SELECT order_id, filename, n FROM
            (SELECT order_id, filename, count(*) AS n, any_value(rank) AS rank
             FROM {rows} JOIN exports USING (filename) GROUP BY order_id, filename)
        QUALIFY rank < max(rank) OVER (PARTITION BY order_id)"""  # noqa: S608 - our own names
    )
    older = "SELECT 1 FROM replaced WHERE replaced.order_id = own.order_id AND replaced.filename = own.filename"
    lines = one(connection, "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM replaced")
    where = f"WHERE NOT EXISTS ({older})" if lines else ""
    connection.execute(f"CREATE TEMP VIEW order_lines AS SELECT {columns} FROM {rows} AS own {where}")  # noqa: S608
    return lines


def complete_lines(connection: duckdb.DuckDBPyConnection) -> int:
    """Give lines that name their order only its customer, day and currency, from ``told``; return how many have none.

    A line whose order is in no file is left out: nobody knows whose it is, nor when.
    """
    if not one(connection, "SELECT coalesce(bool_or(order_day IS NULL), false) FROM order_lines"):
        return 0
    own = ("customer_id", "order_day", "currency")
    picked = ", ".join(
        f"coalesce(l.{name}, o.{name}) AS {name}" if name in own else f"l.{name}" for name in SCHEMA["order_lines"]
    )
    connection.execute(
        f"CREATE TEMP TABLE completed AS SELECT {picked} FROM order_lines l "  # noqa: S608 - our own names
        "LEFT JOIN (SELECT DISTINCT ON (order_id) order_id, customer_id, order_day, currency FROM told "
        "ORDER BY order_id, kind) o USING (order_id)"
    )
    lost = one(connection, "SELECT count(*) FROM completed WHERE order_day IS NULL")
    connection.execute("DROP VIEW order_lines")
    connection.execute("CREATE TEMP VIEW order_lines AS SELECT * FROM completed WHERE order_day IS NOT NULL")
    return lost


def one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the single number that a query finds; fetched to the end, as an open result blocks the connection."""
    ((number,),) = connection.execute(query).fetchall()
    return int(number)
