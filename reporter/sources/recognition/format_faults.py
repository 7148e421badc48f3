"""What is wrong with the file of a format: unknown words, values of another kind, fields that it does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reporter.model import SALES
from reporter.sources.options import is_currency
from reporter.sources.recognition.needs import lacking
from reporter.sources.shapes import SHAPES
from reporter.store.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    "undated": bool,
    "coded": bool,
    "may_be_empty": bool,
    "newsletter": str,
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
_WORDS = {str: "a text", int: "a whole number", list: "a list of texts", dict: "a table", bool: "true or false"}


def faults(data: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield what is wrong with a format; a fault is looked for where those before it were not found.

    ``shared``: the lists of headers that a format may ask for by their name (``@customer_id``).
    """
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
    yield from _unshared(data, shared)
    yield from _stray(data)
    if missing := lacking(data["shape"], data["fields"], data.get("rules", {})):
        yield f"has no column for {missing}, which {data['shape']} cannot do without"
    rules, constants = data.get("rules", {}), data.get("constants", {})
    yield from _unruly(rules)
    if unknown := sorted(set(constants) - {"currency"}):
        yield f"has the unknown constant {unknown[0]!r}"
    if constants and not is_currency(constants["currency"]):
        yield "has a currency that is no ISO code such as SEK"


def _unruly(rules: Mapping[str, Any]) -> Iterator[str]:
    """Yield the first rule that there is none of, or that says nothing that can be meant."""
    if unknown := sorted(set(rules) - set(_RULES)):
        yield f"has the unknown rule {unknown[0]!r}"
    yield from _mistyped(rules, _RULES)
    if rules.get("newsletter", "subscribed") not in {"subscribed", "unsubscribed"}:
        yield "has a rule 'newsletter' that is neither 'subscribed' nor 'unsubscribed'"


def _unshared(data: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the first list of shared headers that a format asks for and that there is none of."""
    names = {text[1:] for value in data["fields"].values() for text in value if text.startswith("@")}
    if strange := sorted(names - set(shared)):
        yield f"has '@{strange[0]}'; the shared lists are {', '.join(f'@{name}' for name in shared)}"


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
