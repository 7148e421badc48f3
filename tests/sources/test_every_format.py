"""Each declared format keeps its books on any file with its own headers, however the rows are damaged."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.sources import LEFT_OUT, opening, read
from reporter.sources.recognition.catalogue import built_in
from reporter.sources.shapes import SHAPES
from reporter.sources.tables.headings import normal

if TYPE_CHECKING:
    from reporter.sources.recognition.catalogue import Format

GOOD = {
    "person": ["7", "K-1", "a@example.com", "8001;8002"],
    "id": ["1", "2", "A-3", "C4", "5"],
    "number": ["1,50", "12", "1 234,50", "-3,5", "0"],
    "date": ["2026-01-02", "2026-02-03 10:00:00"],
    "text": ["x", "Closed Won", "Makulerad", "Kredit", "aktiv", "Good", "år", "SEK"],
    "private": ["Anna"],
}
BAD = ["", "NA", " ", "much", "4,08E+12", "2026-99-99", "'7", "9.0", '"', "å\n"]
FIXED = {"currency": "SEK", "nps": "9", "line_quantity": "1", "churned": "Yes"}
#: A whole column of nonsense, or no row to keep, is refused: those are no broken books.
REFUSED = {"D104", "D110", "D111", "D112", "D114", "D115", "D116"}


def headers(form: Format) -> dict[str, str]:
    """Return field → header: the first of each field that no other field has taken, and the system's own marks."""
    chosen: dict[str, str] = {}
    for field, aliases in form.fields.items():
        free = [alias for alias in aliases if alias not in chosen.values()]
        if free:
            chosen[field] = free[0]
    if form.shape == "responses":
        chosen["nps"] = "nps"
    taken = {normal(header) for header in chosen.values()}
    free = [mark for mark in form.marks if normal(mark) not in taken]
    return chosen | {f"mark {number}": mark for number, mark in enumerate(free[: form.marks_needed])}


@st.composite
def exports(draw: st.DrawFn, form: Format) -> tuple[str, int]:
    """Return an export of a format with damage here and there, and its number of rows."""
    columns = headers(form)
    kinds = {field: SHAPES[form.shape].fields.get(field, "private") for field in columns}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns.values())
    count = draw(st.integers(2, 8))
    short = draw(st.integers(0, 3 * count))  # one row at most: mostly short rows are another table
    for row in range(count):
        cells = [FIXED.get(field) or draw(st.sampled_from(GOOD[kinds[field]])) for field in columns]
        if row and draw(st.integers(0, 2)) == 0:
            at = draw(st.integers(0, len(cells) - 1))
            cells[at] = draw(st.sampled_from(BAD))
        if row and row == short:
            cells = cells[: draw(st.integers(2, len(cells)))]
        writer.writerow(cells)
    return text.getvalue(), count


@pytest.mark.parametrize("large", [False, True], ids=["staged", "streamed"])
@pytest.mark.parametrize("form", [one for one in built_in() if not one.headerless], ids=lambda form: form.name)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_the_books_balance(form: Format, large: bool, data: st.DataObject) -> None:  # noqa: FBT001
    """rows_in is what was written; each is kept, or left out once with a known reason."""
    text, count = data.draw(exports(form))
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 0 if large else 1 << 30)
        path, folder = Path(name) / "a.csv", Path(name) / "data"
        path.write_text(text, encoding="utf-8")
        try:
            accounts = read([path], folder=folder, key=b"k").files
        except InputError as fault:
            assert fault.code in REFUSED  # noqa: PT017 - a refusal is an answer too
            assert not list(folder.iterdir())
            return
        for account in accounts:  # one for each format that may stand beside it in the file
            assert account.rows_in == count
            assert account.rows_kept + account.rows_left_out == account.rows_in
            assert sum(account.reasons.values()) == account.rows_left_out
        left_out = sum(account.rows_left_out for account in accounts)
        with duckdb.connect() as connection:
            gaps = (
                connection.execute(
                    f"SELECT reason FROM read_parquet(['{folder}/gaps/*.parquet'])"  # noqa: S608
                ).fetchall()
                if left_out
                else []
            )
        assert len(gaps) == left_out
        assert {reason for (reason,) in gaps} <= set(LEFT_OUT.values())
