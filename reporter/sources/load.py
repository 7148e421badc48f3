"""One recognised file into one canonical Parquet file, with its books and its gaps.

A small file is staged as a table with row numbers. A large one is streamed: no row is numbered
and no order kept until something must be left out; then it is read once more, in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources import gaps, people, staging
from reporter.sources.expressions import Expressions, expressions
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import Bound
from reporter.sources.shapes.orders import amount_field
from reporter.sources.sql import quoted
from reporter.sources.wide import create_wide, response_rows
from reporter.store.engine import connect
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from reporter.model import Diagnostic
    from reporter.sources.options import ReadOptions
    from reporter.sources.recognise import Match
    from reporter.sources.staging import Source

#: Small staged files may take more than a stream, which must stay flat however long the file is.
_MEMORY, _STREAM_MEMORY = "1GB", "400MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a file: ``parquet`` and ``left_out`` (None where nothing was) lie in the scratch folder."""

    table: str
    parquet: Path
    left_out: Path | None
    rows_in: int
    rows_kept: int
    reasons: Mapping[str, int]
    guesses: tuple[str, ...]
    currencies: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Job:
    """The work on one file while it goes on."""

    connection: duckdb.DuckDBPyConnection
    source: Source
    match: Match
    options: ReadOptions
    key: bytes
    scratch: Path
    guesses: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load(source: Source, match: Match, *, key: bytes, options: ReadOptions, scratch: Path) -> Loaded:
    """Read a file into ``scratch``.

    Raises:
        InputError: D104, D110–D116, where a column cannot be read as what it is.
    """
    with connect(memory=_STREAM_MEMORY if source.large else _MEMORY, scratch=scratch / "spill") as connection:
        # The estimate of a CSV's size is a guess: the small side of the join is ours to choose.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        job = _Job(connection=connection, source=source, match=match, options=options, key=key, scratch=scratch)
        loaded = _load(job)
    if loaded:
        return loaded
    lines = SHAPES["order_lines"].fields
    match = replace(
        match,
        format=replace(match.format, shape="order_lines"),
        columns={name: at for name, at in match.columns.items() if name in lines},
    )
    again = load(source, match, key=key, options=options, scratch=scratch)
    told = "an order id stands on rows with different values: the rows are read as order lines"
    return replace(again, guesses=(*again.guesses, told))


def _load(job: _Job) -> Loaded | None:
    """Stage, write, and keep the gaps; None where the rows turn out to be order lines."""
    if job.source.large:
        form, parquet, kept, rows_in = _stream(job)
    else:
        form, parquet, kept, rows_in = _small(job)
    if kept < 0:
        return None
    left_out, reasons = None, {}
    if kept != rows_in:
        left_out = job.scratch / f"{job.source.slug}.gaps.parquet"
        reasons = gaps.write(job.connection, job.source, form, job.match, left_out)
    if kept + sum(reasons.values()) != rows_in:
        raise RuntimeError(f"the books do not balance: {rows_in} in, {kept} kept, {reasons}")
    if not kept:
        first = max(reasons, key=lambda one: reasons[one]) if reasons else "nothing to read"
        raise InputError(
            "D116",
            f"none of the {rows_in} rows could be kept (mostly: {first})",
            help="check the export's content and the mapping of its columns",
            file=job.source.file,
        )
    return Loaded(
        table=SHAPES[job.match.format.shape].table,
        parquet=parquet,
        left_out=left_out,
        rows_in=rows_in,
        rows_kept=kept,
        reasons=reasons,
        guesses=tuple(dict.fromkeys(job.guesses)),
        currencies=_currencies(job, parquet),
        diagnostics=tuple(dict.fromkeys(job.diagnostics)),
    )


def _small(job: _Job) -> tuple[Expressions, Path, int, int]:
    """Stage the file as a table and write it; return the SQL, the Parquet, rows kept and rows in."""
    parquet = job.scratch / f"{job.source.slug}.parquet"
    staged = staging.stage(job.connection, job.source, ordered=True)
    form = _prepare(job, "raw")
    kept = _write(job, form, parquet, repeated=False)
    if _repeats(job, parquet):
        kept = -1 if _differs(job, parquet) else _write(job, form, parquet, repeated=True)
    return form, parquet, kept, staged.accepted + staged.rejected


def _stream(job: _Job) -> tuple[Expressions, Path, int, int]:
    """Stream the file: all rows are written with a mark, which is looked at afterwards.

    Formats are decided from the first rows. Where a row does not fit, they are decided again from
    the whole file and the file is read once more, in order, so that its gaps have row numbers.
    """
    parquet = job.scratch / f"{job.source.slug}.parquet"
    staging.stage(job.connection, job.source, ordered=False)
    form = _prepare(job, "sample")
    marked = _write_marked(job, form, parquet)
    if _repeats(job, parquet) and _differs(job, parquet):
        return form, parquet, -1, 0
    rejects = staging.rejected(job.connection, job.source)
    rows_in = people.counted(job.connection) + rejects
    if not (marked or rejects or _repeats(job, parquet)):
        return form, parquet, rows_in, rows_in
    staging.stage(job.connection, job.source, ordered=True)
    form = _prepare(job, "raw")
    kept = _write(job, form, parquet, repeated=_repeats(job, parquet))
    return form, parquet, kept, rows_in


def _write_marked(job: _Job, form: Expressions, parquet: Path) -> int:
    """Write every row with the mark ``left_out``; return how many bear it.

    A filter would be pushed below the values and compute them twice; the mark costs nothing.
    """
    job.connection.execute(
        f"COPY (SELECT {_picked(job, form)}, NOT ({form.keep}) AS left_out FROM typed) "  # noqa: S608 - our own SQL
        f"TO {quoted(str(parquet))} (FORMAT parquet, COMPRESSION snappy)"
    )
    row = job.connection.execute(
        f"SELECT count(*) FILTER (left_out) FROM read_parquet({quoted(str(parquet))})"  # noqa: S608
    ).fetchone()
    return int(row[0]) if row else 0


