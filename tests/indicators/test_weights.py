"""Post-stratification weights: the figures, the effective number of answers, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reporter.indicators import Plan, measure
from reporter.model import Period
from reporter.statistics import kish, nps_interval, wilson
from tests.indicators.canonical import asked, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def weighted(
    item: str, scores: Sequence[float], weights: Sequence[float], scale: tuple[int, int]
) -> list[dict[str, Any]]:
    """Return answers with weights, each by a customer of its own."""
    return [row | {"weight": w} for row, w in zip(asked(item, scores, scale), weights, strict=True)]


def test_a_weighted_share_and_its_effective_base(canon: Canon) -> None:
    """20 satisfied of weight 1 and 20 others of weight 3: 25 %, on (20 + 60)²/(20 + 180) = 32 effective answers."""
    rows = weighted("csat", [5] * 20 + [2] * 20, [1] * 20 + [3] * 20, (1, 5))
    found = reading(measure(canon(responses=rows), PLAN), "csat")
    expected = wilson(0.25 * 32, 32).scaled(100)
    assert found.value == pytest.approx(25.0)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-3)
    assert (found.n_customers, found.n_observations) == (40, 40)
    assert {"weighted", "small_base"} <= set(found.flags)
    assert "uneven_weights" not in found.flags


def test_a_weighted_nps(canon: Canon) -> None:
    """30 promoters of weight 1 and 30 detractors of weight 2: −33.3, on (30 + 60)²/(30 + 120) = 54 answers."""
    rows = weighted("nps", [10] * 30 + [0] * 30, [1] * 30 + [2] * 30, (0, 10))
    found = reading(measure(canon(responses=rows), PLAN), "nps")
    expected = nps_interval(18, 0, 36)
    assert found.value == pytest.approx(-100 / 3, abs=1e-3)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-3)


def test_weights_are_trimmed_at_a_fifth_and_five_times_the_median(canon: Canon) -> None:
    """One weight of 100 among forty of 1 counts as 5: (5·5 + 40·1)/45 is the mean, not near 5."""
    rows = weighted("csat", [1] * 40 + [5], [1] * 40 + [100], (1, 5))
    found = reading(measure(canon(responses=rows), PLAN), "csat_idx")
    assert found.value == pytest.approx(((5 * 5 + 40) / 45 - 1) / 4 * 100)


def test_very_uneven_weights_are_flagged(canon: Canon) -> None:
    """Half of the answers weigh a fifth, the others five times the median of their mean: n_eff is under 60 %."""
    weights = [0.2] * 45 + [1.0] * 10 + [5.0] * 45
    rows = weighted("csat", [5, 1] * 50, weights, (1, 5))
    found = reading(measure(canon(responses=rows), PLAN), "csat")
    assert kish(sum(weights), sum(w * w for w in weights)) < 60
    assert "uneven_weights" in found.flags


def test_an_answer_without_a_weight_counts_as_the_median(canon: Canon) -> None:
    """Thirty answers of weight 2 and ten without: all weigh alike."""
    rows = weighted("csat", [5] * 30, [2.0] * 30, (1, 5)) + asked("csat", [1] * 10, (1, 5), prefix="d")
    assert reading(measure(canon(responses=rows), PLAN), "csat").value == pytest.approx(75.0)


def test_weights_of_one_change_nothing(canon: Canon) -> None:
    """Equal weights give the same numbers as none, for shares, means, indices and the triad."""
    rng = np.random.default_rng(3)
    rows = []
    for item in ("nki_overall", "nki_expectation", "nki_ideal", "value_quality", "value_price", "rebuy"):
        rows += asked(item, rng.integers(1, 11, 80).tolist())
    rows += asked("nps", rng.integers(0, 11, 80).tolist(), (0, 10))
    plain = measure(canon(responses=rows), PLAN).current.readings
    equal = measure(canon(responses=[row | {"weight": 0.7} for row in rows]), PLAN).current.readings
    for name in ("nps", "nki", "pvalue_idx", "loy_idx", "rebuy_intent", "triad"):
        one, two = plain[name], equal[name]
        assert (two.value, two.low, two.high) == pytest.approx((one.value, one.low, one.high), rel=1e-6), name


def test_weighted_answers_of_one_customer_stay_one_cluster(canon: Canon) -> None:
    """Forty customers who answered twice alike after purchases: the base counts for at most forty answers."""
    once = weighted("csat", [5, 1] * 20, [1.0, 2.0] * 20, (1, 5))
    rows = [row | {"kind": "transaction", "response_id": row["response_id"] + which} for which in "ab" for row in once]
    found = reading(measure(canon(responses=rows), PLAN), "csat")
    n_eff = kish(60, 20 + 80)
    expected = wilson(n_eff / 3, n_eff).scaled(100)
    assert found.value == pytest.approx(100 / 3, abs=1e-3)
    assert found.low is not None
    assert found.low <= expected.low + 0.5
    assert (found.n_customers, found.n_observations) == (40, 80)
