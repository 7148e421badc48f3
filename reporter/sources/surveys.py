"""Scores of a survey: reading them, finding each item's scale, and refusing what no scale holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import Diagnostic, Level
from reporter.sources.questions import load_questions
from reporter.sources.sql import BLANKS, quoted, texts

if TYPE_CHECKING:
    import duckdb

    from reporter.sources.options import ReadOptions, Scale

#: From so many answers on, the absence of any 0 says that 0 was not offered.
CONFIRMING = 200
_TEN = 10
_SMALL_SCALES = (5, 7)
_NUMBER, _WHOLE = r"[-+]?\d+([.,]\d+)?", r"[-+]?\d+([.,]0+)?"
_WORDED = (
    re.compile(r"\b([01])\s*=.*?\b(\d{1,2})\s*="),
    re.compile(r"\b([01])\s*(?:-|–|to|till|til)\s*(\d{1,2})\b"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScale:
    """An item's scale, what was guessed, and what is to be confirmed."""

    low: int
    high: int
    guess: str = ""
    diagnostic: Diagnostic | None = None


def read_score(item: str) -> str:
    """Return SQL for an item's score in ``r_<item>``: a number, ``9 - Very likely``, or a worded answer; else NULL.

    An NPS answer is whole: promoters and detractors are counted, and 8.5 is neither (Reichheld, 2003). It is
    no score, and is told with the other answers that are none.
    """
    column = f"r_{item}"
    bank = load_questions()
    text = f"lower(trim({column}))"
    labels = " ".join(f"WHEN {quoted(label)} THEN {score}" for label, score in bank.labels.items())
    written = quoted(_WHOLE if item == "nps" else _NUMBER)
    number = f"CASE WHEN regexp_full_match({text}, {written}) THEN try_cast(replace({text}, ',', '.') AS DOUBLE) END"
    anchored = f"try_cast(regexp_extract({text}, '^(\\d{{1,2}})\\s*([-–=:(].*|[,.](\\D.*)?|\\p{{L}}.*)$', 1) AS DOUBLE)"
    return f"coalesce({number}, CASE {text} {labels} END, {anchored})"


def says_something(column: str) -> str:
    """Return the condition that a cell is neither blank nor a way to say that there is no answer."""
    missing = texts([one.casefold() for one in (*BLANKS, *load_questions().missing)])
    return f"({column} IS NOT NULL AND lower(trim({column})) NOT IN {missing})"


def find_scale(
    connection: duckdb.DuckDBPyConnection,
    item: str,
    *,
    header: str,
    file: str,
    options: ReadOptions,
) -> ItemScale:
    """Return an item's scale from the answers in ``wide`` (columns ``s_<item>``, ``row``).

    Raises:
        InputError: D104, naming the row, where an answer lies outside the scale.
    """
    query = f"SELECT min(s_{item}), max(s_{item}), count(s_{item}) FROM wide"  # noqa: S608 - item is one of ours
    low, high, answers = connection.execute(query).fetchone() or (None, None, 0)
    told = options.scales.get(item) or (options.nps_scale if item == "nps" else None)
    worded = _worded(header) if not told else None
    if not answers:
        return ItemScale(low=0, high=_TEN)
    if told or worded or item == "nps" or low < 0 or high > _TEN:
        limits: Scale = told or worded or (0, _TEN)
        _refuse_outside(connection, item, limits, header=header, file=file)
    if told:
        return ItemScale(low=told[0], high=told[1], guess=f'"{header}": scale {told[0]}–{told[1]} as told')
    if worded:
        return ItemScale(low=worded[0], high=worded[1], guess=f'"{header}": scale {worded[0]}–{worded[1]} as worded')
    if item == "nps":
        return _nps_scale(low, answers, header=header, file=file)
    top = next((one for one in _SMALL_SCALES if high <= one), _TEN)
    bottom = 0 if low == 0 else 1
    if bottom == 0:
        top = _TEN if high > _SMALL_SCALES[0] else top
    return ItemScale(low=bottom, high=top, guess=f'"{header}": scale {bottom}–{top} ({item}, answers {low:g}–{high:g})')


def _worded(header: str) -> Scale | None:
    """Return the scale that a question states: ``(0 = not at all, 10 = very)``, ``1–7``, ``from 0 to 10``."""
    for pattern in _WORDED:
        if found := pattern.search(header):
            low, high = int(found[1]), int(found[2])
            if low in {0, 1} and high in {3, 4, 5, 6, 7, 9, 10}:
                return low, high
    return None


def _refuse_outside(connection: duckdb.DuckDBPyConnection, item: str, limits: Scale, *, header: str, file: str) -> None:
    """Refuse a file with an answer that the scale does not hold: it is neither dropped nor clipped."""
    found = connection.execute(
        f"SELECT row, s_{item}, count(*) OVER () FROM wide "  # noqa: S608 - item is one of ours
        f"WHERE s_{item} < {limits[0]} OR s_{item} > {limits[1]} ORDER BY row LIMIT 1"
    ).fetchone()
    if not found:
        return
    row, score, count = found
    flag = "--nps-scale 1-10 or 0-10" if item == "nps" else f"[survey.scales] {item} in a mapping"
    raise InputError(
        "D104",
        f"the answer {score:g} lies outside the scale {limits[0]}–{limits[1]} ({count} such answer(s))",
        help=f"correct the export, or check that the column is {item} and say its scale with {flag}",
        file=file,
        row=row,
        column=header,
    )


def _nps_scale(low: float, answers: int, *, header: str, file: str) -> ItemScale:
    """Return the NPS scale: any 0 confirms 0–10; no 0 among many answers speaks for 1–10."""
    if low == 0:
        return ItemScale(low=0, high=_TEN, guess=f'"{header}": scale 0–10 (nps, a 0 was given)')
    if answers < CONFIRMING:
        return ItemScale(low=0, high=_TEN, guess=f'"{header}": scale 0–10 (nps, taken as usual; no 0 was given)')
    return ItemScale(
        low=1,
        high=_TEN,
        guess=f'"{header}": scale 1–10 (nps, no 0 among {answers} answers)',
        diagnostic=Diagnostic(
            code="D104",
            level=Level.WARNING,
            message=f"the NPS scale is not confirmed: no 0 among {answers} answers, read as 1–10",
            file=file,
            column=header,
            help='say it with --nps-scale 0-10 or 1-10, or nps_scale = "0-10" under [survey]',
        ),
    )
