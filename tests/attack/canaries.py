"""What a file says of persons, cell by cell, and where it may never stand again: canaries for the tests."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from reporter.sources.opening import find_out
from reporter.sources.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.sources.opening import Found

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "fixtures" / "formats"
#: Kinds of column that the tables, the gaps and the messages may repeat; the title of a deal is hashed into its id.
_MAY_SHOW = {"id", "text", "number", "date"}
_HIDDEN = {"title"}
_WORD = re.compile(r"[^\W\d_]{5,}")
_NUMBER = re.compile(r"\+?[\d ()/.-]{7,}")
_SHORTEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaries:
    """Whole cells (folded in case) and words of them that name or may name a person."""

    cells: frozenset[str]
    words: frozenset[str]

    def in_prose(self, text: str) -> set[str]:
        """Return the canaries that stand in what was printed or written for people; our own words are none."""
        folded = text.casefold()
        found = {one for one in self.words & words(folded) if one not in vocabulary()}
        return found | {one for one in self.cells if one in folded and not words(one) <= vocabulary()}

    def in_tables(self, folder: Path) -> set[str]:
        """Return the canaries that stand in any text of any Parquet file below a folder."""
        texts = set(parquet_texts(folder))
        return (texts & self.cells) | (set().union(*map(words, texts)) & self.words)


def words(text: str) -> set[str]:
    """Return the words of five letters or more."""
    return set(_WORD.findall(text))


def variants() -> list[tuple[Path, dict[str, object]]]:
    """Return each file of the formats' fixtures with the answers that it needs."""
    found: dict[str, tuple[Path, dict[str, object]]] = {}
    for told in sorted(FORMATS.glob("*/expected.toml")):
        for variant in tomllib.loads(told.read_text(encoding="utf-8"))["variant"]:
            options = {k: tuple(v) if isinstance(v, list) else v for k, v in variant.get("options", {}).items()}
            path = (told.parent / variant["file"]).resolve()
            found.setdefault(f"{path} {options}", (path, options))
    return list(found.values())


def canaries(found: Iterable[Found]) -> Canaries:
    """Return what must not be seen of a file: all cells of every column that nothing may be shown of."""
    found = tuple(found)
    hidden: set[str] = set()
    shown: set[str] = set()
    for file in {one.source.file: one for one in found}.values():
        layout = file.source.layout
        open_columns = _open([one for one in found if one.source.file == file.source.file])
        shown |= {text.casefold() for text in (*layout.headers, file.source.file, *_constants(file))}
        with file.decoded.path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=layout.delimiter))
        for row in rows:
            if len(row) != len(layout.headers) or tuple(cell.strip() for cell in row) == layout.headers:
                continue
            for at, cell in enumerate(row):
                (shown if at in open_columns else hidden).add(" ".join(cell.split()).casefold())
    said = set().union(*map(words, shown))
    return Canaries(
        cells=frozenset(one for one in hidden - shown if _tells(one) and not words(one) <= said | {""}),
        words=frozenset(set().union(*map(words, hidden)) - said),
    )


def _open(matches: list[Found]) -> set[int]:
    """Return the columns of a table whose values may be repeated."""
    return {
        at
        for one in matches
        for name, at in one.match.columns.items()
        if SHAPES[one.match.format.shape].fields[name] in _MAY_SHOW and name not in _HIDDEN
    }


def _constants(file: Found) -> tuple[str, ...]:
    form = file.match.format
    return (form.name, form.title, form.system, *form.constants.values(), *form.ids.values(), form.shape)


def _tells(cell: str) -> bool:
    """Tell whether a cell is more than a number of things, a day or a word that stands everywhere."""
    return len(cell) >= _SHORTEST and bool(_WORD.search(cell) or "@" in cell or _NUMBER.fullmatch(cell))


def parquet_texts(folder: Path, *columns: str) -> Iterable[str]:
    """Yield each text (of some columns) of each Parquet file below a folder once a file, folded in case."""
    with duckdb.connect() as connection:
        for path in sorted(folder.rglob("*.parquet")):
            file = str(path).replace("'", "''")
            kinds = connection.execute(f"DESCRIBE FROM read_parquet('{file}')").fetchall()
            for name, kind, *_ in kinds:
                if (path.parent.name == "gaps" and name == "reason") or name not in (columns or [name]):
                    continue  # the reasons are our own sentences
                if kind == "VARCHAR" or kind.startswith("ENUM"):
                    query = f"SELECT DISTINCT \"{name}\"::VARCHAR FROM read_parquet('{file}')"  # noqa: S608
                    yield from (text.casefold() for (text,) in connection.execute(query).fetchall() if text)


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that the program itself says."""
    files = [*(ROOT / "reporter").rglob("*.py"), *(ROOT / "reporter").rglob("*.toml")]
    return frozenset(word for path in files for word in words(path.read_text(encoding="utf-8").casefold()))


def opened(path: Path, scratch: Path, **options: object) -> tuple[Found, ...]:
    """Return the tables of a file as the import finds them."""
    from reporter.sources import ReadOptions
    from reporter.sources.recognition.catalogue import built_in

    return find_out(path, scratch, ReadOptions(**options), built_in()).found  # type: ignore[arg-type]
