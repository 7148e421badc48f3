"""The orders that an export has, and says do not count: an earlier export may still hold them as they were.

An invoice that is cancelled in February stands in January's export as one that counts. That February's export
leaves it out is not enough: it takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.sources.cells.sql import quoted
from reporter.sources.rows.writing import written
from reporter.store.engine import target_path

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.rows.job import Job

#: Why a row that is left out says of its order that it does not count (any more).
_TAKEN_BACK = ("L140", "L141", "L142", "L146")
_NETTED = "L144"


def write(job: Job, form: Expressions, target: Path) -> bool:
    """Write (order_id, kind, because, source) of what an export of orders takes back; tell whether there is any.

    ``because`` is the order that a credit note was taken off; NULL where the order itself does not count.
    """
    if job.shape.table != "orders" or "order_id" not in job.match.columns:
        return False
    chosen = job.shape.select(form.bound)
    parts = [
        f"SELECT DISTINCT {chosen['order_id']} AS order_id, {chosen['kind']} AS kind, "  # noqa: S608 - our own SQL
        f"CAST({because} AS VARCHAR) AS because FROM {form.relation} WHERE v_order_id IS NOT NULL AND ({condition})"
        for codes, because in ((_TAKEN_BACK, "NULL"), ((_NETTED,), "v_credits"))
        if (condition := _any(form, codes))
    ]
    if not parts:
        return False
    kept = f"SELECT order_id FROM {written(job)}"  # noqa: S608
    found = job.count(
        f"COPY (SELECT *, {quoted(job.source.file)} AS source FROM ({' UNION ALL '.join(parts)}) "  # noqa: S608
        f"WHERE order_id NOT IN ({kept}) ORDER BY ALL) TO {target_path(target)} (FORMAT parquet)"
    )
    return found > 0


def _any(form: Expressions, codes: tuple[str, ...]) -> str:
    """Return the condition that a row is left out for one of the reasons."""
    return " OR ".join(f"coalesce({check.condition}, false)" for check in form.checks if check.code in codes)
