"""Customers that the client says are none: every row of theirs is left out when the tables are opened.

After the newest record of each was found: an order that has moved to another customer since is not brought back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.store.engine import parquet
from reporter.store.newest import LINKS, one

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def excluded_of(folder: Path) -> Path:
    """Return where the customers are kept that are left out."""
    return folder / LINKS / "excluded.parquet"


def create_excluded(connection: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Create ``excluded`` (customer_id) where customers are left out; tell whether any are."""
    file = excluded_of(folder)
    if not file.is_file():
        return False
    connection.execute(f"CREATE TEMP TABLE excluded AS SELECT customer_id FROM {parquet(file)}")  # noqa: S608
    return True


def leave_out(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Take the rows of such customers out of a table; return how many."""
    is_view = one(connection, f"SELECT count(*) FROM duckdb_views() WHERE view_name = '{table}'")  # noqa: S608
    connection.execute(f"ALTER {'VIEW' if is_view else 'TABLE'} {table} RENAME TO whole_{table}")
    connection.execute(
        f"CREATE TEMP VIEW {table} AS SELECT * FROM whole_{table} AS own "  # noqa: S608 - our own names
        "ANTI JOIN excluded ON excluded.customer_id = own.customer_id"
    )
    return one(connection, f"SELECT count(*) FROM whole_{table} SEMI JOIN excluded USING (customer_id)")  # noqa: S608
