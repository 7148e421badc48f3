"""Customers by recency, frequency and money of their orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.errors import UsageError
from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.analyses.base import Share
    from reporter.model.message import Message
    from reporter.model.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmCuts:
    """The four values at which each score changes, ascending; a customer on a cut-point belongs below it.

    ``recency`` are days since the last order, ``frequency`` days with an order, ``money`` in the orders' currency.

    Raises:
        UsageError: C124, where cut-points fall.
    """

    recency: tuple[int, int, int, int]
    frequency: tuple[int, int, int, int]
    money: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        """Refuse cut-points by which no score can be told."""
        for name, cuts in (("recency", self.recency), ("frequency", self.frequency), ("money", self.money)):
            if list(cuts) != sorted(cuts):
                listed = ", ".join(str(cut) for cut in cuts)
                raise UsageError("C124", f"the cut-points {listed} of {name} fall", help="list them in rising order")


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmSegment:
    """One segment: the customers whose score of recency, and of frequency and money added, lie in its ranges.

    Scores run from 1 to 5, 5 is the most recent, frequent, valuable. ``recency`` and ``value`` are the lowest and
    highest score that belong to it. ``customers`` and the rest are None where they are not told; ``revenue_share``
    is in per cent of the revenue of all.
    """

    id: str
    name: Message
    recency: tuple[int, int]
    value: tuple[int, int]
    customers: int | None
    share: Share
    revenue: float | None
    revenue_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmMove:
    """How many customers went from one segment to another; None is not to have ordered in those twelve months."""

    before: str | None
    after: str | None
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rfm(Analysis):
    """The segments of the customers who ordered in the twelve months of ``window``.

    ``compared`` are the twelve months that movement is told against, None where there is none to tell. The same
    cut-points hold for both; ``origin`` says where they come from. A move that is not in ``moves`` has no customers or
    may not be told.
    """

    kind: ClassVar[str] = "rfm"

    window: Period
    compared: Period | None
    customers: int
    cuts: RfmCuts
    origin: Literal["settings", "previous", "current"]
    segments: tuple[RfmSegment, ...]
    moves: tuple[RfmMove, ...] = ()
    flags: tuple[str, ...] = ()
