"""The sheets of one survey's workbook made one table: answers as numbers, as labels, and the list of what they mean.

Survey tools that export numbers give a codebook beside them (variable, code, label), or a second sheet with the
same answers as texts. Both are read as what they are: the wording of the answers, never further answers.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.surveys.questions import load_questions, plain_answer
from reporter.sources.tables.headings import normal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reporter.sources.files.kinds import Part

_VARIABLE = {"variable", "variabel", "variable name", "variabelnamn", "variabelnavn", "column", "kolumn", "kolonne", "question id", "fråge id", "frågeid", "spørgsmål id", "id", "code name"}  # fmt: skip # noqa: E501 - a list of words
_TEXT = {"question", "question text", "fråga", "frågetext", "spørgsmål", "spørgsmålstekst", "variable label", "beskrivning", "beskrivelse"}  # fmt: skip # noqa: E501 - a list of words
_CODE = {"code", "kod", "kode", "value", "värde", "værdi", "svarskod", "svarkode", "answer code"}
_LABEL = {"label", "labels", "etikett", "etiket", "value label", "svarstext", "svartekst", "text", "tekst", "svarsalternativ", "svarmulighed", "betydelse", "betydning", "answer"}  # fmt: skip # noqa: E501 - a list of words
_WHOLE = re.compile(r"-?\d{1,3}")
_STARTS_WITH_NUMBER = re.compile(r"\d{1,2}\b")
_FEW, _LOOK = 3, 200


@dataclass(slots=True, kw_only=True)
class Variable:
    """What a codebook says of one column."""

    text: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def one_survey(tables: Sequence[Part], scratch: Path, file: str) -> tuple[Part, ...]:
    """Return the tables of a workbook with those of one survey made one; any other table stays as it is."""
    sheets = [one for one in tables if one.name and not one.fault]
    if len(sheets) < 2:  # noqa: PLR2004 - it takes a table and what explains it
        return tuple(tables)
    heads = {one.path: _rows(one.path, _LOOK) for one in sheets}
    asked = {name for rows in heads.values() if rows and not _columns_of(rows) for name in rows[0] if name}
    books = [one for one in sheets if _columns_of(heads[one.path]) and asked & set(_codebook(_rows(one.path)))]
    known = {name: told for one in books for name, told in _codebook(_rows(one.path)).items()}
    left, gone = list(tables), {one.path for one in books}
    data = [one for one in sheets if one not in books]
    explained = [one for one in data if heads[one.path] and set(heads[one.path][0]) & set(known)]
    twins = _twins([one for one in data if one.path not in gone], heads)
    if twins:
        values, labels = twins
        known = _paired(_rows(values.path), _rows(labels.path)) | known
        explained = [values]
        same = InputError(
            "D130",
            f"holds the same answers as the sheet '{values.name}', as texts: they were read once",
            help="nothing needs to be done",
            file=f"{file}: {labels.name}",
        )
        left = [replace(one, fault=same) if one is labels else one for one in left]
    if not explained:
        return tuple(tables)
    for one in explained:
        target = scratch / f"{one.path.stem}.labelled{one.path.suffix}"
        _write(_rows(one.path), known, target)
        left = [replace(each, path=target) if each is one else each for each in left]
    return tuple(one for one in left if one.path not in gone)


def _rows(path: Path, most: int | None = None) -> list[list[str]]:
    """Return the rows of a sheet; not those of a text that is no CSV in UTF-8."""
    found: list[list[str]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                found.append([cell.strip() for cell in row])
                if most and len(found) >= most:
                    break
    except (UnicodeDecodeError, csv.Error):
        return []
    return [row for row in found if any(row)]


def _columns_of(rows: list[list[str]]) -> tuple[int, int, int, int] | None:
    """Return where a codebook has variable, question (-1: nowhere), code and label; None where it is none."""
    if not rows:
        return None
    head = [normal(cell) for cell in rows[0]]
    at = [next((i for i, cell in enumerate(head) if cell in names), -1) for names in (_VARIABLE, _TEXT, _CODE, _LABEL)]
    variable, text, code, label = at
    if variable < 0:
        variable, text = text, -1
    if min(variable, code, label) < 0 or len({variable, code, label}) < _FEW:
        return None
    return variable, text, code, label


def _codebook(rows: list[list[str]]) -> dict[str, Variable]:
    """Return variable → what it means; a blank name continues the variable above."""
    places = _columns_of(rows)
    if not places:
        return {}
    variable, text, code, label = places
    found: dict[str, Variable] = {}
    name = ""
    for row in rows[1:]:
        cells = row + [""] * (max(places) + 1 - len(row))
        name = cells[variable] or name
        one = found.setdefault(name, Variable())
        # Where no column is for the question, it stands on the variable's own row, which has no code.
        one.text = one.text or (cells[text] if text >= 0 else "" if cells[code] else cells[label])
        if cells[code]:
            one.labels[cells[code]] = cells[label]
    return found


def _twins(data: list[Part], heads: dict[Path, list[list[str]]]) -> tuple[Part, Part] | None:
    """Return two sheets that hold the same answers, as numbers and as labels: same header, same first column."""
    for values in data:
        for labels in data:
            one, other = heads[values.path], heads[labels.path]
            if values is labels or min(len(one), len(other)) < 2 or one[0] != other[0]:  # noqa: PLR2004 - no rows
                continue
            same = [row[0] for row in one] == [row[0] for row in other]
            if same and one != other and _are_labelled(one, other):
                return values, labels
    return None


def _are_labelled(values: list[list[str]], labels: list[list[str]]) -> bool:
    """Tell whether all that differs is a number on the one sheet and its words on the other."""
    return all(
        code == label or (bool(_WHOLE.fullmatch(code)) and any(sign.isalpha() for sign in label))
        for one, other in zip(values, labels, strict=True)
        for code, label in zip(one, other, strict=False)
    )


def _paired(values: list[list[str]], labels: list[list[str]]) -> dict[str, Variable]:
    """Return what two sheets of the same answers say of each other: header → code → label."""
    found = {name: Variable() for name in values[0] if name}
    for one, other in zip(values[1:], labels[1:], strict=False):
        for name, code, label in zip(values[0], one, other, strict=False):
            if name and code and label and code != label and _WHOLE.fullmatch(code):
                found[name].labels.setdefault(code, label)
    return {name: one for name, one in found.items() if one.labels}


def _write(rows: list[list[str]], known: dict[str, Variable], target: Path) -> None:
    """Write the answers with their questions as headers and their labels as cells."""
    told = [known.get(name) for name in rows[0]]
    scored = [bool(one and load_questions().item(one.text or name)) for name, one in zip(rows[0], told, strict=True)]
    worded = [bool(one and _says_itself(one.labels)) for one in told]
    head = [
        name if not one else one.text or name if not asked or plain else f"{one.text or name}{_ends(one.labels)}"
        for name, one, asked, plain in zip(rows[0], told, scored, worded, strict=True)
    ]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        for row in rows[1:]:
            writer.writerow(
                [
                    _cell(cell, one, keep=asked and not plain)
                    for cell, one, asked, plain in zip(row, told, scored, worded, strict=False)
                ]
            )


def _cell(cell: str, one: Variable | None, *, keep: bool) -> str:
    """Return an answer as its label; a score whose ends alone are labelled stays a number."""
    label = one.labels.get(cell, "") if one else ""
    if not label or (keep and plain_answer(label) not in load_questions().missing):
        return cell
    return label


def _said(labels: dict[str, str]) -> dict[str, str]:
    """Return the labels of answers, without those that mean that there is none."""
    return {code: text for code, text in labels.items() if text and plain_answer(text) not in load_questions().missing}


def _says_itself(labels: dict[str, str]) -> bool:
    """Tell whether the labels are scores: each starts with its number, or all are known words of a scale."""
    said = [plain_answer(text) for text in _said(labels).values()]
    bank = load_questions()
    words = all(text in bank.labels for text in said) or all(text in bank.labels_of_seven for text in said)
    return len(said) > 1 and (all(_STARTS_WITH_NUMBER.match(text) for text in said) or (words and len(said) >= _FEW))


def _ends(labels: dict[str, str]) -> str:
    """Return what the ends of a scale mean, as a question states it: " (1 = Not at all, 7 = Very)"."""
    said = {int(code): text for code, text in _said(labels).items() if _WHOLE.fullmatch(code)}
    if len(said) < 2:  # noqa: PLR2004 - a scale has two ends
        return ""
    low, high = min(said), max(said)
    return f" ({low} = {said[low]}, {high} = {said[high]})"
