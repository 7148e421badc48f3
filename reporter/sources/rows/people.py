"""Customer ids as keyed hashes, computed once per distinct combination of what a row says of its customer.

HMAC-SHA256 (RFC 2104), composed in SQL from the engine's ``sha256`` and cut to 64 bits: the same
id gives the same hash in every file of a client, and in no other client's. Ids of different systems
are hashed under the system's name: number 17 of one is not number 17 of the other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.sources.cells.sql import BLANKS, clean_id, damaged_id, footer_cell, personal_id, plain_id, quoted, texts
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import PERSON_FIELDS
from reporter.store.engine import target_path

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reporter.sources.recognition.recognise import Match

_BLOCK = 64
_INNER, _OUTER = 0x36, 0x5C
#: Hex digits kept: 64 bits, one clash expected among four thousand million customers.
_LENGTH = 16
_SEPARATOR = "chr(31)"
#: What a key is, where it is no id of a system: the client's own number, or something that two customers may share.
OWN, MAIL, ORG, PHONE, NAME = "own", "mail", "org", "phone", "name"
WEAK = (MAIL, ORG, PHONE, NAME)
_OF_FIELD = {"email": MAIL, "orgnr": ORG, "phone": PHONE, "customer_name": NAME}
#: An address cannot be taken for a number: it needs no word before it.
_BARE = (OWN, MAIL)
#: Reports show the first 15 signs of an id, the programming interface all 18 (Salesforce).
_SHORTENED = {"salesforce": 15}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One column that may say who the customer is. ``kind`` is one of the words above, or a system's name."""

    field: str
    position: int
    kind: str


def _pads(key: bytes) -> tuple[str, str]:
    """Return HMAC's inner and outer key block in hex."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(byte ^ _INNER for byte in block).hex(), bytes(byte ^ _OUTER for byte in block).hex()


def _hashed(text: str, key: bytes) -> str:
    """Return the SQL of a text's keyed hash."""
    inner, outer = _pads(key)
    return f"left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text})))), {_LENGTH})"


def pseudonym(text: str, key: bytes, kind: str = OWN) -> str:
    """Return what a cleaned id becomes in the tables."""
    told = text if kind in _BARE else f"{kind}:{text}"
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def hashed_as(text: str, kind: str, key: bytes) -> str:
    """Return the SQL of a cleaned id's keyed hash as a key of this kind; NULL where it is none."""
    prefix = "" if kind in _BARE else f"{quoted(f'{kind}:')} || "
    return _hashed(f"({prefix}{_bare(text, Key(field='', position=0, kind=kind))})", key)


def without_person(text: str, key: bytes) -> str:
    """Return the SQL of a record's id; one that names a person becomes a keyed hash, the same in every file."""
    return f"CASE WHEN {personal_id(text)} THEN {_hashed(f'lower({text})', key)} ELSE {text} END"


def person_columns(match: Match) -> list[tuple[str, int]]:
    """Return the fields that may identify the customer and their columns, the best first."""
    fields = SHAPES[match.format.shape].fields
    return [(name, match.columns[name]) for name in PERSON_FIELDS if name in fields and name in match.columns]


def person_key(match: Match) -> str:
    """Return the SQL of what a row says of its customer, as written: the cell, or all cells in one text."""
    columns = [f"c{position}" for _, position in person_columns(match)]
    if len(columns) > 1:
        return f" || {_SEPARATOR} || ".join(f"coalesce({column}, '')" for column in columns)
    return columns[0] if columns else "CAST(NULL AS VARCHAR)"


def _bare(text: str, key: Key) -> str:
    """Return the SQL of a cleaned key as it is compared, by the rules of its kind; NULL where it says nothing."""
    if key.kind == MAIL:
        return f"CASE WHEN contains({text}, '@') THEN lower({text}) END"
    if key.kind == NAME:
        plain = f"regexp_replace(lower({text}), '\\s+', ' ', 'g')"
        return f"CASE WHEN regexp_matches({text}, '\\p{{L}}') THEN {plain} END"
    if key.kind == PHONE:
        digits = f"ltrim(regexp_replace({text}, '\\D', '', 'g'), '0')"
        return f"CASE WHEN length({digits}) >= 7 THEN {digits} END"
    if key.kind == ORG:
        return _organisation(text)
    if key.kind in _SHORTENED:
        return f"left({text}, {_SHORTENED[key.kind]})"
    if key.kind != OWN:
        text = f"nullif({text}, '0')"  # a shop's guests, all of them, have the id 0
    # An address is the same in capitals; an id may not be.
    return f"CASE WHEN contains({text}, '@') THEN lower({text}) ELSE {text} END"


def _organisation(text: str) -> str:
    """Return the SQL of an organisation number's digits: 10 in Sweden (12 for VAT), 8 in Denmark, 9 in Norway."""
    digits = f"regexp_replace({text}, '\\D', '', 'g')"
    short = (
        f"CASE WHEN length({digits}) = 12 AND starts_with(upper({text}), 'SE') THEN left({digits}, 10) "
        f"WHEN length({digits}) = 12 THEN right({digits}, 10) ELSE {digits} END"
    )
    return f"CASE WHEN length({short}) IN (8, 9, 10) AND ltrim({short}, '0') <> '' THEN {short} END"


