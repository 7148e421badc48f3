"""The books balance, whatever the file holds: every row is kept or left out with its place and reason."""

from __future__ import annotations

import csv
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.sources import LEFT_OUT, opening, read
from tests.sources.books import require_balance

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDERS = sorted(path.parent for path in (FIXTURES / "formats").glob("*/expected.toml"))
EXPORTS = sorted(path for path in (FIXTURES / "workspace").glob("clients/*/exports/*") if path.is_file())
CUSTOMER = st.sampled_from(["7", "K-1", " 8 ", "9.0", "", "NA", "4,08E+12"])
DAY = st.sampled_from(["2026-01-02", "2026-02-03 10:00", "", "2026-13-45", "soon"])
AMOUNT = st.sampled_from(["1,50", "1 234,50", "12", "", "much", "-3,5", "1,5 kr"])
STATUS = st.sampled_from(["Levererad", "Makulerad", ""])
CELLS = st.tuples(st.integers(1, 9).map(str), CUSTOMER, DAY, AMOUNT, STATUS).map(";".join)
LINES = st.one_of(CELLS, CELLS, CELLS, st.sampled_from(["1;2", ";;;;", "Summa;;;;", "1;2;3;4;5;6;7"]))


@pytest.mark.parametrize("large", [False, True], ids=["staged", "streamed"])
@settings(max_examples=25, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=12))
def test_rows_in_are_rows_kept_and_left_out(large: bool, lines: list[str]) -> None:  # noqa: FBT001
    """rows_in is the number of lines; the gaps hold each left-out row once, at its own line, with a known reason."""
    usual = [f"{100 + number};7;2026-01-02;1,50;Levererad" for number in range(len(lines) + 1)]
    rows = [*usual, *lines]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 0 if large else 1 << 30)
        path, folder = Path(name) / "a.csv", Path(name) / "data"
        path.write_text("Ordernr;Kundnr;Orderdatum;Belopp;Orderstatus\n" + "\n".join(rows) + "\n", encoding="utf-8")
        try:
            (account,) = read([path], folder=folder, key=b"k").files
        except InputError as fault:
            assert fault.code in {"D110", "D112", "D115"}  # noqa: PT017 - a column that is mostly nonsense
            return
        assert account.rows_in == len(rows)
        assert account.rows_kept + account.rows_left_out == account.rows_in
        assert sum(account.reasons.values()) == account.rows_left_out
        if account.rows_left_out:
            with duckdb.connect() as connection:
                gaps = connection.execute(f"SELECT row, reason FROM '{folder}/gaps/*.parquet'").fetchall()  # noqa: S608
            assert len({row for row, _ in gaps}) == account.rows_left_out
            assert all(2 <= row <= len(rows) + 1 for row, _ in gaps)
            assert {reason for _, reason in gaps} <= set(LEFT_OUT.values())


def test_a_gap_names_its_line(ingest: Callable[..., Result]) -> None:
    """Ragged, unreadable, damaged and repeated rows are found at the line that a text editor shows."""
    result = ingest(
        "Kundnr;Orderdatum;Ordernr;Belopp\n"
        "1;2026-01-02;1;1 234,50 kr\n"
        "2;2026-01-03\n"
        '"3\n3";2026-01-03;3;abc\n'
        "4;2026-99-03;4;1,5\n"
        "4,08E+12;2026-01-05;6;7,0\n"
        ";2026-01-05;7;7,0\n"
        "1;2026-01-02;1;1 234,50 kr\n"
        ";;;\n"
        "Summa;;;8,5\n"
    )
    assert result.query("gaps", 'row, "column", value, code') == [
        (3, "", "", "L101"),
        (4, "Belopp", "abc", "L131"),
        (5, "Orderdatum", "2026-99-03", "L121"),
        (6, "Kundnr", "", "L112"),
        (7, "Kundnr", "", "L110"),
        (8, "", "", "L160"),
        (9, "Ordernr", "", "L103"),
        (10, "Ordernr", "", "L102"),
    ]


def test_the_same_file_again_replaces_itself(ingest: Callable[..., Result]) -> None:
    """Two readings of one content, under two names, leave one table."""
    content = "Kundnr;Orderdatum;Ordernr;Belopp\n1;2026-01-02;1;1,50\n;2026-01-02;2;1,50\n"
    ingest(content, "first.csv")
    result = ingest(content, "second.csv")
    assert len(list((result.folder / "orders").iterdir())) == 1
    assert len(list((result.folder / "gaps").iterdir())) == 1


def test_nothing_personal_is_written(ingest: Callable[..., Result]) -> None:
    """No name, address, phone or id of a customer stands in any file that is written."""
    result = ingest(
        "Kundnr;Kundnamn;E-post;Orderdatum;Ordernr;Belopp\n"
        "HEMLIG-7;Anna Ek;anna@example.com;2026-01-02;1;1,50\n"
        "HEMLIG-8;Bo Ek;bo@example.com;never;2;1,50\n"
        "4,08E+12;Bo Ek;bo@example.com;2026-01-02;3;1,50\n"
    )
    rows = [str(row) for table in ("orders", "gaps") for row in result.query(table)]
    for secret in ("HEMLIG", "Anna", "Bo Ek", "example.com", "4,08E"):
        assert not any(secret in row for row in rows)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_books_of_every_fixture_balance(folder: Path, variant_of: Callable[[Path, dict[str, Any]], Result]) -> None:
    """Each file of each format is read into books that balance, with the gaps beside them that they speak of."""
    variants = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))["variant"]
    assert variants
    for variant in variants:
        result = variant_of(folder, variant)
        require_balance(result.intake, result.folder)


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_the_books_of_every_export_of_the_workspace_balance(path: Path, tmp_path: Path) -> None:
    """The demonstration's exports too; of the delimited ones Python's own reader counts as many rows."""
    intake = read([path], folder=tmp_path, key=b"k")
    require_balance(intake, tmp_path)
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        delimiter = max(";,", key=text.partition("\n")[0].count)
        rows = [cells for cells in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) if cells]
        assert {account.rows_in for account in intake.files} == {len(rows) - 1}
