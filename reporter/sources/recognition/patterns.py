"""Patterns of formats, matched in time that grows with the text and no faster.

A format may come with a client's workspace, its pattern may be of the kind that never ends on some cell, and the cell
is the client's: Python's own matcher tries every way there is. The engine's (RE2) reads each sign once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reporter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    from reporter.store.engine import connect

    return connect(threads=1, memory="200MB", folders=())


def matching(pattern: str, cells: Sequence[str], form: str) -> int:
    """Return how many cells a pattern matches as a whole; ``form`` is the format that has it.

    Raises:
        InputError: D117, where the pattern looks ahead or back, or is too large.
    """
    import duckdb

    asked = "SELECT count(*) FILTER (regexp_full_match(cell, ?)) FROM (SELECT unnest(?::VARCHAR[]) AS cell)"
    try:
        ((count,),) = _engine().execute(asked, [pattern, list(cells)]).fetchall()
    except duckdb.Error:
        raise InputError(
            "D117",
            f"has the pattern {pattern[:60]!r}, which cannot be matched",
            help="write one without (?=, (?!, (?< and references to groups",
            file=form,
        ) from None
    return int(count)
