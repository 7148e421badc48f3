"""Hostile and odd files: a file is read as itself, wholly, and nothing in it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from reporter.errors import ReporterError
from reporter.sources import ReadOptions, read

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model import Intake

_HEAD = "Ordernummer;Orderdatum;Kundnummer;Belopp exkl. moms;Valuta"


def _orders(count: int, head: str = _HEAD) -> str:
    rows = [f"{100 + i};2025-0{i % 9 + 1}-15;K-{10 + i % 7};{i + 1},50;SEK" for i in range(count)]
    return "\n".join([head, *rows, ""])


def _read(path: Path, options: ReadOptions | None = None) -> Intake:
    return read([path], folder=path.parent / "data", key=b"k" * 32, options=options or ReadOptions())


@pytest.mark.parametrize("name", ["*.csv", "a[1].csv", "?1.csv"])
def test_a_name_with_glob_characters_reads_only_itself(tmp_path: Path, name: str) -> None:
    """A file whose name is a pattern must not read the files that the pattern matches."""
    (tmp_path / "a1.csv").write_text(_orders(30), encoding="utf-8")
    (tmp_path / name).write_text(_orders(20), encoding="utf-8")
    assert _read(tmp_path / name).files[0].rows_in == 20


def test_a_folder_with_glob_characters_reads_only_itself(tmp_path: Path) -> None:
    """A folder ``p[1]`` must not read the file of the folder ``p1`` beside it."""
    for folder, count in (("p1", 30), ("p[1]", 20)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "o.csv").write_text(_orders(count), encoding="utf-8")
    assert _read(tmp_path / "p[1]" / "o.csv").files[0].rows_in == 20


def test_a_header_with_a_line_break_costs_no_row(tmp_path: Path) -> None:
    """The first row below a header of two physical lines is read."""
    path = tmp_path / "o.csv"
    path.write_text(_orders(20, _HEAD.replace("Belopp exkl. moms", '"Belopp\nexkl. moms"')), encoding="utf-8")
    assert _read(path).files[0].rows_in == 20


def test_an_unclosed_quotation_mark_is_booked_to_the_end(tmp_path: Path) -> None:
    """Every line that a quotation mark swallows is in the books, or the file is refused."""
    lines = _orders(400).splitlines()
    lines[3] = lines[3].replace("K-", '"K-')
    path = tmp_path / "o.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    try:
        account = _read(path).files[0]
    except ReporterError:
        return
    assert account.rows_in == 400


def test_a_currency_is_never_sql(tmp_path: Path) -> None:
    """A currency from a flag or a TOML file is a text, whatever it holds."""
    (tmp_path / "secret.txt").write_text("TOPSECRET", encoding="utf-8")
    path = tmp_path / "o.csv"
    path.write_text("\n".join(line.rpartition(";")[0] for line in _orders(20).splitlines()) + "\n", encoding="utf-8")
    hostile = f"'||(SELECT content FROM read_text('{tmp_path}/secret.txt'))||'"  # noqa: S608 - an attack
    try:
        _read(path, ReadOptions(currency=hostile))
    except ReporterError:
        return
    made = next((tmp_path / "data" / "orders").glob("*.parquet"))
    found = duckdb.execute("SELECT DISTINCT currency FROM read_parquet($1)", [str(made)]).fetchall()
    assert "TOPSECRET" not in str([row for row in found if row[0] != hostile])
