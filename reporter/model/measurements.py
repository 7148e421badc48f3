"""Everything that was measured for one client and period; what comes after needs no data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model.period import Period
    from reporter.model.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All readings of one period, by indicator id."""

    period: Period
    readings: Mapping[str, Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reading in a series."""

    period: Period
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentReading:
    """One reading of one segment; ``segment`` is the client's own name for it."""

    segment: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How many answers each step of a scale got: (score, answers), every step named once.

    ``classed`` (a base too small to tell the steps): all answers of detractors, passives and promoters stand on
    one step each, so that only the three classes can be read.
    """

    item: str
    low: int
    high: int
    counts: tuple[tuple[int, int], ...]
    classed: bool = False


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
    ``distributions`` are per survey item.
    """

    current: Snapshot
    previous: Snapshot | None = None
    series: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    segments: Mapping[str, tuple[SegmentReading, ...]] = field(default_factory=dict)
    segment_bridges: Mapping[str, Bridge] = field(default_factory=dict)
    distributions: Mapping[str, Distribution] = field(default_factory=dict)
    segment_distributions: Mapping[str, Mapping[str, Distribution]] = field(default_factory=dict)
    bridge: Bridge | None = None
    concentration: Concentration | None = None
