"""Survey answers: a row a respondent (``wide``), then a row an answered item."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.model import Diagnostic, Level
from reporter.sources.cells.sql import filled, quoted, texts
from reporter.sources.shapes.responses import SCORED, SHAPE
from reporter.sources.surveys.answers import Answers, counted, read_answers
from reporter.sources.surveys.questions import load_questions
from reporter.sources.surveys.scales import ItemScale, Question, by_wave, find_scale, told_scale
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.tables.staging import Source

#: A column with more different texts than this names no survey rounds.
_WAVES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One item, the SQL of its cells, and the header that it stands under."""

    question: Question
    cells: str


def create_wide(
    connection: duckdb.DuckDBPyConnection, source: Source, match: Match, options: ReadOptions
) -> tuple[list[str], list[Diagnostic]]:
    """Create ``wide`` with a score per item and ``scales`` (item, wave, low, high); return guesses and remarks.

    Raises:
        InputError: D104, where an answer lies outside its scale, or the scale is for the operator to tell.
    """
    asked = _asked(connection, source, match, options)
    waves = _waves(connection, match)
    guesses: list[str] = []
    remarks: list[Diagnostic] = []
    for one in asked:
        remarks += _read(connection, one, waves=waves)
    _join(connection, match, asked, waves=waves)
    guesses += _tell_apart(connection, source, match)
    connection.execute("CREATE OR REPLACE TEMP TABLE scales (item VARCHAR, round VARCHAR, low SMALLINT, high SMALLINT)")
    for one in asked:
        told, more = _scale(connection, one.question)
        guesses += told
        remarks += more
    return guesses, remarks


def _asked(connection: duckdb.DuckDBPyConnection, source: Source, match: Match, options: ReadOptions) -> list[_Asked]:
    """Return the items that a file asks for: a column each, or told row by row by the column ``metric``."""
    headers, form = source.layout.headers, match.format
    cells = {item: (f"r_{item}", headers[match.columns[item]]) for item in SCORED if item in match.columns}
    for item, said in _metrics(connection, match).items():
        cells[item] = (f"CASE WHEN r_metric IN {texts(said)} THEN r_score END", headers[match.columns["score"]])
    return [
        _Asked(
            question=Question(
                item=item,
                header=header,
                file=source.file,
                told=told_scale(item, options, form.scales.get(item)),
                coded=bool(form.rules.get("coded")),
            ),
            cells=sql,
        )
        for item, (sql, header) in cells.items()
    ]


def _waves(connection: duckdb.DuckDBPyConnection, match: Match) -> bool:
    """Tell whether a file names its survey rounds."""
    if "wave" not in match.columns:
        return False
    row = connection.execute("SELECT count(DISTINCT v_wave) FROM typed").fetchone()
    return bool(row and 0 < row[0] <= _WAVES)


def _read(connection: duckdb.DuckDBPyConnection, one: _Asked, *, waves: bool) -> list[Diagnostic]:
    """Create ``said_<item>``: wave, text → score; scales of several waves may be worded differently."""
    item, header = one.question.item, one.question.header
    wave = "coalesce(v_wave, '')" if waves else "''"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE said_{item} AS "  # noqa: S608 - our own SQL
        f"SELECT {wave} AS round, {one.cells} AS cell, count(*) AS n, min(row) AS row, "
        "CAST(NULL AS DOUBLE) AS score, false AS unread FROM typed GROUP BY 1, 2"
    )
    found = connection.execute(f"SELECT round, cell, n, row FROM said_{item} WHERE cell IS NOT NULL").fetchall()  # noqa: S608
    for each in {row[0] for row in found}:
        answers = read_answers({cell: n for r, cell, n, _ in found if r == each}, whole=item == "nps")
        rows: list[tuple[str, str, float | None, bool]] = []
        rows += [(each, cell, score, False) for cell, score in answers.scores.items()]
        rows += [(each, cell, None, True) for cell in answers.unread]
        _note(connection, item, rows)
    count, row = connection.execute(f"SELECT sum(n), min(row) FROM said_{item} WHERE unread").fetchone() or (0, 0)  # noqa: S608
    if not count:
        return []
    return [
        Diagnostic(
            code="D105",
            level=Level.WARNING,
            message=f"{count} answer(s) are no scores, the first in row {row}; the rows were kept without them",
            file=one.question.file,
            column=header,
            help="check that the column is the question it was taken for",
        )
    ]


