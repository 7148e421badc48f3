"""The books of an intake, held against the gaps that lie beside its tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import duckdb

from reporter.sources import LEFT_OUT

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model import Intake


def gaps_of(folder: Path) -> dict[str, list[tuple[int, str]]]:
    """Return account → (row, reason) of each row that was left out."""
    if not (folder / "gaps").exists():
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT file, row, reason, filename FROM read_parquet(?, filename = true)", [f"{folder}/gaps/*.parquet"]
        ).fetchall()
    found: dict[str, list[tuple[int, str]]] = {}
    for file, row, reason, name in rows:
        found.setdefault(f"{file}|{name}", []).append((row, reason))
    return found


def require_balance(intake: Intake, folder: Path) -> None:
    """Assert that rows in are rows kept and rows left out, each of these once in the gaps, with a known reason."""
    told: list[Counter[str]] = []
    for account in intake.files:
        assert account.rows_kept + account.rows_left_out == account.rows_in, account
        assert sum(account.reasons.values()) == account.rows_left_out, account
        assert set(account.reasons) <= set(LEFT_OUT.values()), account
        told += [Counter(account.reasons)] if account.reasons else []
    gaps = gaps_of(folder)
    for name, rows in gaps.items():
        assert len({row for row, _ in rows}) == len(rows), name
        assert min(row for row, _ in rows) >= 1, name
    written = [Counter(reason for _, reason in rows) for rows in gaps.values()]
    assert sorted(map(sorted, (one.items() for one in written))) == sorted(map(sorted, (one.items() for one in told)))
