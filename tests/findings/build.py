"""Readings and comparisons by hand, for the tests of findings and benchmarks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reporter.findings import compare_previous
from reporter.findings.facts import Facts
from reporter.model import Better, Indicator, Leg, Measurements, Period, Reading, Snapshot, Unit

if TYPE_CHECKING:
    from reporter.model import Comparison

Z = 1.959963984540054
NOW, BEFORE = Period(date(2026, 1, 1), date(2027, 1, 1)), Period(date(2025, 1, 1), date(2026, 1, 1))

INDICATORS = {
    one.id: one
    for one in (
        Indicator(id="triad_satisfaction", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="triad_value", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="triad_loyalty", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="triad", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="nki", leg=Leg.SATISFACTION, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="csat", leg=Leg.SATISFACTION, unit=Unit.PERCENT, relevant=3.0, survey=True),
        Indicator(id="pvalue_idx", leg=Leg.VALUE, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="loy_idx", leg=Leg.LOYALTY, unit=Unit.INDEX, relevant=2.0, survey=True),
        Indicator(id="nps", leg=Leg.LOYALTY, unit=Unit.NPS, relevant=5.0, survey=True),
        Indicator(id="retention", leg=Leg.LOYALTY, unit=Unit.PERCENT, relevant=2.0),
        Indicator(id="churn", leg=Leg.LOYALTY, unit=Unit.PERCENT, relevant=2.0, better=Better.LOWER),
        Indicator(id="aov", leg=Leg.ECONOMY, unit=Unit.MONEY, relevant=0.03, relative=True),
        Indicator(id="complaint_rate", leg=Leg.SATISFACTION, unit=Unit.PERCENT, relevant=3.0, better=Better.LOWER),
        Indicator(id="customers", leg=Leg.BASIS, unit=Unit.COUNT, better=Better.NEITHER),
    )
}


def reading(
    indicator: str,
    value: float | None,
    se: float = 1.0,
    n: int = 500,
    *,
    scale: str = "",
    method: str = "t",
    flags: tuple[str, ...] = (),
) -> Reading:
    """Build a reading with a symmetric interval."""
    known = value is not None
    return Reading(
        indicator=INDICATORS[indicator],
        value=value,
        low=value - Z * se if value is not None else None,
        high=value + Z * se if value is not None else None,
        se=se if known else None,
        n_customers=n,
        method=method,
        scale=scale,
        flags=flags,
    )


def share(indicator: str, k: int, n: int, **more: str) -> Reading:
    """Build a percentage of k in n, its interval left to its base."""
    return Reading(
        indicator=INDICATORS[indicator], value=100 * k / n, n_customers=n, method="wilson", scale=more.get("scale", "")
    )


def snapshot(period: Period, *readings: Reading) -> Snapshot:
    """Build a snapshot."""
    return Snapshot(period=period, readings={one.indicator.id: one for one in readings})


def two(now: tuple[Reading, ...], before: tuple[Reading, ...]) -> tuple[Measurements, tuple[Comparison, ...]]:
    """Build the measurements of two years and their comparisons."""
    current, previous = snapshot(NOW, *now), snapshot(BEFORE, *before)
    return Measurements(current=current, previous=previous), compare_previous(current, previous)


def one_year(*now: Reading) -> Measurements:
    """Build the measurements of a first year."""
    return Measurements(current=snapshot(NOW, *now))


def facts_of(now: tuple[Reading, ...], before: tuple[Reading, ...]) -> Facts:
    """Build the facts of two years."""
    measurements, comparisons = two(now, before)
    return Facts(measurements=measurements, comparisons=comparisons)