def _note(connection: duckdb.DuckDBPyConnection, item: str, rows: list[tuple[str, str, float | None, bool]]) -> None:
    """Write scores into ``said_<item>``."""
    if not rows:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE noted (round VARCHAR, cell VARCHAR, score DOUBLE, unread BOOLEAN)")
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.execute("INSERT INTO noted SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)
    connection.execute(
        f"UPDATE said_{item} AS s SET score = n.score, unread = n.unread FROM noted AS n "  # noqa: S608 - our own SQL
        "WHERE s.round = n.round AND s.cell = n.cell"
    )


def _join(connection: duckdb.DuckDBPyConnection, match: Match, asked: list[_Asked], *, waves: bool) -> None:
    """Create ``wide``: every row with its scores, its comment and its wave; ``known``: it asks for one of our items."""
    own = "v_response_id" if "response_id" in match.columns else "NULL"
    comment = filled("r_comment") if "comment" in match.columns else "NULL"
    wave = "coalesce(v_wave, '')" if waves else "''"
    items = [one.question.item for one in asked]
    joins = [
        f"LEFT JOIN said_{item} ON said_{item}.round = {wave} AND said_{item}.cell = {one.cells}"
        for item, one in zip(items, asked, strict=True)
    ]
    metrics = [text for said in _metrics(connection, match).values() for text in said]
    known = f"coalesce(r_metric IN {texts(metrics)}, false)" if "metric" in match.columns else "true"
    scores = "".join(f", said_{item}.score AS s_{item}" for item in items)
    answered = " OR ".join(f"said_{item}.score IS NOT NULL" for item in items) or "false"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE wide AS
        SELECT typed.*, {comment} AS said, CAST({own} AS VARCHAR) AS own, {wave} AS round, {known} AS known,
               ({answered}) AS answered, CAST(NULL AS VARCHAR) AS response {scores}
        FROM typed {" ".join(joins)} ORDER BY typed.row"""  # noqa: S608 - our own SQL
    )


def _metrics(connection: duckdb.DuckDBPyConnection, match: Match) -> dict[str, list[str]]:
    """Return item → what the column ``metric`` calls it, in a long file: a row an answered question."""
    if not {"metric", "score"} <= set(match.columns):
        return {}
    found: dict[str, list[str]] = {}
    for (text,) in connection.execute(
        "SELECT DISTINCT r_metric FROM typed WHERE v_metric IS NOT NULL ORDER BY 1"
    ).fetchall():
        if (item := load_questions().metric(text)) in SCORED:
            found.setdefault(str(item), []).append(text)
    return found


def _tell_apart(connection: duckdb.DuckDBPyConnection, source: Source, match: Match) -> list[str]:
    """Give each row the id of its response: its own where each has another, else its place in the file."""
    # A long file has a row for each answer of a response.
    key = "(own, r_metric)" if "metric" in match.columns else "own"
    told = connection.execute(f"SELECT count(own) < count(*) OR count(*) > count(DISTINCT {key}) FROM wide").fetchone()  # noqa: S608 - our own SQL
    unique = bool(told and not told[0])
    # Of equal width: where nothing else tells, the answer that stands later in the file is the newer one.
    made = f"{quoted(source.sha256[:8] + ':')} || format('{{:09d}}', row)"
    connection.execute(f"UPDATE wide SET response = {'own' if unique else made}")  # noqa: S608
    if unique or "response_id" not in match.columns:
        return []
    return ["the answers' ids repeat: answers are told apart by their row"]


def _scale(connection: duckdb.DuckDBPyConnection, question: Question) -> tuple[list[str], list[Diagnostic]]:
    """Decide an item's scale in each wave, note it in ``scales``, turn answers that count down."""
    item = question.item
    found = connection.execute(f"SELECT round, cell, n FROM said_{item} WHERE cell IS NOT NULL ORDER BY ALL").fetchall()  # noqa: S608
    waves: dict[str, ItemScale] = {}
    for each in sorted({row[0] for row in found}):
        said = Counter({cell: n for r, cell, n in found if r == each})
        answers: Answers = read_answers(said, whole=item == "nps")
        if answers.scores:
            waves[each] = find_scale(question, answers, counted(answers, said))
    remark = None
    if len(waves) > 1:
        waves, remark = by_wave(question, waves)
    for wave, scale in waves.items():
        _refuse_outside(connection, question, scale, wave)
        connection.execute("INSERT INTO scales VALUES (?, ?, ?, ?)", [item, wave, scale.low, scale.high])
        if scale.flip:
            turn = f"UPDATE wide SET s_{item} = {scale.low + scale.high} - s_{item} WHERE round = ?"  # noqa: S608
            connection.execute(turn, [wave])
    guesses = [one.guess or f'"{question.header}": {item}' for one in waves.values()]
    remarks = [one.diagnostic for one in waves.values() if one.diagnostic]
    return list(dict.fromkeys(guesses)), list(dict.fromkeys([*remarks, *([remark] if remark else [])]))


def _refuse_outside(connection: duckdb.DuckDBPyConnection, question: Question, scale: ItemScale, wave: str) -> None:
    """Refuse a file with an answer that the scale does not hold: it is neither dropped nor clipped.

    Raises:
        InputError: D104, naming the row.
    """
    item = question.item
    found = connection.execute(
        f"SELECT row, s_{item}, count(*) OVER () FROM wide "  # noqa: S608 - item is one of ours
        f"WHERE round = ? AND (s_{item} < {scale.low} OR s_{item} > {scale.high}) ORDER BY row LIMIT 1",
        [wave],
    ).fetchone()
    if found:
        row, score, count = found
        raise question.fault(
            f"the answer {score:g} lies outside the scale {scale.low}–{scale.high} ({count} such answer(s))",
            f"correct the export, or check that the column is {item} and say its scale with {question.how}",
            row,
        )


def response_rows(
    connection: duckdb.DuckDBPyConnection, match: Match, source: Source, form: Expressions, options: ReadOptions
) -> str:
    """Return the SELECT of the canonical rows: one an answered item, the comment last."""
    chosen = SHAPE.select(form.bound)
    items = [item for (item,) in connection.execute("SELECT DISTINCT item FROM scales").fetchall()]
    parts = []
    for item in (*SCORED, "comment"):
        comment = item == "comment"
        if item not in (match.columns if comment else items):
            continue
        values = {
            **chosen,
            "source": quoted(source.file),
            "kind": quoted(options.survey_kind),
            "item": quoted(item),
            "score": "NULL" if comment else f"s_{item}",
            "scale_low": "NULL" if comment else "low",
            "scale_high": "NULL" if comment else "high",
            "text": "said" if comment else "NULL",
        }
        picked = ", ".join(f"CAST({values[name]} AS {kind}) AS {name}" for name, kind in SCHEMA["responses"].items())
        table = "wide" if comment else f"wide JOIN (FROM scales WHERE item = {quoted(item)}) AS known USING (round)"
        answered = "said IS NOT NULL" if comment else f"s_{item} IS NOT NULL"
        parts.append(f"SELECT {picked} FROM {table} WHERE {form.keep} AND {answered}")  # noqa: S608
    return " UNION ALL ".join(parts)
