"""Our readings beside outside figures: the gap, its uncertainty and the verdict."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from reporter.benchmarks.gate import is_reference, refusal
from reporter.model import Benchmark, Comparison, Grade, Unit, Verdict, msg
from reporter.statistics.verdict import (
    Estimate,
    difference,
    estimate,
    is_good,
    judge,
    relevant_difference,
    unchanged_within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reporter.benchmarks.profile import Profile
    from reporter.model import Message, Reading, Snapshot

#: EPSI and SKI state ±2 units for an industry: 2 / 1.96 (specification of indicators, part 5).
SE_EPSI = 1.02
#: Customers that our own side needs before it is tested against an outside figure (part 1.2).
MIN_BASE = 100
MIN_BASE_NKI = 250
_RANK = {Grade.OWN: 0, Grade.A: 1, Grade.B: 1, Grade.C: 2, Grade.D: 3}


def compare_benchmarks(
    snapshot: Snapshot, benchmarks: Iterable[Benchmark], profile: Profile, today: date
) -> tuple[Comparison, ...]:
    """Set every figure beside the reading that it belongs to.

    Per indicator, in the snapshot's order, the figures that passed the gate come first: fresh ones
    before grey references, the own panel before grades A and B before C, newer before older. So the
    first comparison of an indicator is the one to show. Refused figures follow, each with its
    reason. Figures for indicators that the snapshot lacks are left out.

    Args:
        snapshot: the client's readings of the current period.
        benchmarks: the figures of all chosen sets.
        profile: what is known of the client.
        today: the day of the report; decides on age.
    """
    figures = tuple(benchmarks)
    found: list[Comparison] = []
    for name, reading in snapshot.readings.items():
        own = [_compare(reading, figure, profile, today) for figure in figures if figure.indicator == name]
        found += sorted(own, key=_order)
    return tuple(found)


def _order(comparison: Comparison) -> tuple[bool, bool, int, int, str, str]:
    """Sort what may be compared first, then the better founded, then the newer."""
    figure = comparison.benchmark
    assert figure is not None  # noqa: S101 - made by _compare, which sets it
    return (
        comparison.gap is None,
        comparison.reference_only,
        _RANK[figure.grade],
        -figure.measured.toordinal(),
        figure.publisher,
        figure.label,
    )


def _compare(reading: Reading, figure: Benchmark, profile: Profile, today: date) -> Comparison:
    """Compare one reading with one figure."""
    ours = estimate(reading)
    if ours is None:
        return _refused(reading, figure, reading.reason or msg("Not compared: the figure of our own is missing."))
    reason = refusal(reading, figure, profile, today)
    if reason is not None:
        return _refused(reading, figure, reason)
    needed = MIN_BASE_NKI if reading.indicator.id == "nki" else MIN_BASE
    theirs = _outside(figure)
    found = difference(ours, theirs) if reading.n_customers >= needed else None
    if reading.n_customers < needed:
        reason = msg(
            "Cannot be tested: {n} customers are too few for an outside comparison, {needed} are needed.",
            n=reading.n_customers,
            needed=needed,
        )
    elif found is None:
        reason = msg("Cannot be tested: the source states neither a base nor a margin of error that we can use.")
    relevant = relevant_difference(reading.indicator, figure.value)
    limit = unchanged_within(reading.indicator, figure.value, relevant)
    verdict = judge(found, relevant, equal_within=limit)
    gap = ours.value - figure.value
    return Comparison(
        against="benchmark",
        reading=reading,
        benchmark=figure,
        gap=gap,
        low=found.low if found else None,
        high=found.high if found else None,
        verdict=verdict,
        good=is_good(reading.indicator, gap, verdict),
        reference_only=is_reference(figure, today),
        reason=reason,
    )


def _refused(reading: Reading, figure: Benchmark, reason: Message) -> Comparison:
    """Return a comparison that is not made."""
    return Comparison(against="benchmark", reading=reading, benchmark=figure, verdict=Verdict.UNTESTED, reason=reason)


def _outside(figure: Benchmark) -> Estimate:
    """Return an outside figure with the uncertainty that its source allows, or with none."""
    se = figure.se
    if se is None and figure.unit is Unit.INDEX and figure.instrument == "epsi":
        se = SE_EPSI
    if se is None and figure.n is not None:
        se = _largest_se(figure.value, figure.unit, figure.n)
    n = figure.n if figure.unit is Unit.PERCENT and figure.se is None else None
    return Estimate(value=figure.value, unit=figure.unit, se=se, n=n)


def _largest_se(value: float, unit: Unit, n: int) -> float | None:
    """Return the largest standard error that a mean on a bounded scale can have at a given n.

    A variable on [a, b] with mean m has a variance of at most (b − m)(m − a) (Bhatia & Davis 2000, Am
    Math Monthly 107:353). So a gap that is certain with it is certain with the true, unpublished one.
    """
    if unit is Unit.INDEX:
        return sqrt((100 - value) * value / n)
    if unit is Unit.NPS:
        return sqrt((100 - value) * (100 + value) / n)
    return None
