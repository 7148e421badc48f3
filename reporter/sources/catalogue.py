"""The declared export formats: one TOML file each, found by listing.

A format names its shape (the canonical table), the headers that each field may have (Swedish,
Danish, English, internal names; matched without case and punctuation), and what must be there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.errors import InputError
from reporter.sources.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "formats"
_KEYS = {"name", "title", "shape", "priority", "required", "at_least", "fields", "rules", "constants"}
_RULES = {
    "keep_status",
    "drop_status",
    "cancel_prefix",
    "group",
    "deals",
    "record_id_beside",
    "positive",
    "first_of_list",
    "complaint_words",
}
_FOLDS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "ae", "ø": "o", "é": "e", "ü": "u", "?": "", "\ufffd": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One export layout. ``fields``: canonical field → headers, the best first."""

    name: str
    title: str
    shape: str
    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = ()
    at_least: int = 0
    priority: int = 0
    rules: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_order(self) -> bool:
        """Whether the rows must be known in their order: answers are told apart by it, grouped lines filled down."""
        return self.shape == "responses" or bool(self.rules.get("group"))


@cache
def normal(header: str) -> str:
    """Return a header without case, punctuation and the differences of blanks, ``_`` and ``-``."""
    text = header.casefold()
    for mark in "\"'.:*":
        text = text.replace(mark, "")
    return " ".join(text.replace("_", " ").replace("-", " ").split())


@cache
def folded(header: str) -> str:
    """Return a normal header with its Nordic letters folded, for files whose letters are damaged."""
    return normal(header).translate(_FOLDS)


def load_format(path: Path) -> Format:
    """Read and check one format.

    Raises:
        InputError: D117, naming what is wrong with the file.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise InputError("D117", f"is not valid TOML ({problem})", help="correct the line", file=path.name) from None
    fault = _fault(data)
    if fault:
        raise InputError("D117", fault, help="see the formats that come with the program", file=path.name)
    return Format(
        name=data.get("name", path.stem),
        title=data.get("title", data.get("name", path.stem)),
        shape=data["shape"],
        fields={
            key: tuple(normal(text) for text in ([value] if isinstance(value, str) else value) if text)
            for key, value in data["fields"].items()
        },
        required=tuple(data.get("required", ())),
        at_least=data.get("at_least", 0),
        priority=data.get("priority", 0),
        rules=data.get("rules", {}),
        constants=data.get("constants", {}),
    )


def _fault(data: Mapping[str, Any]) -> str:
    """Return what is wrong with a format, or nothing."""
    if unknown := sorted(set(data) - _KEYS):
        return f"has the unknown key {unknown[0]!r}"
    if data.get("shape") not in SHAPES:
        return f"names no shape; the shapes are {', '.join(SHAPES)}"
    if not isinstance(data.get("fields"), dict):
        return "has no [fields]"
    known = SHAPES[data["shape"]].fields
    if strange := sorted(set(data["fields"]) - set(known)):
        return f"has the unknown field {strange[0]!r}; the fields of {data['shape']} are {', '.join(known)}"
    if unknown := sorted(set(data.get("rules", {})) - _RULES):
        return f"has the unknown rule {unknown[0]!r}"
    return ""


@cache
def built_in() -> tuple[Format, ...]:
    """Return the formats that come with the program."""
    return tuple(load_format(path) for path in sorted(FOLDER.glob("*.toml")))
