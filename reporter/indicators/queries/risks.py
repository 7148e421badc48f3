"""Who may leave: detractors, and customers who went without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.sums import DETRACTOR
from reporter.store import collect

if TYPE_CHECKING:
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.survey import Answers, Asked


def recommended(given: Answers, which: Asked) -> nw.LazyFrame[Any]:
    """Return ``key`` and ``group`` of those who answered the recommendation question: 0 for detractors, else 1.

    Of several answers of a customer the latest holds.
    """
    number = given.questions.index(which[1:])
    rows = given.frame.filter((nw.col("cell") == which.cell) & (nw.col("question") == number))
    latest = rows.group_by("key").agg(place=nw.col("place").max())
    low = nw.when(nw.col("score") <= DETRACTOR).then(nw.lit(0)).otherwise(nw.lit(1))
    return rows.join(latest, on=["key", "place"], how="semi").group_by("key").agg(group=low.min())


def sizes(groups: nw.LazyFrame[Any]) -> dict[int, int]:
    """Return how many customers each group has."""
    return {int(group): int(n) for group, n in collect(groups.group_by("group").agg(n=nw.len()))}


def silent(bought: Purchases, given: Answers, before: int, cell: int) -> nw.LazyFrame[Any]:
    """Return ``key`` and ``group`` 0 of known customers who bought in period ``before`` but not in ``cell``.

    Those who answered a survey in ``cell`` are not silent.
    """
    bought_in = bought.customers.filter(nw.col("known") & (nw.col("orders") > 0))
    here = bought_in.filter(nw.col("cell") == cell).select("key")
    answered = given.frame.filter(nw.col("cell") == cell).select("key").unique()
    return (
        bought_in.filter(nw.col("cell") == before)
        .select("key")
        .join(here, on="key", how="anti")
        .join(answered, on="key", how="anti")
        .with_columns(group=nw.lit(0))
    )


def risen(bought: Purchases, before: int, cell: int) -> tuple[int, int]:
    """Return how many known customers bought in both periods, and how many of them for more in the later one."""
    bought_in = bought.customers.filter(nw.col("known") & (nw.col("orders") > 0))
    now = bought_in.filter(nw.col("cell") == cell).select("key", "revenue")
    then = bought_in.filter(nw.col("cell") == before).select("key", earlier=nw.col("revenue"))
    rose = nw.when(nw.col("revenue") > nw.col("earlier")).then(1).otherwise(0)
    [(both, more)] = collect(now.join(then, on="key").select(n=nw.len(), k=rose.sum()))
    return int(both), int(more or 0)
