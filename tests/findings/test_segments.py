"""Segments that stand out from all customers."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest

from reporter.findings.facts import Facts
from reporter.findings.segments import screen, stand_outs
from reporter.model import Measurements, SegmentReading, Verdict
from tests.findings.build import one_year, reading, share


def facts(total: SegmentReading, *segments: SegmentReading) -> Facts:
    """Build the facts of one indicator with its segments."""
    name = total.reading.indicator.id
    current = one_year(total.reading).current
    return Facts(measurements=Measurements(current=current, segments={name: segments}), comparisons=())


def kept(name: str, k: int, n: int) -> SegmentReading:
    """Build a segment's retention."""
    return SegmentReading(segment=name, reading=share("retention", k, n))


def test_a_segment_is_tested_against_the_rest() -> None:
    """120 of 200 in the segment, 700 of 1 000 in all: the rest is 580 of 800, 72.5 %, and the gap −12.5."""
    (found,) = screen(facts(kept("", 700, 1000), kept("Mikro", 120, 200)))
    assert found.found.value == pytest.approx(60 - 72.5)
    (finding,) = stand_outs(facts(kept("", 700, 1000), kept("Mikro", 120, 200)))
    assert (finding.id, finding.good, finding.verdict) == ("segment.retention.Mikro", False, Verdict.CLEAR)
    assert dict(finding.text.args)["segment"] == "Mikro"


def test_index_against_the_rest() -> None:
    """With w = .25, 60 in the segment and 69 in all give 72 for the rest; its variance follows from both."""
    segment = SegmentReading(segment="A", reading=reading("nki", 60.0, 2.0, 100))
    total = SegmentReading(segment="", reading=reading("nki", 69.0, 1.0, 400))
    (found,) = screen(facts(total, segment))
    assert found.found.value == pytest.approx(-12)
    rest = sqrt((1.0 - 0.0625 * 4) / 0.5625)
    assert found.found.se == pytest.approx(sqrt(4 + rest**2))


def test_small_bases_are_not_tested() -> None:
    """A segment of 29, or a rest of 29, is left alone however far off it lies."""
    assert screen(facts(kept("", 700, 1000), kept("A", 3, 29))) == ()
    assert screen(facts(kept("", 150, 200), kept("A", 148, 171))) == ()
    assert screen(facts(kept("", 60, 99), kept("A", 10, 40))) == ()


def test_the_screen_corrects_for_many_segments() -> None:
    """A gap at p about .03 stands alone, but not among ten segments that do not differ."""
    odd = kept("odd", 122, 200)
    assert len(screen(facts(kept("", 1360, 2000), odd))) == 1
    like = [kept(f"s{i}", 137, 200) for i in range(9)]
    assert screen(facts(kept("", 1360, 2000), odd, *like)) == ()


def test_a_difference_that_matters_little_is_not_told() -> None:
    """Certain but under the smallest relevant difference: 1.5 units of an index."""
    segment = SegmentReading(segment="A", reading=reading("nki", 71.5, 0.2, 1000))
    total = SegmentReading(segment="", reading=reading("nki", 70.0, 0.15, 4000))
    assert screen(facts(total, segment)) == ()


def test_another_scale_is_not_compared() -> None:
    """A segment asked on another scale is no part of this total."""
    segment = kept("A", 120, 200)
    moved = replace(segment, reading=replace(segment.reading, scale="1-10"))
    assert screen(facts(kept("", 700, 1000), moved)) == ()
