"""This period beside the one before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from reporter.findings import compare_earlier, compare_previous
from reporter.model import Comparison, Measurements, Pairing, Period, Reading, Verdict
from tests.findings.build import BEFORE, INDICATORS, NOW, reading, share, snapshot


def pair(now: Reading, before: Reading, *, period: Period = NOW) -> Comparison:
    """Return the comparison of one pair."""
    (found,) = compare_previous(snapshot(period, now), snapshot(BEFORE, before))
    return found


def why(comparison: Comparison) -> str:
    """Return the reason of a comparison that was not made, and check that it has no verdict."""
    assert comparison.verdict is Verdict.UNTESTED
    assert comparison.good is None
    assert comparison.reason is not None
    return comparison.reason.text


def nps(promoters: int, passives: int, detractors: int) -> Reading:
    """Build an NPS of 500 answers as the specification's example has it."""
    n = promoters + passives + detractors
    score = (promoters - detractors) / n
    se = 100 * sqrt(((promoters + detractors) / n - score**2) / n)
    return reading("nps", 100 * score, se, n, scale="0-10")


def test_nps_example() -> None:
    """250/150/100 against 225/150/125 is +10, certain and relevant: 10 ± 1.96 · 5.04."""
    found = pair(nps(250, 150, 100), nps(225, 150, 125))
    assert found.gap == pytest.approx(10)
    assert (found.low, found.high) == pytest.approx((10 - 9.878, 10 + 9.878), abs=0.01)
    assert (found.verdict, found.good) == (Verdict.CLEAR, True)


def test_retention_example() -> None:
    """700 of 1 000 kept after 640 of 1 000: +6 points, certain; churn the other way round is good news too."""
    kept = pair(share("retention", 700, 1000), share("retention", 640, 1000))
    lost = pair(share("churn", 300, 1000), share("churn", 360, 1000))
    assert (kept.gap, lost.gap) == pytest.approx((6, -6))
    assert (kept.verdict, kept.good) == (lost.verdict, lost.good) == (Verdict.CLEAR, True)
    assert lost.low == pytest.approx(-(kept.high or 0))


def test_money_is_relevant_in_proportion() -> None:
    """Of 1 000 kr, 3 % are 30 kr: +40 ± 20 is clear, +25 ± 20 small."""
    before = reading("aov", 1000.0, 0.0, 400)
    assert pair(reading("aov", 1040.0, 10.0, 400), before).verdict is Verdict.CLEAR
    assert pair(reading("aov", 1025.0, 10.0, 400), before).verdict is Verdict.SMALL


def test_holm_takes_certainty_from_the_headline_family() -> None:
    """Three legs and the triad at p about .003, .012, .02 and .04 by themselves: Holm leaves the first two."""
    z = {"triad_satisfaction": 2.968, "triad_value": 2.512, "triad_loyalty": 2.326, "triad": 2.054}
    now = [reading(name, 70 + 3.0, 3.0 / times, 100_000) for name, times in z.items()]
    before = [reading(name, 70.0, 0.0, 100_000) for name in z]
    found = compare_previous(snapshot(NOW, *now), snapshot(BEFORE, *before))
    # 4 · .003 = .012; 3 · .012 = .036; 2 · .02 = .04, and .04: all four hold
    assert [one.verdict for one in found] == [Verdict.CLEAR] * 4
    worse = [reading(name, 70 + 3.0, 3.0 / times, 100_000) for name, times in {**z, "triad_value": 2.2}.items()]
    found = compare_previous(snapshot(NOW, *worse), snapshot(BEFORE, *before))
    # .003, .0278, .02, .04: 4 · .003 = .012; then 3 · .02 = .06, and nothing after it is smaller
    assert [one.verdict for one in found] == [Verdict.CLEAR, Verdict.UNCLEAR, Verdict.UNCLEAR, Verdict.UNCLEAR]
    assert all((one.low or 0) > 0 and one.reason is not None for one in found[1:])


def test_outside_the_family_each_stands_alone() -> None:
    """The same p of .04 is certain for an indicator that is no headline."""
    assert pair(reading("nki", 73.0, 3.0 / 2.054, 100_000), reading("nki", 70.0, 0.0, 100_000)).verdict is Verdict.CLEAR


def test_without_a_previous_period() -> None:
    """There is nothing to compare."""
    assert compare_previous(snapshot(NOW, reading("nki", 70.0)), None) == ()


def test_blocks() -> None:
    """Each break is refused with its own reason, however large the gap."""
    base = reading("nps", 50.0, scale="0-10")
    assert "scale" in why(pair(base, reading("nps", 10.0, scale="1-10")))
    assert "way of measuring" in why(pair(base, reading("nps", 10.0, scale="0-10", method="wald")))
    flagged = reading("nps", 10.0, scale="0-10", flags=("transaction",))
    assert "way of measuring" in why(pair(base, flagged))
    assert "fewer than {least}" in why(pair(base, reading("nps", 10.0, n=29, scale="0-10")))
    assert "no figure for {period}" in why(pair(base, reading("nps", None)))
    assert "ten events" in why(
        pair(reading("complaint_rate", 5.0), reading("complaint_rate", 1.0, flags=("few_events",)))
    )


def test_orders_that_stop_early() -> None:
    """A year whose orders end in spring is not set against a whole one."""
    short = reading("aov", 900.0, flags=("incomplete",))
    assert "orders end" in why(pair(short, reading("aov", 1000.0)))


