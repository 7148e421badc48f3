"""Two questions set against each other: relative value, and product against service, worked by hand."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from reporter.indicators import Plan
from reporter.model import Period
from reporter.statistics import student_quantile
from tests.indicators.canonical import asked
from tests.indicators.grounds import read, reason

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def test_relative_value_by_hand(canon: Canon) -> None:
    """Own ratings 8 and 6 (mean of the two questions 7), the alternative 7 and 5 alternately (mean 6): 116.7.

    With y = 7 and x = 7, 5: r = 7/6, residuals 7 − 7·7/6 = −7/6 and 7 − 5·7/6 = 7/6, SE = √(40/39·40·(7/6)²)/240.
    """
    rows = asked("value_quality", [8] * 40) + asked("value_price", [6] * 40) + asked("competitor", [7, 5] * 20)
    found = read(canon(responses=rows), PLAN, "relvalue")
    se = 100 * math.sqrt(40 / 39 * 40 * (7 / 6) ** 2) / 240
    t = student_quantile(0.975, 39)
    centre = 100 * 7 / 6
    assert (found.value, found.se) == pytest.approx((centre, se), rel=1e-6)
    assert (found.low, found.high) == pytest.approx((centre - t * se, centre + t * se), rel=1e-6)
    assert (found.n_customers, found.method, found.scale) == (40, "linearised", "1-10")


def test_only_those_who_rated_both_count(canon: Canon) -> None:
    """Twenty more rate the company alone, at 1, and ten the alternative alone: the ratio of the forty stays 100."""
    rows = asked("value_quality", [8] * 40 + [1] * 20) + asked("competitor", [8] * 40)
    rows += asked("competitor", [1] * 10, prefix="other")
    found = read(canon(responses=rows), PLAN, "relvalue")
    assert (found.value, found.n_customers) == (100.0, 40)


def test_the_scale_is_that_of_the_ratings(canon: Canon) -> None:
    """4 against 2 of 1–5 is 200, not the ratio of the indices 75 and 25."""
    rows = asked("value_quality", [4] * 40, (1, 5)) + asked("competitor", [2] * 40, (1, 5))
    assert read(canon(responses=rows), PLAN, "relvalue").value == pytest.approx(200.0)


def test_different_scales_are_refused(canon: Canon) -> None:
    """The company on 1–10, the alternative on 1–5, or after single purchases: never set against each other."""
    own = asked("value_quality", [8] * 40)
    other = read(canon(responses=own + asked("competitor", [4] * 40, (1, 5))), PLAN, "relvalue")
    assert reason(other) == "The two questions were asked on different scales or in different surveys: not compared."
    kind = read(canon(responses=own + asked("competitor", [4] * 40, kind="transaction")), PLAN, "relvalue")
    assert reason(kind) == "The two questions were asked on different scales or in different surveys: not compared."


def test_relative_value_refusals(canon: Canon) -> None:
    """Not asked, too few of both, an unknown scale, an alternative rated 0 throughout."""
    own = asked("value_quality", [8] * 40)
    assert reason(read(canon(responses=own), PLAN, "relvalue")) == "No answers to this question in the period."
    apart = own + asked("competitor", [8] * 40, prefix="d")
    assert reason(read(canon(responses=apart), PLAN, "relvalue")) == (
        "The two questions were not asked of the same customers."
    )
    few = read(canon(responses=own + asked("competitor", [8] * 20)), PLAN, "relvalue")
    assert reason(few) == "Too few answers: {n}, and {needed} are needed."
    hidden = read(canon(responses=own + asked("competitor", [8] * 4)), PLAN, "relvalue")
    assert (reason(hidden), hidden.n_customers) == (
        "Not shown, for reasons of confidentiality: fewer than {needed}.",
        0,
    )
    unknown = {"scale_low": None, "scale_high": None}
    rows = [row | unknown for row in own + asked("competitor", [8] * 40)]
    assert reason(read(canon(responses=rows), PLAN, "relvalue")) == "The scale of the question is not known."
    nought = asked("value_quality", [8] * 40, (0, 10)) + asked("competitor", [0] * 40, (0, 10))
    assert reason(read(canon(responses=nought), PLAN, "relvalue")).startswith("The alternative was rated 0")


def test_several_answers_of_a_customer_are_clustered(canon: Canon) -> None:
    """Everything asked twice of everyone gives the interval of once."""
    rows = asked("value_quality", [8, 5, 9, 6] * 10) + asked("competitor", [6, 6, 7, 8] * 10)
    single = [row | {"kind": "transaction"} for row in rows]
    twice = [row | {"response_id": f"{row['response_id']}{wave}"} for wave in "ab" for row in single]
    once, both = (read(canon(responses=given), PLAN, "relvalue") for given in (rows, twice))
    assert (once.value, once.se) == pytest.approx((both.value, both.se))
    assert (both.n_customers, both.n_observations) == (40, 80)


def test_product_less_service_is_a_paired_t(canon: Canon) -> None:
    """The interval is that of scipy's paired t test on the rescaled answers."""
    rng = np.random.default_rng(2)
    product, service = rng.integers(3, 11, 60), rng.integers(1, 9, 60)
    rows = asked("sat_product", product.tolist()) + asked("sat_service", service.tolist())
    found = read(canon(responses=rows), PLAN, "sat_gap")
    paired = stats.ttest_rel(product / 9 * 100, service / 9 * 100)
    expected = paired.confidence_interval(0.95)
    assert found.value == pytest.approx((product - service).mean() / 9 * 100, abs=1e-5)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-5)
    assert (found.n_customers, found.method) == (60, "t")


def test_product_and_service_need_the_same_customers_and_scale(canon: Canon) -> None:
    """Asked of different customers, or on different scales, there is no difference."""
    apart = asked("sat_product", [8] * 40) + asked("sat_service", [8] * 40, prefix="d")
    assert reason(read(canon(responses=apart), PLAN, "sat_gap")) == (
        "The two questions were not asked of the same customers."
    )
    scales = asked("sat_product", [8] * 40) + asked("sat_service", [4] * 40, (1, 5))
    assert reason(read(canon(responses=scales), PLAN, "sat_gap")).startswith(
        "The two questions were asked on different"
    )


def test_every_period_has_its_own_pairs(canon: Canon) -> None:
    """Last year's gap is last year's: 22.2 now, −11.1 then."""
    now = asked("sat_product", [8] * 40) + asked("sat_service", [6] * 40)
    then = asked("sat_product", [5] * 40, survey_day=19_500) + asked("sat_service", [6] * 40, survey_day=19_500)
    then = [row | {"response_id": "y" + row["response_id"]} for row in then]
    tables = canon(responses=now + then)
    before = Plan(period=PLAN.period.previous())
    assert read(tables, PLAN, "sat_gap").value == pytest.approx(200 / 9, abs=1e-5)
    both = Plan(period=PLAN.period, previous=before.period)
    assert read(tables, both, "sat_gap").value == pytest.approx(200 / 9, abs=1e-5)
    assert read(tables, before, "sat_gap").value == pytest.approx(-100 / 9, abs=1e-5)
