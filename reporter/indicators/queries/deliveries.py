"""Deliveries on time, and goods that came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.queries.cells import spread
from reporter.indicators.queries.clustered import clustered, one_if
from reporter.statistics import Moments
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model import Period
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Orders of one period, by customer.

    ``due`` has x = orders that were promised for a day of the period and are delivered or overdue, y = those of them
    delivered by that day; ``overdue`` of x never were. ``bought`` has x = orders of the period, y = those of them
    with something given back, and credit notes. ``notes`` are the credit notes. ``promises``, ``deliveries`` and
    ``refunds`` tell whether the data know such days and such money at all.
    """

    due: Moments = field(default_factory=Moments)
    overdue: int = 0
    bought: Moments = field(default_factory=Moments)
    notes: int = 0
    promises: bool = False
    deliveries: bool = False
    refunds: bool = False


_PROMISED, _DELIVERED = nw.col("promised_day"), nw.col("delivered_day")
_MISSED: Final = _DELIVERED.is_null()
_GIVEN_BACK: Final = nw.col("refund").fill_null(0) > 0
_NOTE: Final = nw.col("amount") < 0


def deliveries_sums(
    tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period]
) -> dict[int, Deliveries] | None:
    """Return the orders by period; None where there are none."""
    table = tables.get("orders")
    if table is None:
        return None
    day = nw.col("order_day")
    [(n, promises, deliveries, refunds, notes, last)] = collect(
        table.select(
            n=nw.len(),
            p=_PROMISED.count(),
            d=_DELIVERED.count(),
            r=nw.col("refund").count(),
            c=one_if(_NOTE).sum(),
            last=day.max(),
        )
    )
    if not n:
        return None
    promised, refunded = bool(promises and deliveries), bool(refunds or notes)
    frame = _rows(tables, table, everyone) if promised or refunded else table
    due = _due(frame, periods, last or 0) if promised else {}
    bought = _bought(frame, periods) if refunded else {}
    none = (Moments(), 0)
    return {
        cell: Deliveries(
            due=due.get(cell, none)[0],
            overdue=due.get(cell, none)[1],
            bought=bought.get(cell, none)[0],
            notes=bought.get(cell, none)[1],
            promises=bool(promises),
            deliveries=bool(deliveries),
            refunds=refunded,
        )
        for cell in range(len(periods))
    }


def _rows(tables: Tables, table: nw.LazyFrame[Any], everyone: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the orders with their customer (kept); one without a customer is its own."""
    named = ~nw.col("customer_id").is_null()
    columns = ["order_day", "promised_day", "delivered_day", "amount", "refund"]
    nameless = table.filter(~named).with_row_index("number", order_by="order_id")
    known = table.filter(named).join(everyone, on="customer_id").select(*columns, nw.col("key").cast(nw.Int64))
    own = nameless.select(*columns, key=(-1 - nw.col("number")).cast(nw.Int64))
    return materialise(nw.concat([known, own]), tables.connection)


def _due(frame: nw.LazyFrame[Any], periods: Sequence[Period], today: int) -> dict[int, tuple[Moments, int]]:
    """Return, by period, the orders promised for one of its days, and how many of them are overdue.

    ``today`` is the last day with an order: what was promised for a day before it and has no day of delivery is
    late, what was promised for a later one is not due. Credit notes are no orders, and what was
    wholly refunded without being delivered was called off.
    """
    called_off = _MISSED & (nw.col("amount") == 0) & _GIVEN_BACK
    promised = frame.filter(~_PROMISED.is_null() & ~_NOTE & ~called_off & (~_MISSED | (today > _PROMISED)))
    placed = spread(promised, "promised_day", periods)
    shares = clustered(placed, ["cell"], {"due": (~_PROMISED.is_null(), _DELIVERED <= _PROMISED)})
    overdue = collect(placed.group_by("cell").agg(n=one_if(_MISSED).sum()))
    return {int(cell): (shares[(cell,)]["due"], int(n)) for cell, n in overdue}


def _bought(frame: nw.LazyFrame[Any], periods: Sequence[Period]) -> dict[int, tuple[Moments, int]]:
    """Return, by period, its orders with those given back, and its credit notes."""
    placed = spread(frame.filter(~nw.col("order_day").is_null()), "order_day", periods)
    x, y = nw.col("x"), nw.col("y")
    by_customer = placed.group_by("cell", "key").agg(
        x=one_if(~_NOTE).sum(), y=one_if(_NOTE | _GIVEN_BACK).sum(), notes=one_if(_NOTE).sum()
    )
    rows = collect(
        by_customer.group_by("cell").agg(
            c=one_if(x > 0).sum(), sx=x.sum(), sy=y.sum(), sxx=(x * x).sum(), sxy=(x * y).sum(), syy=(y * y).sum(),
            notes=nw.col("notes").sum(),
        )
    )  # fmt: skip
    found = {}
    for cell, *values in rows:
        c, sx, sy, sxx, sxy, syy, notes = (int(value) for value in values)
        found[int(cell)] = (Moments(clusters=c, x=sx, y=sy, xx=sxx, xy=sxy, yy=syy), notes)
    return found
