"""Customer ids as keyed hashes, computed once per distinct id.

HMAC-SHA256 (RFC 2104), composed in SQL from the engine's ``sha256`` and cut to 64 bits: the same
id gives the same hash in every file of a client, and in no other client's.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reporter.sources.shapes import SHAPES
from reporter.sources.sql import clean_id, damaged_id, filled, personal_id

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.recognise import Match

_BLOCK = 64
_INNER, _OUTER = 0x36, 0x5C
#: Hex digits kept: 64 bits, one clash expected among four thousand million customers.
_LENGTH = 16


def _pads(key: bytes) -> tuple[str, str]:
    """Return HMAC's inner and outer key block in hex."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(byte ^ _INNER for byte in block).hex(), bytes(byte ^ _OUTER for byte in block).hex()


def _hashed(text: str, key: bytes) -> str:
    """Return the SQL of a text's keyed hash."""
    inner, outer = _pads(key)
    return f"left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text})))), {_LENGTH})"


def without_person(text: str, key: bytes) -> str:
    """Return the SQL of a record's id; one that names a person becomes a keyed hash, the same in every file."""
    return f"CASE WHEN {personal_id(text)} THEN {_hashed(f'lower({text})', key)} ELSE {text} END"


def person_columns(match: Match) -> list[int]:
    """Return the columns that may identify the customer, the best first."""
    shape = SHAPES[match.format.shape]
    return [match.columns[name] for name, kind in shape.fields.items() if kind == "person" and name in match.columns]


def person_key(match: Match) -> str:
    """Return the SQL of what a row's customer is known by, as written; one column falls back on the next."""
    columns = [f"c{position}" for position in person_columns(match)]
    if match.format.rules.get("first_of_list"):
        columns = [f"split_part({column}, ';', 1)" for column in columns]
    if len(columns) > 1:
        return f"coalesce({', '.join(filled(column) for column in columns)})"
    return columns[0] if columns else "CAST(NULL AS VARCHAR)"


def create_ids(connection: duckdb.DuckDBPyConnection, match: Match, *, key: bytes, count: bool) -> None:
    """Create ``ids``: written key → hash (``person``), whether a spreadsheet damaged it, rows that bear it."""
    rows = "count(*)" if count else "0"
    # An address is the same in capitals; an id may not be.
    cleaned = clean_id("k")
    bare = f"CASE WHEN contains(k, '@') THEN lower({cleaned}) ELSE {cleaned} END"
    usable = "bare IS NOT NULL AND NOT coalesce(damaged, false)"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE ids AS
        SELECT k, CASE WHEN {usable} THEN {_hashed("bare", key)} END AS person, coalesce(damaged, false) AS damaged, n
        FROM (SELECT k, n, {bare} AS bare, {damaged_id("k")} AS damaged
              FROM (SELECT {person_key(match)} AS k, {rows} AS n FROM raw GROUP BY 1))"""  # noqa: S608 - our own SQL
    )


def counted(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the rows that were seen while the ids were collected."""
    row = connection.execute("SELECT sum(n) FROM ids").fetchone()
    return int(row[0]) if row else 0
