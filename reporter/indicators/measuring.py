"""From tables to measurements: ask the engine once, then read every indicator off the sums."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.indicators.analysed import analysis_modules
from reporter.indicators.disclosure.bases import bases_told, margins_told, series_told, snapshot_told
from reporter.indicators.disclosure.distribution import distribution_told, segments_classes_told
from reporter.indicators.disclosure.rules import bridge_told, segment_bridges_told, segments_told
from reporter.indicators.disclosure.steps import steps_told
from reporter.indicators.gather import Gathered, gather
from reporter.indicators.paired import pairings
from reporter.indicators.readings.retained import retention_refusal
from reporter.indicators.registry import modules
from reporter.model import Bridge, Distribution, Measurements, SegmentReading, Snapshot, Unit
from reporter.statistics.comparable import with_breaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.basis import Basis
    from reporter.indicators.plan import Plan
    from reporter.model import Period, Point
    from reporter.store import Tables

#: Indicators that are read for every period of the series that the report draws.
SERIES = (
    "nps", "nki", "csat", "csat_idx", "pvalue_idx", "trust_idx", "loy_idx", "ces", "sat_product", "sat_service",
    "retention", "churn", "cancel_rate", "complaint_rate", "reactivated", "aov", "freq", "repeat_rate",
    "repeat_within", "ret_rev_share", "revenue", "rev_per_customer", "customers", "orders", "answers",
    "triad_satisfaction", "triad_value", "triad_loyalty", "triad", "satisfied_not_loyal", "nrr", "grr",
    "relvalue", "solved_first", "on_time",
)  # fmt: skip
#: Indicators that are read for every segment of the current period.
BY_SEGMENT = ("nps", "nki", "csat", "pvalue_idx", "loy_idx", "retention", "aov", "rev_per_customer")


def measure(tables: Tables, plan: Plan) -> Measurements:
    """Measure every indicator of the plan's period, the previous one, the series and the segments.

    A reading that cannot be computed honestly has no value and says why; nothing is 0 for want of data.
    """
    gathered = gather(tables, plan)
    ground = gathered.ground()
    analyses = {name: module.analyse(ground) for name, module in analysis_modules().items()} if ground else {}
    current = replace(gathered.of(plan.period), analyses=analyses)
    segments = {name: gathered.of(plan.period, name) for name in gathered.segments}
    rests = {name: gathered.of(plan.period, name, rest=True) for name in gathered.segments}
    snapshot, bridge = _snapshot(current), _bridge(current)
    bridges = {name: part for name, basis in segments.items() if (part := _bridge(basis)) is not None}
    previous, last_year = (_snapshot(gathered.of(one)) if one else None for one in (plan.previous, plan.last_year))
    series = _series(gathered, current, sorted({*plan.history, plan.period}), SERIES)
    steps = {name: _series(gathered, current, periods, tuple(modules())) for name, periods in plan.steps.items()}
    told = steps_told(steps, (snapshot, previous, last_year), series)
    now = replace(snapshot, readings=bases_told(snapshot.readings))
    return Measurements(
        current=now,
        previous=snapshot_told(previous),
        last_year=snapshot_told(last_year),
        pairings=pairings(gathered, snapshot, {"previous": previous, "last_year": last_year}),
        steps={name: series_told(one) for name, one in told.items()},
        analyses=margins_told(analyses, now.readings),
        series=series_told(series),
        segments=_segments(snapshot, segments, rests),
        segment_bridges=segment_bridges_told(bridge, bridges),
        distributions=_distributions(current),
        segment_distributions=_segment_distributions(current, segments),
        bridge=bridge_told(bridge),
        concentration=gathered.concentration,
    )


def _snapshot(basis: Basis) -> Snapshot:
    """Read every indicator of one period."""
    return Snapshot(period=basis.period, readings={name: module.measure(basis) for name, module in modules().items()})


def _series(
    gathered: Gathered, current: Basis, periods: Sequence[Period], names: Sequence[str]
) -> dict[str, tuple[Point, ...]]:
    """Read these indicators for every period, oldest first; a break is marked where one occurs.

    The report's own period is read off ``current``, which alone has the analyses that a few of them rest on.
    """
    bases = [current if period == current.period else gathered.of(period) for period in periods]
    return {name: with_breaks([(b.period, modules()[name].measure(b)) for b in bases]) for name in names}


def _segments(
    whole: Snapshot, segments: dict[str, Basis], rests: dict[str, Basis]
) -> dict[str, tuple[SegmentReading, ...]]:
    """Read the indicators of the segments, as far as they may be told, and of what each is tested against.

    Money is not tested against the rest: its intervals are resampled, and a rest has no sums to draw from.
    """
    found: dict[str, tuple[SegmentReading, ...]] = {}
    for name in BY_SEGMENT:
        module = modules()[name]
        tested = module.INDICATOR.unit is not Unit.MONEY
        parts = [
            SegmentReading(
                segment=segment,
                reading=module.measure(basis),
                rest=module.measure(rests[segment]) if tested else None,
            )
            for segment, basis in segments.items()
        ]
        found[name] = segments_told(whole.readings[name], parts)
    return found


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


def _segment_distributions(whole: Basis, segments: dict[str, Basis]) -> dict[str, dict[str, Distribution]]:
    """Return the classes of the recommendation question by segment."""
    if "nps" not in whole.items:
        return {}
    items = {segment: basis.items["nps"] for segment, basis in segments.items() if "nps" in basis.items}
    found = segments_classes_told(whole.items["nps"], items)
    return {"nps": found} if found else {}
