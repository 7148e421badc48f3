"""Orders: the sums of every period, by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.cells import choose, epoch_day, spread
from reporter.indicators.queries.customers import keyed, segmented
from reporter.indicators.sums import MONEY_UNIT, WITHIN_DAYS, Orders, OrderSums
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reporter.model import Period
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """All orders that count, and one row per customer and period; ``first`` and ``last`` are epoch days."""

    orders: nw.LazyFrame[Any]
    customers: nw.LazyFrame[Any]
    first: int
    last: int
    connection: duckdb.DuckDBPyConnection


def purchases(tables: Tables, periods: Sequence[Period]) -> Purchases | None:
    """Return the orders of all periods, or None where there are none.

    A fully refunded order is no order: it leaves both the revenue and the number of orders.
    """
    table = tables.get("orders")
    if table is None:
        return None
    refunded = (nw.col("refund").fill_null(0) > 0) & (nw.col("amount") <= 0)
    orders = segmented(
        keyed(table.filter(~refunded & ~nw.col("order_day").is_null()), "order_id").select(
            "key",
            "known",
            "order_day",
            "currency",
            "lines",
            units=(nw.col("amount") * MONEY_UNIT).round(0).cast(nw.Int64),
        ),
        tables,
    )
    held = materialise(orders.with_columns(first_day=nw.col("order_day").min().over("key")), tables.connection)
    [(first, last)] = collect(held.select(a=nw.col("order_day").min(), b=nw.col("order_day").max()))
    if first is None:
        return None
    by_customer = spread(held, "order_day", periods).group_by("cell", "segment", "known", "key").agg(
        orders=nw.len(),
        revenue=nw.col("units").sum().cast(nw.Int128),
        lines=nw.col("lines").fill_null(0).sum(),
        from_day=nw.col("order_day").min(),
        to_day=nw.col("order_day").max(),
        first_day=nw.col("first_day").min(),
        currency_low=nw.col("currency").min(),
        currency_high=nw.col("currency").max(),
    )  # fmt: skip
    return Purchases(orders=held, customers=materialise(by_customer, tables.connection), first=int(first), last=int(last), connection=tables.connection)


def order_sums(bought: Purchases, periods: Sequence[Period]) -> dict[tuple[int, str], Orders]:
    """Return the orders by (period, segment); anonymous ones stand under the empty segment."""
    starts = {index: epoch_day(period.start) for index, period in enumerate(periods)}
    n, money = nw.col("orders"), nw.col("revenue")
    returning = nw.when(nw.col("first_day") < choose("cell", starts, None)).then(money).otherwise(0)
    aggregates = {
        "customers": nw.len(),
        "orders": n.sum(),
        "lines": nw.col("lines").sum(),
        "revenue": money.sum(),
        "orders_squared": (n * n).sum(),
        "orders_revenue": (n * money).sum(),
        "revenue_squared": (money * money).sum(),
        "repeaters": nw.when(nw.col("to_day") > nw.col("from_day")).then(1).otherwise(0).sum(),
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
    known: dict[tuple[int, str], Orders] = {}
    anonymous: dict[int, OrderSums] = {}
    for cell, segment, is_known, *values, largest, low, high in rows:
        sums = {name: int(value) for name, value in zip(aggregates, values, strict=True)}
        if not is_known:
            anonymous[cell] = OrderSums(**sums)
            continue
        acquired, repurchased = cohorts.get((cell, segment), (0, 0))
        known[cell, segment] = Orders(
            known=OrderSums(**sums, acquired=acquired, repurchased=repurchased),
            anonymous=OrderSums(),
            largest=int(largest),
            currencies=frozenset(c for c in (low, high) if c),
        )
    return _with_anonymous(known, anonymous)


def _with_anonymous(
    known: Mapping[tuple[int, str], Orders], anonymous: Mapping[int, OrderSums]
) -> dict[tuple[int, str], Orders]:
    """Put the anonymous orders of each period under its empty segment."""
    result = dict(known)
    for cell, sums in anonymous.items():
        there = result.get((cell, ""), Orders(known=OrderSums(), anonymous=OrderSums()))
        result[cell, ""] = Orders(known=there.known, anonymous=sums, largest=there.largest, currencies=there.currencies)
    return result


def _cohorts(bought: Purchases, periods: Sequence[Period]) -> dict[tuple[int, str], tuple[int, int]]:
    """Return (customers acquired, of them repurchasing within 90 days) by (period, segment).

    The cohort of a period made its first order in the same number of days, 90 days earlier, so that
    every customer in it had 90 days to come back and a growing client is not punished for growing.
    """
    again = (nw.col("order_day") > nw.col("first_day")) & (nw.col("order_day") <= nw.col("first_day") + WITHIN_DAYS)
    customers = (
        bought.orders.filter(nw.col("known"))
        .group_by("segment", "key")
        .agg(
            due=nw.col("first_day").min() + WITHIN_DAYS,
            came=nw.when(again).then(1).otherwise(0).max(),
        )
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
