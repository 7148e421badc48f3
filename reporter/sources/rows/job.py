"""The work on one file while it goes on: its connection, its formats, what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter.model import Diagnostic, Level
from reporter.sources.privacy import personal
from reporter.sources.rows import money, people
from reporter.sources.rows.expressions import Expressions, expressions
from reporter.sources.rows.kept import mend_cells
from reporter.sources.rows.wide import create_wide
from reporter.sources.shapes import SHAPES
from reporter.sources.shapes.base import Bound
from reporter.sources.shapes.orders import amount_field
from reporter.sources.tables import staging

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reporter.errors import InputError
    from reporter.sources.options import ReadOptions
    from reporter.sources.recognition.recognise import Match
    from reporter.sources.shapes.base import Shape
    from reporter.sources.tables.staging import Source


@dataclass(slots=True, kw_only=True)
class Job:
    """One file on its way: what is known of it, and the guesses and remarks that pile up.

    ``doubted``: some row of it had to be looked at; else every cell was read as it stands. ``lost``: the fields
    whose column is not used.
    """

    connection: duckdb.DuckDBPyConnection
    source: Source
    match: Match
    options: ReadOptions
    key: bytes
    scratch: Path
    guesses: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    keys: list[people.Key] = field(default_factory=list)
    chosen: str = ""
    doubted: bool = True
    lost: frozenset[str] = frozenset()

    @property
    def shape(self) -> Shape:
        """The shape of the file's format."""
        shape: Shape = SHAPES[self.match.format.shape]
        return shape

    @property
    def grouped(self) -> bool:
        """Whether several rows of the file are one row of the table."""
        return bool(self.match.format.rules.get("group"))

    @property
    def parquet(self) -> Path:
        """Where the canonical rows are written."""
        return self.scratch / f"{self.source.slug}.parquet"

    def count(self, query: str) -> int:
        """Return the single number (or truth) that a query finds."""
        row = self.connection.execute(query).fetchone()
        return int(row[0] or 0) if row else 0


def prepare(job: Job, relation: str) -> Expressions:
    """Decide the formats from ``relation`` (``raw``, ``sample`` or ``evidence``) and create ``typed`` over ``raw``.

    Raises:
        InputError: D104, D110–D113, D115, where a column cannot be read as what it is; D122 for persons' numbers.
    """
    job.guesses.clear()
    if relation == "raw" and not job.source.large:
        mend_cells(job)
    if relation != "evidence":
        personal.check(job, rows=relation == "raw")
    if "converted_amount" in job.match.columns:
        headers = job.source.layout.headers
        job.match, job.chosen = money.choose_amounts(job.connection, job.match, headers, job.options.currency)
    bound = Bound(
        fields=frozenset(job.match.columns),
        rules=job.match.format.rules,
        currency=job.options.currency or job.match.format.constants.get("currency"),
        key=job.key,
        sales=job.match.format.sales,
    )
    form = expressions(job.connection, relation, job.source, job.match, bound=bound, options=job.options)
    job.keys = people.create_ids(job.connection, job.match, key=job.key, count=relation == "sample")
    job.guesses += [*([job.chosen] if job.chosen else []), *form.guesses]
    job.diagnostics += [_not_used(fault) for fault in form.lost.values()]
    job.lost = frozenset(form.lost)
    # A small file's values are computed once, a large one's as they stream by.
    kind = "VIEW" if job.source.large else "TABLE"
    if relation == "sample":
        staging.retype(job.connection, job.source, form.types)
    more = [] if relation == "sample" else ["row", *(money.CREDIT_COLUMNS if bound.has("credits") else ())]
    job.connection.execute(f"CREATE OR REPLACE TEMP {kind} typed AS {form.typed(*more, parsed=relation == 'sample')}")
    if bound.has("credits"):
        money.take_off_credits(job.connection, form, bound)
    if job.shape.table == "responses":
        guesses, diagnostics = create_wide(job.connection, job.source, job.match, job.options)
        job.guesses += guesses
        job.diagnostics += diagnostics
    elif job.shape.table in {"orders", "order_lines"}:
        own = amount_field(bound)
        if own in {"amount_net", "amount_gross"}:
            vat = "without" if own == "amount_net" else "with"
            job.guesses.append(f'"{job.source.layout.headers[job.match.columns[own]]}": amounts {vat} VAT')
    return form


def _not_used(fault: InputError) -> Diagnostic:
    """Say why a column that the rows can do without is not used."""
    open_ = fault.code in {"D111", "D112", "D113"}
    return Diagnostic(
        code="D105",
        level=Level.WARNING if open_ else Level.NOTE,
        message=f"the column is not used: {fault.message}",
        file=fault.file,
        column=fault.column,
        help=fault.help,
    )
