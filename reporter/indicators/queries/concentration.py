"""How revenue is spread over customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.gates import NEEDED
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Concentration
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from reporter.indicators.queries.orders import Purchases

STEPS = 20
TOP_STEP = 4  # 20 % of the customers
#: The ABC classes: customers who make the first 80 % of revenue, the next 15, the rest.
A_SHARE, B_SHARE = 80, 95


def concentration(bought: Purchases, cell: int) -> Concentration | None:
    """Return the Lorenz curve (richest first) and ABC classes of one period.

    Over the customers who ordered and whose revenue, net of credit notes, is not below nought; those of equal
    revenue stand in the order of their keys. None where it must not be shown: fewer than 30 customers, one
    of them with more than half of the revenue, or a class of fewer than 5.
    """
    here = bought.customers.filter(
        nw.col("known") & (nw.col("cell") == cell) & (nw.col("orders") > 0) & (nw.col("revenue") >= 0)
    ).select("key", "revenue")
    ranked = materialise(
        here.with_columns(owed=0 - nw.col("revenue"))
        .with_row_index("place", order_by=["owed", "key"])
        .with_columns(reached=nw.col("revenue").cum_sum().over(order_by="place")),
        bought.connection,
    )
    [(count, revenue, largest)] = collect(
        ranked.select(n=nw.len(), total=nw.col("revenue").sum(), top=nw.col("revenue").max())
    )
    if count < NEEDED or revenue <= 0 or 2 * largest > revenue:
        return None
    classes = _classes(ranked, int(revenue))
    if any(customers < SMALLEST_GROUP for _, customers, _, _ in classes):
        return None
    curve = _curve(ranked, int(count), int(revenue))
    return Concentration(
        customers=int(count),
        revenue=int(revenue) / MONEY_UNIT,
        curve=tuple(point for step, point in enumerate(curve) if _told(step, int(count))),
        top_share=curve[TOP_STEP][1],
        classes=classes,
    )


def _told(step: int, count: int) -> bool:
    """Tell whether a point of the curve parts the customers so that neither side has one to four of them."""
    above = step * count / STEPS
    return step in {0, STEPS} or min(above, count - above) >= SMALLEST_GROUP


def _curve(ranked: nw.LazyFrame[Any], count: int, revenue: int) -> list[tuple[float, float]]:
    """Return (share of customers, share of revenue) in per cent at 0, 5, …, 100 %, between customers on the line."""
    ranks = {step * count // STEPS + extra for step in range(STEPS + 1) for extra in (0, 1)}
    # the row index counts from 0: after the first k customers stands row k − 1
    rows = collect(ranked.filter(nw.col("place").is_in([rank - 1 for rank in sorted(ranks) if rank])).select(
        "place", "reached"
    ))  # fmt: skip
    reached = {0: 0, **{int(place) + 1: int(total) for place, total in rows}}
    points = []
    for step in range(STEPS + 1):
        whole, part = divmod(step * count, STEPS)
        after = reached.get(whole + 1, reached[whole])
        money = reached[whole] + (after - reached[whole]) * part / STEPS
        points.append((100.0 * step / STEPS, 100.0 * money / revenue))
    return points


def _classes(ranked: nw.LazyFrame[Any], revenue: int) -> tuple[tuple[str, int, float, float], ...]:
    """Return the ABC classes; the customer who crosses a border belongs to the class above it."""
    before = (nw.col("reached") - nw.col("revenue")) * 100
    letter = (
        nw.when(before < A_SHARE * revenue)
        .then(nw.lit("A"))
        .otherwise(nw.when(before < B_SHARE * revenue).then(nw.lit("B")).otherwise(nw.lit("C")))
    )
    rows = collect(
        ranked.with_columns(letter=letter)
        .group_by("letter")
        .agg(n=nw.len(), money=nw.col("revenue").sum())
        .sort("letter")
    )
    return tuple((str(c), int(n), int(m) / MONEY_UNIT, 100.0 * int(m) / revenue) for c, n, m in rows)
