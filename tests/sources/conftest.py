"""What the tests of the import stage share: write an export, read it, look at what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from reporter.sources import ReadOptions, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reporter.model import FileAccount, Intake

KEY = b"a client's secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One reading: the books, and the Parquet that was written."""

    intake: Intake
    folder: Path

    @property
    def account(self) -> FileAccount:
        """The books of the only file."""
        (account,) = self.intake.files
        return account

    def query(self, table: str, columns: str = "*", order: str = "ALL") -> list[tuple[Any, ...]]:
        """Return rows of a table."""
        where = self.folder / table / "*.parquet"
        with duckdb.connect() as connection:
            return connection.execute(f"SELECT {columns} FROM '{where}' ORDER BY {order}").fetchall()  # noqa: S608


@pytest.fixture(scope="session")
def variant_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, dict[str, Any]], Result]:
    """Return a function that reads a variant of a format's fixture, once for all tests that look at it."""
    seen: dict[tuple[Path, str], Result] = {}

    def run(folder: Path, variant: dict[str, Any]) -> Result:
        options = variant.get("options", {})
        told: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in options.items()}
        asked = (folder / variant["file"], repr(sorted(told.items())))
        if asked not in seen:
            data = tmp_path_factory.mktemp("variant")
            intake = read([asked[0]], folder=data, key=KEY, options=ReadOptions(**told))
            seen[asked] = Result(intake=intake, folder=data)
        return seen[asked]

    return run


@pytest.fixture
def ingest(tmp_path: Path) -> Callable[..., Result]:
    """Return a function that writes an export (text or bytes) and reads it."""

    def run(content: str | bytes, name: str = "export.csv", encoding: str = "utf-8", **options: Any) -> Result:  # noqa: ANN401
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        folder = tmp_path / "data"
        intake = read([path], folder=folder, key=KEY, options=ReadOptions(**options))
        return Result(intake=intake, folder=folder)

    return run
