"""A path reads its own file and no other, and a connection can neither be loosened nor led astray."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from reporter.errors import InputError
from reporter.store.engine import connect, literal_path, parquet, target_path

if TYPE_CHECKING:
    from pathlib import Path

#: A name, and one that it would also read as a pattern.
NAMES = [("a[1]", "a1"), ("*", "other"), ("?", "x"), ("[a-c]*", "bcd"), ("**", "deep"), ("it's[1]", "it's1")]


@pytest.mark.parametrize(("name", "other"), NAMES)
def test_a_path_is_no_pattern(tmp_path: Path, name: str, other: str) -> None:
    """Beside a folder and a file that its name matches, only the file itself is read, and written."""
    with connect() as connection:
        for number, called in enumerate((name, other)):
            (tmp_path / called).mkdir()
            for file in (name, other):
                target = target_path(tmp_path / called / f"{file}.parquet")
                connection.execute(f"COPY (SELECT {number} AS folder, '{file[0]}' AS file) TO {target}")
        wanted = tmp_path / name / f"{name}.parquet"
        assert sorted(path.name for path in wanted.parent.iterdir()) == sorted([f"{name}.parquet", f"{other}.parquet"])
        found = connection.execute(f"SELECT folder, file FROM {parquet(wanted)}").fetchall()  # noqa: S608 - our own path
        assert found == [(0, name[0])]


def test_a_folder_is_no_column(tmp_path: Path) -> None:
    """The folder ``customer_id=5`` does not overwrite the column customer_id of the tables in it."""
    path = tmp_path / "customer_id=5" / "t.parquet"
    path.parent.mkdir()
    with connect() as connection:
        connection.execute(f"COPY (SELECT 'x' AS customer_id) TO {target_path(path)}")
        assert connection.execute(f"SELECT * FROM {parquet(path)}").fetchall() == [("x",)]  # noqa: S608 - our own path


def test_a_home_is_no_shorthand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path that starts with ~ stays in the working folder."""
    monkeypatch.chdir(tmp_path)
    assert literal_path(type(tmp_path)("~/a.csv")) == f"'{tmp_path}/~/a.csv'"


def test_what_cannot_be_named_is_refused(tmp_path: Path) -> None:
    """The engine has no way to say a pattern's sign beside a backslash."""
    with pytest.raises(InputError, match="rename"):
        literal_path(tmp_path / "a\\b[1].csv")
    assert literal_path(tmp_path / "a\\b.csv") == f"'{tmp_path}/a\\b.csv'"


@pytest.mark.parametrize("name", ["client[1]", "it's *"])
def test_a_bounded_connection_reads_its_folder_only(tmp_path: Path, name: str) -> None:
    """Inside the folder all is well; outside nothing is read or written, the neighbour of like name neither."""
    inside, outside, single = tmp_path / name / "t.parquet", tmp_path / "client1" / "t.parquet", tmp_path / "[s].csv"
    for path in (inside, outside):
        path.parent.mkdir()
        duckdb.sql(f"COPY (SELECT 1 AS a) TO {target_path(path)}")
    single.write_text("a\n1\n", encoding="utf-8")
    with connect(folders=[inside.parent], files=[single], scratch=tmp_path / "spill") as connection:
        assert connection.execute(f"SELECT * FROM {parquet(inside)}").fetchall() == [(1,)]  # noqa: S608 - our own path
        assert connection.execute(f"SELECT * FROM read_csv({literal_path(single)})").fetchall() == [(1,)]  # noqa: S608
        connection.execute(f"COPY (SELECT 2) TO {target_path(inside.parent / 'u[1].parquet')}")
        for refused in (
            f"SELECT * FROM {parquet(outside)}",  # noqa: S608 - our own path
            f"SELECT * FROM {parquet(inside.parent / '..' / 'client1' / 't.parquet')}",  # noqa: S608 - our own path
            f"COPY (SELECT 2) TO {target_path(outside)}",
            "SELECT * FROM read_text('/etc/hostname')",
        ):
            with pytest.raises(duckdb.PermissionException):
                connection.execute(refused)


def test_a_connection_cannot_be_loosened() -> None:
    """No SQL turns a bound off; what the import stage sets for each file it may set."""
    with connect(folders=[]) as connection:
        connection.execute("SET memory_limit = '100MB'")
        for setting in ("enable_external_access = true", "lock_configuration = false", "threads = 9"):
            with pytest.raises((duckdb.InvalidInputException, duckdb.PermissionException)):
                connection.execute(f"SET {setting}")


def test_a_bounded_connection_spills(tmp_path: Path) -> None:
    """More than the memory holds goes to the scratch folder, which needs no leave."""
    with connect(folders=[], scratch=tmp_path / "spill", memory="40MB", threads=1) as connection:
        connection.execute("CREATE TEMP TABLE t AS SELECT range AS a, hash(range) AS b FROM range(6000000)")
        assert list((tmp_path / "spill").iterdir())
