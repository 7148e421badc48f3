"""Survival curves against the textbook's figures and lifelines."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.statistics.survival import chi_square_tail, grouped, kaplan_meier, log_rank, median

if TYPE_CHECKING:
    from reporter.statistics.survival import Lives

#: Weeks of remission under 6-mercaptopurine and placebo (Freireich et al. 1963; Gehan 1965): left, still there.
SIX_MP = ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
PLACEBO = ([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], list[int]())


def lives(left: list[int], there: list[int]) -> Lives:
    """Return the counts of these times, one row a life."""
    return grouped([*left, *there], [1] * len(left) + [0] * len(there), [0] * len(left) + [1] * len(there))


def lifelines() -> Any:  # noqa: ANN401 - an untyped library
    """Return lifelines, which warns when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifelines
        import lifelines.statistics

        return lifelines


def test_the_textbook_arm() -> None:
    """6-MP: the published shares and standard errors, and the log(−log) interval at week 6."""
    curve = kaplan_meier(lives(*SIX_MP))
    here = np.isin(curve.times, [6, 7, 10, 13, 16, 22, 23])
    assert curve.survival[here].round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.se[here].round(3).tolist() == [0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135]
    assert (round(curve.low[0], 3), round(curve.high[0], 3)) == (0.620, 0.952)
    assert curve.at_risk[here].tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_the_textbook_comparison() -> None:
    """6-MP against placebo: chi² 16.793 with one degree of freedom, p 4.17e−5."""
    found = log_rank([lives(*SIX_MP), lives(*PLACEBO)])
    assert found is not None
    assert (round(found.chi2, 3), found.df) == (16.793, 1)
    assert found.p == pytest.approx(4.17e-5, abs=5e-8)


def test_the_medians_of_the_textbook() -> None:
    """Half have relapsed by week 23 under 6-MP, by week 8 under placebo; the upper end of the former is not reached."""
    treated, untreated = (median(kaplan_meier(lives(*arm))) for arm in (SIX_MP, PLACEBO))
    assert (treated.value, treated.low, treated.high) == (23, 13, None)
    assert (untreated.value, untreated.low, untreated.high) == (8, 4, 11)


def test_the_median_where_the_curve_stands_at_one_half() -> None:
    """Two of four have left by 2: the median is 2, whatever rounding makes of ¾ · ⅔."""
    assert median(kaplan_meier(lives([1, 2], [3, 3]))).value == 2
    assert median(kaplan_meier(lives([1], [3, 3]))).value is None


def test_nothing_tells_a_spread_at_the_ends() -> None:
    """At 1 and at 0 there is no interval, and no number is made up for it."""
    curve = kaplan_meier(lives([2, 3], [1]))
    assert curve.survival.tolist() == [1.0, 0.5, 0.0]
    assert np.isnan(curve.low[[0, 2]]).all()
    assert np.isnan(curve.high[[0, 2]]).all()
    assert 0 < curve.low[1] < 0.5 < curve.high[1] < 1


def sample(rng: np.random.Generator, n: int, pace: float) -> tuple[np.ndarray, np.ndarray]:
    """Return whole times with many ties, and whether each was seen to leave."""
    leaving = np.ceil(rng.exponential(pace, n)).astype(int)
    until = rng.integers(1, 40, n)
    return np.minimum(leaving, until), leaving <= until


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_agrees_with_lifelines(seed: int) -> None:
    """Ties and censoring: shares, both ends, and the median with its interval."""
    times, seen = sample(np.random.default_rng(seed), 300, 12.0)
    ours = kaplan_meier(grouped(times, seen, ~seen))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines().KaplanMeierFitter().fit(times, seen)
        theirs_median = lifelines().utils.median_survival_times(theirs.confidence_interval_)
    assert ours.survival == pytest.approx(theirs.predict(ours.times).to_numpy(), abs=1e-12)
    ends = theirs.confidence_interval_.loc[ours.times].to_numpy()
    inside = ~np.isnan(ours.low)
    assert ours.low[inside] == pytest.approx(ends[inside, 0], abs=1e-12)
    assert ours.high[inside] == pytest.approx(ends[inside, 1], abs=1e-12)
    half = median(ours)
    assert half.value == theirs.median_survival_time_
    assert [half.low, half.high] == [None if math.isinf(end) else end for end in theirs_median.to_numpy()[0]]


