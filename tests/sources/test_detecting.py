"""What a file is taken for: its columns, what was decided, every question that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from reporter.errors import UsageError
from reporter.sources import ReadOptions
from reporter.sources.detecting import detect

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "Ordernr;Kundnr;Orderdatum;Belopp exkl. moms\n1;K1;2026-01-02;10,50\n2;;2026-01-03;20,50\n"
OPEN = "Ordernr;Kundnr;Orderdatum;Belopp\n1;K1;03/04/2025;1.234\n2;K2;05/06/2025;2.345\n"


def _file(folder: Path, content: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_recognised_file_is_read_to_its_end(tmp_path: Path) -> None:
    """Rows, the rows that can be used, the columns and the decisions are known; the folder holds nothing new."""
    (table,) = detect(_file(tmp_path, "Lista\n" + ORDERS)).tables
    assert (table.format.name, table.header_row, table.rows, table.rows_kept) == ("generic_orders", 2, 2, 1)
    assert table.columns["amount_net"] == "Belopp exkl. moms"
    assert '"Belopp exkl. moms": decimal comma' in table.decisions
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]


def test_every_question_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Behind the dates that are open stand the amounts that are open too; nothing supposed is told as decided."""
    (table,) = detect(_file(tmp_path, OPEN)).tables
    assert {fault.code for fault in table.faults} == {"D111", "D113"}
    assert (table.rows, table.rows_kept) == (2, None)
    assert not any("day first" in text or "as told" in text for text in table.decisions)
    answered = ReadOptions(date_order="mdy", decimal=",")
    (table,) = detect(_file(tmp_path, OPEN), options=answered).tables
    assert (table.faults, table.rows_kept) == ((), 2)


def test_the_runner_up_is_another_format(tmp_path: Path) -> None:
    """How sure the recognition is, is told by the next best that fits."""
    (table,) = detect(_file(tmp_path, ORDERS)).tables
    assert table.runner_up is not None
    assert table.runner_up[0].name != table.format.name
    assert table.runner_up[1] < table.score


def test_what_is_no_table_is_a_fault_and_no_exception(tmp_path: Path) -> None:
    """Of several files the others are still detected."""
    found = detect(_file(tmp_path, "%PDF-1.7\n1 0 obj\n", "x.csv"))
    assert found.tables == ()
    assert found.fault is not None
    assert found.fault.code == "D102"


def test_each_table_of_a_file_is_told(tmp_path: Path) -> None:
    """Two sheets are two tables; the faults of the second do not hide the first."""
    book = openpyxl.Workbook()
    for sheet, text in ((book.active, ORDERS), (book.create_sheet("Mer"), OPEN)):
        assert sheet is not None
        for line in text.splitlines():
            sheet.append(line.split(";"))
    book.save(tmp_path / "bok.xlsx")
    first, second = detect(tmp_path / "bok.xlsx").tables
    assert (first.faults, first.rows) == ((), 2)
    assert {fault.code for fault in second.faults} == {"D111", "D113"}
    assert second.file.endswith("Mer")


def test_an_unknown_encoding_is_the_operators_mistake(tmp_path: Path) -> None:
    """C113 ends the call: it is no fault of the file."""
    with pytest.raises(UsageError) as caught:
        detect(_file(tmp_path, ORDERS), options=ReadOptions(encoding="hej"))
    assert caught.value.code == "C113"
