"""Segments that differ from all customers, after a screen of every segment at once.

A segment is part of the total, so it is tested against everyone else, two groups without a common customer: the
rest is measured by itself, from its own sums, so that weights and repeated answers count on either side. What is
printed is segment and total; that the two differ is the same statement. Of all tests, those that Benjamini
and Hochberg's procedure keeps at a rate of 10 % false discoveries are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.findings.facts import Facts
from reporter.model import Better, Finding, Reading, Term, Unit, Verdict, msg
from reporter.statistics.verdict import benjamini_hochberg, difference, estimate, relevant_difference

if TYPE_CHECKING:
    from reporter.model import Comparison, Measurements, SegmentReading
    from reporter.statistics.difference import Difference

#: The share of satisfied customers says of segments what the index says; it stands in where there is none.
SCREENED = ("nki", "csat", "pvalue_idx", "loy_idx", "nps", "retention", "repeat_rate")
MIN_EACH = 30
MIN_TOTAL = 100
FALSE_DISCOVERIES = 0.10
_TESTABLE = frozenset({Unit.INDEX, Unit.NPS, Unit.PERCENT})
_WEIGHT = 60.0
_SIZE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One segment that was tested against the rest of the customers."""

    segment: str
    reading: Reading
    total: Reading
    found: Difference


def tested(facts: Facts) -> tuple[Screened, ...]:
    """Return every segment that can be tested against the rest, in the order of the indicators and segments."""
    return tuple(
        test
        for name in SCREENED
        if not (name == "csat" and facts.reading("nki") is not None)
        if (total := facts.reading(name)) is not None
        for one in facts.measurements.segments.get(name, ())
        if (test := _test(one, total)) is not None
    )


def screen(facts: Facts) -> tuple[Screened, ...]:
    """Return the segments that stand out, in the order of the indicators and segments.

    A segment must also differ by at least the indicator's smallest relevant difference.
    """
    tests = tested(facts)
    adjusted = benjamini_hochberg([1.0 if test.found.p is None else test.found.p for test in tests])
    return tuple(
        test
        for test, p in zip(tests, adjusted, strict=True)
        if p <= FALSE_DISCOVERIES
        and abs((test.reading.value or 0.0) - (test.total.value or 0.0))
        >= relevant_difference(test.reading.indicator, test.total.value or 0.0)
    )


def screened(measurements: Measurements, comparisons: tuple[Comparison, ...]) -> tuple[int, int]:
    """Return how many segments were tested against the other customers, and how many of them stand out."""
    facts = Facts(measurements=measurements, comparisons=comparisons)
    return len(tested(facts)), len(screen(facts))


def stand_outs(facts: Facts) -> list[Finding]:
    """Return one finding for every segment that stands out."""
    return [_finding(facts, one) for one in screen(facts)]


def _test(one: SegmentReading, total: Reading) -> Screened | None:
    """Test a segment against the rest; None where the bases or the unit do not allow it."""
    reading, rest = one.reading, one.rest
    if rest is None or total.value is None or reading.indicator.unit not in _TESTABLE:
        return None
    bases = reading.n_customers, rest.n_customers
    if min(bases) < MIN_EACH or sum(bases) < MIN_TOTAL:
        return None
    ours, theirs = estimate(reading), estimate(rest)
    if ours is None or theirs is None or not reading.scale == rest.scale == total.scale:
        return None
    found = difference(ours, theirs)
    return Screened(segment=one.segment, reading=reading, total=total, found=found) if found else None


def _finding(facts: Facts, one: Screened) -> Finding:
    """Return the finding about a segment that stands out."""
    indicator = one.reading.indicator
    gap = (one.reading.value or 0.0) - (one.total.value or 0.0)
    name = Term(indicator.id, "definite")
    good = None if indicator.better is Better.NEITHER else (gap > 0) is (indicator.better is Better.HIGHER)
    headline = (
        msg("{segment}: {indicator} is higher", segment=one.segment, indicator=name)
        if gap > 0
        else msg("{segment}: {indicator} is lower", segment=one.segment, indicator=name)
    )
    relevant = relevant_difference(indicator, one.total.value or 0.0)
    return Finding(
        id=f"segment.{indicator.id}.{one.segment}",
        headline=headline,
        text=msg(
            "In the segment {segment}, {indicator} is {value}, against {total} for all customers. "
            "The difference holds when all segments are tested together.",
            segment=one.segment,
            indicator=name,
            value=facts.amount(one.reading),
            total=facts.amount(one.total),
        ),
        verdict=Verdict.CLEAR,
        good=good,
        weight=_WEIGHT + (min(_SIZE, abs(gap) / relevant) if relevant else 0.0),
        indicators=(indicator.id,),
    )
