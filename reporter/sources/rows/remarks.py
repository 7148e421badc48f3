"""What is to be said of a file's rows as a whole, once they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Diagnostic, Level
from reporter.sources.cells.sql import texts
from reporter.sources.rows.writing import written
from reporter.sources.shapes.orders import PARTLY_REFUNDED

if TYPE_CHECKING:
    from reporter.sources.rows.job import Job


def remarks(job: Job) -> list[Diagnostic]:
    """Return the remarks on the rows that were kept; ``typed`` and the Parquet file are there."""
    found = _on_ids(job)
    if job.shape.table == "subscriptions":
        found += _on_contracts(job)
    if job.shape.table == "orders":
        found += _on_refunds(job)
    return found + _on_spared(job)


def _on_ids(job: Job) -> list[Diagnostic]:
    """Warn of customers whose id a spreadsheet has spoilt, and who are known by a less sure key instead."""
    if len(job.keys) < 2:  # noqa: PLR2004 - without another key the rows were left out
        return []
    spoilt = job.count("SELECT count(*) FILTER (spoilt) FROM ids")
    if not spoilt:
        return []
    return [
        Diagnostic(
            code="D105",
            level=Level.WARNING,
            message=f"the ids of {spoilt} customer(s) were spoilt by a spreadsheet (4,08E+12): "
            "they are known by e-mail, number or name instead",
            file=job.source.file,
            help="export the file again and do not save it from Excel: the same customer may be counted twice",
        )
    ]


def _on_contracts(job: Job) -> list[Diagnostic]:
    """Warn of an export without any ended contract, and of contracts that have no days."""
    counts = (
        "count(*), count(*) FILTER (status = 'ended' OR end_day IS NOT NULL), "
        "count(*) FILTER (start_day IS NULL OR (status = 'ended' AND end_day IS NULL))"
    )
    query = f"SELECT {counts} FROM {written(job)}"  # noqa: S608 - our own SQL
    ((every, ended, undated),) = job.connection.execute(query).fetchall()
    found = []
    if every and not ended:
        found.append(
            Diagnostic(
                code="D129",
                level=Level.WARNING,
                message=f"none of the {every} contracts has ended: churn cannot be computed from it",
                file=job.source.file,
                help="export the ended and cancelled contracts too; a filter of the export often leaves them out",
            )
        )
    if undated:
        found.append(
            Diagnostic(
                code="D131",
                level=Level.WARNING,
                message=f"{undated} of {every} contracts have no start or ended on an unknown day: "
                "retention and churn leave them out",
                file=job.source.file,
                help="export the contracts with the day they began and the day they ended",
            )
        )
    return found


def _on_refunds(job: Job) -> list[Diagnostic]:
    """Warn of orders that were partly paid back in a file that does not say how much."""
    columns = job.match.columns
    if "status" not in columns or "refund" in columns or job.source.large:
        return []
    partly = job.count(f"SELECT count(*) FROM typed WHERE lower(trim(r_status)) IN {texts(PARTLY_REFUNDED)}")  # noqa: S608
    if not partly:
        return []
    return [
        Diagnostic(
            code="D105",
            level=Level.WARNING,
            message=f"{partly} rows are partly refunded and nothing says how much: they count in full",
            file=job.source.file,
            column=job.source.layout.headers[columns["status"]],
            help="export the refunded amount too",
        )
    ]


def _on_spared(job: Job) -> list[Diagnostic]:
    """Warn of cells that say nothing usable in columns that the rows can do without; of channels, what they became."""
    columns = [name for name in job.match.columns if name in job.shape.spared and name not in job.lost]
    if not columns or not job.doubted:
        return []
    counts = ", ".join(f"count(*) FILTER ({job.shape.spared[name]})" for name in columns)
    (found,) = job.connection.execute(f"SELECT {counts} FROM typed").fetchall()  # noqa: S608 - our own SQL
    return [
        Diagnostic(
            code="D105",
            level=Level.WARNING,
            message=f"{count} value(s) name a channel that is not known: they count as other channels"
            if name == "channel"
            else f"{count} value(s) could not be read as what the column is for; the rows were kept without them",
            file=job.source.file,
            column=job.source.layout.headers[job.match.columns[name]],
            help="check that the column is the one it was taken for",
        )
        for name, count in zip(columns, found, strict=True)
        if count
    ]
