"""The engine: one DuckDB connection, set up for streaming and for few surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def connect(
    *, memory: str | None = None, scratch: Path | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a connection in memory that keeps no row order, asks no network and shows no progress.

    ``memory`` is a limit such as ``"1GB"``; beyond it the engine spills to ``scratch``.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if memory:
        config["memory_limit"] = memory
    if scratch:
        config["temp_directory"] = str(scratch)
    if threads:
        config["threads"] = threads
    return duckdb.connect(config=config)
