"""Headers of more than one row: survey tools put the question above its options, or codes above their labels."""

from __future__ import annotations

import re

_SURVEY_SECOND = {"response", "open-ended response", "svar", "öppet svar", "besvarelse", "åbent svar", "réponse"}
_IMPORT_ID = '{"ImportId"'
_QUESTION_ID = re.compile(r'"QID')
#: A question's code; ``_NPS_GROUP`` and ``_DO`` (the order of the choices) stand beside it and hold no answers.
_CODE, _NO_ANSWERS = re.compile(r"^Q\d"), re.compile(r"(_NPS_GROUP|_DO(_\d+)?)$")
_LEGACY = re.compile(r"^V\d{1,2}$")
_LEGACY_SECOND = {"responseid", "responseset", "externaldatareference", "startdate", "enddate", "finished"}
_ENOUGH = 3


def header_rows(records: list[list[str]], at: int) -> tuple[list[str], int, list[str]]:
    """Return the header texts, how many records they take, and what was understood."""
    head = [cell.strip() for cell in records[at]]
    below = records[at + 1 : at + 3]
    second = [cell.strip() for cell in below[0]] if below else []
    if len(below) == 2 and any(cell.startswith(_IMPORT_ID) for cell in below[1]):  # noqa: PLR2004 - three-row header
        return _labelled(head, second, below[1]), 3, ["three-row header (Qualtrics)"]
    if sum(bool(_LEGACY.match(cell)) for cell in head) >= _ENOUGH and (
        sum(cell.casefold() in _LEGACY_SECOND for cell in second) >= _ENOUGH
    ):
        return [label or code for code, label in _pairs(head, second)], 2, ["two-row header (Qualtrics)"]
    if sum(cell.casefold() in _SURVEY_SECOND for cell in second) > 0 and _continues(head, second):
        return _composite(head, second), 2, ["two-row header (survey)"]
    return head, 1, []


def _pairs(head: list[str], second: list[str]) -> list[tuple[str, str]]:
    """Return each column's code and label; a row may be short of its last, empty cells."""
    width = max(len(head), len(second))
    codes, labels = (row + [""] * (width - len(row)) for row in (head, second))
    return list(zip(codes, labels, strict=True))


def _labelled(head: list[str], labels: list[str], ids: list[str]) -> list[str]:
    """Call questions by their wording and everything else by its code, which no language changes."""
    known = ids + [""] * (max(len(head), len(labels)) - len(ids))
    return [
        label if label and (_CODE.match(code) or _QUESTION_ID.search(own)) and not _NO_ANSWERS.search(code) else code
        for (code, label), own in zip(_pairs(head, labels), known, strict=False)
    ]


def _continues(head: list[str], second: list[str]) -> bool:
    """Tell a second header row from an answer: below the first column, the respondent's id, it is empty."""
    return not second[0] or not head[0]


def _composite(head: list[str], second: list[str]) -> list[str]:
    """Join a survey tool's two header rows; a blank cell continues the question on its left."""
    names, question = [], ""
    for own, option in _pairs(head, second):
        question = own or question
        plain = not option or option.casefold() in _SURVEY_SECOND
        names.append(own if plain and own else f"{question}: {option}" if question and option else question or option)
    return names
