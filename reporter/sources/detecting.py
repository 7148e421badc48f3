"""What a file is taken for: its tables, their formats and columns, what was decided and what is still asked."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.opening import find_out
from reporter.sources.options import ReadOptions
from reporter.sources.recognition.catalogue import Format, with_built_in
from reporter.sources.recognition.recognise import match
from reporter.sources.rows.load import load
from reporter.store.engine import connect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reporter.model import Diagnostic
    from reporter.sources.opening import Found
    from reporter.sources.rows.load import Loaded

#: What is detected is thrown away, and so is what this key has hashed.
_KEY = b"nothing of this is kept"
_DEFAULTS = ReadOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """One table of a file and one format that it has.

    ``score`` and that of the ``runner_up`` (None where no other format fits) compare formats only.
    ``header_row`` is None where the columns are told by their values, ``rows`` where the table could not be
    read to its end. ``columns`` is field → header; ``unused`` are the headers that nothing is read from.
    ``faults`` are the questions that the table leaves open, and what makes it unreadable.
    """

    file: str
    format: Format
    score: int
    runner_up: tuple[Format, int] | None
    encoding: str
    delimiter: str
    header_row: int | None
    rows: int | None
    rows_kept: int | None
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    decisions: tuple[str, ...]
    faults: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What was found in one file; ``fault`` says why nothing was."""

    file: str
    tables: tuple[Detected, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    fault: InputError | None = None


def detect(path: Path, *, options: ReadOptions = _DEFAULTS, extra_formats: Sequence[Path | Format] = ()) -> Detection:
    """Read a file to its end and say what it is taken for; nothing of it is kept.

    Raises:
        InputError: D117, a format of the caller's is wrong.
        UsageError: C113, ``options`` name an encoding that is none.
    """
    formats = with_built_in(extra_formats)
    with tempfile.TemporaryDirectory(prefix="reporter-") as folder:
        try:
            opened = find_out(path, Path(folder) / "parts", options, formats)
        except InputError as fault:
            return Detection(file=path.name, fault=fault)
        with connect(scratch=Path(folder) / "spill") as database:
            tables = [_detected(database, one, opened.found, formats, options) for one in opened.found]
    return Detection(file=path.name, tables=tuple(tables), diagnostics=opened.diagnostics)


def _detected(
    database: duckdb.DuckDBPyConnection,
    found: Found,
    others: Sequence[Found],
    formats: Sequence[Format],
    options: ReadOptions,
) -> Detected:
    """Return what one table is taken for."""
    layout, own = found.source.layout, found.match
    loaded, faults = _read(database, found, options)
    used = {at for one in others if one.source.file == found.source.file for at in one.match.columns.values()}
    return Detected(
        file=found.source.file,
        format=own.format,
        score=own.score,
        runner_up=_runner_up(found, formats),
        encoding=found.decoded.encoding,
        delimiter=found.delimiter,
        header_row=None if own.headerless else layout.skip,
        rows=loaded.rows_in if loaded else None,
        rows_kept=loaded.rows_kept if loaded and not faults else None,
        columns={name: layout.headers[at] for name, at in own.columns.items()},
        unused=tuple(header for at, header in enumerate(layout.headers) if at not in used),
        decisions=(*layout.guesses, *(loaded.guesses if loaded and not faults else ())),
        faults=tuple(faults),
    )


def _read(
    database: duckdb.DuckDBPyConnection, found: Found, options: ReadOptions
) -> tuple[Loaded | None, list[InputError]]:
    """Read a table; a question is noted, and answered by a supposition, so that the next one shows."""
    faults: list[InputError] = []
    while True:
        try:
            loaded = load(database, found.source, found.match, key=_KEY, options=options, scratch=found.scratch)
        except InputError as fault:
            faults.append(fault)
            if (supposed := _supposed(options, fault.code)) is None:
                return None, faults
            options = supposed
        else:
            return loaded, faults


def _supposed(options: ReadOptions, code: str) -> ReadOptions | None:
    """Return options with an answer to a question, None where there is none or it was given."""
    if code == "D113" and options.date_order is None:
        return replace(options, date_order="dmy")
    if code in {"D111", "D112"} and options.decimal is None:
        return replace(options, decimal=",")
    return None


def _runner_up(found: Found, formats: Sequence[Format]) -> tuple[Format, int] | None:
    """Return the next best format that fits, and its score; formats of the same file beside it are none."""
    aside = {found.match.format.name, *found.match.format.beside}
    layout = found.source.layout
    fits = [one for form in formats if form.name not in aside and (one := match(form, layout))]
    best = max(fits, key=lambda one: one.score, default=None)
    return (best.format, best.score) if best else None
