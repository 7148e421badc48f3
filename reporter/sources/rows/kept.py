"""The texts that are kept (segments, reasons, comments …): letters that are lost or broken, and what names a person.

Cells that are used are mended before they are read; what is written is looked at once more, where Parquet holds
each text once, and whatever the rows were read by.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter.model import Diagnostic, Level
from reporter.sources.cells.sql import filled, quoted
from reporter.sources.privacy.redaction import redact
from reporter.sources.rows.writing import PARQUET, written
from reporter.sources.shapes import SHAPES
from reporter.sources.tables.letters import SUSPECT, is_lost, mend
from reporter.store.engine import target_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.sources.rows.job import Job

#: table → the columns that are texts of the export, and the fields that each may come from.
_KEPT: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "customers": {"segment": ("segment",), "country": ("country",), "industry": ("industry",)},
        "order_lines": {"product": ("product",)},
        "subscriptions": {"reason": ("reason",)},
        "tickets": {"category": ("category", "type")},
        "responses": {"text": ("comment",), "wave": ("wave",)},
    }
)
#: What anybody may have written in words of his own.
_FREE = ("text", "reason")
#: What asks nothing, so that no question mark ends it.
_NAMES = ("segment", "country", "industry")
_PERSONAL = r"|[@\x00-\x08\x0b-\x1f\x7f-\x9f\x{200b}\x{202a}-\x{202e}\x{2066}-\x{2069}]|\d{6}"
_SAID = r"|\d[\d ./()-]{5}|://|www\.|\((at|a|snabel)|\[at"
_BATCH = 10_000


@dataclass(slots=True, kw_only=True)
class _Found:
    """What was done to the texts of a column: text → what is written instead, and how often."""

    instead: dict[str, str | None] = field(default_factory=dict)
    mended: int = 0
    crossed: Counter[str] = field(default_factory=Counter)


def mend_cells(job: Job) -> None:
    """Mend the broken letters of a staged table's cells, before words such as Förlorad are looked for in them."""
    kinds = SHAPES[job.match.format.shape].fields
    for name, at in job.match.columns.items():
        if kinds[name] in {"number", "date"}:
            continue
        texts = job.connection.execute(
            f"SELECT DISTINCT c{at} FROM numbered WHERE regexp_matches(c{at}, {quoted(SUSPECT)})"  # noqa: S608
        ).fetchall()
        better = {text: good for (text,) in texts if (good := mend(text)) != text}
        if not better:
            continue
        _note(job, "mended", better)
        job.connection.execute(f"UPDATE numbered SET c{at} = good FROM mended WHERE c{at} = bad")  # noqa: S608
        job.guesses.append(_mended(job, at, len(better)))


def settle(job: Job) -> None:
    """Write the kept texts anew where some are broken, lost or name a person; say so in the job's remarks."""
    columns = {}
    for column, names in _KEPT.get(job.shape.table, {}).items():
        at = next((job.match.columns[name] for name in names if name in job.match.columns), None)
        if at is not None and (found := _look(job, column)).instead:
            columns[column] = found
            _note(job, f"settled_{column}", found.instead)
            _tell(job, column, at, found)
    if not columns:
        return
    new = ", ".join(
        f"CASE WHEN settled_{name}.bad IS NULL THEN {name} ELSE settled_{name}.good END AS {name}" for name in columns
    )
    joins = " ".join(f"LEFT JOIN settled_{name} ON settled_{name}.bad = {name}" for name in columns)
    unsaid = " WHERE item <> 'comment' OR text IS NOT NULL" if job.shape.table == "responses" else ""
    whole = job.parquet.with_suffix(".settled")
    job.connection.execute(
        f"COPY (SELECT * FROM (SELECT written.* REPLACE ({new}) FROM {written(job)} AS written {joins}){unsaid}) "  # noqa: S608
        f"TO {target_path(whole)} {PARQUET}"
    )
    whole.replace(job.parquet)


def _look(job: Job, column: str) -> _Found:
    """Look at every text of a written column that may have something."""
    pattern = SUSPECT + _PERSONAL + (_SAID if column in _FREE else "")
    found = _Found()
    asked = job.connection.execute(
        f"SELECT * FROM (SELECT {column}, count(*) FROM {written(job)} GROUP BY 1) "  # noqa: S608
        f"WHERE regexp_matches({column}, {quoted(pattern)}) ORDER BY 1"
    )
    while rows := asked.fetchmany(_BATCH):
        for text, count in rows:
            good = mend(text)
            if is_lost(good, label=column in _NAMES):
                found.instead[text] = None
                continue
            found.mended += good != text
            clean, crossed = redact(good, label=column not in _FREE)
            if clean != text:
                found.instead[text] = clean.strip() or None
            found.crossed += Counter({kind: n * count for kind, n in crossed.items()})
    return found


def _note(job: Job, table: str, instead: dict[str, str] | dict[str, str | None]) -> None:
    """Create a table of texts (``bad``) and what stands instead of each (``good``)."""
    job.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (bad VARCHAR, good VARCHAR)")
    job.connection.execute(
        f"INSERT INTO {table} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [list(instead), list(instead.values())],
    )


def _tell(job: Job, column: str, at: int, found: _Found) -> None:
    """Add what was done to a column to the job's guesses and remarks; never a text of it."""
    header, file = job.source.layout.headers[at], job.source.file
    if found.mended:
        job.guesses.append(_mended(job, at, found.mended))
    lost = job.count(
        f"SELECT count(*) FROM {written(job)} JOIN settled_{column} ON bad = {column} WHERE good IS NULL"  # noqa: S608
    )
    if lost:
        job.diagnostics.append(
            Diagnostic(
                code="D124",
                level=Level.WARNING,
                message=f"letters are lost in {lost} text(s){_first(job, column, at)}; these texts are not used",
                file=file,
                column=header,
                help="export the file again as UTF-8: a letter that became ? cannot be told from the file",
            )
        )
    if found.crossed:
        kinds = ", ".join(f"{count} {kind}(s)" for kind, count in sorted(found.crossed.items()))
        job.diagnostics.append(
            Diagnostic(
                code="D132",
                level=Level.NOTE,
                message=f"crossed out in the text: {kinds}; names cannot be found by their pattern",
                file=file,
                column=header,
                help="read the comments before they are quoted",
            )
        )


def _first(job: Job, column: str, at: int) -> str:
    """Return where the first lost text stands; of a large file the rows are not numbered."""
    if job.source.large:
        return ""
    row = job.count(
        f"SELECT min(row) FROM raw WHERE {filled(f'c{at}')} IN (SELECT bad FROM settled_{column} WHERE good IS NULL)"  # noqa: S608
    )
    return f", the first in row {row}" if row else ""


def _mended(job: Job, at: int, count: int) -> str:
    """Say that letters were read back."""
    return f'"{job.source.layout.headers[at]}": broken letters were read back in {count} different text(s)'
