"""Which columns of a file are survey questions that hold answers, and what to say of a survey without any of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import BLANKS
from reporter.sources.surveys.answers import are_averages, is_answer
from reporter.sources.surveys.questions import find_items, load_questions
from reporter.sources.tables.headings import normal
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.sources.tables.layout import Layout

#: A question is worded: of a column that is only called so, half of the cells must be answers, of this one a fifth.
_WORDED_SHARE, _NAMED_SHARE = 5, 2
#: Headers that nothing but the export of a survey tool has.
_OF_SURVEYS = {
    "respondent id", "respondentid", "responseid", "response id", "svarsid", "svars id", "besvarelses id", "horodateur",
    "tidstämpel", "tidsstämpel", "tidsstempel", "slutförandetid", "fuldførelsestidspunkt",
    "submit date (utc)", "collector id",
}  # fmt: skip
_DAYS = {"survey_date", "start_date"}
_SHOWN, _LONGEST, _WORDS = 3, 60, 5


def survey_items(columns: Mapping[str, int], layout: Layout) -> dict[str, int]:
    """Return item → column of a survey: those that the format names, and the questions that hold answers."""
    named = {name: at for name, at in columns.items() if name in ITEMS and _holds_answers(name, at, layout)}
    asked = find_items(
        layout.headers, set(columns.values()) - set(named.values()), lambda item, at: _holds_answers(item, at, layout)
    )
    return {item: at for item, at in asked.items() if at not in named.values()} | named


def dated(columns: Mapping[str, int], layout: Layout) -> dict[str, int]:
    """Return the columns without those for a day that hold none: "Completed" may say yes and no."""
    return {
        name: at
        for name, at in columns.items()
        if name not in _DAYS or not (cells := layout.values(at)) or any(re.search(r"\d", cell) for cell in cells)
    }


def is_survey(items: Mapping[str, int], columns: Mapping[str, int]) -> bool:
    """Tell whether a file holds answers: to a question of ours, or to one that each row names."""
    return bool(set(items) - {"comment"}) or {"metric", "score"} <= set(columns)


def _holds_answers(item: str, position: int, layout: Layout) -> bool:
    """Tell whether a column holds answers: enough of its cells are scores or their words, and no averages."""
    if item == "comment":
        return True
    values = [cell for cell in layout.values(position) if cell.strip() not in BLANKS]
    if are_averages(tuple(values)):
        return False
    worded = load_questions().is_worded(layout.headers[position])
    share = _WORDED_SHARE if worded else _NAMED_SHARE
    return share * sum(is_answer(cell) for cell in values) >= len(values)


def require_question(layout: Layout, file: str) -> None:
    """Refuse a survey that asks for nothing of ours, and a list of averages.

    Raises:
        InputError: D108, naming the questions that were seen.
    """
    averages = [
        header
        for at, header in enumerate(layout.headers)
        if load_questions().item(header) not in {None, "comment"} and are_averages(layout.values(at))
    ]
    if averages:
        raise InputError(
            "D108",
            f"holds averages and no answers ({', '.join(_short(one) for one in averages[:_SHOWN])}): "
            "who promotes and who is satisfied cannot be counted from them",
            help="export the answers themselves, a row an answer; a share or a margin needs each of them",
            file=file,
            column=averages[0],
        )
    asked = [header for header in layout.headers if header.endswith("?") or len(header.split()) > _WORDS]
    if not has_survey_header(layout) or not asked:
        return
    shown = "; ".join(f'"{_short(one)}"' for one in asked[:_SHOWN]) + (" …" if len(asked) > _SHOWN else "")
    raise InputError(
        "D108",
        f"is a survey without a question that the analysis uses; {len(asked)} question(s) were seen: {shown}",
        help='if one of them is ours, say so in a mapping: nps = "the question" or csat = "the question" under '
        "[fields], and give it with --map",
        file=file,
    )


def has_survey_header(layout: Layout) -> bool:
    """Tell whether a survey tool wrote a file: by its header of several rows, or by its names."""
    headers = {normal(header) for header in layout.headers}
    return any("-row header" in guess for guess in layout.guesses) or bool(headers & _OF_SURVEYS)


def _short(header: str) -> str:
    return header if len(header) <= _LONGEST else f"{header[: _LONGEST - 1]}…"
