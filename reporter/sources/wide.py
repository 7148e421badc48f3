"""Survey answers: a row a respondent (``wide``), then a row an answered item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Diagnostic, Level
from reporter.sources.shapes.responses import SCORED, SHAPE
from reporter.sources.sql import filled, quoted
from reporter.sources.surveys import find_scale, read_score, says_something
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.expressions import Expressions
    from reporter.sources.options import ReadOptions
    from reporter.sources.recognise import Match
    from reporter.sources.staging import Source


def create_wide(
    connection: duckdb.DuckDBPyConnection, source: Source, match: Match, options: ReadOptions
) -> tuple[list[str], list[Diagnostic]]:
    """Create ``wide`` with a score per item and ``scales`` (item, low, high); return guesses and remarks.

    Raises:
        InputError: D104, where an answer lies outside its scale.
    """
    items = [item for item in SCORED if item in match.columns]
    scores = ", ".join(f"{read_score(item)} AS s_{item}" for item in items)
    own = "v_response_id" if "response_id" in match.columns else "NULL"
    comment = filled("r_comment") if "comment" in match.columns else "NULL"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE wide AS
        SELECT *, {scores}, {comment} AS said, CAST({own} AS VARCHAR) AS own FROM typed"""  # noqa: S608
    )
    guesses: list[str] = []
    remarks: list[Diagnostic] = []
    told = connection.execute("SELECT count(*) > count(DISTINCT own) FROM wide").fetchone()
    unique = bool(told and not told[0])
    if not unique and "response_id" in match.columns:
        guesses.append("the answers' ids repeat: answers are told apart by their row")
    made = f"{quoted(source.sha256[:8] + ':')} || row"
    connection.execute("ALTER TABLE wide ADD COLUMN response VARCHAR DEFAULT NULL")
    connection.execute(f"UPDATE wide SET response = {'own' if unique else made}")  # noqa: S608
    connection.execute("CREATE OR REPLACE TEMP TABLE scales (item VARCHAR, low SMALLINT, high SMALLINT)")
    unread = _unread(connection, items)
    for item in items:
        header = source.layout.headers[match.columns[item]]
        scale = find_scale(connection, item, header=header, file=source.file, options=options)
        connection.execute("INSERT INTO scales VALUES (?, ?, ?)", [item, scale.low, scale.high])
        guesses.append(f'"{header}": {item}' if not scale.guess else scale.guess)
        remarks += [scale.diagnostic] if scale.diagnostic else []
        count, row = unread[item]
        if count:
            remarks.append(_unread_remark(count, row, header=header, file=source.file))
    return guesses, remarks


def _unread(connection: duckdb.DuckDBPyConnection, items: list[str]) -> dict[str, tuple[int, int]]:
    """Return, per item, how many answers are no scores, and the first such row."""
    asked = []
    for item in items:
        where = f"WHERE s_{item} IS NULL AND {says_something(f'r_{item}')}"
        asked += [f"count(*) FILTER ({where})", f"min(row) FILTER ({where})"]
    found = connection.execute(f"SELECT {', '.join(asked)} FROM wide").fetchone() or ()  # noqa: S608 - our own SQL
    return {item: (found[2 * at], found[2 * at + 1]) for at, item in enumerate(items)}


def _unread_remark(count: int, row: int, *, header: str, file: str) -> Diagnostic:
    """Say how many answers of an item are no scores."""
    return Diagnostic(
        code="D105",
        level=Level.WARNING,
        message=f"{count} answer(s) are no scores, the first in row {row}; the rows were kept without them",
        file=file,
        column=header,
        help="check that the column is the question it was taken for",
    )


def response_rows(
    connection: duckdb.DuckDBPyConnection, match: Match, source: Source, form: Expressions, options: ReadOptions
) -> str:
    """Return the SELECT of the canonical rows: one an answered item, the comment last."""
    chosen = SHAPE.select(form.bound)
    scales = {item: (low, high) for item, low, high in connection.execute("FROM scales").fetchall()}
    parts = []
    for item in (*SCORED, "comment"):
        if item not in match.columns:
            continue
        answered = "said IS NOT NULL" if item == "comment" else f"s_{item} IS NOT NULL"
        low, high = scales.get(item, ("NULL", "NULL"))
        values = {
            **chosen,
            "source": quoted(source.file),
            "kind": quoted(options.survey_kind),
            "item": quoted(item),
            "score": "NULL" if item == "comment" else f"s_{item}",
            "scale_low": low,
            "scale_high": high,
            "text": "said" if item == "comment" else "NULL",
        }
        picked = ", ".join(f"CAST({values[name]} AS {kind}) AS {name}" for name, kind in SCHEMA["responses"].items())
        parts.append(f"SELECT {picked} FROM wide WHERE {form.keep} AND {answered}")  # noqa: S608
    return " UNION ALL ".join(parts)
