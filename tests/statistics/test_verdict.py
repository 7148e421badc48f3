"""Verdicts: worked examples of the specification, every verdict, and what must never happen."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporter.model import Better, Indicator, Leg, Reading, Unit, Verdict
from reporter.statistics.difference import Difference, holm
from reporter.statistics.proportions import wilson
from reporter.statistics.verdict import (
    Estimate,
    benjamini_hochberg,
    difference,
    estimate,
    judge,
    unchanged_within,
)

COMPLAINTS = Indicator(id="complaint_rate", leg=Leg.SATISFACTION, unit=Unit.PERCENT, better=Better.LOWER, relevant=3.0)
SATISFIED = Indicator(id="csat", leg=Leg.SATISFACTION, unit=Unit.PERCENT, relevant=3.0)


def nps(promoters: int, passives: int, detractors: int) -> Estimate:
    """Build an NPS with its Wald standard error, as the specification's example does."""
    n = promoters + passives + detractors
    score = (promoters - detractors) / n
    variance = (promoters + detractors) / n - score**2
    return Estimate(value=100 * score, unit=Unit.NPS, se=100 * sqrt(variance / n), n=n)


def share(k: int, n: int) -> Estimate:
    """Build a percentage of k in n."""
    return Estimate(value=100 * k / n, unit=Unit.PERCENT, n=n)


def index(value: float, se: float, n: int | None = None) -> Estimate:
    """Build an index."""
    return Estimate(value=value, unit=Unit.INDEX, se=se, n=n)


def of(ours: Estimate, theirs: Estimate) -> Difference:
    """Return a difference that exists."""
    found = difference(ours, theirs)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ours", "theirs", "z", "p"),
    [((250, 150, 100), (225, 150, 125), 1.984, 0.047), ((500, 300, 200), (450, 300, 250), 2.81, 0.005)],
)
def test_nps_change(ours: tuple[int, int, int], theirs: tuple[int, int, int], z: float, p: float) -> None:
    """Both NPS changes of the specification are +10, with its z and p."""
    found = of(nps(*ours), nps(*theirs))
    assert found.value == pytest.approx(10)
    assert found.p == pytest.approx(p, abs=0.0005)
    assert found.p is not None
    assert stats.norm.isf(found.p / 2) == pytest.approx(z, abs=0.005)


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(one: tuple[int, int], two: tuple[int, int], low: float, high: float) -> None:
    """The hybrid score intervals are those of Newcombe 1998b, method 10."""
    found = of(share(*one), share(*two))
    assert (found.low / 100, found.high / 100) == pytest.approx((low, high), abs=0.0001)


def test_newcombe_from_own_limits() -> None:
    """A percentage given with its Wilson limits alone yields the same difference as with its n."""
    limits = wilson(700, 1000)
    bare = Estimate(value=70.0, unit=Unit.PERCENT, low=100 * limits.low, high=100 * limits.high)
    expected, found = of(share(700, 1000), share(640, 1000)), of(bare, share(640, 1000))
    assert (found.low, found.high, found.p) == pytest.approx((expected.low, expected.high, expected.p), rel=1e-6)


def test_weighted_base_counts() -> None:
    """Limits wider than n alone would give (weights, clusters) widen the difference."""
    limits = wilson(700, 1000, n_eff=400)
    weighted = Estimate(value=70.0, unit=Unit.PERCENT, low=100 * limits.low, high=100 * limits.high, n=1000)
    assert of(weighted, share(640, 1000)).low == pytest.approx(of(share(280, 400), share(640, 1000)).low)


def test_a_share_of_revenue_stands_by_its_standard_error() -> None:
    """A percentage with a linearised interval is compared by normal limits: 10 ± 1.96 · √(2² + 1²)."""
    revenue = Indicator(id="ret_rev_share", leg=Leg.ECONOMY, unit=Unit.PERCENT)
    now, before = (
        estimate(Reading(indicator=revenue, value=value, se=se, n_customers=50, method="linearised"))
        for value, se in ((70.0, 2.0), (60.0, 1.0))
    )
    assert now is not None
    assert before is not None
    found = of(now, before)
    assert (found.low, found.high) == pytest.approx((10 - 1.96 * sqrt(5), 10 + 1.96 * sqrt(5)), abs=1e-3)


def test_welch_agrees_with_scipy() -> None:
    """The index difference is Welch's t test as scipy computes it from the same summaries."""
    found = of(index(73.4, 1.2, 120), index(70.1, 0.9, 200))
    expected = stats.ttest_ind_from_stats(73.4, 1.2 * sqrt(120), 120, 70.1, 0.9 * sqrt(200), 200, equal_var=False)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-9)
    df = (1.44 + 0.81) ** 2 / (1.44**2 / 119 + 0.81**2 / 199)
    margin = stats.t.ppf(0.975, df) * 1.5
    assert (found.low, found.high) == pytest.approx((3.3 - margin, 3.3 + margin), abs=1e-6)


