"""The pieces of SQL that are written for speed say the same as the plain rules that they stand for."""

from __future__ import annotations

import duckdb
import pytest

from reporter.sources.cells.sql import (
    BLANKS,
    all_blank,
    any_footer,
    blank,
    damaged_id,
    filled,
    footer_cell,
    plain_id,
    starts_footer,
)

CELLS = [*BLANKS, " NA ", "\u00a0-\u2003", "   ", "nA", "NAN1", "x-", "N/A N/A", "(blank", "#N/A!", "0", "Ej angivet.",
         "Summa", " Totalt 3", '"Summa;', "Copyright 2026", "copyright2026", "K-17", "17", "4,08E+12", "4E+12", "abc",
         "sum7", "\u00a9 X"]  # fmt: skip


@pytest.fixture
def engine() -> duckdb.DuckDBPyConnection:
    """Return a connection with the table ``cells`` of one column, a NULL among its rows."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE cells AS SELECT unnest(?::VARCHAR[]) AS c", [[*CELLS, None]])
    return connection


def told(engine: duckdb.DuckDBPyConnection, condition: str) -> list[str | None]:
    """Return the cells of which a condition holds."""
    return [cell for (cell,) in engine.execute(f"SELECT c FROM cells WHERE {condition}").fetchall()]  # noqa: S608


def test_a_blank_cell_is_one_of_the_known_texts(engine: duckdb.DuckDBPyConnection) -> None:
    """Whatever blanks stand around it, in capitals as it is listed and with nothing else beside it."""
    assert told(engine, blank("c")) == [cell for cell in CELLS if cell.strip() in BLANKS] + [None]
    values = dict(engine.execute(f"SELECT c, {filled('c')} FROM cells").fetchall())  # noqa: S608 - our own SQL
    assert [cell for cell, value in values.items() if value is None] == told(engine, blank("c"))
    assert values[" Totalt 3"] == "Totalt 3"


def test_many_cells_are_asked_as_one(engine: duckdb.DuckDBPyConnection) -> None:
    """All cells are blank, or one starts a footer, where each of them says so by itself."""
    engine.execute("CREATE TABLE pairs AS SELECT a.c AS a, b.c AS b FROM cells a, cells b")
    single = f"coalesce({starts_footer('a')}, false) OR coalesce({starts_footer('b')}, false)"
    differ = f"({all_blank(['a', 'b'])}) <> ({blank('a')} AND {blank('b')}) OR ({any_footer(['a', 'b'])}) <> ({single})"
    assert engine.execute(f"SELECT a, b FROM pairs WHERE {differ}").fetchall() == []  # noqa: S608 - our own SQL
    assert engine.execute(f"SELECT count(*) FROM pairs WHERE {any_footer(['a', 'b'])}").fetchall() > [(0,)]  # noqa: S608


def test_a_plain_id_is_neither_damaged_nor_a_total(engine: duckdb.DuckDBPyConnection) -> None:
    """What is not asked of a plain id would not be found in it."""
    assert {"17", "K-17"} <= set(told(engine, plain_id("c")))
    assert told(engine, f"{plain_id('c')} AND ({damaged_id('c')} OR {footer_cell('c')})") == []
    assert told(engine, f"{damaged_id('c')} OR {footer_cell('c')}") != []
