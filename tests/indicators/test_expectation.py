"""The expectation gap, worked by hand: the middle of every scale, repeated answers, refusals."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan, Settings
from reporter.model import Period, Unit
from reporter.statistics import nps_interval
from tests.indicators.canonical import asked
from tests.indicators.grounds import read, reason

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)), settings=Settings(expectations_exceeded=True))


@pytest.mark.parametrize(
    ("scale", "above", "middle", "below"),
    [
        ((1, 5), 4, (3, 3), 2),
        ((1, 7), 5, (4, 4), 3),
        ((1, 10), 7, (5, 6), 4),
        ((0, 10), 6, (5, 5), 4),
        ((-2, 2), 1, (0, 0), -1),
        ((1, 4), 4, (2, 3), 1),
    ],
)
def test_the_middle_of_every_scale(
    canon: Canon, scale: tuple[int, int], above: int, middle: tuple[int, int], below: int
) -> None:
    """50 just above the middle, 15 and 15 in it, 20 just below: 30 percentage points, adjusted Wald of 50/30/20."""
    scores = [above] * 50 + [middle[0]] * 15 + [middle[1]] * 15 + [below] * 20
    found = read(canon(responses=asked("nki_expectation", scores, scale)), PLAN, "expectation_gap")
    assert found.low is not None
    assert found.high is not None
    assert (found.value, round(found.low, 2), round(found.high, 2)) == (30.0, 14.05, 44.20)
    assert (found.indicator.unit, found.method, found.n_customers) == (Unit.POINTS, "adjusted_wald", 100)
    assert found.scale == f"{scale[0]}-{scale[1]}"


def test_half_a_step_within_the_middle_is_met(canon: Canon) -> None:
    """5.5 on 1–10 lies between the two middle answers: neither above nor below."""
    found = read(canon(responses=asked("nki_expectation", [5.5] * 40 + [7] * 40)), PLAN, "expectation_gap")
    assert found.value == 50.0


def test_customers_who_answer_twice_alike_count_once(canon: Canon) -> None:
    """50 customers, each twice the same: 100 answers that count as 100/deff, deff = (clustered/plain)²."""
    once = asked("nki_expectation", [10, 1] * 25, kind="transaction")
    rows = [row | {"response_id": f"{row['response_id']}{wave}"} for wave in "ab" for row in once]
    found = read(canon(responses=rows), PLAN, "expectation_gap")
    # scores ± 4.5: plain 4.5/√100, by customer √(50/49·50·81)/100
    deff = (math.sqrt(50 / 49 * 50 * 81) / 100 / 0.45) ** 2
    expected = nps_interval(50, 0, 50, n_eff=100 / deff)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.n_customers, found.n_observations) == (50, 100)


def test_weights_count_as_kish_says(canon: Canon) -> None:
    """40 of weight 1 above, 20 of weight 2 below: a gap of nothing, on 80²/(40 + 80) = 53.3 effective answers."""
    rows = asked("nki_expectation", [9] * 40, weight=1.0) + asked("nki_expectation", [2] * 20, prefix="w", weight=2.0)
    found = read(canon(responses=rows), PLAN, "expectation_gap")
    expected = nps_interval(40, 0, 40, n_eff=80**2 / 120)
    assert (found.value, found.low, found.high) == pytest.approx((0.0, expected.low, expected.high))


def test_refusals(canon: Canon) -> None:
    """Not asked, too few, a scale of two steps, a scale that nobody knows."""
    none = read(canon(responses=asked("csat", [5] * 40)), PLAN, "expectation_gap")
    assert reason(none) == "No answers to this question in the period."
    few = read(canon(responses=asked("nki_expectation", [5] * 29)), PLAN, "expectation_gap")
    assert reason(few) == "Too few answers: {n}, and {needed} are needed."
    two = read(canon(responses=asked("nki_expectation", [1, 2] * 20, (1, 2))), PLAN, "expectation_gap")
    assert reason(two) == "A scale from {low} to {high} has no middle answer."
    unknown = asked("nki_expectation", [1, 2] * 20, scale_low=None, scale_high=None)
    assert reason(read(canon(responses=unknown), PLAN, "expectation_gap")) == "The scale of the question is not known."
