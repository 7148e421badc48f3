"""The same period last year, and what must not be said across a change of measure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.findings import compare_earlier, compare_previous, find, leads, screened, titles
from reporter.model import Comparison, Measurements, Pairing, Period, SegmentReading, Verdict
from tests.findings.build import reading, share, snapshot

NOW, BEFORE, LAST_YEAR = (Period.parse(one) for one in ("2026-Q2", "2026-Q1", "2025-Q2"))


def measured(now: float, before: float, year: float) -> Measurements:
    """Return an NPS of three quarters, ± 2 each."""
    return Measurements(
        current=snapshot(NOW, reading("nps", now)),
        previous=snapshot(BEFORE, reading("nps", before)),
        last_year=snapshot(LAST_YEAR, reading("nps", year)),
    )


def test_both_periods_are_compared_and_named() -> None:
    """30 after 29 and after 10: one comparison a period, each with its own earlier reading."""
    before, year = compare_earlier(measured(30.0, 29.0, 10.0))
    assert (before.against, before.gap) == ("previous", 1.0)
    assert (year.against, year.gap, year.verdict) == ("last_year", 20.0, Verdict.CLEAR)
    assert before.verdict is not Verdict.CLEAR


def test_what_the_two_periods_share_is_kept_apart() -> None:
    """Correlation .9 with last year narrows that interval to √(2 − 1.8) of the independent one, and no other."""
    pairings = {"last_year": {"nps": Pairing(shared=400, correlation=0.9)}}
    before, year = compare_earlier(replace(measured(30.0, 20.0, 20.0), pairings=pairings))
    assert before.low is not None
    assert year.low is not None
    assert (10.0 - year.low) / (10.0 - before.low) == pytest.approx((0.2 / 2.0) ** 0.5, rel=1e-6)


def test_a_change_since_last_year_is_no_headline() -> None:
    """Findings, titles and leads speak of the previous period: 20 up on last year is said by none of them."""
    whole = measured(30.0, 29.0, 10.0)
    both = compare_earlier(whole)
    one = compare_previous(whole.current, whole.previous)
    assert find(whole, both) == find(whole, one)
    assert titles(whole, both) == titles(whole, one)
    assert leads(whole, both) == leads(whole, one)
    assert all(each.verdict is Verdict.EQUAL for each in find(whole, both))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (reading("nps", 60.0, scale="1-10"), "the scale of the answers has changed"),
        (reading("nps", 60.0, scale="0-10", flags=("transaction",)), "the way of measuring has changed"),
    ],
)
def test_nothing_is_said_across_a_break(before: object, words: str) -> None:
    """−30 across a new scale or kind of survey is no fall: neither headline nor title says one."""
    now = reading("nps", 30.0, scale="0-10")
    whole = Measurements(current=snapshot(NOW, now), previous=snapshot(BEFORE, before))  # type: ignore[arg-type]
    found = compare_earlier(whole)
    (finding,) = find(whole, found)
    assert finding.headline.text == "{indicator} is not compared"
    assert words in str(finding.text)
    assert finding.verdict is Verdict.UNTESTED
    told = str(titles(whole, found)["nps"]) + str(leads(whole, found).get("nps"))
    assert "risen" not in told
    assert "fallen" not in told


def test_screened_segments_are_counted() -> None:
    """Three segments of 200: 90 and 40 of 100 satisfied stand out from the others, 65 does not; all were tested."""
    total = share("csat", 390, 600)
    parts = tuple(
        SegmentReading(segment=name, reading=share("csat", k, 200), rest=share("csat", 390 - k, 400))
        for name, k in (("A", 180), ("B", 130), ("C", 80))
    )
    whole = Measurements(current=snapshot(NOW, total), segments={"csat": parts})
    none: tuple[Comparison, ...] = ()
    assert screened(whole, none) == (3, 2)
    assert screened(replace(whole, segments={}), none) == (0, 0)
