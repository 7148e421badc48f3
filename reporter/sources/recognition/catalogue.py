"""The declared export formats: one TOML file each, found by listing.

A format names its shape (the canonical table), the headers that each field may have (Swedish,
Danish, English, internal names; matched without case and punctuation), and what must be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from reporter.errors import InputError
from reporter.model import SALES
from reporter.sources.options import is_currency
from reporter.sources.recognition.needs import lacking
from reporter.sources.shapes import SHAPES
from reporter.sources.tables.headings import normal
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reporter.sources.options import Scale

FOLDER = Path(__file__).parents[1] / "formats"
#: rule → what it must be; a list holds texts.
_RULES = {
    "keep_status": list,
    "drop_status": list,
    "cancel_prefix": str,
    "group": bool,
    "deals": bool,
    "positive": bool,
    "first_of_list": bool,
    "lines_of_orders": bool,
    "made_ids": bool,
    "ratings": bool,
    "satisfied_from": int,
    "credits": bool,
    "complaint_words": list,
    "aside": str,
    "undated": bool,
    "coded": bool,
    "may_be_empty": bool,
}
_PLAIN = {
    "name": str,
    "like": str,
    "title": str,
    "shape": str,
    "system": str,
    "priority": int,
    "required": list,
    "at_least": int,
    "any_of": list,
    "never": list,
    "marks": list,
    "marks_needed": int,
    "beside": list,
    "drop": list,
    "sales": str,
    "fields": dict,
    "ids": dict,
    "values": dict,
    "headerless": dict,
    "scales": dict,
    "rules": dict,
    "constants": dict,
}
#: The signs of a format's file at most; the longest of ours has 4,000.
_LONGEST = 200_000
_WORDS = {str: "a text", int: "a whole number", list: "a list of texts", dict: "a table", bool: "true or false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One export layout. ``fields``: canonical field → headers, the best first. ``system``: the vendor's own name.

    A file has it when every field of ``required`` and ``at_least`` fields are found, one of each group of
    ``any_of`` ("amount|amount_net"), ``marks_needed`` of the headers ``marks`` and none of ``never``, and half of
    the cells of each field of ``values`` match its pattern. ``headerless``: position → the pattern of each cell of
    a file without header, whose columns are then called as ``fields`` call them.

    ``ids``: field → the system that gives out its ids ("hubspot company"); an id without system is the client's
    own customer number. ``sales`` says what a row of orders or lines is, ``beside`` names formats that the same
    file may have too (answers that stand in a contact list), ``drop`` headers of columns that are never read.
    ``scales``: survey item → (lowest, highest) answer.

    A format that is ``like`` one of the program's own has all that this says; what it says itself goes before,
    header list by header list. A header that starts with ``…`` is known by its end.
    """

    name: str
    title: str
    shape: str
    system: str = ""
    fields: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = ()
    at_least: int = 0
    any_of: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    marks_needed: int = 1
    beside: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    sales: str = "order"
    priority: int = 0
    ids: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    headerless: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_order(self) -> bool:
        """Whether the rows must be known in their order: answers are told apart by it, grouped lines filled down.

        Made ids number the rows that are the same in all that they say; credit notes are taken off another row;
        leads are left out only where others are customers.
        """
        ordered = self.rules.get("group") or self.rules.get("made_ids") or "credits" in self.fields
        return self.shape == "responses" or bool(ordered) or "lifecycle" in self.fields


def load_format(path: Path) -> Format:
    """Read and check one format.

    Raises:
        InputError: D117, naming what is wrong with the file.
    """
    data = _parsed(path)
    fault = next(_faults(data), "")
    if fault:
        raise InputError("D117", fault, help="see the formats that come with the program", file=path.name)
    return Format(
        name=data.get("name", path.stem),
        title=data.get("title", data.get("name", path.stem)),
        shape=data["shape"],
        system=data.get("system", ""),
        fields={
            key: tuple(normal(text) for text in ([value] if isinstance(value, str) else value) if text)
            for key, value in data["fields"].items()
        },
        required=tuple(data.get("required", ())),
        at_least=data.get("at_least", 0),
        any_of=tuple(tuple(group.split("|")) for group in data.get("any_of", ())),
        never=tuple(data.get("never", ())),
        marks=tuple(data.get("marks", ())),
        marks_needed=data.get("marks_needed", 1),
        beside=tuple(data.get("beside", ())),
        drop=tuple(data.get("drop", ())),
        sales=data.get("sales", SALES[0]),
        priority=data.get("priority", 0),
        ids=data.get("ids", {}),
        values=data.get("values", {}),
        headerless=data.get("headerless", {}),
        scales={item: (low, high) for item, (low, high) in data.get("scales", {}).items()},
        rules=data.get("rules", {}),
        constants=data.get("constants", {}),
    )