def _picked(job: _Job, form: Expressions) -> str:
    """Return the SQL of the canonical columns."""
    shape = SHAPES[job.match.format.shape]
    chosen = shape.select(form.bound)
    return ", ".join(
        f"CAST({chosen.get(name, quoted(job.source.file))} AS {kind}) AS {name}"
        for name, kind in SCHEMA[shape.table].items()
    )


def _prepare(job: _Job, relation: str) -> Expressions:
    """Decide the formats from ``relation`` and create the view ``typed`` over ``raw``."""
    job.guesses.clear()
    shape = SHAPES[job.match.format.shape]
    bound = Bound(
        fields=frozenset(job.match.columns),
        rules=job.match.format.rules,
        currency=job.options.currency or job.match.format.constants.get("currency"),
    )
    people.create_ids(job.connection, job.match, key=job.key, count=job.source.large and relation != "raw")
    form = expressions(job.connection, relation, job.source, job.match, bound=bound, options=job.options)
    job.guesses += form.guesses
    # A small file's values are computed once, a large one's as they stream by.
    kind = "VIEW" if job.source.large else "TABLE"
    job.connection.execute(f"CREATE OR REPLACE TEMP {kind} typed AS {form.typed}")
    if shape.table == "responses":
        guesses, diagnostics = create_wide(job.connection, job.source, job.match, job.options)
        job.guesses += guesses
        job.diagnostics += diagnostics
    elif shape.table in {"orders", "order_lines"}:
        own = amount_field(bound)
        if own in {"amount_net", "amount_gross"}:
            vat = "without" if own == "amount_net" else "with"
            job.guesses.append(f'"{job.source.layout.headers[job.match.columns[own]]}": amounts {vat} VAT')
    return form


def _write(job: _Job, form: Expressions, parquet: Path, *, repeated: bool) -> int:
    """Write the kept rows; return how many rows of the export they are."""
    shape = SHAPES[job.match.format.shape]
    if repeated and shape.key:
        key = shape.select(form.bound)[shape.key]
        job.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE firsts AS SELECT min(row) AS row FROM {form.relation} "  # noqa: S608 - our own SQL
            f"WHERE {form.keep} GROUP BY {key}"
        )
        form.set_repeated()
    rows = f"FROM {form.relation} WHERE {form.keep}"
    if shape.table == "responses":
        select = response_rows(job.match, job.source, form, job.options)
    else:
        select = f"SELECT {_picked(job, form)} {rows}"
        if job.match.format.rules.get("group"):
            select = _grouped(select, SCHEMA[shape.table])
    form_of_file = f"FORMAT parquet, COMPRESSION {'snappy' if job.source.large else 'zstd'}"
    written = job.connection.execute(f"COPY ({select}) TO {quoted(str(parquet))} ({form_of_file})").fetchone()
    if shape.table == "responses" or job.match.format.rules.get("group"):
        written = job.connection.execute(f"SELECT count(*) {rows}").fetchone()
    return int(written[0]) if written else 0


def _grouped(select: str, columns: Mapping[str, str]) -> str:
    """Return one row an order of an export with one row a line; every line bears the order's fields."""
    picked = [
        name
        if name == "order_id"
        else "CAST(count(*) AS INTEGER) AS lines"
        if name == "lines"
        else f"min({name}) AS {name}"
        for name in columns
    ]
    return f"SELECT {', '.join(picked)} FROM ({select}) GROUP BY order_id"  # noqa: S608 - our own SQL


def _repeats(job: _Job, parquet: Path) -> bool:
    """Tell whether a key stands more than once among the kept rows."""
    shape = SHAPES[job.match.format.shape]
    if not shape.key or job.match.format.rules.get("group"):
        return False
    query = f"SELECT count(*) > count(DISTINCT {shape.key}) FROM read_parquet({quoted(str(parquet))})"  # noqa: S608
    row = job.connection.execute(query).fetchone()
    return bool(row and row[0])


def _differs(job: _Job, parquet: Path) -> bool:
    """Tell whether rows of one order id differ in customer, day or amount: then they are its lines."""
    if SHAPES[job.match.format.shape].table != "orders" or "refund" in job.match.columns:
        return False
    record = "(order_id, customer_id, order_day, amount)"
    row = job.connection.execute(
        f"SELECT count(DISTINCT {record}) > count(DISTINCT order_id) FROM read_parquet({quoted(str(parquet))})"  # noqa: S608
    ).fetchone()
    return bool(row and row[0])


def _currencies(job: _Job, parquet: Path) -> tuple[str, ...]:
    """Return the currencies of the kept rows; one file must have one.

    Raises:
        InputError: D114, where there are several.
    """
    if "currency" not in SCHEMA[SHAPES[job.match.format.shape].table]:
        return ()
    found = job.connection.execute(
        f"SELECT DISTINCT currency FROM read_parquet({quoted(str(parquet))}) WHERE currency IS NOT NULL ORDER BY 1"  # noqa: S608
    ).fetchall()
    names = tuple(str(row[0]) for row in found)
    if len(names) > 1:
        column = job.match.columns.get("currency")
        raise InputError(
            "D114",
            f"has amounts in {', '.join(names)}",
            help="export one currency, or convert the amounts before",
            file=job.source.file,
            column=job.source.layout.headers[column] if column is not None else None,
        )
    return names
