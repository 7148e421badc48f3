"""Which item a survey question asks for, told by its wording in Swedish, Danish or English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from reporter.sources.tables.headings import folded, normal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FILE = Path(__file__).parent / "questions.toml"
_NORDIC = "åäöæøé"
#: A letter that an export has lost: a question mark, or one or two of the sign for an unknown letter.
_LOST = "[?\ufffd]{1,2}"
#: Quiz columns of Microsoft Forms: points and remarks on an answer, no answers.
_QUIZ = re.compile(r"(points|feedback|poäng|point|återkoppling|tilbagemelding) [-–] ", re.IGNORECASE)
#: A scale behind a name: "NPS (0-10)", as it stands without its punctuation.
_SCALE = re.compile(r"[ (\[]+[01] ?[ –—] ?\d{1,2}[)\]]?$")
#: Questions for the whole that may ask for one side of it: where two are asked, the whole is taken first.
_WHOLE = ("csat", "sat_product", "sat_service", "ces")
_NO_LETTERS = str.maketrans(dict.fromkeys(_NORDIC + "?\ufffd"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Names and wordings per item, the worded answers (of five and of seven steps) and those that mean none.

    ``attributes``: what a question about one side of a supplier is about.
    """

    names: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    metrics: Mapping[str, str]
    labels: Mapping[str, int]
    labels_of_seven: Mapping[str, int]
    missing: frozenset[str]
    groups: re.Pattern[str]
    aspects: re.Pattern[str]
    attributes: tuple[tuple[str, re.Pattern[str]], ...]
    weak: frozenset[str]

    def is_worded(self, header: str) -> bool:
        """Tell whether a column is known by its question, not by a bare name such as Rating."""
        return not any(spelt in self.names for spelt in _spellings(header))

    def item(self, header: str) -> str | None:
        """Return the item that a column asks for, or None."""
        text = normal(header)
        if self.groups.search(text) or _QUIZ.match(header):
            return None
        text = _SCALE.sub("", text)
        named = next((self.names[spelt] for spelt in _spellings(text) if spelt in self.names), None)
        return named or next((item for item, pattern in self.patterns if pattern.search(text)), None)

    def is_of_part(self, header: str) -> bool:
        """Tell whether a question is about one side of the whole, such as the delivery."""
        return bool(self.aspects.search(normal(header)) or self.attribute(header))

    def attribute(self, header: str) -> str | None:
        """Return which side of a supplier a question is about, in whatever way it asks; None for the whole."""
        text = normal(header)
        return next((item for item, pattern in self.attributes if pattern.search(text)), None)

    def metric(self, text: str) -> str | None:
        """Return the item that a survey's type (NPS, CSAT, CES) or its question means, or None."""
        return self.metrics.get(normal(text)) or self.item(text)


def _without_letters(text: str) -> str:
    """Return a text without the letters that damaged files have lost."""
    return text.translate(_NO_LETTERS)


def _spellings(header: str) -> tuple[str, ...]:
    """Return how a name may be spelt; without its Nordic letters only where some are lost."""
    text = normal(header)
    bare = text.rstrip("?")
    damaged = ("?" in bare) or "\ufffd" in bare
    return (text, folded(header), *([_without_letters(text)] if damaged else []))


@cache
def plain_answer(cell: str) -> str:
    """Return an answer without case and needless blanks; one whose letters are lost, without them."""
    text = " ".join(cell.casefold().split()).rstrip(".!")
    return _without_letters(text) if "?" in text or "\ufffd" in text else text


@cache
def load_questions() -> Questions:
    """Return the question bank that comes with the program."""
    data = tomli.loads(_FILE.read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    patterns = []
    for one in data["item"]:
        for name in one["names"]:
            for spelt in (normal(name), folded(name), _without_letters(normal(name))):
                names.setdefault(spelt, one["id"])
        patterns.append((one["id"], _tolerant("|".join(one["patterns"]))))
    attributes = {item: "|".join(known) for item, known in data["attributes"].items()}
    rated = data["rated"]
    for item, about in attributes.items():
        names.setdefault(normal(item), item)
        worded = f"(?:{'|'.join(rated['patterns'])}).*(?:{about})"
        patterns.append((item, _tolerant("|".join([worded, *rated.get(item, ())]))))
    return Questions(
        names=names,
        patterns=tuple(patterns),
        metrics={normal(name): item for item, known in data["metrics"].items() for name in known},
        labels=_labels(data["labels"]),
        labels_of_seven=_labels(data["labels_of_seven"]),
        missing=frozenset(
            spelt for text in data["missing"]["answers"] for spelt in (text, _without_letters(text)) if spelt
        ),
        groups=re.compile("|".join(data["groups"]["patterns"])),
        aspects=_tolerant("|".join(data["aspects"]["patterns"])),
        attributes=tuple((item, _tolerant(about)) for item, about in attributes.items()),
        weak=frozenset(spelt(name) for name in data["weak"]["names"] for spelt in (normal, folded)),
    )


def _tolerant(pattern: str) -> re.Pattern[str]:
    """Compile a pattern so that a lost letter may stand for each Nordic one."""
    return re.compile(re.sub(f"[{_NORDIC}]", lambda found: f"(?:{found[0]}|{_LOST})", pattern))


def _labels(steps: Mapping[str, list[str]]) -> dict[str, int]:
    """Return the worded answers with their step, also as they stand where letters are lost."""
    whole = {text: int(step) for step, texts in steps.items() for text in texts}
    return {_without_letters(text): step for text, step in whole.items()} | whole


def find_items(
    headers: tuple[str, ...], taken: set[int], answered: Callable[[str, int], bool] = lambda _item, _at: True
) -> dict[str, int]:
    """Return item → column for the columns that are not taken; the first ``answered`` column of an item wins.

    A question for satisfaction with the whole goes before one for a part of it, which then stands for the side
    that it is about. An overall-satisfaction question without its two sisters is a question of its own (csat),
    not an NKI.
    """
    bank = load_questions()
    found: dict[str, int] = {}

    def better(item: str, header: str) -> bool:
        return item in _WHOLE and bank.is_of_part(headers[found[item]]) and not bank.is_of_part(header)

    for position, header in enumerate(headers):
        item = None if position in taken else bank.item(header)
        if item and (item not in found or better(item, header)) and answered(item, position):
            found[item] = position
    sisters = {"nki_expectation", "nki_ideal"} & set(found)
    if "nki_overall" in found and not sisters:
        overall = found.pop("nki_overall")
        if "csat" not in found or bank.is_worded(headers[found["csat"]]):
            found["csat"] = overall
    for position, header in enumerate(headers):
        if position in taken or position in found.values() or bank.item(header) not in _WHOLE:
            continue
        part = bank.attribute(header)
        if part and part not in found and answered(part, position):
            found[part] = position
    return found
