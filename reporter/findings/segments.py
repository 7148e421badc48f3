"""Segments that differ from all customers, after a screen of every segment at once.

A segment is part of the total, so it is tested against the rest of the customers: with the segment's
share w of the base, total = w·segment + (1 − w)·rest. What is printed is segment and total; that
the two differ is the same statement. Of all tests, those that Benjamini and Hochberg's procedure
keeps at a rate of 10 % false discoveries are told.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from reporter.model import Better, Finding, Reading, Term, Unit, Verdict, msg
from reporter.statistics.verdict import Estimate, benjamini_hochberg, difference, relevant_difference

if TYPE_CHECKING:
    from reporter.findings.facts import Facts
    from reporter.model import SegmentReading
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


def screen(facts: Facts) -> tuple[Screened, ...]:
    """Return the segments that stand out, in the order of the indicators and segments.

    A segment must also differ by at least the indicator's smallest relevant difference.
    """
    tests = [
        test
        for name in SCREENED
        if not (name == "csat" and facts.reading("nki") is not None)
        if (total := facts.reading(name)) is not None
        for one in facts.measurements.segments.get(name, ())
        if (test := _test(one, total)) is not None
    ]
    adjusted = benjamini_hochberg([1.0 if test.found.p is None else test.found.p for test in tests])
    return tuple(
        test
        for test, p in zip(tests, adjusted, strict=True)
        if p <= FALSE_DISCOVERIES
        and abs((test.reading.value or 0.0) - (test.total.value or 0.0))
        >= relevant_difference(test.reading.indicator, test.total.value or 0.0)
    )


def stand_outs(facts: Facts) -> list[Finding]:
    """Return one finding for every segment that stands out."""
    return [_finding(facts, one) for one in screen(facts)]


def _test(one: SegmentReading, total: Reading) -> Screened | None:
    """Test a segment against the rest; None where the bases or the unit do not allow it."""
    reading, n, every = one.reading, one.reading.n_customers, total.n_customers
    if reading.value is None or total.value is None or reading.indicator.unit not in _TESTABLE:
        return None
    if n < MIN_EACH or every - n < MIN_EACH or every < MIN_TOTAL or reading.scale != total.scale:
        return None
    unit, share = reading.indicator.unit, n / every
    rest = (total.value - share * reading.value) / (1 - share)
    if unit is Unit.PERCENT:
        if not 0 <= rest <= 100:  # noqa: PLR2004 - the bases do not add up: another total
            return None
        found = difference(
            Estimate(value=reading.value, unit=unit, low=reading.low, high=reading.high, n=n),
            Estimate(value=rest, unit=unit, n=every - n),
        )
    else:
        if reading.se is None or total.se is None:
            return None
        variance = (total.se**2 - share**2 * reading.se**2) / (1 - share) ** 2
        # weights and clusters can make the remainder too small; it is never more certain than the total
        se = max(sqrt(max(variance, 0.0)), total.se)
        found = difference(
            Estimate(value=reading.value, unit=unit, se=reading.se, n=n),
            Estimate(value=rest, unit=unit, se=se, n=every - n),
        )
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