@pytest.mark.parametrize(
    ("gap", "se", "verdict"),
    [
        (3.0, 1.0, Verdict.CLEAR),  # 1.04 to 4.96, and 3 ≥ 2
        (-3.0, 1.0, Verdict.CLEAR),
        (1.5, 0.5, Verdict.SMALL),  # 0.52 to 2.48, and 1.5 < 2
        (0.3, 0.5, Verdict.EQUAL),  # 90 %: −0.52 to 1.12, within ±2
        (1.5, 1.0, Verdict.UNCLEAR),  # −0.46 to 3.46
        (0.0, 2.0, Verdict.UNCLEAR),  # 90 %: ±3.3, wider than ±2: not "unchanged"
    ],
)
def test_verdicts(gap: float, se: float, verdict: Verdict) -> None:
    """Each verdict by hand, for an index whose smallest relevant difference is 2."""
    assert judge(difference(index(70 + gap, se), index(70, 0.0)), 2.0) is verdict


def test_untested() -> None:
    """Without uncertainty, or with two units, nothing is tested: V5."""
    unknown = Estimate(value=70, unit=Unit.INDEX)
    assert difference(index(70, 1.0), unknown) is None
    assert difference(index(70, 1.0), share(70, 100)) is None
    assert judge(None, 2.0) is Verdict.UNTESTED


def test_small_goes_before_equal() -> None:
    """A certain difference within the relevant one is small, not unchanged: V2 precedes V4."""
    assert judge(difference(index(71, 0.3), index(70, 0.0)), 2.0) is Verdict.SMALL


@pytest.mark.parametrize(
    ("indicator", "other", "limit"),
    [
        (COMPLAINTS, 3.0, 0.6),  # a fifth of 3 %
        (COMPLAINTS, 20.0, 3.0),  # a fifth is four points: three hold
        (SATISFIED, 10.0, 2.0),  # under 15 %
        (SATISFIED, 56.0, 3.0),
    ],
)
def test_a_small_rate_is_unchanged_within_a_fifth(indicator: Indicator, other: float, limit: float) -> None:
    """3 % ± 3 points would call a doubling unchanged; larger shares keep their three points."""
    assert unchanged_within(indicator, other, 3.0) == pytest.approx(limit)


def test_a_narrower_limit_is_for_unchanged_alone() -> None:
    """+0.5 ± 0.4 (90 %): within 3 but not within 0.6. A certain gap of 2 is small as before, by the limit of 3."""
    found = difference(index(3.5, 0.3), index(3.0, 0.0))
    assert judge(found, 3.0) is Verdict.EQUAL
    assert judge(found, 3.0, equal_within=0.6) is Verdict.UNCLEAR
    assert judge(found, 3.0, p=0.2, equal_within=0.6) is Verdict.UNCLEAR
    assert judge(difference(index(3.1, 0.1), index(3.0, 0.0)), 3.0, equal_within=0.6) is Verdict.EQUAL
    assert judge(difference(index(5.0, 0.3), index(3.0, 0.0)), 3.0, equal_within=0.6) is Verdict.SMALL


def test_a_family_can_take_certainty_away() -> None:
    """A difference certain by itself is unclear when its family-wise p is 5 % or more."""
    found = difference(index(72.5, 1.2), index(70, 0.0))
    assert judge(found, 2.0) is Verdict.CLEAR
    assert judge(found, 2.0, p=0.06) is Verdict.UNCLEAR


def test_corrections() -> None:
    """Holm and Benjamini–Hochberg on the specification's five p values, in any order."""
    given_p = (0.2, 0.003, 0.04, 0.012, 0.02)
    assert holm(given_p) == pytest.approx((0.2, 0.015, 0.08, 0.048, 0.06))
    assert benjamini_hochberg(given_p) == pytest.approx((0.2, 0.015, 0.05, 0.030, 0.1 / 3))


percentages = st.builds(lambda n, k: share(min(k, n), n), st.integers(30, 5000), st.integers(0, 5000))


@given(percentages, percentages)
def test_percent_p_and_interval_agree(one: Estimate, two: Estimate) -> None:
    """The p value is under 5 % exactly when the 95 % interval leaves zero out, and swapping sides flips the sign."""
    found, back = of(one, two), of(two, one)
    assert found.p is not None
    if min(abs(found.low), abs(found.high)) > 1e-6:
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
    assert back.value == -found.value
    assert back.low == pytest.approx(-found.high, abs=1e-9)
    assert -100 - 1e-9 <= found.low <= found.low90 <= found.value <= found.high90 <= found.high <= 100 + 1e-9