def find_keys(connection: duckdb.DuckDBPyConnection, match: Match) -> list[Key]:
    """Return what each column is that may say who the customer is; "Kund" may hold a number or a name."""
    found = []
    for field, position in person_columns(match):
        kind = match.format.ids.get(field) or _OF_FIELD.get(field, OWN)
        if field == "customer" and field not in match.format.ids and _holds_names(connection, f"c{position}"):
            kind = NAME
        found.append(Key(field=field, position=position, kind=kind))
    return found


def _holds_names(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Tell names from numbers: most of them have no digit."""
    row = connection.execute(
        f"SELECT 2 * count(*) FILTER (regexp_matches(c, '[0-9@]')) < count(*) "  # noqa: S608 - our own SQL
        f"FROM (SELECT DISTINCT {column} AS c FROM raw WHERE trim({column}) NOT IN {texts(BLANKS)} LIMIT 20000)"
    ).fetchone()
    return bool(row and row[0])


def create_ids(connection: duckdb.DuckDBPyConnection, match: Match, *, key: bytes, count: bool) -> list[Key]:
    """Create ``ids``: what a row says (``k``) → ``person``, ``damaged``, rows that say it (``n``), each key's hash.

    ``damaged``: a spreadsheet has spoilt the id, and no other key tells who it is; ``spoilt``: another one does;
    ``footer``: it is a total's.
    """
    keys = find_keys(connection, match)
    rows = "count(*)" if count else "0"
    told = [f"any_value(c{key.position}) AS t{at}" for at, key in enumerate(keys)] if len(keys) > 1 else []
    columns = [f"t{at}" for at in range(len(keys))] if len(keys) > 1 else ["k"]
    listed = bool(match.format.rules.get("first_of_list"))
    usual, marked = ["*"], ["*"]
    bare, hashed, damaged, footer = ["NULL AS b"], ["CAST(NULL AS VARCHAR)"], ["false"], ["false"]
    if keys:
        usual += [f"coalesce({plain_id(column)}, false) AS p{at}" for at, column in enumerate(columns)]
        marked += [one for at, column in enumerate(columns) for one in _marked(column, at, listed=listed)]
        bare = [
            f"CASE WHEN NOT (s{at} OR f{at}) THEN {_bare(f'x{at}', one)} END AS b{at}" for at, one in enumerate(keys)
        ]
        prefixes = ["" if one.kind in _BARE else f"{quoted(f'{one.kind}:')} || " for one in keys]
        hashed = [_hashed(f"({prefix}b{at})", key) for at, prefix in enumerate(prefixes)]
        damaged, footer = ([f"{sign}{at}" for at in range(len(keys))] for sign in "sf")
    many = ", ".join(f"h{at}" for at in range(len(hashed)))
    # Each level computes what the one outside it asks for several times.
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE ids AS
        SELECT k, n, coalesce({many}) AS person, coalesce({many}) IS NULL AND bad AS damaged,
               coalesce({many}) IS NOT NULL AND bad AS spoilt, footer, {many}
        FROM (SELECT k, n, bad, footer, {", ".join(f"{one} AS h{at}" for at, one in enumerate(hashed))}
              FROM (SELECT k, n, {" OR ".join(damaged)} AS bad, {" OR ".join(footer)} AS footer,
                           {", ".join(bare)}
                    FROM (SELECT {", ".join(marked)}
                          FROM (SELECT {", ".join(usual)}
                                FROM (SELECT {", ".join([f"{person_key(match)} AS k", f"{rows} AS n", *told])}
                                      FROM raw GROUP BY 1)))))"""  # noqa: S608 - our own SQL
    )
    return keys


def _marked(column: str, at: int, *, listed: bool) -> tuple[str, str, str]:
    """Return the SQL of whether a key is spoilt or a total's, and of its clean text; a plain one (``p``) is neither."""
    own = f"split_part({column}, ';', 1)" if listed else column
    return (
        f"NOT p{at} AND coalesce({damaged_id(column)}, false) AS s{at}",
        f"NOT p{at} AND coalesce({footer_cell(column)}, false) AS f{at}",
        f"CASE WHEN p{at} THEN {column} ELSE {clean_id(own)} END AS x{at}",
    )


def write_identities(connection: duckdb.DuckDBPyConnection, keys: list[Key], source: str, target: Path) -> bool:
    """Write which keys stand together on a row: ``person`` and its ``kind``, ``other`` and its kind, ``source``.

    Nothing is written of a file that knows its customers by the client's own number only.
    """
    if not keys or {key.kind for key in keys} == {OWN}:
        return False
    first = " ".join(f"WHEN h{at} IS NOT NULL THEN {quoted(key.kind)}" for at, key in enumerate(keys))
    parts = [
        f"SELECT person, CASE {first} END AS kind, h{at} AS other, {quoted(key.kind)} AS other_kind FROM ids "  # noqa: S608
        f"WHERE h{at} IS NOT NULL"
        for at, key in enumerate(keys)
    ]
    connection.execute(
        f"COPY (SELECT DISTINCT *, {texts([source])[1:-1]} AS source FROM ({' UNION ALL '.join(parts)}) "  # noqa: S608
        f"ORDER BY ALL) TO {target_path(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    return True


def counted(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the rows that were seen while the ids were collected."""
    row = connection.execute("SELECT sum(n) FROM ids").fetchone()
    return int(row[0]) if row else 0
