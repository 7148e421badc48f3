"""Segments that stand out from all customers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.findings.facts import Facts
from reporter.findings.segments import screen, stand_outs
from reporter.findings.segments import tested as every_test
from reporter.model import Measurements, SegmentReading, Verdict
from reporter.statistics import newcombe, wilson
from tests.findings.build import one_year, reading, share


def facts(total: SegmentReading, *segments: SegmentReading) -> Facts:
    """Build the facts of one indicator with its segments."""
    name = total.reading.indicator.id
    current = one_year(total.reading).current
    return Facts(measurements=Measurements(current=current, segments={name: segments}), comparisons=())


def kept(name: str, k: int, n: int, of: tuple[int, int] | None = None) -> SegmentReading:
    """Build a segment's retention, and that of the others in a total ``of`` (k, n)."""
    rest = share("retention", of[0] - k, of[1] - n) if of else None
    return SegmentReading(segment=name, reading=share("retention", k, n), rest=rest)


def whole(k: int, n: int) -> SegmentReading:
    """Build the total."""
    return kept("", k, n)


def test_a_segment_is_tested_against_the_rest() -> None:
    """120 of 200 in the segment, 700 of 1 000 in all: the rest is 580 of 800, 72.5 %, and the gap −12.5."""
    told = facts(whole(700, 1000), kept("Mikro", 120, 200, (700, 1000)))
    (found,) = screen(told)
    expected = newcombe(120, 200, 580, 800).scaled(100)
    assert (found.found.value, found.found.low) == pytest.approx((60 - 72.5, expected.low))
    (finding,) = stand_outs(told)
    assert (finding.id, finding.good, finding.verdict) == ("segment.retention.Mikro", False, Verdict.CLEAR)
    assert dict(finding.text.args)["segment"] == "Mikro"


def test_index_against_the_rest() -> None:
    """60 in the segment, 72 in the rest: −12, and the two errors of 2 and 1.5 add up to 2.5."""
    segment = SegmentReading(segment="A", reading=reading("nki", 60.0, 2.0, 100), rest=reading("nki", 72.0, 1.5, 300))
    (found,) = screen(facts(SegmentReading(segment="", reading=reading("nki", 69.0, 1.0, 400)), segment))
    assert (found.found.value, found.found.se) == pytest.approx((-12, 2.5))


def test_weights_count_on_both_sides() -> None:
    """80 of 100 against 276 of 400 is certain, p = .03; where the rest counts for 25 answers it is not, p = .24."""
    limits = wilson(0.69 * 25, 25).scaled(100)
    rest = replace(share("csat", 276, 400), low=limits.low, high=limits.high)
    segment = SegmentReading(segment="A", reading=share("csat", 80, 100), rest=rest)
    (found,) = every_test(facts(SegmentReading(segment="", reading=share("csat", 356, 500)), segment))
    expected = newcombe(80, 100, 0.69 * 25, 25).scaled(100)
    assert (found.found.low, found.found.high) == pytest.approx((expected.low, expected.high))
    assert newcombe(80, 100, 276, 400).low > 0 > found.found.low


def test_small_bases_are_not_tested() -> None:
    """A segment of 29, or a rest of 29, is left alone however far off it lies; so is one without a rest."""
    assert screen(facts(whole(700, 1000), kept("A", 3, 29, (700, 1000)))) == ()
    assert screen(facts(whole(150, 200), kept("A", 148, 171, (150, 200)))) == ()
    assert screen(facts(whole(60, 99), kept("A", 10, 40, (60, 99)))) == ()
    assert screen(facts(whole(700, 1000), kept("A", 120, 200))) == ()


def test_the_screen_corrects_for_many_segments() -> None:
    """A gap at p about .03 stands alone, but not among ten segments that do not differ."""
    every = (1360, 2000)
    odd = kept("odd", 122, 200, every)
    assert len(screen(facts(whole(*every), odd))) == 1
    like = [kept(f"s{i}", 137, 200, every) for i in range(9)]
    assert screen(facts(whole(*every), odd, *like)) == ()


def test_a_difference_that_matters_little_is_not_told() -> None:
    """Certain but under the smallest relevant difference: 1.5 units of an index."""
    rest = reading("nki", 69.5, 0.2, 3000)
    segment = SegmentReading(segment="A", reading=reading("nki", 71.5, 0.2, 1000), rest=rest)
    total = SegmentReading(segment="", reading=reading("nki", 70.0, 0.15, 4000))
    assert len(every_test(facts(total, segment))) == 1
    assert screen(facts(total, segment)) == ()


def test_another_scale_is_not_compared() -> None:
    """A segment asked on another scale is no part of this total."""
    segment = kept("A", 120, 200, (700, 1000))
    moved = replace(segment, reading=replace(segment.reading, scale="1-10"))
    assert screen(facts(whole(700, 1000), segment)) != ()
    assert screen(facts(whole(700, 1000), moved)) == ()
