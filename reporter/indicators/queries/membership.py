"""Members of the loyalty programme and all others: the sums that the two are compared by.

Every function returns the sums by membership: True, False, and None for customers of whom it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.activity import END, START
from reporter.indicators.queries.buckets import bucket_sums
from reporter.indicators.queries.clustered import moments_of, one_if
from reporter.indicators.queries.survey import marked
from reporter.indicators.sums import MONEY_UNIT
from reporter.statistics import Moments
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.survey import Answers
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """The orders of one group: moments of (1 if the customer ordered, money) and (1, orders), money in the currency.

    ``largest`` is the revenue of the largest customer.
    """

    revenue: Moments = field(default_factory=Moments)
    orders: Moments = field(default_factory=Moments)
    largest: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers of one group: moments of (weight, weight · mark), the weights by mark, and the number of answers."""

    mark: Moments = field(default_factory=Moments)
    weights: Mapping[int, float] = field(default_factory=dict)
    answers: int = 0


def memberships(tables: Tables, everyone: nw.LazyFrame[Any]) -> nw.LazyFrame[Any] | None:
    """Return ``key`` and ``member`` of the customers of whom it is known (kept); None where it is of none."""
    table = tables.get("customers")
    if table is None:
        return None
    told = table.filter(~nw.col("member").is_null() & ~nw.col("customer_id").is_null())
    if collect(told.select(n=nw.len())) == [(0,)]:
        return None
    known = told.group_by("customer_id").agg(flag=one_if(nw.col("member")).max())
    frame = known.join(everyone, on="customer_id").select("key", member=nw.col("flag") == 1)
    return materialise(frame, tables.connection)


def bought_by(bought: Purchases, of: nw.LazyFrame[Any], cell: int) -> dict[bool | None, Bought]:
    """Return the orders of the period's known customers."""
    here = bought.customers.filter(nw.col("known") & (nw.col("cell") == cell)).select(
        "key", "orders", "revenue", buys=one_if(nw.col("orders") > 0)
    )
    joined = here.join(of, on="key", how="left")
    sums = moments_of(joined, ["member"], {"revenue": ("buys", "revenue"), "orders": ("buys", "orders")})
    largest = dict(collect(joined.group_by("member").agg(largest=nw.col("revenue").max())))
    return {
        member: Bought(
            revenue=_in_currency(found["revenue"]), orders=found["orders"], largest=int(largest[member]) / MONEY_UNIT
        )
        for (member,), found in sums.items()
    }


def revenue_by(bought: Purchases, of: nw.LazyFrame[Any], cell: int, *, member: bool) -> NDArray[np.float64]:
    """Return (1 if the customer ordered, money) of one group, summed over its groups of customers: (1000, 2)."""
    here = bought.customers.filter(nw.col("known") & (nw.col("cell") == cell)).select(
        "key", "revenue", buys=one_if(nw.col("orders") > 0)
    )
    own = here.join(of.filter(nw.col("member") == nw.lit(member)), on="key")
    return bucket_sums(own, ("buys", "revenue"), {"revenue": MONEY_UNIT})


def _in_currency(moments: Moments) -> Moments:
    """Return the moments of customers and of money that was summed in units."""
    return Moments(
        clusters=moments.clusters,
        x=moments.x,
        y=moments.y / MONEY_UNIT,
        xx=moments.xx,
        xy=moments.xy / MONEY_UNIT,
        yy=moments.yy / MONEY_UNIT**2,
    )


def kept_by(states: nw.LazyFrame[Any], of: nw.LazyFrame[Any], cell: int) -> dict[bool | None, tuple[int, int]]:
    """Return the customers at the start of the period, and those of them who were still there at its end."""
    state = nw.col("state")
    there = states.filter((nw.col("cell") == cell) & (state % (2 * START) >= START))
    kept = one_if(state % (2 * END) >= END)
    rows = collect(there.join(of, on="key", how="left").group_by("member").agg(n=nw.len(), k=kept.sum()))
    return {member: (int(n), int(k)) for member, n, k in rows}


def answered_by(
    given: Answers, of: nw.LazyFrame[Any], cell: int, question: int, top_box: Mapping[tuple[int, int], int]
) -> dict[bool | None, Answered]:
    """Return the answers to one question, by its number."""
    here = marked(given, top_box).filter((nw.col("cell") == cell) & (nw.col("question") == question))
    joined = here.join(of, on="key", how="left")
    weight, unit = nw.col("weight"), given.weight_unit
    by_customer = joined.group_by("member", "key").agg(x=weight.sum(), y=(weight * nw.col("mark")).sum())
    sums = moments_of(by_customer, ["member"], {"mark": ("x", "y")})
    found: dict[bool | None, dict[int, float]] = {}
    answers: dict[bool | None, int] = {}
    for member, mark, n, w in sorted(
        collect(joined.group_by("member", "mark").agg(n=nw.len(), w=weight.sum())), key=str
    ):
        found.setdefault(member, {})[int(mark)] = int(w) / unit
        answers[member] = answers.get(member, 0) + int(n)
    return {
        member: Answered(mark=own["mark"].scaled(unit), weights=found[member], answers=answers[member])
        for (member,), own in sums.items()
    }
