"""Recency, frequency and money of the customers who ordered in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.rfm import Buyers
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from reporter.indicators.queries.orders import Purchases
    from reporter.model import Period


def buyers(bought: Purchases, period: Period) -> Buyers:
    """Return the customers who ordered in a period; a credit note is no order, and anonymous orders are nobody's."""
    import numpy as np

    start, end = epoch_day(period.start), epoch_day(period.end)
    day, ordered = nw.col("order_day"), nw.col("orders") > 0
    here = bought.days.filter(nw.col("known") & (day >= start) & (day < end))
    by_customer = here.group_by("key").agg(
        last=nw.when(ordered).then(day).max(),
        frequency=nw.when(ordered).then(1).otherwise(0).sum().cast(nw.Int64),
        money=nw.col("units").sum().cast(nw.Int64),
        low=nw.col("currency_low").min(),
        high=nw.col("currency_high").max(),
    )
    kept = materialise(by_customer.filter(nw.col("frequency") > 0), bought.connection)
    [(low, high)] = collect(kept.select(low=nw.col("low").min(), high=nw.col("high").max()))
    recency = (nw.lit(end - 1) - nw.col("last")).cast(nw.Int64)
    columns = kept.select("key", "frequency", "money", recency=recency).sort("key").to_native().fetchnumpy()
    key, days_ago, frequency, money = (
        np.asarray(columns[name], dtype=np.int64) for name in ("key", "recency", "frequency", "money")
    )
    return Buyers(
        key=key,
        recency=days_ago,
        frequency=frequency,
        money=money,
        currencies=tuple(sorted({currency for currency in (low, high) if currency})),
    )
