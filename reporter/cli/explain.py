"""``reporter explain``: what a code means, why it matters, an example, and what to do."""

from __future__ import annotations

import textwrap
import tomllib
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console

FILE = Path(__file__).parent / "explanations.toml"
WIDTH = 100
#: What the first letter of a code says.
FAMILIES = {
    "C": "the call, the settings and the brand",
    "D": "the files",
    "L": "rows that were left out",
    "B": "the benchmarks",
    "E": "the delivery",
    "R": "the rendering",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the operator should know of a code; each text is English and whole sentences."""

    title: str
    means: str
    matters: str
    example: str
    help: str


@cache
def explanations() -> Mapping[str, Explanation]:
    """Return code → explanation, in the order of the codes."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: Explanation(**data[code]) for code in sorted(data, key=_rank)}


def _rank(code: str) -> tuple[int, str]:
    return list(FAMILIES).index(code[0]), code


def run(console: Console, code: str | None) -> int:
    """Explain a code, or list all of them.

    Raises:
        UsageError: C114, there is no such code; the nearest is named.
    """
    from reporter.cli.console import emit

    known = explanations()
    if code is None:
        chosen = known
    elif (found := code.strip().upper()) in known:
        chosen = {found: known[found]}
    else:
        near = get_close_matches(found.replace("O", "0"), known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "codes look like D104;"
        raise UsageError("C114", f"there is no code '{code}'", help=f"{hint} reporter explain lists all codes")
    if console.json:
        emit({"schema": 1, "command": "explain", "ok": True, "codes": {c: asdict(one) for c, one in chosen.items()}})
    elif code is None:
        for line in _list(known):
            console.say(line)
    else:
        for line in _page(*next(iter(chosen.items()))):
            console.say(line)
    return 0


def _list(known: Mapping[str, Explanation]) -> list[str]:
    """Return a line for each code, under what its letter means."""
    lines = []
    for letter, family in FAMILIES.items():
        lines += ["", f"{letter}  {family}"]
        lines += [f"  {code}  {one.title}" for code, one in known.items() if code[0] == letter]
    return lines[1:]


def _page(code: str, one: Explanation) -> list[str]:
    """Return an explanation as the terminal shows it."""
    parts = (("", one.means), ("Why it matters", one.matters), ("Example", one.example), ("What to do", one.help))
    lines = [f"{code}: {one.title}"]
    for title, text in parts:
        lines += ["", *([title] if title else [])]
        lines += textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
    return lines
