"""Customer effort in its two versions, which run in opposite directions, worked by hand."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan
from reporter.model import Period
from reporter.statistics import student_quantile, wilson
from tests.indicators.canonical import asked
from tests.indicators.grounds import read, reason

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def test_version_one_is_turned_round(canon: Canon) -> None:
    """Effort 1 and 3 of 1–5 alternately: mean 2, turned round 75 of 100, with the t interval turned round too."""
    found = read(canon(responses=asked("ces_effort", [1, 3, 1, 3] * 10, (1, 5))), PLAN, "ces_effort")
    half = student_quantile(0.975, 39) * math.sqrt(40 / 39) / math.sqrt(40) * 25
    assert (found.value, found.low, found.high) == pytest.approx((75.0, 75 - half, 75 + half))
    assert (found.scale, found.method) == ("1-5", "t")


@pytest.mark.parametrize(("score", "index"), [(1, 100.0), (5, 0.0), (3, 50.0)])
def test_much_effort_is_bad(canon: Canon, score: int, index: float) -> None:
    """Least effort is 100, most effort 0, and the interval stays in order."""
    found = read(canon(responses=asked("ces_effort", [score] * 40, (1, 5))), PLAN, "ces_effort")
    assert found.value == index
    assert found.low is not None
    assert found.high is not None
    assert found.low <= index <= found.high


def test_the_versions_are_never_mixed(canon: Canon) -> None:
    """Each question has its own figure; asking the one gives none for the other."""
    tables = canon(responses=asked("ces_effort", [2] * 40, (1, 5)))
    assert reason(read(tables, PLAN, "ces")) == "No answers to this question in the period."
    assert reason(read(tables, PLAN, "ces_share")) == "No answers to this question in the period."
    tables = canon(responses=asked("ces", [6] * 40, (1, 7)))
    assert reason(read(tables, PLAN, "ces_effort")) == "No answers to this question in the period."


def test_the_share_who_found_it_easy(canon: Canon) -> None:
    """5, 6 and 7 of 1–7 agree, 4 does not: 30 of 40, by Wilson."""
    found = read(canon(responses=asked("ces", [5, 6, 7, 4] * 10, (1, 7))), PLAN, "ces_share")
    expected = wilson(30, 40).scaled(100)
    assert (found.value, found.low, found.high) == pytest.approx((75.0, expected.low, expected.high))


def test_the_share_is_defined_on_seven_steps_alone(canon: Canon) -> None:
    """On 1–5 no rule says who agrees; 29 answers are too few."""
    five = read(canon(responses=asked("ces", [5] * 40, (1, 5))), PLAN, "ces_share")
    assert reason(five) == "No rule says which answers on a scale from {low} to {high} count."
    few = read(canon(responses=asked("ces", [5] * 29, (1, 7))), PLAN, "ces_share")
    assert reason(few) == "Too few answers: {n}, and {needed} are needed."


def test_the_share_of_repeated_answers_widens(canon: Canon) -> None:
    """40 customers, each twice the same (7 or 1): the base is 80/deff with deff = 2·40/39."""
    once = asked("ces", [7, 1] * 20, (1, 7), kind="transaction")
    rows = [row | {"response_id": f"{row['response_id']}{wave}"} for wave in "ab" for row in once]
    found = read(canon(responses=rows), PLAN, "ces_share")
    expected = wilson(40, 80, n_eff=80 / (2 * 40 / 39)).scaled(100)
    assert (found.value, found.low, found.high) == pytest.approx((50.0, expected.low, expected.high))
    assert (found.n_customers, found.n_observations) == (40, 80)
