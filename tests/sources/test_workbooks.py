"""Workbooks: every sheet that holds a table is read as the text that a careful person would type."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reporter.errors import InputError
from reporter.sources.files.kinds import Part, parts, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

FILES = Path(__file__).parents[2] / "fixtures" / "files"


def _book(**sheets: list[list[object]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def _parts(tmp_path: Path, content: bytes, name: str = "b.xlsx") -> tuple[Part, ...]:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "scratch").mkdir()
    return parts(tmp_path / name, tmp_path / "scratch")


@pytest.mark.parametrize("name", ["orders.xls", "sheets.xlsx"])
def test_orders_of_a_workbook(ingest: Callable[..., Result], name: str) -> None:
    """Excel of 1997 and of today give the same rows and the same gap, at its row in Excel."""
    result = ingest((FILES / name).read_bytes(), name)
    orders = result.intake.files[0]
    assert (orders.rows_in, orders.rows_kept) == (4, 3)
    assert [(str(amount), day) for amount, day in result.query("orders", "amount, order_day", "order_id")] == [
        ("1234.5000", 20103), ("99.0000", 20135), ("-50.2500", 20164),
    ]  # fmt: skip
    assert result.query("gaps", '"row", code') == [(5, "L110")]


def test_every_sheet_with_a_table_is_read(ingest: Callable[..., Result]) -> None:
    """Two tables are two accounts; the note and the hidden table are named as not read, the empty sheet is not."""
    intake = ingest((FILES / "sheets.xlsx").read_bytes(), "b.xlsx").intake
    assert [(one.file, one.rows_kept) for one in intake.files] == [("b.xlsx: Order", 3), ("b.xlsx: Kunder", 2)]
    unread = [(one.file, one.code) for one in intake.diagnostics if one.code == "D130"]
    assert unread == [("b.xlsx: Läs mig", "D130"), ("b.xlsx: Gammalt", "D130")]


def test_a_report_with_a_title_and_totals(ingest: Callable[..., Result]) -> None:
    """A merged title is no header, an error no amount, the total no order; rows have their numbers in Excel."""
    result = ingest((FILES / "report_sv.xlsx").read_bytes(), "b.xlsx")
    assert [str(amount) for (amount,) in result.query("orders", "amount")] == ["99.0000", "1234.5000"]
    assert result.query("gaps", '"row", code') == [(7, "L130"), (8, "L110"), (9, "L103"), (10, "L102")]


def test_hidden_columns_of_dynamics_are_named(tmp_path: Path) -> None:
    """The option lists' sheet is passed over in silence, and the only table has no name."""
    (part,) = _parts(tmp_path, (FILES / "dynamics_sv.xlsx").read_bytes())
    assert (part.name, part.fault) == ("", None)
    assert part.path.read_text("utf-8").count("\n") == 5


def test_cells_are_written_as_text(tmp_path: Path) -> None:
    """Numbers lose no digit, truths and times are words, a line break stays in its cell, empty rows at the end go."""
    row = [17.0, 0.1 + 0.2, 12345678901, True, dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 3, 4), dt.time(5, 6)]  # noqa: DTZ001
    (part,) = _parts(tmp_path, _book(a=[list("abcdefgh"), [*row, "två\nrader"], [""], [None]]))
    assert part.path.read_text("utf-8").splitlines() == [
        "a,b,c,d,e,f,g,h", '17,0.3,12345678901,true,2025-01-02,2025-01-02 03:04:00,05:06:00,"två', 'rader"',
    ]  # fmt: skip


def test_a_workbook_without_a_table_is_refused(tmp_path: Path) -> None:
    """Nothing at all is D101; a note alone is D108, named by its sheet."""
    with pytest.raises(InputError, match="empty") as caught:
        _parts(tmp_path, _book(a=[]))
    assert (caught.value.code, caught.value.file) == ("D101", "b.xlsx")
    (tmp_path / "n.xlsx").write_bytes(_book(note=[["hej"]]))
    with pytest.raises(InputError, match="no table") as caught:
        plain(tmp_path / "n.xlsx", tmp_path / "scratch")
    assert caught.value.code == "D108"


@pytest.mark.parametrize("name", [b"a'; $(b) \xc3\xa5.xlsx", b"-c.xlsx"], ids=["quotes", "flag"])
def test_a_workbook_may_be_called_anything(tmp_path: Path, name: bytes) -> None:
    """The name of a file is neither a command nor a flag, and need not even be text."""
    try:
        path = tmp_path / os.fsdecode(name)
        path.write_bytes((FILES / "orders.xls").read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    (part,) = parts(path, tmp_path)
    assert part.path.read_text("utf-8").startswith("Ordernummer,")


def test_a_protected_workbook_says_so(tmp_path: Path) -> None:
    """Excel hides a workbook with a password in a container that names it."""
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    with pytest.raises(InputError, match="password") as caught:
        _parts(tmp_path, container)
    assert (caught.value.code, caught.value.file) == ("D103", "b.xlsx")


def test_opening_apart_costs_little(tmp_path: Path) -> None:
    """The process that opens a workbook imports next to nothing: far less than the program itself takes."""
    resource = pytest.importorskip("resource", reason="the system does not count a process's time")
    (tmp_path / "b.xlsx").write_bytes(_book(a=[["a", "b"], ["1", "2"]]))
    took = []
    for number in range(5):
        place = tmp_path / str(number)
        place.mkdir()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        parts(tmp_path / "b.xlsx", place)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert 0 < min(took) < 0.15
