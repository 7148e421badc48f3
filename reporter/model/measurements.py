"""Everything that was measured for one client and period; what comes after needs no data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.analyses import Analysis
    from reporter.model.period import Period
    from reporter.model.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All readings of one period, by indicator id."""

    period: Period
    readings: Mapping[str, Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reading in a series.

    ``broken``: scale, question or definition differ from the point before, and nothing is drawn or
    said across the gap.
    """

    period: Period
    reading: Reading
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """How two readings of one indicator hang together because the same customers stand behind both.

    ``shared`` customers are in both (None: not counted); ``correlation`` is that of the two estimates. Where the
    difference was resampled by customer, ``low`` … ``high90`` are the ends of its 95 and 90 % interval, ``se`` its
    standard error and ``p`` its p value.
    """

    shared: int | None
    correlation: float = 0.0
    low: float | None = None
    high: float | None = None
    low90: float | None = None
    high90: float | None = None
    se: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentReading:
    """One reading of one segment; ``segment`` is the client's own name for it.

    ``rest`` is the same reading of everyone else, customers without a segment too: what the segment is tested
    against. It is for the test alone and never told, because it could tell what the disclosure rules hide.
    """

    segment: str
    reading: Reading
    rest: Reading | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How many answers each step of a scale got: (score, answers), every step named once.

    ``merged`` are ranges of steps (first, last) that are told as one: their answers stand on the first, the others
    have 0. ``classed``: no step is told by itself. ``mean`` is that of all answers, on the scale itself.
    """

    item: str
    low: int
    high: int
    counts: tuple[tuple[int, int], ...]
    classed: bool = False
    merged: tuple[tuple[int, int], ...] = ()
    mean: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From the customers at the start to those at the end: end = start − lost + new + reactivated.

    ``rule`` says what makes a customer active: a running contract, or an order within
    ``tau_days``. ``new_and_lost`` came and went inside the period and are in neither end;
    ``commuters`` (pendlare) left and came back inside it and count as kept. Both are None where
    they are one to four. ``joined``: too few came back to be told, they are counted in ``new``.
    """

    rule: Literal["contract", "activity"]
    tau_days: int | None
    start: int
    kept: int
    lost: int
    new: int
    reactivated: int
    end: int
    new_and_lost: int | None = 0
    commuters: int | None = 0
    joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How unevenly revenue is spread: a Lorenz curve of (share of customers, share of revenue), richest first.

    ``classes`` are the ABC classes: (name, customers, revenue, share of revenue in per cent).
    """

    customers: int
    revenue: float
    curve: tuple[tuple[float, float], ...]
    top_share: float
    classes: tuple[tuple[str, int, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """The whole of what was measured.

    ``series`` run from the oldest period to the current one; ``segments`` hold, per indicator,
    one reading a segment for the current period (``segment_bridges``: the retention bridge);
    ``distributions`` are per survey item. ``last_year`` is the same period a year before, where that is not the
    previous one. ``pairings`` tell, per compared period ("previous", "last_year") and indicator, what the two
    readings share. ``steps`` are the monthly, quarterly and yearly series. ``analyses`` hold what is more than a
    number, by id; one that the data do not bear is there with its reason.
    """

    current: Snapshot
    previous: Snapshot | None = None
    last_year: Snapshot | None = None
    pairings: Mapping[str, Mapping[str, Pairing]] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, tuple[Point, ...]]] = field(default_factory=dict)
    analyses: Mapping[str, Analysis] = field(default_factory=dict)
    series: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    segments: Mapping[str, tuple[SegmentReading, ...]] = field(default_factory=dict)
    segment_bridges: Mapping[str, Bridge] = field(default_factory=dict)
    distributions: Mapping[str, Distribution] = field(default_factory=dict)
    segment_distributions: Mapping[str, Mapping[str, Distribution]] = field(default_factory=dict)
    bridge: Bridge | None = None
    concentration: Concentration | None = None
