"""Ratios over customers, summed over groups of them: what joint intervals and paired differences are drawn from.

Every estimate that a period shares with another is a ratio Σy/Σx over customers. The engine sums x and y
over at most a thousand groups of customers (``queries.buckets``), each ratio of each period. A customer stands in
the same group in every period, so that two periods keep what they owe to the same customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.groups import Groups, with_draws
from reporter.indicators.queries import blocks
from reporter.indicators.queries.activity import END, START
from reporter.indicators.queries.buckets import bucket
from reporter.indicators.queries.cells import choose, epoch_day
from reporter.indicators.queries.survey import marked
from reporter.indicators.sums import INDEX_UNIT, MONEY_UNIT
from reporter.statistics.resampling import GROUPS
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.plan import Plan
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.surveyed import Surveyed
    from reporter.model import Period

#: Ratios of orders: name → (x, y, unit of x, unit of y).
ORDER_RATIOS = {
    "orders": ("orders", "revenue", 1.0, MONEY_UNIT),  # those without a customer too
    "buyers": ("buys", "known_revenue", 1.0, MONEY_UNIT),
    "frequency": ("buys", "known_orders", 1.0, 1.0),
    "repeated": ("buys", "repeats", 1.0, 1.0),
    "returning": ("known_revenue", "returning", MONEY_UNIT, MONEY_UNIT),
}
#: The ratios that are resampled; of the others only the correlation between two periods is asked for.
DRAWN = frozenset({*(f"index:{name}" for name in blocks.BLOCKS), "retention", "orders", "buyers", "frequency"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Ratios that one frame of ``cell`` and ``key`` holds: name → (x, y, unit of x, unit of y).

    With ``kinds`` the frame holds several ratios below each other, told apart by its column ``kind``: the name
    of a ratio is then ``name(kind, cell)``'s, None where that kind does not count in the cell.
    """

    frame: nw.LazyFrame[Any]
    ratios: Mapping[str, tuple[str, str, float, float]]
    kinds: Callable[[int, int], str | None] | None = None

    def sums(self, by: str = "cell") -> Iterator[tuple[Any, str, NDArray[np.float64]]]:
        """Yield (period, ratio, sums by group), or by another column than the period."""
        import numpy as np

        columns = sorted({name for x, y, _, _ in self.ratios.values() for name in (x, y)})
        rows = (
            self.frame.with_columns(bucket=bucket())
            .group_by(by, "kind", "bucket")
            .agg(**{f"sum_{name}": nw.col(name).sum().cast(nw.Float64) for name in columns})
            .to_native()
            .fetchnumpy()
        )
        wheres, kinds, places = (np.asarray(rows[name]) for name in (by, "kind", "bucket"))
        for where in np.unique(wheres):
            for kind in np.unique(kinds[wheres == where]):
                here = (wheres == where) & (kinds == kind)
                for name, (x, y, *units) in self.ratios.items():
                    whole = self._named(name, int(kind), where)
                    if whole is None:
                        continue
                    found = np.zeros((GROUPS, 2))
                    for axis, (column, unit) in enumerate(zip((x, y), units, strict=True)):
                        found[places[here], axis] = np.asarray(rows[f"sum_{column}"][here], dtype=np.float64) / unit
                    if found[:, 0].any():
                        yield where, whole, found

    def shared(self, one: int, two: int) -> dict[str, int]:
        """Return how many customers stand behind each ratio in both periods."""
        counted = {f"in_{place}": nw.col(x) for place, (x, *_) in enumerate(self.ratios.values())}
        base = self.frame.filter(nw.col("cell").is_in([one, two])).group_by("cell", "kind", "key")
        sums = base.agg(**{name: column.sum() for name, column in counted.items()})
        first, second = (sums.filter(nw.col("cell") == cell).drop("cell") for cell in (one, two))
        both = first.join(second, on=["kind", "key"], suffix="_too").group_by("kind").agg(
            *(
                nw.when((nw.col(name) != 0) & (nw.col(f"{name}_too") != 0)).then(1).otherwise(0).sum().alias(name)
                for name in counted
            )
        )  # fmt: skip
        found = {}
        for kind, *counts in collect(both):
            for name, n in zip(self.ratios, counts, strict=True):
                whole = self._named(name, int(kind), one)
                if whole is not None and whole == self._named(name, int(kind), two):
                    found[whole] = int(n)
        return found

    def _named(self, name: str, kind: int, cell: int) -> str | None:
        """Return a ratio's name, with that of its kind where the frame holds several."""
        if self.kinds is None:
            return name
        own = self.kinds(kind, cell)
        return None if own is None else f"{name}:{own}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The groups of all periods, of the report's segments (orders only), and the frames they were summed from."""

    periods: Mapping[int, Groups]
    segments: Mapping[str, Groups]
    parts: tuple[Part, ...]

    def shared(self, one: int, two: int) -> dict[str, int]:
        """Return how many customers stand behind a ratio in both periods, by its name."""
        return {name: n for part in self.parts for name, n in part.shared(one, two).items()}


