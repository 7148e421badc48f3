"""What the answers of one question say: numbers, worded answers, numbers with their words, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter.sources.cells.sql import BLANKS
from reporter.sources.surveys.questions import load_questions, plain_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d+)?")
#: ``9 - Very likely``, ``9 = …``, ``9 (…)``, ``9. …``, ``9 very likely``, ``9/10``.
_ANCHORED = re.compile(r"(\d{1,2})\s*(?:[-–=:(]|[,.](?=\D|$)|/(?=\d{1,2}$)|(?=[^\W\d_]))\s*(.*?)\)?")
_STARS = re.compile(r"([★⭐]{1,10})[☆✩]{0,9}")
#: The highest answers that "9/10" may name; "9-10" and "12:30" are no answers.
_TOPS = {"5", "7", "10"}
_SEVEN, _FIVE = 7, 5
_POSITIVE, _NEGATIVE = 4, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of one question, each text once.

    ``scores``: text → score; ``unread``: texts that say something and are no score. ``points``: the steps of
    worded answers, 0 where they are numbers; ``numbers``: some answer is a bare number. ``turned``: the numbers
    count down from the best and the words were used. ``fault`` says why the scores cannot be told.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    points: int = 0
    numbers: bool = False
    turned: bool = False
    fault: str = ""


def says_something(text: str) -> bool:
    """Tell whether a cell is neither blank nor a way to say that there is no answer."""
    return text.strip() not in BLANKS and plain_answer(text) not in load_questions().missing


def read_answers(said: Mapping[str, int], *, whole: bool = False) -> Answers:
    """Return the scores of a question's answers.

    Args:
        said: the cells as written, with how often each stands there.
        whole: a score with a fraction is none (NPS: promoters and detractors are counted; Reichheld, 2003).
    """
    texts = [text for text in said if says_something(text)]
    parts = {text: _parts(text) for text in texts}
    words = {label for _, label in parts.values()}
    bank = load_questions()
    seven = any(word in bank.labels_of_seven and word not in bank.labels for word in words)
    labels = bank.labels_of_seven if seven else bank.labels
    pairs = {(number, labels[word]) for number, word in parts.values() if number is not None and word in labels}
    turned = _count_down(pairs)
    scores: dict[str, float] = {}
    worded = False
    for text, (number, word) in parts.items():
        value = labels.get(word) if number is None or (turned and word in labels) else number
        if value is None or (whole and value != int(value)):
            continue
        worded = worded or number is None
        scores[text] = float(value)
    bare = [number for number, word in parts.values() if number is not None and not word]
    points = (_SEVEN if seven else _FIVE) if worded or turned else 0
    fault = ""
    if turned and any(number + label != points + 1 for number, label in pairs):
        fault = "the numbers of the answers count down, and do not agree with their words"
    elif points and any(not 1 <= value <= points for value in scores.values()):
        fault = f"some answers are words of a scale of {points} steps, others are numbers beyond it"
    return Answers(
        scores=scores,
        unread=frozenset(texts) - frozenset(scores),
        points=points,
        numbers=bool(bare),
        turned=turned,
        fault=fault,
    )


def counted(answers: Answers, said: Mapping[str, int]) -> Counter[float]:
    """Return how often each score was given."""
    found: Counter[float] = Counter()
    for text, times in said.items():
        if text in answers.scores:
            found[answers.scores[text]] += times
    return found


def _parts(text: str) -> tuple[float | None, str]:
    """Return the number of an answer (None without) and its words."""
    plain = plain_answer(text)
    if _NUMBER.fullmatch(plain):
        return float(plain.replace(",", ".")), ""
    if stars := _STARS.fullmatch(plain):
        return float(len(stars[1])), ""
    bank = load_questions()
    if plain not in bank.labels and (found := _ANCHORED.fullmatch(plain)):
        words = found[2].strip()
        of_top = "/" in plain and words in _TOPS
        if of_top or not words or not words[0].isdigit():
            return float(found[1]), "" if of_top else words
    return None, plain


def _count_down(pairs: set[tuple[float, int]]) -> bool:
    """Tell whether numbers count down while their words get better: 1 is "Very satisfied", 5 "Very dissatisfied"."""
    if any(label == _FIVE and number <= 1 for number, label in pairs):
        return True
    good = [number for number, label in pairs if label >= _POSITIVE]
    bad = [number for number, label in pairs if label <= _NEGATIVE]
    return bool(good and bad) and min(good) < max(bad) and max(good) < max(bad)


def are_averages(cells: tuple[str, ...]) -> bool:
    """Tell whether a column holds averages: a third of its numbers have a fraction, which no one can answer."""
    numbers = [plain for cell in cells if _NUMBER.fullmatch(plain := plain_answer(cell))]
    broken = sum(float(number.replace(",", ".")) % 1 != 0 for number in numbers)
    return len(numbers) > 1 and 3 * broken >= len(numbers)


def is_answer(cell: str) -> bool:
    """Tell whether a cell may be an answer: a number of at most two digits, a worded answer, or none given."""
    if not says_something(cell):
        return True
    number, word = _parts(cell)
    if number is None:
        bank = load_questions()
        return word in bank.labels or word in bank.labels_of_seven
    return -10 <= number < 100  # noqa: PLR2004 - two digits; the scale is checked later
