"""The rows that were left out: kept in their own Parquet file, each with its place and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.sources.cells.sql import all_blank, any_footer, personal_id, quoted, starts_footer
from reporter.sources.codes import LEFT_OUT
from reporter.sources.privacy.identity_numbers import WRITTEN
from reporter.sources.shapes import SHAPES
from reporter.store.engine import parquet, target_path

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reporter.sources.recognition.recognise import Match
    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.tables.staging import Source

#: The kinds of column of which a gap shows the value; any other may identify a person.
_SHOWN = {"number", "date", "text"}
_LONGEST = 24
#: How a number (no phone's), a day, a status and a code are written.
_NUMBER = r"[-+−]?[1-9]?[\d\s.,]*\d[.,]?\s*([A-Za-zÀ-ɏ]{0,3}\.?|[€$£%])"
_TRUNK = r"(\+|00|0\d).*"
_DAY = r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(19|20)\d{6})([ T][\d:.+Z -]*)?"
_STATUS = r"[A-Za-zÀ-ɏ]+([ -][A-Za-zÀ-ɏ]+){0,2}"
_CODE = r"[A-Za-zÀ-ɏ\d_./%:+-]+"


def _shown(column: str, kind: str, field: str) -> str:
    """Return the SQL of what a gap may show of a cell: a number, a day, a code or a status; else nothing.

    Free text may hold anything, an address or a phone too.
    """
    text = f"trim({column})"
    own = {"number": _NUMBER, "date": _DAY}.get(kind, _STATUS if field in {"status", "cancelled"} else _CODE)
    short = f"length({text}) <= {_LONGEST} AND NOT {personal_id(text)}"
    few_digits = f"NOT regexp_matches(regexp_replace({text}, '[\\s()+/.-]', '', 'g'), '\\d{{7}}')"
    is_own = f"regexp_full_match({text}, {quoted(own)})"
    if kind == "text":
        is_own += f" AND NOT regexp_matches({text}, {quoted(WRITTEN)})"
    if kind == "number":
        is_own += f" AND NOT regexp_full_match({text}, {quoted(_TRUNK)})"
    harmless = (
        f"{few_digits} AND (regexp_full_match({text}, {quoted(_CODE)}) OR regexp_full_match({text}, {quoted(own)}))"
    )
    return f"CASE WHEN {short} AND (({is_own}) OR ({harmless})) THEN {column} ELSE '' END"


def write(
    connection: duckdb.DuckDBPyConnection, source: Source, form: Expressions, match: Match, target: Path
) -> dict[str, int]:
    """Write every left-out row to ``target``; return how many by reason."""
    connection.execute("SET memory_limit = '1GB'")  # millions of rows are sorted, after the stream is through
    connection.execute(
        f"COPY ({_checked(source, form, match)} UNION ALL BY NAME {_refused(connection, source)} ORDER BY row) "
        f"TO {target_path(target)} (FORMAT parquet, COMPRESSION zstd)"
    )
    found = connection.execute(
        f"SELECT reason, count(*) FROM {parquet(target)} GROUP BY reason ORDER BY 2 DESC, 1"  # noqa: S608
    ).fetchall()
    return {str(reason): int(count) for reason, count in found}


def _nothing(source: Source) -> str:
    """Return the condition that no cell of a row says anything, where no column that is read can tell it."""
    cells = [f"c{position}" for position in range(len(source.layout.headers))]
    return f"row IN (SELECT row FROM raw WHERE {all_blank(cells)})"  # noqa: S608 - our own SQL


def _checked(source: Source, form: Expressions, match: Match) -> str:
    """Return the SELECT of the rows that a check left out; an empty or total row is called so first."""
    kinds = SHAPES[match.format.shape].fields
    texts = [f"r_{name}" for name in match.columns if kinds[name] in {"number", "date", "text", "id"}]
    empty = all_blank(texts) if texts else _nothing(source)
    footer = any_footer(texts) if texts else "false"
    code, column, cell = [], [], ["WHEN -1 THEN ''"]
    shown: dict[str, list[str]] = {"''": ["-1"]}
    for number, check in enumerate(form.checks):
        code.append(f"WHEN {number} THEN {quoted(check.code)}")
        at = match.columns.get(check.field)
        header = source.layout.headers[at] if at is not None else ""
        column.append(f"WHEN {number} THEN {quoted(header)}")
        if at is not None and kinds[check.field] in _SHOWN and check.code != "L110":
            cell.append(f"WHEN {number} THEN r_{check.field}")
            shown.setdefault(_shown("cell", kinds[check.field], check.field), []).append(str(number))
    which = " ".join(f"WHEN {check.condition} THEN {number}" for number, check in enumerate(form.checks))
    codes = dict.fromkeys(["L102", "L103", *(check.code for check in form.checks)])
    reason = " ".join(f"WHEN {quoted(one)} THEN {quoted(LEFT_OUT[one])}" for one in codes)
    value = " ".join(f"WHEN which IN ({', '.join(numbers)}) THEN {text}" for text, numbers in shown.items())
    # Each level computes once what the one outside it asks for several times.
    refused = f"SELECT *, CASE {which} END AS which FROM {form.relation}"  # noqa: S608 - our own SQL
    coded = (
        f"SELECT row, which, CASE which {' '.join(cell)} ELSE '' END AS cell, "  # noqa: S608
        f"CASE WHEN person IS NULL AND footer_person THEN 'L102' WHEN person IS NULL AND {empty} THEN 'L103' "
        f"WHEN person IS NULL AND {footer} THEN 'L102' ELSE CASE which {' '.join(code)} END END AS code "
        f"FROM ({refused}) WHERE which IS NOT NULL"
    )
    return (
        f"SELECT {quoted(source.file)} AS file, CAST(row AS BIGINT) AS row, "  # noqa: S608
        f"CASE which {' '.join(column)} ELSE '' END AS \"column\", coalesce(CASE {value} ELSE '' END, '') AS value, "
        f"code, CASE code {reason} END AS reason FROM ({coded})"
    )


def _refused(connection: duckdb.DuckDBPyConnection, source: Source) -> str:
    """Return the SELECT of the lines that the parser refused."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS bad (row BIGINT, before BIGINT, said VARCHAR, lines BIGINT)")
    footer = starts_footer("said")
    # Below the first line of a footer, lines of one cell belong to it: the report's name, the company's.
    below = f"row > (SELECT min(row) FROM bad WHERE {footer})"  # noqa: S608 - our own SQL
    alone = f'(NOT contains(said, {quoted(source.layout.delimiter)}) OR regexp_full_match(said, \'"[^"]*"\'))'
    code = f"CASE WHEN lines > 1 THEN 'L104' WHEN {footer} OR ({below} AND {alone}) THEN 'L102' ELSE 'L101' END"
    reason = " ".join(f"WHEN {quoted(one)} THEN {quoted(LEFT_OUT[one])}" for one in ("L101", "L102", "L104"))
    return (
        f"SELECT {quoted(source.file)} AS file, CAST(row + extra AS BIGINT) AS row, '' AS \"column\", '' AS value, "  # noqa: S608
        f"code, CASE code {reason} END AS reason "
        f"FROM (SELECT row, unnest(range(lines)) AS extra, {code} AS code FROM bad)"
    )
