"""One recognised file into one canonical Parquet file, with its books and its gaps.

A small file is staged as a table with row numbers. A large one is streamed: no row is numbered
and no order kept until something is in doubt; then the rows in doubt are looked for, in order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.rows import gaps, kept, people, withdrawn
from reporter.sources.rows.expressions import agree
from reporter.sources.rows.job import Job, prepare
from reporter.sources.rows.remarks import remarks
from reporter.sources.rows.writing import currencies, differs, repeats, unclean, write, write_certain, write_rest
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.aside import ASIDE
from reporter.sources.tables import staging
from reporter.sources.tables.damage import within_memory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from reporter.model import Diagnostic
    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.tables.staging import Source

#: Small staged files may take more than a stream, which must stay flat however long the file is.
_MEMORY, _STREAM_MEMORY = "1GB", "400MB"
#: With more rows in doubt than this, the whole file is read in order.
_SUSPECTS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a file: its Parquet files (None where nothing was) lie in the scratch folder."""

    table: str
    parquet: Path
    left_out: Path | None
    identities: Path | None
    withdrawn: Path | None
    rows_in: int
    rows_kept: int
    reasons: Mapping[str, int]
    guesses: tuple[str, ...]
    currencies: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """The SQL that was used, and how many rows came in and were kept."""

    form: Expressions
    rows_in: int
    rows_kept: int


def load(
    database: duckdb.DuckDBPyConnection,
    source: Source,
    match: Match,
    *,
    key: bytes,
    options: ReadOptions,
    scratch: Path,
) -> Loaded:
    """Read a file into ``scratch``; ``database`` may be shared by files that are read in turn.

    Raises:
        InputError: D104, D110–D116, where a column cannot be read as what it is.
    """
    # A cursor has its own temporary tables, so that no file sees another's.
    with within_memory(source.file), database.cursor() as connection:
        staging.set_up(connection, memory=_STREAM_MEMORY if source.large else _MEMORY)
        job = Job(connection=connection, source=source, match=match, options=options, key=key, scratch=scratch)
        outcome = _stream(job) if source.large and job.shape.table != ASIDE else _in_order(job)
        if outcome:
            return _account(job, outcome)
    lines = SHAPES["order_lines"].fields
    match = replace(
        match,
        format=replace(match.format, shape="order_lines"),
        columns={name: at for name, at in match.columns.items() if name in lines},
    )
    again = load(database, source, match, key=key, options=options, scratch=scratch)
    told = "an order id stands on rows with different values: the rows are read as order lines"
    return replace(again, guesses=(*again.guesses, told))


def _in_order(job: Job, *, repeated: bool = False) -> _Outcome | None:
    """Number the rows, decide every format from all of them, and write; None where the rows are order lines.

    ``repeated``: that keys stand more than once, on rows that do not differ, is known from a stream.
    """
    job.doubted = True
    staged = staging.stage(job.connection, job.source, ordered=True)
    form = prepare(job, "raw")
    if job.shape.table == ASIDE:
        return _Outcome(form=form, rows_in=staged.accepted + staged.rejected, rows_kept=0)
    kept = write(job, form, repeated=repeated)
    if not repeated and repeats(job):
        if differs(job):
            return None
        kept = write(job, form, repeated=True)
    return _Outcome(form=form, rows_in=staged.accepted + staged.rejected, rows_kept=kept)


def _stream(job: Job) -> _Outcome | None:
    """Stream the file: the rows that are read beyond doubt are written, the others looked at afterwards.

    Formats are decided from the first rows and read strictly. Where the first rows leave one open
    or too many rows do not fit, they are decided again from the whole file and all of it is read
    once more, in order. None where its rows are order lines.
    """
    staging.stage(job.connection, job.source, ordered=False)
    try:
        form = prepare(job, "sample")
    except InputError:
        return _in_order(job)
    rows_in = people.counted(job.connection)
    certain = write_certain(job, form)
    if rows_in - certain > _SUSPECTS:
        return _in_order(job)
    outcome = _Outcome(form=form, rows_in=rows_in, rows_kept=certain)
    ragged = unclean(job, form)
    job.doubted = False
    if ragged or certain != rows_in or staging.any_rejects(job.connection):
        found = _look_again(job, outcome, ragged)
        if not found:
            return _in_order(job)
        outcome = found
    if repeats(job):
        return None if differs(job) else _in_order(job, repeated=True)
    return outcome


def _look_again(job: Job, certain: _Outcome, ragged: list[str]) -> _Outcome | None:
    """Find the rows in doubt with their numbers, read them by formats that know them; None where that is not enough.

    All other evidence of a format agrees with the first rows, or its row would be in doubt.
    """
    job.doubted = True
    form = certain.form
    cells = (f"c{position}" for position in range(len(job.source.layout.headers)))
    staged = staging.stage_suspects(job.connection, job.source, form.typed("raw.n", *cells), f"NOT ({form.certain})")
    if staged.accepted + certain.rows_kept != certain.rows_in:
        return None
    try:
        later = prepare(job, "evidence")
    except InputError:
        return None
    if not agree(form, later):
        return None
    more = write_rest(job, later, ragged)
    return _Outcome(form=later, rows_in=certain.rows_in + staged.rejected, rows_kept=certain.rows_kept + more)


def _account(job: Job, outcome: _Outcome) -> Loaded:
    """Keep the gaps and close the books.

    Raises:
        InputError: D114 for several currencies, D116 where no row could be kept.
    """
    left_out, taken_back, reasons = None, None, {}
    if outcome.rows_kept != outcome.rows_in:
        left_out = job.scratch / f"{job.source.slug}.gaps.parquet"
        reasons = gaps.write(job.connection, job.source, outcome.form, job.match, left_out)
        target = job.scratch / f"{job.source.slug}.withdrawn.parquet"
        taken_back = target if withdrawn.write(job, outcome.form, target) else None
    if outcome.rows_kept + sum(reasons.values()) != outcome.rows_in:
        raise RuntimeError(f"the books do not balance: {outcome} {reasons}")
    if not outcome.rows_kept and job.shape.table != ASIDE and not job.match.format.rules.get("may_be_empty"):
        first = max(reasons, key=lambda one: reasons[one]) if reasons else "nothing to read"
        raise InputError(
            "D116",
            f"none of the {outcome.rows_in} rows could be kept (mostly: {first})",
            help="check the export's content and the mapping of its columns",
            file=job.source.file,
        )
    kept.settle(job)
    identities = job.scratch / f"{job.source.slug}.identities.parquet"
    told = people.write_identities(job.connection, job.keys, job.source.file, identities)
    return Loaded(
        table=job.shape.table,
        parquet=job.parquet,
        left_out=left_out,
        identities=identities if told else None,
        withdrawn=taken_back,
        rows_in=outcome.rows_in,
        rows_kept=outcome.rows_kept,
        reasons=reasons,
        guesses=tuple(dict.fromkeys(job.guesses)),
        currencies=currencies(job),
        diagnostics=tuple(dict.fromkeys([*job.diagnostics, *(remarks(job) if outcome.rows_kept else [])])),
    )
