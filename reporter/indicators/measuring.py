"""From tables to measurements: ask the engine once, then read every indicator off the sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.gates import NEEDED
from reporter.indicators.gather import Gathered, gather
from reporter.indicators.registry import modules
from reporter.indicators.retained import retention_refusal
from reporter.model import Bridge, Distribution, Measurements, Point, SegmentReading, Snapshot

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.indicators.plan import Plan
    from reporter.indicators.sums import Item
    from reporter.model import Period
    from reporter.store import Tables

#: Indicators that are read for every period of the series.
SERIES = (
    "nps", "nki", "csat", "csat_idx", "pvalue_idx", "trust_idx", "loy_idx", "ces", "sat_product", "sat_service",
    "retention", "churn", "cancel_rate", "complaint_rate", "reactivated", "aov", "freq", "repeat_rate",
    "repeat_within", "ret_rev_share", "revenue", "rev_per_customer", "customers", "orders", "answers",
    "triad_satisfaction", "triad_value", "triad_loyalty", "triad",
)  # fmt: skip
#: Indicators that are read for every segment of the current period.
BY_SEGMENT = ("nps", "nki", "csat", "pvalue_idx", "loy_idx", "retention", "aov", "rev_per_customer")


def measure(tables: Tables, plan: Plan) -> Measurements:
    """Measure every indicator of the plan's period, the previous one, the series and the segments.

    A reading that cannot be computed honestly has no value and says why; nothing is 0 for want of data.
    """
    gathered = gather(tables, plan)
    current = gathered.of(plan.period)
    segments = {name: gathered.of(plan.period, name) for name in gathered.segments}
    bridges = {name: _bridge(basis) for name, basis in segments.items()}
    return Measurements(
        current=_snapshot(current),
        previous=_snapshot(gathered.of(plan.previous)) if plan.previous else None,
        series=_series(gathered, plan),
        segments=_segments(segments),
        segment_bridges={
            name: bridge for name, bridge in bridges.items() if bridge is not None and bridge.start >= NEEDED
        },
        distributions=_distributions(current),
        segment_distributions=_segment_distributions(segments),
        bridge=_bridge(current),
        concentration=gathered.concentration,
    )


def _snapshot(basis: Basis) -> Snapshot:
    """Read every indicator of one period."""
    return Snapshot(period=basis.period, readings={name: module.measure(basis) for name, module in modules().items()})


def _series(gathered: Gathered, plan: Plan) -> dict[str, tuple[Point, ...]]:
    """Read the indicators of the series for every period, oldest first."""
    periods: list[Period] = sorted({*plan.history, plan.period})
    bases = [gathered.of(period) for period in periods]
    return {
        name: tuple(Point(period=basis.period, reading=modules()[name].measure(basis)) for basis in bases)
        for name in SERIES
    }


def _segments(segments: dict[str, Basis]) -> dict[str, tuple[SegmentReading, ...]]:
    """Read the indicators of the segments; a segment with fewer than five customers behind a figure is left out."""
    found = {}
    for name in BY_SEGMENT:
        readings = [
            SegmentReading(segment=segment, reading=modules()[name].measure(basis))
            for segment, basis in segments.items()
        ]
        found[name] = tuple(part for part in readings if part.reading.n_customers > 0)
    return found


def _bridge(basis: Basis) -> Bridge | None:
    """Return the bridge from the customers at the start to those at the end, or None where they cannot be told."""
    moved, rule = basis.transition, basis.rule
    if moved is None or rule is None or retention_refusal(modules()["retention"].INDICATOR, basis):
        return None
    return Bridge(
        rule=rule.name,
        tau_days=rule.tau_days,
        start=moved.start,
        kept=moved.kept,
        lost=moved.lost,
        new=moved.new,
        reactivated=moved.reactivated,
        end=moved.end,
        new_and_lost=moved.new_and_lost,
        commuters=moved.commuters,
    )


def _distributions(basis: Basis) -> dict[str, Distribution]:
    """Return how many answers each score got, per question with enough customers for shares."""
    found = {name: _distribution(item) for name, item in sorted(basis.items.items())}
    return {name: distribution for name, distribution in found.items() if distribution is not None}


def _segment_distributions(segments: dict[str, Basis]) -> dict[str, dict[str, Distribution]]:
    """Return the distributions of the recommendation question by segment."""
    found = {}
    for segment, basis in segments.items():
        item = basis.items.get("nps")
        distribution = _distribution(item) if item is not None else None
        if distribution is not None:
            found[segment] = distribution
    return {"nps": found} if found else {}


def _distribution(item: Item) -> Distribution | None:
    """Return a question's distribution over every step of its scale; half steps belong to the next."""
    if item.sums.score.clusters < NEEDED or item.high <= item.low:
        return None
    steps = dict.fromkeys(range(item.low, item.high + 1), 0)
    for score, n in item.sums.histogram.items():
        steps[min(item.high, max(item.low, int(score + 0.5)))] += n
    return Distribution(item=item.item, low=item.low, high=item.high, counts=tuple(sorted(steps.items())))
