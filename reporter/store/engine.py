"""The engine: one DuckDB connection, set up for streaming and for few surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

#: What the import stage sets anew for each file; everything else is locked once a connection is open.
_CHANGEABLE = ("memory_limit", "preserve_insertion_order", "disabled_optimizers")
_WILD = {"[": "[[]", "*": "[*]", "?": "[?]"}


def connect(
    *,
    memory: str | None = None,
    scratch: Path | None = None,
    threads: int | None = None,
    folders: Iterable[Path] | None = None,
    files: Iterable[Path] = (),
) -> duckdb.DuckDBPyConnection:
    """Return a connection in memory that keeps no row order, asks no network and shows no progress.

    Args:
        memory: a limit such as ``"1GB"``; beyond it the engine spills to ``scratch``.
        scratch: where the engine may spill.
        threads: how many to use; all that the machine has where it is not told.
        folders: the only ones whose files SQL may touch; None sets no bounds.
        files: single files beside ``folders``.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    if memory:
        config["memory_limit"] = memory
    if scratch:
        config["temp_directory"] = str(scratch)
    if threads:
        config["threads"] = threads
    connection = duckdb.connect(config=config)
    if folders is not None:
        _bound(connection, folders, files)
    connection.execute(f"SET allowed_configs = {_list(_CHANGEABLE)}")
    connection.execute("SET lock_configuration = true")
    return connection


def _bound(connection: duckdb.DuckDBPyConnection, folders: Iterable[Path], files: Iterable[Path]) -> None:
    """Deny every file that is neither in ``folders`` nor one of ``files``."""
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        # The engine compares with a path as SQL has it, and again with the file that it opens.
        allowed = [form for path in paths for form in (str(path.absolute()), _escaped(path))]
        connection.execute(f"SET {setting} = {_list(allowed)}")
    connection.execute("SET enable_external_access = false")


def literal_path(path: Path) -> str:
    """Return the SQL literal by which a reading function finds this file and no other.

    The engine takes ``*``, ``?`` and ``[`` of a path for a pattern: ``a[1].csv`` would read ``a1.csv``,
    the folder ``client[1]`` the tables of ``client1``. (``COPY … TO`` takes its path as it is: ``target_path``.)

    Raises:
        InputError: D106 where the engine cannot name the file: a pattern's sign together with a backslash.
    """
    escaped = _escaped(path)
    if escaped != str(path.absolute()) and "\\" in escaped:
        raise InputError(
            "D106", "has signs in its path that cannot be read", help="rename the file or its folder", file=path.name
        )
    return _literal(escaped)


def target_path(path: Path) -> str:
    """Return the SQL literal of a file that ``COPY … TO`` writes."""
    return _literal(str(path.absolute()))


def parquet(*paths: Path, filename: bool = False) -> str:
    """Return the SQL that reads these Parquet files and no other; ``filename`` adds the file's path.

    A folder called ``customer_id=5`` must not become a column.
    """
    files = "[" + ", ".join(literal_path(path) for path in paths) + "]"
    named = ", filename = true" if filename else ""
    return f"read_parquet({files}, union_by_name = true, hive_partitioning = false{named})"


def _escaped(path: Path) -> str:
    """Return the absolute path (so that no ``~`` is expanded) with each sign of a pattern in a class of its own."""
    return "".join(_WILD.get(sign, sign) for sign in str(path.absolute()))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_literal(text) for text in texts) + "]"
