"""Which item a survey question asks for, told by its wording in Swedish, Danish or English."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.sources.catalogue import folded, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parent / "questions.toml"
#: A figure of at most two digits, alone or before its label; a score outside its scale is refused later.
_SCORE = re.compile(r"-?\d{1,2}([.,]\d+)?(\s*[-–=:(].*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Names and wordings per item, the worded answers and the answers that mean none."""

    names: Mapping[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    labels: Mapping[str, int]
    missing: tuple[str, ...]
    weak: frozenset[str]

    def is_worded(self, header: str) -> bool:
        """Tell whether a column is known by its question, not by a bare name such as Rating."""
        return normal(header) not in self.names and folded(header) not in self.names

    def is_answer(self, cell: str) -> bool:
        """Tell whether a cell may be an answer: a number of a scale, or one of the worded answers."""
        text = cell.strip().casefold()
        return text in self.labels or text in self.missing or bool(_SCORE.match(text))

    def item(self, header: str) -> str | None:
        """Return the item that a column asks for, or None."""
        text = normal(header)
        named = self.names.get(text) or self.names.get(folded(header))
        if named:
            return named
        return next((item for item, pattern in self.patterns if pattern.search(text)), None)


@cache
def load_questions() -> Questions:
    """Return the question bank that comes with the program."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    patterns = []
    for one in data["item"]:
        for name in one["names"]:
            names.setdefault(normal(name), one["id"])
            names.setdefault(folded(name), one["id"])
        patterns.append((one["id"], re.compile("|".join(one["patterns"]))))
    return Questions(
        names=names,
        patterns=tuple(patterns),
        labels=data["labels"],
        missing=tuple(data["missing"]["answers"]),
        weak=frozenset(spelt(name) for name in data["weak"]["names"] for spelt in (normal, folded)),
    )


def find_items(headers: tuple[str, ...], taken: set[int]) -> dict[str, int]:
    """Return item → column for the columns that are not taken; the first column of an item wins.

    An overall-satisfaction question without its two sisters is a question of its own (csat), not
    an NKI.
    """
    bank = load_questions()
    found: dict[str, int] = {}
    for position, header in enumerate(headers):
        if position not in taken and (item := bank.item(header)) and item not in found:
            found[item] = position
    sisters = {"nki_expectation", "nki_ideal"} & set(found)
    if "nki_overall" in found and not sisters and "csat" not in found:
        found["csat"] = found.pop("nki_overall")
    return found