def test_delayed_entry_agrees_with_lifelines() -> None:
    """Those who come under observation late are at risk only from then on."""
    rng = np.random.default_rng(3)
    times, seen = sample(rng, 400, 15.0)
    entry = np.where(rng.random(400) < 0.4, rng.integers(0, 6, 400), 0)
    times, seen, entry = (part[times > entry] for part in (times, seen, entry))
    delayed = entry > 0
    ours = kaplan_meier(grouped(times, seen, ~seen, (entry[delayed], np.ones(delayed.sum()))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines().KaplanMeierFitter().fit(times, seen, entry=entry)
    assert ours.survival == pytest.approx(theirs.predict(ours.times).to_numpy(), abs=1e-12)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_the_comparison_agrees_with_lifelines(groups: int) -> None:
    """Several groups, with ties: chi² and p."""
    rng = np.random.default_rng(groups)
    parts = [sample(rng, 60 + 20 * group, 10.0 + 2 * group) for group in range(groups)]
    ours = log_rank([grouped(times, seen, ~seen) for times, seen in parts])
    times, seen = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    label = np.repeat(np.arange(groups), [len(part[0]) for part in parts])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines().statistics.multivariate_logrank_test(times, label, seen)
    assert ours is not None
    assert ours.df == groups - 1
    assert ours.chi2 == pytest.approx(theirs.test_statistic, rel=1e-9)
    assert ours.p == pytest.approx(theirs.p_value, rel=1e-9)


def test_no_comparison_without_leaving() -> None:
    """No one left, or no one else was there when they did: no chi². One group alone is a mistake."""
    assert log_rank([lives([], [3, 4]), lives([], [5])]) is None
    assert log_rank([lives([1, 1], []), lives([1], [])]) is None
    with pytest.raises(ValueError, match="two groups"):
        log_rank([lives([1], [2])])


@given(st.floats(0.01, 300), st.integers(1, 12))
def test_the_tail_of_chi_square(x: float, df: int) -> None:
    """Against scipy, to nine digits also where the tail is 1e−60."""
    from scipy.stats import chi2

    assert chi_square_tail(x, df) == pytest.approx(chi2.sf(x, df), rel=1e-9)


def test_the_tail_of_nothing() -> None:
    """All of chi² lies above 0."""
    assert chi_square_tail(0.0, 3) == 1.0


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_a_curve_falls_and_its_interval_holds_it(rows: list[tuple[int, int, int]]) -> None:
    """Whatever the counts: shares fall within 0 and 1, and the interval holds them."""
    curve = kaplan_meier(grouped(*zip(*rows, strict=True)))
    assert (np.diff(curve.survival) <= 0).all()
    assert ((curve.survival >= 0) & (curve.survival <= 1)).all()
    inside = ~np.isnan(curve.low)
    assert (curve.low[inside] <= curve.survival[inside]).all()
    assert (curve.high[inside] >= curve.survival[inside]).all()


def test_without_censoring_the_curve_is_the_share_left() -> None:
    """Of a million, in whole days, the share that stays longer; the standard error is that of a share."""
    days = np.random.default_rng(1).integers(1, 3000, 1_000_000)
    counts = np.bincount(days)[1:]
    curve = kaplan_meier(grouped(np.arange(1, 3000), counts, np.zeros(2999)))
    longer = 1 - counts.cumsum() / 1_000_000
    assert curve.survival == pytest.approx(longer, abs=1e-9)
    assert curve.se[:-1] == pytest.approx(np.sqrt(longer * (1 - longer) / 1_000_000)[:-1], rel=1e-9)
