"""The small exact sums that the engine returns, and all that an indicator ever sees of the data.

Every customer belongs to one segment, so the sums of a whole client are those of its segments added.
Money is counted in whole ten-thousandths of the currency: integers, so that every run and every engine
gives the same digits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from reporter.statistics import Moments

if TYPE_CHECKING:
    from collections.abc import Iterable

MONEY_UNIT = 10_000
#: Within how many days of the first order a repurchase must come.
WITHIN_DAYS = 90
#: An index of several items is summed in whole millionths of an index unit.
INDEX_UNIT = 1_000_000
#: The recommendation question: promoters from here, detractors up to here (Reichheld 2003), on 0–10 as on 1–10.
PROMOTER, DETRACTOR = 9, 6
#: Both ends of a scale that the export does not tell.
UNKNOWN = -99


class _Addable(Protocol):
    """What two disjoint groups have that can be added."""

    def __add__(self, other: Self) -> Self:
        """Return both together."""


_Sums = TypeVar("_Sums", bound=_Addable)


class Additive:
    """Sums over disjoint customers: adding two adds every field."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        """Return the sums of both groups together."""
        return type(self)(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}  # type: ignore[arg-type]
        )


def total(parts: Iterable[_Sums], empty: _Sums) -> _Sums:
    """Return the sum of all parts."""
    for part in parts:
        empty = empty + part
    return empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSums(Additive):
    """The answers to one question on one scale: the weight per score, and moments of score and mark by customer.

    The mark is +1/0/−1 for promoter, passive and detractor, and 1/0 in and outside the top box. Without weights
    every answer has the weight 1; ``answers`` is their number in any case.
    """

    answers: int = 0
    histogram: Counter[float] = field(default_factory=Counter)
    score: Moments = field(default_factory=Moments)
    mark: Moments = field(default_factory=Moments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question as it counts in a period: its kind, scale, sums and what had to be decided about it."""

    item: str
    kind: str
    low: int
    high: int
    sums: ItemSums
    flags: tuple[str, ...] = ()
    weighted: bool = False

    @property
    def scale(self) -> str:
        """The scale as text, "0-10"."""
        return f"{self.low}-{self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An index of one to three questions: ``asked`` are those that were asked, ``alpha`` their agreement.

    ``moments`` are of weights and weighted index points by customer, ``answers`` the respondents behind them.
    """

    name: str
    asked: tuple[str, ...]
    moments: Moments
    answers: int
    scale: str
    alpha: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSums(Additive):
    """Orders of one period: counts, money in ten-thousandths, and moments of (orders, money) by customer.

    ``customers`` are those with an order; ``clusters`` also those who only got a credit note, whose money is in
    ``revenue`` and not in ``buyers_revenue``. ``repeaters`` ordered on two days, ``multi`` twice.
    ``returning`` counts revenue of customers whose first order lies before the period; ``acquired`` and
    ``repurchased`` are the cohort of the 90-day repurchase rate.
    """

    customers: int = 0
    clusters: int = 0
    orders: int = 0
    lines: int = 0
    revenue: int = 0
    buyers_revenue: int = 0
    orders_squared: int = 0
    orders_revenue: int = 0
    revenue_squared: int = 0
    repeaters: int = 0
    multi: int = 0
    returning: int = 0
    returning_squared: int = 0
    acquired: int = 0
    repurchased: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """The orders of one period. ``anonymous`` are orders without a customer, each its own.

    ``largest`` is the largest customer's revenue; ``currencies`` those that occur.
    """

    known: OrderSums
    anonymous: OrderSums
    largest: int = 0
    currencies: frozenset[str] = frozenset()

    def __add__(self, other: Self) -> Self:
        """Return the orders of both groups together."""
        return type(self)(
            known=self.known + other.known,
            anonymous=self.anonymous + other.anonymous,
            largest=max(self.largest, other.largest),
            currencies=self.currencies | other.currencies,
        )

    @property
    def dominated(self) -> bool:
        """Whether one customer makes more than half of the revenue (disclosure rule of dominance)."""
        return 2 * self.largest > self.known.revenue + self.anonymous.revenue


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Additive):
    """What became of the customers between the start and the end of a period."""

    kept: int = 0
    lost: int = 0
    new: int = 0
    reactivated: int = 0
    new_and_lost: int = 0
    commuters: int = 0

    @property
    def start(self) -> int:
        """Customers at the start."""
        return self.kept + self.lost

    @property
    def end(self) -> int:
        """Customers at the end."""
        return self.kept + self.new + self.reactivated


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts(Additive):
    """Contracts in force at the start of a period, of how many customers, and those of them that ended in it."""

    contracts: int = 0
    customers: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints(Additive):
    """Customers who ordered or had a contract in a period, those of them who complained, and their complaints."""

    active: int = 0
    complaining: int = 0
    complaints: int = 0
