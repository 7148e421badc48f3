"""What is found out about a file before any of its rows is read: its tables, their text, layout and formats."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import Diagnostic, Level
from reporter.sources.files.decoding import decode
from reporter.sources.files.kinds import parts
from reporter.sources.recognition.recognise import match, recognise
from reporter.sources.surveys.codebook import one_survey
from reporter.sources.tables.headings import folded
from reporter.sources.tables.layout import find_layout
from reporter.sources.tables.letters import mend
from reporter.sources.tables.staging import LARGE, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reporter.sources.files.decoding import Decoded
    from reporter.sources.files.kinds import Part
    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.catalogue import Format
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.tables.layout import Layout

_HASH = 8
#: What stands for the encoding of a workbook's sheet, which has none.
EXCEL = "Excel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One table of a file, and one of the formats that it has."""

    path: Path
    scratch: Path
    decoded: Decoded
    source: Source
    match: Match

    @property
    def delimiter(self) -> str:
        """The delimiter as a word; empty where the text is that of a sheet."""
        return "" if self.decoded.encoding == EXCEL else self.source.layout.delimiter_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The tables of a file that a format fits, and remarks on those that none fits."""

    found: tuple[Found, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def find_out(path: Path, scratch: Path, options: ReadOptions, formats: Sequence[Format]) -> Opened:
    """Walk one file from its kind to the formats of its tables.

    Raises:
        InputError: D101–D103, D106–D109, D119, D123: the file, or each of its tables, cannot be read.
    """
    scratch.mkdir()
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(_digest, path) if path.is_file() else None
        tables = one_survey(parts(path, scratch), scratch, path.name)
        if len(tables) == 1 and hashing:
            return Opened(found=_walk(tables[0], path, scratch, options, formats, hashing.result))
    found: list[Found] = []
    faults: list[InputError] = []
    for number, table in enumerate(tables):
        place = scratch / str(number)
        place.mkdir()
        try:
            found += _walk(table, path, place, options, formats, partial(_digest, table.path))
        except InputError as fault:
            faults.append(fault)
    if not found:
        raise faults[0]
    return Opened(found=tuple(found), diagnostics=tuple(_not_read(fault) for fault in faults))


def _walk(
    table: Part,
    path: Path,
    scratch: Path,
    options: ReadOptions,
    formats: Sequence[Format],
    digest: Callable[[], str],
) -> tuple[Found, ...]:
    """Return a table with each format that it has: the best, and those that may stand beside it."""
    if table.fault:
        raise table.fault
    name = f"{path.name}: {mend(table.name)}" if table.name else path.name
    decoded = decode(table.path, scratch, None if table.is_sheet else options.encoding, file=name)
    layout = find_layout(decoded.path, name)
    if table.is_sheet:
        decoded = replace(decoded, encoding=EXCEL)
    wanted = options.formats.get(name) or options.formats.get(path.name)
    read = layout.without(options.drop)
    best = recognise(read, formats, file=name, wanted=wanted)
    others = [form for form in formats if form.name in best.format.beside]
    matches = (best, *(one for form in others if (one := match(form, read))))
    stem = f"{path.name.split('.')[0]} {table.name}".replace(".", " ")
    sha256 = digest()
    return tuple(
        Found(
            path=path,
            scratch=scratch,
            decoded=decoded,
            source=Source(
                file=name,
                path=decoded.path,
                slug=f"{slug_of(stem if one is best else f'{stem} {one.format.name}')}-{sha256[:_HASH]}",
                sha256=sha256,
                layout=_named(layout, one) if one.headerless else layout,
                large=decoded.path.stat().st_size > LARGE and not one.format.needs_order,
            ),
            match=one,
        )
        for one in matches
    )


def slug_of(text: str) -> str:
    """Return how the tables of a file, or of a table in it, are called."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text.split(".", maxsplit=1)[0])).strip("-")[:40] or "export"


def _named(layout: Layout, match: Match) -> Layout:
    """Return the layout of a table without header: its columns are called as the format calls them."""
    return replace(
        layout,
        headers=tuple(match.format.headerless),
        skip=layout.skip - 1,
        guesses=(*layout.guesses, "no header: the columns are told by their values"),
        sample=(layout.first or layout.headers, *layout.sample),
    )


def _digest(path: Path) -> str:
    """Return a file's SHA-256; the hashing itself leaves other threads their time."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _not_read(fault: InputError) -> Diagnostic:
    """Say which table of a file was not read, beside others that were."""
    return Diagnostic(
        code="D130",
        level=Level.WARNING,
        message=f"was not read: {fault.message}",
        file=fault.file,
        help=fault.help,
    )