def groups_of(plan: Plan, surveyed: Surveyed, states: nw.LazyFrame[Any] | None, bought: Purchases | None) -> Grouped:
    """Return every ratio of every period by group of customers."""
    orders = _orders(plan.periods, bought)
    parts = (*_answers(plan, surveyed), *_indices(surveyed), *_retention(states), *orders)
    now = nw.col("cell") == plan.periods.index(plan.period)
    found: dict[int | str, dict[str, NDArray[np.float64]]] = {}
    for part in parts:
        for cell, name, sums in part.sums():
            found.setdefault(int(cell), {})[name] = sums
    for part in orders:
        for segment, name, sums in _here(part, now).sums("segment"):
            found.setdefault(str(segment), {})[name] = sums
    drawn = with_draws({where: Groups(ratios=one) for where, one in found.items()}, DRAWN, plan.settings.seed)
    return Grouped(
        periods={where: one for where, one in drawn.items() if isinstance(where, int)},
        segments={where: one for where, one in drawn.items() if isinstance(where, str)},
        parts=parts,
    )


def _here(part: Part, now: nw.Expr) -> Part:
    """Return a part's rows of the report's period alone."""
    return Part(frame=part.frame.filter(now), ratios=part.ratios)


def _answers(plan: Plan, surveyed: Surveyed) -> Iterator[Part]:
    """Return the single questions, those of the kind and scale that count in each period."""
    given = surveyed.answers
    if given is None:
        return
    items = {(cell, given.questions.index(which[1:])): item for (cell, item), (which, _) in surveyed.chosen.items()}
    weight, unit = nw.col("weight"), float(given.weight_unit)
    frame = marked(given, plan.settings.top_box).select(
        "cell", "key", "weight", kind="question", marked=weight * nw.col("mark"), scored=weight * nw.col("score")
    )
    ratios = {"mark": ("weight", "marked", unit, unit), "score": ("weight", "scored", unit, unit)}
    yield Part(frame=frame, ratios=ratios, kinds=lambda kind, cell: items.get((int(cell), kind)))


def _indices(surveyed: Surveyed) -> Iterator[Part]:
    """Return the indices of several questions."""
    if surveyed.respondents is None or surveyed.answers is None:
        return
    unit = float(surveyed.answers.weight_unit)
    ratios = {f"index:{name}": (f"x_{name}", f"y_{name}", unit, unit * INDEX_UNIT) for name in blocks.BLOCKS}
    yield Part(frame=surveyed.respondents.with_columns(kind=nw.lit(0)), ratios=ratios)


def _retention(states: nw.LazyFrame[Any] | None) -> Iterator[Part]:
    """Return who was there at the start of a period, and of them who still was at its end (0 or 100)."""
    if states is None:
        return
    state = nw.col("state")
    there = nw.when(state % (2 * START) >= START).then(1).otherwise(0)
    kept = nw.when((state % (2 * START) >= START) & (state % (2 * END) >= END)).then(100).otherwise(0)
    frame = states.select("cell", "key", kind=nw.lit(0), there=there, kept=kept)
    yield Part(frame=frame, ratios={"retention": ("there", "kept", 1.0, 1.0)})


def _orders(periods: Sequence[Period], bought: Purchases | None) -> tuple[Part, ...]:
    """Return the ratios of orders."""
    if bought is None:
        return ()
    starts = {cell: epoch_day(period.start) for cell, period in enumerate(periods)}
    known, n, money = nw.col("known"), nw.col("orders"), nw.col("revenue")
    before = known & (nw.col("first_day") < choose("cell", starts, None))
    frame = bought.customers.select(
        "cell",
        "segment",
        "key",
        "orders",
        "revenue",
        kind=nw.lit(0),
        buys=nw.when(known & (n > 0)).then(1).otherwise(0),
        known_orders=nw.when(known).then(n).otherwise(0),
        known_revenue=nw.when(known).then(money).otherwise(0),
        repeats=nw.when(known & (nw.col("visits") > 1)).then(1).otherwise(0),
        returning=nw.when(before).then(money).otherwise(0),
    )
    return (Part(frame=frame, ratios=ORDER_RATIOS),)