def test_a_flag_about_the_base_does_not_block() -> None:
    """A limited base last year is no change of definition."""
    before = reading("nki", 60.0, n=60, flags=("limited_base",))
    assert pair(reading("nki", 70.0), before).verdict is Verdict.CLEAR


def test_uneven_amounts_of_few_customers_are_not_tested() -> None:
    """A skewed reading of 30 to 49 customers on either side bears no verdict; either alone does not forbid it."""
    plain, thin = reading("aov", 1000.0, 10.0), reading("aov", 1500.0, 10.0, 40, flags=("skewed", "small_base"))
    assert "such uneven amounts" in why(pair(thin, plain))
    assert "such uneven amounts" in why(pair(plain, thin))
    small, skewed = replace(thin, flags=("small_base",)), replace(thin, n_customers=400, flags=("skewed",))
    assert pair(small, skewed).verdict is not Verdict.UNTESTED
    assert pair(small, plain).verdict is pair(skewed, plain).verdict is Verdict.CLEAR


def test_length_of_period() -> None:
    """Half a year of retention is not set against a year; the length does not matter to a survey."""
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    rates = pair(share("retention", 700, 1000), share("retention", 500, 1000), period=half)
    assert "different length" in why(rates)
    assert pair(reading("nki", 70.0), reading("nki", 60.0), period=half).verdict is Verdict.CLEAR
    leap = Period(date(2024, 1, 1), date(2025, 1, 1))  # 366 days, but twelve months
    assert pair(share("retention", 700, 1000), share("retention", 500, 1000), period=leap).verdict is Verdict.CLEAR


def test_counts_have_a_gap_without_a_verdict() -> None:
    """Customers are counted, not sampled: the difference is shown and nothing is tested."""
    now = Reading(indicator=INDICATORS["customers"], value=120, n_customers=120)
    before = Reading(indicator=INDICATORS["customers"], value=100, n_customers=100)
    found = pair(now, before)
    assert found.gap == 20
    assert "counted" in why(found)


def test_a_leg_by_itself_carries_the_verdict_of_its_indicator() -> None:
    """NKI that is the satisfaction leg shares its p value after Holm; on another value it is tested alone.

    +2.5 with a standard error of 1.13 has p = 0.027, certain alone, but 0.08 as the first of three.
    """
    names = ("triad_satisfaction", "triad_value", "triad_loyalty", "nki")
    now = [reading(name, value, 0.8) for name, value in zip(names, (72.5, 70.1, 70.1, 72.5), strict=True)]
    before = [reading(name, 70.0, 0.8) for name in names]
    found = {one.reading.indicator.id: one for one in compare_previous(snapshot(NOW, *now), snapshot(BEFORE, *before))}
    assert found["nki"].verdict is found["triad_satisfaction"].verdict is Verdict.UNCLEAR
    assert found["nki"].reason is not None
    now[3] = reading("nki", 72.6, 0.8)
    alone = {one.reading.indicator.id: one for one in compare_previous(snapshot(NOW, *now), snapshot(BEFORE, *before))}
    assert alone["nki"].verdict is Verdict.CLEAR


def test_a_leg_that_was_resampled_gives_its_test_to_its_indicator() -> None:
    """The perceived value is the value leg: one number, one verdict, though only the leg's difference was resampled."""
    now = [reading("triad_value", 72.5, 0.8), reading("pvalue_idx", 72.5, 0.8)]
    before = [reading("triad_value", 70.0, 0.8), reading("pvalue_idx", 70.0, 0.8)]
    drawn = Pairing(shared=None, low=-0.5, high=5.5, low90=0.0, high90=5.0, se=1.5, p=0.1)
    found = compare_previous(snapshot(NOW, *now), snapshot(BEFORE, *before), {"triad_value": drawn})
    assert [(one.low, one.high, one.verdict) for one in found] == [(-0.5, 5.5, Verdict.UNCLEAR)] * 2


def test_both_earlier_periods_are_one_family() -> None:
    """A leg at p = .02 beside three at .5 is certain against one earlier period, but not against two of eight tests."""
    z = {"triad_satisfaction": 2.7, "triad_value": 0.1, "triad_loyalty": 0.1, "triad": 0.1}
    now = snapshot(NOW, *(reading(name, 70 + 3.0, 3.0 / times, 100_000) for name, times in z.items()))
    before = snapshot(BEFORE, *(reading(name, 70.0, 0.0, 100_000) for name in z))
    alone = compare_earlier(Measurements(current=now, previous=before))
    assert alone[0].verdict is Verdict.CLEAR  # 4 · .0069 = .028
    both = compare_earlier(Measurements(current=now, previous=before, last_year=before))
    assert [one.against for one in both] == ["previous"] * 4 + ["last_year"] * 4
    assert both[0].verdict is Verdict.UNCLEAR  # 8 · .0069 = .055


def test_nothing_is_called_unchanged_on_very_uneven_amounts() -> None:
    """The same tight difference: unchanged, but left open where a few large customers carry the figure."""
    even = pair(reading("pvalue_idx", 70.1, 0.2), reading("pvalue_idx", 70.0, 0.2))
    uneven = pair(replace(reading("pvalue_idx", 70.1, 0.2), flags=("skewed",)), reading("pvalue_idx", 70.0, 0.2))
    assert (even.verdict, uneven.verdict) == (Verdict.EQUAL, Verdict.UNCLEAR)
