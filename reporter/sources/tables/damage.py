"""Damage of a file as a whole: quotation marks that swallow rows, and files of which little can be read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import Diagnostic, Level
from reporter.sources.codes import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from reporter.model import FileAccount
    from reporter.sources.tables.staging import Source

#: Reasons that speak of the export itself, not of the business (cancelled, no customer …).
_DAMAGE = tuple(LEFT_OUT[code] for code in ("L101", "L104", "L112", "L120", "L121", "L130", "L131"))
#: Fewer columns make no pattern that tells a row from prose.
_TELLING = 3


@contextmanager
def within_memory(file: str) -> Iterator[None]:
    """Say of a file that exhausts the memory that it does, as of any other that is stranger than a table.

    Raises:
        InputError: D123.
    """
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise InputError(
            "D123",
            "was stopped: reading it takes more memory than a table of its size does",
            help="check the export, or split it into several files",
            file=file,
        ) from None


def refuse_swallowed(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Refuse a file of which a quotation mark that never closes has swallowed rows: nobody knows how many.

    ``numbered`` holds the accepted records where the file is staged as a table, ``reject_errors`` the others.

    Raises:
        InputError: D120, naming the row.
    """
    refused = connection.execute(
        """SELECT line, coalesce(csv_line, ''), error_type IN ('UNQUOTED VALUE', 'LINE SIZE OVER MAXIMUM')
        FROM reject_errors WHERE scan_id = (SELECT max(scan_id) FROM reject_scans)
        AND (contains(trim(csv_line, chr(10) || chr(13)), chr(10)) OR error_type = 'LINE SIZE OVER MAXIMUM')
        ORDER BY line"""
    ).fetchall()
    for row, text, open_ended in refused:
        if open_ended or holds_rows(text, source):
            raise _swallowed(row, source)


def refuse_rows_in_cells(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Refuse a staged file in which two stray quotation marks have made one cell of several rows.

    Raises:
        InputError: D120, naming the row.
    """
    cells = [f"c{position}" for position in range(len(source.layout.headers))]
    broken = " OR ".join(f"contains({cell}, chr(10))" for cell in cells)
    found = connection.execute(
        f"SELECT n, {', '.join(cells)} FROM numbered WHERE {broken} ORDER BY n"  # noqa: S608 - our own names
    )
    while rows := found.fetchmany(1000):
        for number, *texts in rows:
            if any(holds_rows(text, source) for text in texts if text and "\n" in text):
                raise _swallowed(source.layout.skip + number, source)


def holds_rows(text: str, source: Source) -> bool:
    """Tell whether every whole line inside a text is a row: then a quotation mark has swallowed them."""
    inner = text.strip("\r\n").split("\n")[1:-1]
    marks = len(source.layout.headers) - 1
    return marks >= _TELLING and bool(inner) and all(_marks(line, source) >= marks for line in inner)


def _marks(line: str, source: Source) -> int:
    """Return how many delimiters a line has; a comma before a blank is prose."""
    delimiter = source.layout.delimiter
    return line.count(delimiter) - line.count(delimiter + " ")


def _swallowed(row: int, source: Source) -> InputError:
    return InputError(
        "D120",
        "a quotation mark is opened and never closed, which swallows the rows after it",
        help="close or remove the quotation mark in that row, or export the file again",
        file=source.file,
        row=row,
    )


def mostly_damaged(account: FileAccount) -> list[Diagnostic]:
    """Warn of a file of which more than half was left out because it could not be read."""
    damaged = {reason: account.reasons[reason] for reason in _DAMAGE if reason in account.reasons}
    count = sum(damaged.values())
    if 2 * count <= account.rows_in:
        return []
    first = max(damaged, key=lambda one: damaged[one])
    return [
        Diagnostic(
            code="D121",
            level=Level.WARNING,
            message=f"{count} of {account.rows_in} rows could not be read and were left out (mostly: {first})",
            file=account.file,
            help="check the export; every figure rests on the other rows only",
        )
    ]
