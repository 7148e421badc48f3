"""One currency a client: amounts in two can neither be added nor compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.store.engine import parquet
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from reporter.model import FileAccount


def require_one_currency(
    database: duckdb.DuckDBPyConnection, folder: Path, done: Sequence[tuple[FileAccount, tuple[str, ...]]]
) -> None:
    """Refuse files whose amounts cannot be added to each other's, or to those of earlier files.

    Args:
        database: the engine.
        folder: the client's data folder, with the tables of earlier files.
        done: each new file's account and its currencies.

    Raises:
        InputError: D114, naming both files.
    """
    if not any(currencies for _, currencies in done):
        return
    seen = _known(database, folder, [account for account, _ in done])
    for account, currencies in done:
        for currency in currencies:
            other = next(((one, file) for one, file in seen.items() if one != currency), None)
            if other:
                raise InputError(
                    "D114",
                    f"the amounts are in {currency}, those of {other[1]} in {other[0]}",
                    help="give the files of one currency, or convert the amounts before",
                    file=account.file,
                )
            seen.setdefault(currency, account.file)


def came_from(database: duckdb.DuckDBPyConnection, table: Path) -> str:
    """Return the name of the export that a table, or a table of gaps, was read from."""
    column = "file" if table.parent.name == "gaps" else "source"
    row = database.execute(f"SELECT any_value({column}) FROM {parquet(table)}").fetchone()  # noqa: S608 - our own names
    return str(row[0]) if row else ""


def _known(database: duckdb.DuckDBPyConnection, folder: Path, again: Sequence[FileAccount]) -> dict[str, str]:
    """Return currency → file of the client's earlier tables, those aside that are now replaced."""
    names, hashes = {account.file for account in again}, {account.sha256[:8] for account in again}
    known: dict[str, str] = {}
    for table in (table for table, columns in SCHEMA.items() if "currency" in columns):
        for file in sorted((folder / table).glob("*.parquet")):
            if file.stem[-8:] in hashes:
                continue
            query = f"SELECT DISTINCT currency, source FROM {parquet(file)} WHERE currency IS NOT NULL"  # noqa: S608
            for currency, source in sorted(database.execute(query).fetchall()):
                if source not in names:
                    known.setdefault(currency, source)
    return known
