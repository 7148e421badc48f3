"""brand.toml as it is written: which keys there are, what each holds, and how a client's layer covers another."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Settings: TypeAlias = dict[str, Any]

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_DATA: Final = 4  # more data colours cannot be told apart
_LANGUAGES: Final[dict[str, Any]] = {"sv": "text", "da": "text"}
_FAMILY: Final[dict[str, Any]] = {"family": "family", "files": "paths"}
#: Every key with the kind of its value; a table with ``*`` takes any key.
KEYS: Final[dict[str, Any]] = {
    "schema": "integer",
    "name": "text",
    "extends": "text",
    "logo": {"on_light": "path", "on_dark": "path", "client": "path", "alt": "text", "clear_space": "number"},
    "color": {
        "primary": "colour",
        "secondary": "colour",
        "background": "colour",
        "paper": "colour",
        "data": "colours",
        "lock": "switch",
    },
    "typography": {"text": _FAMILY, "display": _FAMILY, "scale": "number"},
    "cover": {"style": ("pattern", "image", "plain"), "image": "path", "focus": "focus"},
    "text": {
        "footer": "text",
        "confidentiality": _LANGUAGES,
        "contact": {"name": "text", "role": "text", "mail": "text", "phone": "text", "web": "text"},
        "legal": _LANGUAGES,
    },
    "tone": {
        "address": ("ni", "third_person"),
        "recommend": ("föreslår", "rekommenderar", "foreslår", "anbefaler"),
        "strength": ("plain", "cautious"),
        "money": ("tkr", "KSEK/MSEK", "kr"),
        "terms": {"sv": {"*": "text"}, "da": {"*": "text"}},
    },
    "email": {"from_name": "text", "reply_to": "text", "signature": _LANGUAGES},
}
_MEANT: Final[dict[str, str]] = {
    "text": "a text in quotes",
    "path": "a path in quotes, relative to this file",
    "paths": "a list of paths, relative to this file",
    "colour": 'a colour like "#0F4C5C" (or "" to leave it out)',
    "colours": 'a list of at most 4 colours like "#0F4C5C"',
    "switch": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "family": "a family's name: letters, digits, spaces and hyphens",
    "focus": 'two percentages like "50% 30%"',
}


def _list_of_texts(value: object) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _is_colour(value: object) -> bool:
    """Tell whether a value is ``#RRGGBB``."""
    return isinstance(value, str) and bool(_COLOUR.fullmatch(value))


def _is_focus(value: object) -> bool:
    """Tell whether a value is a place in a picture."""
    return isinstance(value, str) and bool(re.fullmatch(r"\d{1,3}% \d{1,3}%", value))


_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "text": lambda value: isinstance(value, str),
    "path": lambda value: isinstance(value, str),
    "paths": lambda value: _list_of_texts(value) and bool(value),
    "colour": lambda value: value == "" or _is_colour(value),
    "colours": lambda value: _list_of_texts(value) and len(value) <= _MOST_DATA and all(map(_is_colour, value)),
    "switch": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "focus": _is_focus,
    # the name goes into style sheets and SVG
    "family": lambda value: isinstance(value, str) and bool(re.fullmatch(r"\w[\w -]*", value)),
}


def _check(table: Mapping[str, Any], known: Mapping[str, Any], place: str, file: Path) -> None:
    """Refuse unknown keys and values of the wrong kind, table by table."""
    for key, value in table.items():
        path = f"{place}.{key}" if place else key
        kind = known.get(key, known.get("*"))
        if kind is None:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            way_out = f"did you mean '{near[0]}'?" if near else f"the keys here are {', '.join(known)}"
            raise UsageError("C141", f"the key '{path}' is unknown", help=way_out, file=str(file))
        if isinstance(kind, dict):
            if not isinstance(value, dict):
                raise UsageError(
                    "C142", f"'{path}' must be a table", help=f"its keys are {', '.join(kind)}", file=str(file)
                )
            _check(value, kind, path, file)
        elif isinstance(kind, tuple):
            if value not in kind:
                raise UsageError(
                    "C142", f"'{path}' is {value!r}", help=f"choose one of {', '.join(kind)}", file=str(file)
                )
        elif not _FITS[kind](value):
            raise UsageError("C142", f"'{path}' is {value!r}", help=f"write {_MEANT[kind]}", file=str(file))


def _resolve(table: Settings, known: Mapping[str, Any], folder: Path) -> Settings:
    """Return the settings with every path made absolute, so that layers can be laid over one another."""
    solved: Settings = {}
    for key, value in table.items():
        kind = known.get(key, known.get("*"))
        if isinstance(kind, dict):
            solved[key] = _resolve(value, kind, folder)
        elif kind == "path" and value:
            solved[key] = folder / value
        elif kind == "paths":
            solved[key] = tuple(folder / part for part in value)
        else:
            solved[key] = value
    return solved


def _lay_over(base: Settings, layer: Settings) -> Settings:
    """Return ``base`` covered by ``layer``, table by table; a font family is replaced as a whole."""
    merged = dict(base)
    for key, value in layer.items():
        whole = key in {"display", "text"} and "family" in (value if isinstance(value, dict) else ())
        tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _lay_over(merged[key], value) if tables and not whole else value
    return merged


def read_settings(file: Path, seen: tuple[Path, ...] = ()) -> tuple[Settings, tuple[Path, ...]]:
    """Return the settings of a brand.toml over those it extends, and the files read, own file first.

    Raises:
        UsageError: C140 when a file is absent or no TOML, C141 for an unknown key, C142 for a value
            of the wrong kind, C143 when the layers extend one another in a circle.
    """
    file = file.resolve()
    if file in seen:
        raise UsageError(
            "C143", "the brand extends itself", help="delete 'extends' in one of the layers", file=str(file)
        )
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError(
            "C140", "there is no such brand.toml", help="create it or correct the path", file=str(file)
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("C140", f"no valid TOML: {error}", help="correct it at that place", file=str(file)) from None
    _check(table, KEYS, "", file)
    if table.get("schema", 1) != 1:
        raise UsageError("C142", f"schema {table['schema']} is unknown", help="write schema = 1", file=str(file))
    own = _resolve(table, KEYS, file.parent)
    below = own.pop("extends", "")
    if not below:
        return own, (file,)
    base = file.parent / below
    settings, files = read_settings(base / "brand.toml" if base.is_dir() else base, (*seen, file))
    return _lay_over(settings, own), (file, *files)
