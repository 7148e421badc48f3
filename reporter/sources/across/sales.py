"""What the amounts of a client's files are: which record of a sale they tell of, and whether VAT is in them.

One sale may stand as a deal in the CRM, an order in the shop, an invoice in the books and a payment at the
bank: added up, it would count four times. Nobody can tell from the figures, so the operator is asked once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.model import SALES, Diagnostic, Level
from reporter.sources.shapes.aside import ASIDE
from reporter.store.engine import parquet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from reporter.sources.opening import Found
    from reporter.sources.rows.load import Loaded

_TABLES = ("orders", "order_lines")
_PLURALS = {"order": "orders", "invoice": "invoices", "payment": "payments", "deal": "won deals"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the amounts of one export are: ``kind`` of sale, ``vat`` (with, without, or empty where nobody says)."""

    kind: str
    vat: str
    file: str


def counted(found: Found, told: Sequence[str]) -> Found:
    """Set a file of sales aside where the operator takes the sales from other kinds of files."""
    form = found.match.format
    if not told or form.shape not in _TABLES or form.sales in told:
        return found
    aside = replace(form, shape=ASIDE, rules={"aside": "L143"}, fields={}, required=(), any_of=(), ids={}, values={})
    return replace(found, match=replace(found.match, format=aside, columns={}))


def held(
    database: duckdb.DuckDBPyConnection, folder: Path, outdated: Sequence[Path], loaded: Sequence[Loaded]
) -> list[Held]:
    """Return what the amounts of all of a client's exports are: the new ones, and those that none of them replaces."""
    earlier = [
        file for table in _TABLES for file in sorted((folder / table).glob("*.parquet")) if file not in set(outdated)
    ]
    files = [*(one.parquet for one in loaded if one.table in _TABLES and one.rows_kept), *earlier]
    if not files:
        return []
    query = f"SELECT DISTINCT kind, vat, source FROM {parquet(*files)} ORDER BY source, kind, vat"  # noqa: S608
    return [Held(kind=kind or "", vat=vat or "", file=file) for kind, vat, file in database.execute(query).fetchall()]


def require_one_kind(amounts: Sequence[Held], told: Sequence[str]) -> None:
    """Refuse files that may hold the same sales, unless the operator has said which of them count.

    Raises:
        InputError: D127, naming the files.
    """
    kinds = {one.kind: one.file for one in reversed(amounts)}
    stray = next(((kind, file) for kind, file in kinds.items() if told and kind not in told), None)
    if stray:
        raise InputError(
            "D127",
            f"was read before as {_PLURALS[stray[0]]}, and the sales are now taken from {_list(told)} only",
            help="give that file again with the others: its rows are then set aside",
            file=stray[1],
        )
    if told or len(kinds) < 2:  # noqa: PLR2004 - nothing to mix
        return
    first, second = sorted(kinds, key=SALES.index)[:2]
    raise InputError(
        "D127",
        f"holds {_PLURALS[second]}, and {kinds[first]} holds {_PLURALS[first]}: the same sales may stand in both",
        help=f"say which of them count with --sales {first} or --sales {second} (or with both, where they are "
        f'different sales), or for good with sales = ["{first}"] under [sources] in client.toml',
        file=kinds[second],
    )


def vat_remarks(amounts: Sequence[Held]) -> list[Diagnostic]:
    """Warn where amounts with VAT are added to amounts without."""
    files = {one.vat: one.file for one in reversed(amounts) if one.vat}
    if len(files) < 2:  # noqa: PLR2004 - nothing to mix
        return []
    return [
        Diagnostic(
            code="D125",
            level=Level.WARNING,
            message=f"the amounts have VAT in them, those of {files['without']} have not: sums mix the two",
            file=files["with"],
            help="export both without VAT, or take the sales from one kind of file (--sales)",
        )
    ]


def _list(kinds: Sequence[str]) -> str:
    return " and ".join(_PLURALS[kind] for kind in kinds)
