"""Orders: the sums of every period, by segment.

Everything is asked of one table of customers and days. A credit note (an order row below nought) takes money
away but is no order; a fully refunded order is neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.cells import choose, epoch_day, spread
from reporter.indicators.queries.customers import NO_SEGMENT
from reporter.indicators.sums import MONEY_UNIT, WITHIN_DAYS, Orders, OrderSums
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from reporter.model import Period
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """What was bought, in kept frames.

    ``customers`` has one row per customer and period; ``visits`` one per known customer and day with an order,
    with the days of the visits ``before`` and ``after``; ``days`` one per customer and day with any row, credit notes
    too, with its orders and money (``units``). ``first`` and ``last`` are epoch days with orders.
    """

    customers: nw.LazyFrame[Any]
    visits: nw.LazyFrame[Any]
    days: nw.LazyFrame[Any]
    first: int
    last: int
    connection: duckdb.DuckDBPyConnection


def purchases(tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period]) -> Purchases | None:
    """Return the orders of all periods, or None where there are none."""
    table = tables.get("orders")
    if table is None:
        return None
    day = nw.col("order_day")
    by_day = (
        _rows(table, everyone)
        .group_by("key", "segment", "known", "order_day")
        .agg(
            orders=nw.col("orders").sum().cast(nw.Int64),
            units=nw.col("units").sum().cast(nw.Int64),
            lines=nw.when(nw.col("orders") > 0).then(nw.col("lines")).otherwise(0).sum().cast(nw.Int64),
            currency_low=nw.col("currency").min(),
            currency_high=nw.col("currency").max(),
        )
    )
    days = materialise(by_day, tables.connection)
    [(first, last)] = collect(days.filter(nw.col("orders") > 0).select(a=day.min(), b=day.max()))
    if first is None:
        return None
    visits = days.filter(nw.col("known") & (nw.col("orders") > 0)).select(
        "key",
        "segment",
        "order_day",
        before=day.shift(1).over("key", order_by="order_day"),
        after=day.shift(-1).over("key", order_by="order_day"),
    )
    visits = materialise(visits, tables.connection)
    firsts = visits.filter(nw.col("before").is_null()).select("key", first_day="order_day")
    customers = _by_period(days, periods).join(firsts, on="key", how="left")
    return Purchases(
        customers=materialise(customers, tables.connection),
        visits=visits,
        days=days,
        first=int(first),
        last=int(last),
        connection=tables.connection,
    )


def _rows(table: nw.LazyFrame[Any], everyone: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows that count, with their customer; an order without one is its own customer."""
    amount, named = nw.col("amount"), ~nw.col("customer_id").is_null()
    undone = (amount == 0) & (nw.col("refund").fill_null(0) > 0)
    counting = table.filter(~nw.col("order_day").is_null() & ~undone).select(
        "order_id",
        "customer_id",
        "order_day",
        "currency",
        lines=nw.col("lines").fill_null(0),
        units=(amount * MONEY_UNIT).round(0).cast(nw.Int64),
        orders=nw.when(amount < 0).then(0).otherwise(1),
    )
    columns = ["order_day", "currency", "lines", "units", "orders"]
    known = counting.filter(named).join(everyone, on="customer_id")
    nameless = counting.filter(~named).with_row_index("number", order_by="order_id")
    return nw.concat(
        [
            known.select(*columns, "key", "segment", known=nw.lit(value=True)),
            nameless.select(*columns, key=-1 - nw.col("number"), segment=nw.lit(NO_SEGMENT), known=nw.lit(value=False)),
        ]
    )


def _by_period(days: nw.LazyFrame[Any], periods: Sequence[Period]) -> nw.LazyFrame[Any]:
    """Return one row per customer and period; a customer with credit notes only has no orders there."""
    return spread(days, "order_day", periods).group_by("cell", "segment", "known", "key").agg(
        orders=nw.col("orders").sum().cast(nw.Int64),
        revenue=nw.col("units").sum().cast(nw.Int128),
        lines=nw.col("lines").sum(),
        visits=nw.when(nw.col("orders") > 0).then(1).otherwise(0).sum(),
        currency_low=nw.col("currency_low").min(),
        currency_high=nw.col("currency_high").max(),
    )  # fmt: skip


def order_sums(bought: Purchases, periods: Sequence[Period]) -> dict[tuple[int, str], Orders]:
    """Return the orders by (period, segment); anonymous ones stand under the empty segment."""
    starts = {index: epoch_day(period.start) for index, period in enumerate(periods)}
    n, money = nw.col("orders"), nw.col("revenue")
    buys = n > 0
    returning = nw.when(nw.col("first_day") < choose("cell", starts, None)).then(money).otherwise(0)
    aggregates = {
        "customers": nw.when(buys).then(1).otherwise(0).sum(),
        "clusters": nw.len(),
        "orders": n.sum(),
        "lines": nw.col("lines").sum(),
        "revenue": money.sum(),
        "buyers_revenue": nw.when(buys).then(money).otherwise(0).sum(),
        "orders_squared": (n * n).sum(),
        "orders_revenue": (n * money).sum(),
        "revenue_squared": (money * money).sum(),
        "repeaters": nw.when(nw.col("visits") > 1).then(1).otherwise(0).sum(),
        "multi": nw.when(n > 1).then(1).otherwise(0).sum(),
        "returning": returning.sum(),
        "returning_squared": (returning * returning).sum(),
    }
    rows = collect(
        bought.customers.group_by("cell", "segment", "known").agg(
            **aggregates,
            largest=money.max(),
            currency_low=nw.col("currency_low").min(),
            currency_high=nw.col("currency_high").max(),
        )
    )
    cohorts = _cohorts(bought, periods)
    found: dict[tuple[int, str], Orders] = {}
    for cell, segment, is_known, *values, largest, low, high in rows:
        sums = OrderSums(**{name: int(value) for name, value in zip(aggregates, values, strict=True)})
        currencies = frozenset(c for c in (low, high) if c)
        if is_known:
            acquired, repurchased = cohorts.get((cell, segment), (0, 0))
            known = replace(sums, acquired=acquired, repurchased=repurchased)
            part = Orders(known=known, anonymous=OrderSums(), largest=int(largest), currencies=currencies)
        else:
            part = Orders(known=OrderSums(), anonymous=sums, currencies=currencies)
        found[cell, segment] = found[cell, segment] + part if (cell, segment) in found else part
    return found


def _cohorts(bought: Purchases, periods: Sequence[Period]) -> dict[tuple[int, str], tuple[int, int]]:
    """Return (customers acquired, of them repurchasing within 90 days) by (period, segment).

    The cohort of a period made its first order in the same number of days, 90 days earlier, so that
    every customer in it had 90 days to come back and a growing client is not punished for growing.
    """
    due = nw.col("order_day") + WITHIN_DAYS
    customers = bought.visits.filter(nw.col("before").is_null()).select(
        "segment", due=due, came=nw.when(nw.col("after") <= due).then(1).otherwise(0)
    )
    rows = collect(
        spread(customers, "due", periods).group_by("cell", "segment").agg(n=nw.len(), k=nw.col("came").sum())
    )
    return {(cell, segment): (int(n), int(k)) for cell, segment, n, k in rows}


def line_counts(tables: Tables, periods: Sequence[Period]) -> dict[int, int] | None:
    """Return the number of order lines by period, or None where there is no such table."""
    table = tables.get("order_lines")
    if table is None:
        return None
    rows = collect(spread(table.select("order_day"), "order_day", periods).group_by("cell").agg(n=nw.len()))
    return {int(cell): int(n) for cell, n in rows}
