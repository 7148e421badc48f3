"""Headers of more than one row: survey tools put the question above its options, or codes above their labels."""

from __future__ import annotations

import re

_SURVEY_SECOND = {"response", "open-ended response", "svar", "öppet svar", "besvarelse"}
_QUALTRICS = '{"ImportId"'


def header_rows(records: list[list[str]], at: int) -> tuple[list[str], int, list[str]]:
    """Return the header texts, how many records they take, and what was understood."""
    head = [cell.strip() for cell in records[at]]
    below = records[at + 1 : at + 3]
    if len(below) == 2 and any(cell.startswith(_QUALTRICS) for cell in below[1]):  # noqa: PLR2004 - three-row header
        labels = [cell.strip() for cell in below[0]]
        chosen = [
            label if re.match(r"^Q\d", code) and label else code for code, label in zip(head, labels, strict=False)
        ]
        return chosen, 3, ["three-row header (Qualtrics)"]
    if below and sum(cell.strip().casefold() in _SURVEY_SECOND for cell in below[0]) > 0:
        return _composite(head, [cell.strip() for cell in below[0]]), 2, ["two-row header (survey)"]
    return head, 1, []


def _composite(head: list[str], second: list[str]) -> list[str]:
    """Join a survey tool's two header rows; a blank cell continues the question on its left."""
    names, question = [], ""
    for position, option in enumerate(second):
        own = head[position] if position < len(head) else ""
        question = own or question
        plain = not option or option.casefold() in _SURVEY_SECOND
        names.append(own if plain and own else f"{question}: {option}" if question else option)
    return names
