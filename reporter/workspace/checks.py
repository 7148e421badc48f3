"""Checks of settings: their names, their types, how they are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from reporter.errors import UsageError
from reporter.model import SALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SCHEMA = 1


def read_toml(path: Path) -> dict[str, Any]:
    """Parse a TOML file of this schema."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as fault:  # also a number of 5 000 digits, and lists in lists in lists
        raise UsageError("C102", f"{path}: not readable as TOML ({fault})", help="correct the line it names") from None
    except OSError as fault:
        raise UsageError("C102", f"{path} cannot be read ({fault.strerror})", help="check its permissions") from None
    if table.get("schema") != SCHEMA:
        raise UsageError("C102", f"{path}: schema must be {SCHEMA}", help=f"write schema = {SCHEMA} as the first line")
    return table


def known(path: Path, table: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse keys that nobody reads."""
    allowed = tuple(names)
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(allowed)}"
            raise UsageError("C102", f'{path}: unknown key "{key}"', help=hint)


def table_of(path: Path, table: Mapping[str, Any], key: str, names: Iterable[str]) -> Mapping[str, Any]:
    """Return a sub-table with known keys only; an absent one is empty."""
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UsageError("C102", f'{path}: "{key}" must be a table', help=f"write it as [{key}]")
    known(path, value, names)
    return value


def checked(path: Path, kind: type, values: Mapping[str, object]) -> dict[str, Any]:
    """Return settings that have the type their field asks for; refuse the others with the type that is meant."""
    hints = get_type_hints(kind)
    for key, value in values.items():
        meant = _MEANT.get(hints[key]) or (_text, "one of " + ", ".join(_words(hints[key])))
        fits, description = meant
        if not fits(value) or (_words(hints[key]) and value not in _words(hints[key])):
            raise UsageError("C102", f"{path}: {key} = {value!r} is unusable", help=f"write {description}")
        if key in _FORMS and value and not _FORMS[key][0].fullmatch(str(value)):
            raise UsageError("C102", f"{path}: {key} = {value!r} is unusable", help=f"write {_FORMS[key][1]}")
    return {key: _frozen(value) for key, value in values.items()}


def _words(hint: object) -> tuple[str, ...]:
    """Return the words that a field of fixed words takes."""
    return tuple(w for part in (hint, *get_args(hint)) for w in get_args(part) if isinstance(w, str))


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


_ENDS = ("lowest", "highest")
_CUTS = 4


def _cuts(value: object) -> bool:
    return isinstance(value, list) and len(value) == _CUTS and all(map(_number, value)) and value == sorted(value)


def _scales(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(scale, list) and len(scale) == len(_ENDS) and all(map(_whole, scale)) and scale[0] < scale[1]
        for scale in value.values()
    )


#: Type of a setting → how its value is checked, and how it is written.
_MEANT: Mapping[object, tuple[Callable[[object], bool], str]] = {
    str: (_text, 'a text in quotes, such as "kontor"'),
    tuple[str, ...]: (_texts, 'a list of texts, such as ["A", "B"]'),
    bool: (_yes_or_no, "true or false"),
    int: (_whole, "a whole number without quotes, such as 2"),
    int | None: (_whole, "a whole number, such as 365"),
    float | None: (_number, "a number, such as 0.35"),
    float: (_number, "a number, such as 0.10"),
    tuple[float, ...]: (_cuts, "four rising numbers, such as [30, 90, 180, 365]"),
    Mapping[str, tuple[int, int]]: (_scales, "a table of lowest and highest answers, such as csat = [1, 5]"),
}
#: Settings whose text has a form of its own.
_FORMS = {
    "currency": (re.compile("[A-Z]{3}"), "an ISO code such as SEK"),
    "country": (re.compile("[A-Z]{2}"), "an ISO code such as SE"),
    "sales": (re.compile(rf"\[('({'|'.join(SALES)})'(, )?)*\]"), f"a list of {', '.join(SALES)}"),
}


def _frozen(value: object) -> object:
    """Turn TOML's lists into tuples."""
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
