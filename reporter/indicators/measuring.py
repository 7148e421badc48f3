"""From tables to measurements: ask the engine once, then read every indicator off the sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.disclosure import bridge_told, distribution_told, segment_bridges_told, segments_told
from reporter.indicators.gather import Gathered, gather
from reporter.indicators.registry import modules
from reporter.indicators.retained import retention_refusal
from reporter.model import Bridge, Distribution, Measurements, Point, SegmentReading, Snapshot

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.indicators.plan import Plan
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
    snapshot, bridge = _snapshot(current), _bridge(current)
    bridges = {name: part for name, basis in segments.items() if (part := _bridge(basis)) is not None}
    return Measurements(
        current=snapshot,
        previous=_snapshot(gathered.of(plan.previous)) if plan.previous else None,
        series=_series(gathered, plan),
        segments=_segments(snapshot, segments),
        segment_bridges=segment_bridges_told(bridge, bridges),
        distributions=_distributions(current),
        segment_distributions=_segment_distributions(segments),
        bridge=bridge_told(bridge),
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


def _segments(whole: Snapshot, segments: dict[str, Basis]) -> dict[str, tuple[SegmentReading, ...]]:
    """Read the indicators of the segments, as far as they may be told."""
    return {
        name: segments_told(
            whole.readings[name],
            [SegmentReading(segment=segment, reading=modules()[name].measure(b)) for segment, b in segments.items()],
        )
        for name in BY_SEGMENT
    }


def _bridge(basis: Basis) -> Bridge | None:
    """Return the bridge from the customers at the start to those at the end, or None where they are not known."""
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
    """Return how many answers each score got, per question with enough customers."""
    found = {name: distribution_told(item) for name, item in sorted(basis.items.items())}
    return {name: distribution for name, distribution in found.items() if distribution is not None}


def _segment_distributions(segments: dict[str, Basis]) -> dict[str, dict[str, Distribution]]:
    """Return the distributions of the recommendation question by segment."""
    items = {segment: basis.items["nps"] for segment, basis in segments.items() if "nps" in basis.items}
    told = {segment: distribution_told(item, classes=True) for segment, item in items.items()}
    found = {segment: distribution for segment, distribution in told.items() if distribution is not None}
    return {"nps": found} if found else {}
