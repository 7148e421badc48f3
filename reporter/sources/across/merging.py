"""The merge report: what several files of a client have in common, and what they should have and have not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Merge
from reporter.store import open_tables
from reporter.store.engine import parquet
from reporter.store.excluded import excluded_of
from reporter.store.newest import KEYS, links_of
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

_RECORDS = {
    "orders": "orders",
    "subscriptions": "subscriptions",
    "responses": "answers",
    "tickets": "tickets",
}
#: How the rows of a table are called, where it is not by the table's name.
_ROWS = {"customers": "entries of customer lists", "order_lines": "order lines", "responses": "answers"}
#: Whose customers should be among those who bought.
_JOINED = {"responses": "customers who answered", "tickets": "customers with a ticket"}


def merge(database: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Merge, ...]:
    """Report on what all of a client's files share, once their customers are linked."""
    tables = {table: files for table in SCHEMA if (files := sorted((folder / table).glob("*.parquet")))}
    found = (*_repeated(database, tables), *_unmatched(database, folder, tables), *_lost(database, tables))
    return (*_left_out(folder), *found)


def _left_out(folder: Path) -> list[Merge]:
    """Report the rows of customers that the client's list leaves out, by table."""
    if not excluded_of(folder).is_file():
        return []
    tables = open_tables(folder)
    tables.connection.close()
    return [
        Merge(kind="excluded_rows", text=f"{_ROWS.get(table, table)} of theirs are not counted", count=count)
        for table, count in tables.excluded.items()
        if count
    ]


def _repeated(database: duckdb.DuckDBPyConnection, tables: Mapping[str, list[Path]]) -> list[Merge]:
    """Report records that several files hold, and numbers that stand for different records in them."""
    found = []
    for table, word in _RECORDS.items():
        files = tables.get(table, [])
        if len(files) < 2:  # noqa: PLR2004 - one file repeats nothing that was not left out when it was read
            continue
        key = ", ".join(KEYS[table])
        several, clashing = _row(
            database,
            f"""SELECT coalesce(sum(n - 1), 0), coalesce(count(*) FILTER (customers > 1), 0) FROM
            (SELECT count(*) AS n, count(DISTINCT customer_id) AS customers FROM {parquet(*files)}
             GROUP BY {key} HAVING count(*) > 1)""",  # noqa: S608 - our own names
        )
        if several:
            found.append(Merge(kind="repeated", text=f"{word} stand in a newer file too, which counts", count=several))
        if clashing and table == "orders":
            told = "order numbers stand with different customers in two files, and the newer counts: two number series?"
            found.append(Merge(kind="clashing", text=told, count=clashing))
    return found


def _unmatched(database: duckdb.DuckDBPyConnection, folder: Path, tables: Mapping[str, list[Path]]) -> list[Merge]:
    """Report customers who answered or asked and of whom no file of sales or contracts knows."""
    buyers = [table for table in ("orders", "order_lines", "subscriptions") if table in tables]
    found: list[Merge] = []
    if not buyers:
        return found
    known = " UNION ".join(_customers(folder, tables[table]) for table in buyers)
    for table, word in _JOINED.items():
        if table not in tables:
            continue
        asked = _customers(folder, tables[table])
        everyone, strangers = _row(
            database,
            f"SELECT count(*), count(*) FILTER (customer_id NOT IN (SELECT customer_id FROM ({known}))) "  # noqa: S608
            f"FROM ({asked})",
        )
        if strangers:
            told = f"of {everyone} {word} are in no file of orders or contracts"
            found.append(Merge(kind="unmatched", text=told, count=strangers))
    return found


def _lost(database: duckdb.DuckDBPyConnection, tables: Mapping[str, list[Path]]) -> list[Merge]:
    """Report order lines that name an order only, where no file tells of it."""
    if "order_lines" not in tables:
        return []
    orders = f"SELECT order_id FROM {parquet(*tables['orders'])}" if "orders" in tables else "SELECT NULL WHERE false"  # noqa: S608
    lines, lost = _row(
        database,
        f"SELECT count(*), count(*) FILTER (order_id NOT IN ({orders})) FROM {parquet(*tables['order_lines'])} "  # noqa: S608
        "WHERE order_day IS NULL",
    )
    told = f"of {lines} order lines name an order that is in no file: they are not counted"
    return [Merge(kind="lost", text=told, count=lost)] if lost else []


def _customers(folder: Path, files: list[Path]) -> str:
    """Return the SELECT of a table's customers that count, each once, under their surest keys."""
    links, excluded = links_of(folder), excluded_of(folder)
    found = f"SELECT DISTINCT customer_id FROM {parquet(*files)} WHERE customer_id IS NOT NULL"  # noqa: S608
    if links.is_file():
        found = (
            f"SELECT DISTINCT coalesce(l.customer_id, o.customer_id) AS customer_id FROM ({found}) o "  # noqa: S608
            f"LEFT JOIN {parquet(links)} l ON l.person = o.customer_id"
        )
    if excluded.is_file():
        found = f"SELECT customer_id FROM ({found}) ANTI JOIN {parquet(excluded)} USING (customer_id)"  # noqa: S608
    return found


def _row(database: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    ((first, second),) = database.execute(query).fetchall()
    return int(first), int(second)
