"""Satisfied or not, loyal or not: in which corner of the quadrant a respondent stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.sums import INDEX_UNIT
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.queries.orders import Purchases
    from reporter.model import CornerId

#: From how many index points on a respondent counts as satisfied and, by the other index, as loyal.
THRESHOLDS: Final = (70, 75, 80)
STANDARD: Final = 75
#: The indices that tell who is satisfied, the better first.
SATISFACTION: Final = ("nki", "csat")
#: The corners by number, 2 for not satisfied and 1 for not loyal: both, satisfied only, loyal only, neither.
CORNERS: Final[tuple[CornerId, ...]] = ("loyal", "mobile", "locked_in", "at_risk")
MOBILE: Final = CORNERS.index("mobile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Customers by corner, in the order of ``CORNERS``: their number, their weights, and the sum of squared weights.

    Without weights every customer has the weight 1.
    """

    counts: tuple[int, ...] = (0, 0, 0, 0)
    weights: tuple[int, ...] = (0, 0, 0, 0)
    squares: int = 0

    def __add__(self, other: Split) -> Split:
        """Return the customers of both."""
        return Split(
            counts=tuple(map(sum, zip(self.counts, other.counts, strict=True))),
            weights=tuple(map(sum, zip(self.weights, other.weights, strict=True))),
            squares=self.squares + other.squares,
        )

    @property
    def customers(self) -> int:
        """How many answered both."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corners:
    """Respondents of one period by corner, by satisfaction index and threshold.

    Only those count whose satisfaction and loyalty are both known.
    """

    splits: Mapping[tuple[str, int], Split] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a group of customers bought in a period: ``revenue`` and ``largest`` in ten-thousandths."""

    buyers: int = 0
    revenue: int = 0
    largest: int = 0
    currencies: frozenset[str] = frozenset()


def _passed(name: str, threshold: int) -> nw.Expr:
    """Tell whether a customer's index reaches a threshold: several answers count with their mean."""
    x, y = nw.col(f"x_{name}"), nw.col(f"y_{name}")
    # an index is rounded to whole millionths; that must not push one off the border
    return y + x >= threshold * INDEX_UNIT * x


def _grade(name: str) -> nw.Expr:
    """Return how many thresholds a customer's index reaches; −1 without one."""
    grade: nw.Expr = nw.lit(0)
    for number, threshold in enumerate(THRESHOLDS, start=1):
        grade = nw.when(_passed(name, threshold)).then(nw.lit(number)).otherwise(grade)
    return nw.when(nw.col(f"x_{name}") > 0).then(grade).otherwise(nw.lit(-1))


def corner_sums(respondents: nw.LazyFrame[Any]) -> dict[int, Corners]:
    """Return the corners by period, from the rows of ``queries.blocks.customer_rows``."""
    # a customer who answered several times weighs as much as one answer does
    weight = (nw.col("x_loyalty") / nw.col("r_loyalty")).round(0).cast(nw.Int64)
    names = (*SATISFACTION, "loyalty")
    rows = collect(
        respondents.filter(nw.col("x_loyalty") > 0)
        .select("cell", w=weight, **{name: _grade(name) for name in names})
        .group_by("cell", *names)
        .agg(nw.len().alias("n"), nw.col("w").sum().alias("sw"), (nw.col("w") * nw.col("w")).sum().alias("sww"))
    )
    found: dict[int, dict[tuple[str, int], Split]] = {}
    for cell, *grades, loyalty, n, w, ww in rows:
        splits = found.setdefault(int(cell), {})
        for name, satisfied in zip(SATISFACTION, grades, strict=True):
            for place, threshold in enumerate(THRESHOLDS) if satisfied >= 0 else ():
                corner = 2 * (satisfied <= place) + (loyalty <= place)
                own = Split(counts=_alone(corner, n), weights=_alone(corner, w), squares=int(ww))
                splits[name, threshold] = splits.get((name, threshold), Split()) + own
    return {cell: Corners(splits=splits) for cell, splits in found.items()}


def _alone(corner: int, value: int) -> tuple[int, ...]:
    """Return a value in its corner, and 0 in the others."""
    return tuple(int(value) if corner == place else 0 for place in range(len(CORNERS)))


def corner_of(respondents: nw.LazyFrame[Any], cell: int, satisfaction: str) -> nw.LazyFrame[Any]:
    """Return ``key`` and ``group`` (the corner's number at the standard threshold) of a period's respondents."""
    both = (nw.col(f"x_{satisfaction}") > 0) & (nw.col("x_loyalty") > 0)
    missed = {name: nw.when(_passed(name, STANDARD)).then(0).otherwise(1) for name in (satisfaction, "loyalty")}
    here = respondents.filter((nw.col("cell") == cell) & both)
    return here.select("key", group=2 * missed[satisfaction] + missed["loyalty"])


def spent(bought: Purchases, groups: nw.LazyFrame[Any], cell: int) -> dict[int | None, Spent]:
    """Return what each group of customers (``key``, ``group``) bought in a period; None: all other known customers."""
    here = bought.customers.filter(nw.col("known") & (nw.col("cell") == cell)).join(
        groups.select("key", "group"), on="key", how="left"
    )
    rows = collect(
        here.group_by("group").agg(
            buyers=nw.when(nw.col("orders") > 0).then(1).otherwise(0).sum(),
            revenue=nw.col("revenue").sum(),
            largest=nw.col("revenue").max(),
            currency_low=nw.col("currency_low").min(),
            currency_high=nw.col("currency_high").max(),
        )
    )
    return {
        None if group is None else int(group): Spent(
            buyers=int(buyers),
            revenue=int(revenue),
            largest=int(largest),
            currencies=frozenset(c for c in (low, high) if c),
        )
        for group, buyers, revenue, largest, low, high in rows
    }
