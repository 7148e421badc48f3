"""The declared export formats: one TOML file each, found by listing.

A format names its shape (the canonical table), the headers that each field may have (Swedish,
Danish, English, internal names; matched without case and punctuation), and what must be there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from reporter.errors import InputError
from reporter.model import SALES
from reporter.sources.recognition.format_faults import faults
from reporter.sources.tables.headings import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reporter.sources.options import Scale

FOLDER = Path(__file__).parents[1] / "formats"
_SHARED = Path(__file__).with_name("headers.toml")
#: The signs of a format's file at most; the longest of ours has 4,000.
_LONGEST = 200_000


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
    header list by header list. A header that starts with ``…`` is known by its end; ``@customer_id`` stands for the
    headers of that name in ``headers.toml``.
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
        leads are left out only where others are customers; figures of satisfaction are read by all of them.
        """
        ordered = (
            self.rules.get("group")
            or self.rules.get("satisfied_from")
            or self.rules.get("made_ids")
            or "credits" in self.fields
        )
        return self.shape == "responses" or bool(ordered) or "lifecycle" in self.fields


def load_format(path: Path) -> Format:
    """Read and check one format.

    Raises:
        InputError: D117, naming what is wrong with the file.
    """
    data = _parsed(path)
    fault = next(faults(data, shared_headers()), "")
    if fault:
        raise InputError("D117", fault, help="see the formats that come with the program", file=path.name)
    return Format(
        name=data.get("name", path.stem),
        title=data.get("title", data.get("name", path.stem)),
        shape=data["shape"],
        system=data.get("system", ""),
        fields={
            key: tuple(dict.fromkeys(normal(text) for text in _headers(value) if text))
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


def _headers(value: str | list[str]) -> Iterator[str]:
    """Yield the headers of a field; ``@customer_id`` stands for those that all systems share."""
    for text in [value] if isinstance(value, str) else value:
        yield from shared_headers()[text[1:]] if text.startswith("@") else (text,)


@cache
def shared_headers() -> Mapping[str, list[str]]:
    """Return the headers that the general formats share, by their name."""
    return tomli.loads(_SHARED.read_text(encoding="utf-8"))


@cache
def built_in() -> tuple[Format, ...]:
    """Return the formats that come with the program."""
    return tuple(load_format(path) for path in sorted(FOLDER.glob("*.toml")))


def with_built_in(extra: Sequence[Path | Format]) -> tuple[Format, ...]:
    """Return the formats that come with the program, and those of the caller behind them.

    Raises:
        InputError: D117, where the file of a caller's format is wrong.
    """
    return (*built_in(), *(one if isinstance(one, Format) else load_format(Path(one)) for one in extra))
