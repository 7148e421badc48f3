"""A consultancy's workspace on disk: ``reporter.toml``, ``clients/``, ``brands/``, ``benchmarks/``, ``formats/``.

Settings are read once into frozen values. An unknown key is an error that names the nearest known
one, so that a misspelt setting never silently does nothing.
"""

from __future__ import annotations

import os.path
import re
import tomllib
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_type_hints

from reporter.errors import UsageError
from reporter.model import SALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SCHEMA = 1
LANGUAGES = ("sv", "da")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """When a customer without a contract counts as lost; None: the 90th percentile of the gaps between purchases."""

    lost_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the export does not say of the survey: the NPS scale as asked, and the kind of survey."""

    nps_scale: Literal["0-10", "1-10"] | None = None
    kind: Literal["relationship", "transaction"] = "relationship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the exports leave open: the kinds of files that the sales are taken from, columns never to be read."""

    sales: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """The order in which segments are shown; others follow by size."""

    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clv:
    """Inputs of the customer lifetime value: contribution margin (share of revenue) and yearly discount rate."""

    margin: float | None = None
    discount: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client of the consultancy. ``folder`` holds ``exports/`` (the client's) and ``data/`` (ours)."""

    slug: str
    folder: Path
    name: str
    short: str = ""
    lang: str = "sv"
    currency: str = ""
    brand: str = ""
    country: str = ""
    market: str = ""
    industry: str = ""
    exports: str = "exports"
    benchmarks: tuple[str, ...] = ()
    loyalty: Loyalty = field(default_factory=Loyalty)
    survey: Survey = field(default_factory=Survey)
    sources: Sources = field(default_factory=Sources)
    segments: Segments = field(default_factory=Segments)
    clv: Clv = field(default_factory=Clv)

    @property
    def data(self) -> Path:
        """The folder of the canonical tables."""
        return self.folder / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """The keys of ``reporter.toml``."""

    name: str = ""
    brand: str = ""
    output: str = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A consultancy's folder."""

    root: Path
    consultancy: str
    brand: str
    output: Path

    def clients(self) -> tuple[str, ...]:
        """Return the slugs of all clients, sorted."""
        return tuple(sorted(path.parent.name for path in (self.root / "clients").glob("*/client.toml")))


def open_workspace(folder: Path) -> Workspace:
    """Read ``reporter.toml``.

    Raises:
        UsageError: C101 no workspace here; C102 a setting is wrong.
    """
    path = folder / "reporter.toml"
    if not path.is_file():
        raise UsageError(
            "C101",
            f"{folder} is no workspace: it has no reporter.toml",
            help="name the workspace with -C DIR, or give files and --name for a report without one",
        )
    table = _read(path)
    _known(path, table, ("schema", "consultancy", "report"))
    named = _checked(path, _Own, _table(path, table, "consultancy", ("name",)))
    report = _checked(path, _Own, _table(path, table, "report", ("brand", "output")))
    own = _Own(**named, **report)
    output = Path(os.path.normpath(folder / own.output))
    return Workspace(root=folder, consultancy=own.name, brand=own.brand, output=output)


def open_client(workspace: Workspace, slug: str) -> Client:
    """Read one ``client.toml``.

    Raises:
        UsageError: C103 no such client (the nearest is named); C102 a setting is wrong.
    """
    path = workspace.root / "clients" / slug / "client.toml"
    if slug not in workspace.clients():
        known = workspace.clients()
        near = get_close_matches(slug, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known clients: {', '.join(known) or 'none yet'}"
        raise UsageError("C103", f"there is no client '{slug}' in {workspace.root}", help=hint)
    table = _read(path)
    sections = {"loyalty": Loyalty, "survey": Survey, "sources": Sources, "segments": Segments, "clv": Clv}
    plain = [f.name for f in fields(Client) if f.name not in {"slug", "folder", *sections}]
    _known(path, table, ("schema", *plain, *sections))
    values = _checked(path, Client, {key: table[key] for key in plain if key in table})
    for key, kind in sections.items():
        names = tuple(f.name for f in fields(kind))
        values[key] = kind(**_checked(path, kind, _table(path, table, key, names)))
    if not values.get("name"):
        raise UsageError("C102", f'{path}: "name" is missing', help="write the client's name as it stands on the cover")
    client = Client(slug=slug, folder=path.parent, **values)
    if client.lang not in LANGUAGES:
        raise UsageError("C102", f"{path}: lang = '{client.lang}' is unknown", help="write sv or da")
    return client


def find_file(slug: str, suffix: str, folders: Iterable[Path], what: str) -> Path:
    """Return ``<folder>/<slug><suffix>`` from the first folder that has it.

    Raises:
        UsageError: C106, naming the nearest that exists.
    """
    seen: list[str] = []
    for folder in folders:
        path = folder / f"{slug}{suffix}"
        if path.is_file():
            return path
        seen += [p.name.removesuffix(suffix) for p in sorted(folder.glob(f"*{suffix}"))]
    near = get_close_matches(slug, seen, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(seen) or 'none'}"
    raise UsageError("C106", f"there is no {what} '{slug}'", help=hint)


def _read(path: Path) -> dict[str, Any]:
    """Parse a TOML file of this schema."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError("C102", f"{path}: not readable as TOML ({fault})", help="correct the line it names") from None
    if table.get("schema") != SCHEMA:
        raise UsageError("C102", f"{path}: schema must be {SCHEMA}", help=f"write schema = {SCHEMA} as the first line")
    return table


def _known(path: Path, table: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse keys that nobody reads."""
    allowed = tuple(names)
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(allowed)}"
            raise UsageError("C102", f'{path}: unknown key "{key}"', help=hint)


def _table(path: Path, table: Mapping[str, Any], key: str, names: Iterable[str]) -> Mapping[str, Any]:
    """Return a sub-table with known keys only; an absent one is empty."""
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UsageError("C102", f'{path}: "{key}" must be a table', help=f"write it as [{key}]")
    _known(path, value, names)
    return value


def _checked(path: Path, kind: type, values: Mapping[str, object]) -> dict[str, Any]:
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


#: Type of a setting → how its value is checked, and how it is written.
_MEANT: Mapping[object, tuple[Callable[[object], bool], str]] = {
    str: (_text, 'a text in quotes, such as "kontor"'),
    tuple[str, ...]: (_texts, 'a list of texts, such as ["A", "B"]'),
    int | None: (_whole, "a whole number, such as 365"),
    float | None: (_number, "a number, such as 0.35"),
    float: (_number, "a number, such as 0.10"),
}
#: Settings whose text has a form of its own.
_FORMS = {
    "currency": (re.compile("[A-Z]{3}"), "an ISO code such as SEK"),
    "country": (re.compile("[A-Z]{2}"), "an ISO code such as SE"),
    "sales": (re.compile(rf"\[('({'|'.join(SALES)})'(, )?)*\]"), f"a list of {', '.join(SALES)}"),
}


def _frozen(value: object) -> object:
    """Turn TOML's lists into tuples."""
    return tuple(value) if isinstance(value, list) else value