def _parsed(path: Path) -> dict[str, Any]:
    """Return what a format's file says, and what the format says that it is like.

    Raises:
        InputError: D117, where it is no TOML or like no format.
    """
    try:
        data = tomli.loads(_text(path))
    except (OSError, ValueError, RecursionError) as problem:
        raise InputError("D117", f"is not valid TOML ({problem})", help="correct the line", file=path.name) from None
    like = data.pop("like", "")
    if not like:
        return data
    model = FOLDER / f"{like}.toml"
    if not isinstance(like, str) or model.parent != FOLDER or not model.is_file():
        raise InputError("D117", f"is like {like!r}, which is no format", help="name another", file=path.name)
    said = _parsed(model)
    return said | {
        key: said[key] | value if isinstance(value, dict) and isinstance(said.get(key), dict) else value
        for key, value in data.items()
    }


def _text(path: Path) -> str:
    """Return what stands in a format's file, which is a file and no longer than a person writes one."""
    if not path.is_file():
        raise ValueError("it is no file")
    with path.open(encoding="utf-8") as stream:
        text = stream.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} signs")
    return text


def _faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a format; a fault is looked for where those before it were not found."""
    if unknown := sorted(set(data) - set(_PLAIN)):
        yield f"has the unknown key {unknown[0]!r}"
    if str(data.get("shape")) not in SHAPES:
        yield f"names no shape; the shapes are {', '.join(SHAPES)}"
    if not isinstance(data.get("fields"), dict):
        yield "has no [fields]"
    yield from _mistyped(data, _PLAIN)
    known = SHAPES[data["shape"]].fields
    if strange := sorted(set(data["fields"]) - set(known)):
        yield f"has the unknown field {strange[0]!r}; the fields of {data['shape']} are {', '.join(known)}"
    if wrong := [key for key, value in data["fields"].items() if not (isinstance(value, str) or _is(value, list))]:
        yield f"has in {wrong[0]!r} neither a header nor a list of headers"
    yield from _stray(data)
    if missing := lacking(data["shape"], data["fields"], data.get("rules", {})):
        yield f"has no column for {missing}, which {data['shape']} cannot do without"
    rules, constants = data.get("rules", {}), data.get("constants", {})
    if unknown := sorted(set(rules) - set(_RULES)):
        yield f"has the unknown rule {unknown[0]!r}"
    yield from _mistyped(rules, _RULES)
    if unknown := sorted(set(constants) - {"currency"}):
        yield f"has the unknown constant {unknown[0]!r}"
    if constants and not is_currency(constants["currency"]):
        yield "has a currency that is no ISO code such as SEK"


def _stray(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a format says of fields that it does not have, and patterns that are none."""
    fields = set(data["fields"])
    said = {
        "required": data.get("required", ()),
        "any_of": [name for group in data.get("any_of", ()) for name in group.split("|")],
        **{key: tuple(data.get(key, {})) for key in ("ids", "values", "headerless")},
    }
    for key, names in said.items():
        if strange := sorted(set(names) - (fields | set(ITEMS) if key == "values" else fields)):
            yield f"names in {key!r} the field {strange[0]!r}, which has no headers"
    for key, system in data.get("ids", {}).items():
        if not isinstance(system, str):
            yield f"has in [ids] {key!r} no system's name"
    for item, scale in data.get("scales", {}).items():
        whole = isinstance(scale, list) and [type(one) for one in scale] == [int, int]
        if item not in ITEMS or not whole or not -10 <= scale[0] < scale[1] <= 100:  # noqa: PLR2004 - sane ends
            yield f"has in [scales] {item!r} no question with its lowest and highest answer, such as nps = [0, 10]"
    if data.get("sales", SALES[0]) not in SALES:
        yield f"has sales of an unknown kind; the kinds are {', '.join(SALES)}"
    for pattern in (*data.get("values", {}).values(), *data.get("headerless", {}).values()):
        try:
            re.compile(pattern)
        except (re.error, TypeError):
            yield f"has {pattern!r}, which is no pattern"


def _mistyped(data: Mapping[str, Any], kinds: Mapping[str, type]) -> Iterator[str]:
    """Yield which of the known keys hold a value of another kind."""
    for key, kind in kinds.items():
        if key in data and not _is(data[key], kind):
            yield f"has in {key!r} not {_WORDS[kind]}"


def _is(value: object, kind: type) -> bool:
    """Tell whether a value is of a kind; true is no number, and a list holds texts only."""
    if isinstance(value, list):
        return kind is list and all(isinstance(one, str) for one in value)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


@cache
def built_in() -> tuple[Format, ...]:
    """Return the formats that come with the program."""
    return tuple(load_format(path) for path in sorted(FOLDER.glob("*.toml")))
