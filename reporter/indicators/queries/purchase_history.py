"""What the purchase models need of every customer: repeat purchases, their span, the time observed, the money.

A purchase is a day with an order: what is ordered on one day is one decision. The engine gives customers who share
all three counts as one row. Days are told to the day while there are few customers; from ``MANY`` on to the nearest
week, which makes some ten thousands of rows of a million customers and moves the parameters by less than their
standard errors (rounding down would not: it moves α by 7 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.sums import MONEY_UNIT
from reporter.statistics.buying import History
from reporter.store import collect, materialise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.orders import Purchases
    from reporter.statistics.likelihood import Numbers

WEEK = 7
MANY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """The customers who first bought by a day, in weeks.

    ``history`` has one row (n,) per distinct (x, tx, T); ``later`` (n,) are the purchases of its customers after that
    day. ``place`` (m,) is the row of every customer who bought again, ``spend`` (m,) that customer's mean money of a
    repeat purchase: what came after the first day, credit notes taken off, by the number of repeat purchases.
    """

    history: History
    later: Numbers
    place: NDArray[np.int64]
    spend: Numbers

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.history.weight.sum())

    @property
    def repeaters(self) -> int:
        """How many of them bought again."""
        return len(self.place)

    @property
    def observed(self) -> float:
        """The median customer's weeks since the first purchase."""
        return weighted_median(self.history.T, self.history.weight)


def histories(bought: Purchases, end: int, until: int | None = None, *, since: int | None = None) -> Histories | None:
    """Return the customers who first bought on or before the epoch day ``end``; None where there are none.

    Args:
        bought: the orders.
        end: the last day of the observation.
        until: the last day of the purchases that count as ``later``; ``end`` where it is None.
        since: the day from which on the customers first bought; any day where it is None.
    """
    import numpy as np

    start = bought.first if since is None else since
    each = materialise(_each(bought, start, end, end if until is None else until), bought.connection)
    [(count,)] = collect(each.select(n=nw.len()))
    if not count:
        return None
    step = WEEK if count > MANY else 1
    told = each.with_columns(*((nw.col(name) + step // 2) // step for name in ("tx", "T")))
    names = ["x", "tx", "T"]
    grouped = told.group_by(*names).agg(n=nw.len(), later=nw.col("later").sum()).sort(*names)
    rows = {name: np.asarray(column) for name, column in grouped.to_native().fetchnumpy().items()}
    # in an order of its own, so that sums of floats never hang on the engine's threads
    again = told.filter(nw.col("x") > 0).select(*names, units=nw.col("units").cast(nw.Int64)).sort(*names, "units")
    repeaters = {name: np.asarray(column) for name, column in again.to_native().fetchnumpy().items()}
    x, tx, age, weight = (rows[name].astype(np.float64) for name in (*names, "n"))
    weeks = step / WEEK
    return Histories(
        history=History(x=x, tx=tx * weeks, T=age * weeks, weight=weight),
        later=rows["later"].astype(np.float64),
        place=np.searchsorted(_packed(rows), _packed(repeaters)),
        spend=repeaters["units"].astype(np.float64) / (repeaters["x"] * MONEY_UNIT),
    )


def _packed(rows: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """Return (x, tx, T) as one number that sorts like the three; a span is shorter than 2²⁰ days."""
    import numpy as np

    found: NDArray[np.int64] = np.zeros(len(rows["x"]), dtype=np.int64)
    for name in ("x", "tx", "T"):
        found = (found << 20) + rows[name].astype(np.int64)
    return found


def _each(bought: Purchases, since: int, end: int, until: int) -> nw.LazyFrame[Any]:
    """Return one row per customer: x, tx and T in days, units of money after the first day, purchases after the end."""
    day, first = nw.col("order_day"), nw.col("first")
    came = nw.col("before").is_null() & (day >= since) & (day <= end)
    firsts = bought.visits.filter(came).select("key", first="order_day")
    ordered = (nw.col("orders") > 0) & (day <= end)
    return (
        bought.days.filter(nw.col("known") & (day <= until))
        .join(firsts, on="key")
        .group_by("key")
        .agg(
            x=nw.when(ordered).then(1).otherwise(0).sum() - 1,
            tx=nw.when(ordered).then(day - first).otherwise(0).max(),
            T=(end - first).max(),
            units=nw.when((day > first) & (day <= end)).then(nw.col("units")).otherwise(0).sum(),
            later=nw.when((nw.col("orders") > 0) & (day > end)).then(1).otherwise(0).sum(),
        )
    )


def median_gap(bought: Purchases, end: int) -> float | None:
    """Return the median of the weeks between a customer's purchases up to a day; None where nobody bought twice."""
    import numpy as np

    again = bought.visits.filter(~nw.col("before").is_null() & (nw.col("order_day") <= end))
    gaps = again.select(gap=nw.col("order_day") - nw.col("before")).group_by("gap").agg(n=nw.len()).sort("gap")
    rows = np.array(collect(gaps), dtype=np.float64).reshape(-1, 2)
    return weighted_median(rows[:, 0], rows[:, 1]) / WEEK if len(rows) else None


def currencies(bought: Purchases, end: int) -> tuple[str, ...]:
    """Return the lowest and the highest currency code of the known customers' orders up to a day; one if all agree."""
    here = bought.days.filter(nw.col("known") & (nw.col("order_day") <= end))
    ends = collect(here.select(a=nw.col("currency_low").min(), b=nw.col("currency_high").max()))
    return tuple(sorted({str(code) for row in ends for code in row if code}))


def weighted_median(values: Numbers, weight: Numbers, *, at: float = 0.5) -> float:
    """Return the smallest value (n,) that at least half of the weight (n,), or another part, does not exceed."""
    import numpy as np

    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(reached, at * reached[-1])])
