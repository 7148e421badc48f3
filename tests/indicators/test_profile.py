"""The loyalty profile: seven marks, each by the better of its sources, four signs, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan, Settings, measure
from reporter.indicators.analyses.loyalty_profile import analyse, revenue_rose
from reporter.model import LoyaltyProfile, NotComputed, Period
from reporter.statistics import wilson
from tests.indicators.canonical import asked
from tests.indicators.grounds import bought, ground_of, read, reason

if TYPE_CHECKING:
    from reporter.model import ProfileMark, ProfileSign
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR, BEFORE = Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2023, 1, 1), date(2024, 1, 1))
PLAN = Plan(period=YEAR, previous=BEFORE, settings=Settings(tau_days=365))
MARKS = ["stays", "declines", "buys_more", "recommends", "feedback", "attached", "value"]


def profile(tables: Tables, plan: Plan = PLAN) -> tuple[dict[str, ProfileMark], dict[str, ProfileSign]]:
    """Return the marks and the signs by id."""
    found = analyse(ground_of(tables, plan))
    assert isinstance(found, LoyaltyProfile), found
    assert [mark.id for mark in found.marks] == MARKS
    return {mark.id: mark for mark in found.marks}, {sign.id: sign for sign in found.signs}


def survey() -> list[dict[str, Any]]:
    """Return the seven questions of 40 customers, on 0–10, answered by 8, 7, … 2."""
    items = ("rebuy", "decline_offer", "buy_more", "nps", "feedback", "emotion", "value_quality")
    return [row for place, item in enumerate(items) for row in asked(item, [8 - place] * 40, (0, 10))]


def orders(rising: int, n: int = 60) -> list[dict[str, Any]]:
    """Return customers who bought for 100 in each year, ``rising`` of them for 150 in the second."""
    first = [bought(f"k{i}", 100, "2023-01-02") for i in range(n)]
    return first + [bought(f"k{i}", 150 if i < rising else 100, "2024-12-30") for i in range(n)]


def test_the_marks_of_a_survey_by_hand(canon: Canon) -> None:
    """Without orders staying is the intention to buy again; the others are their questions on 0–100."""
    marks, signs = profile(canon(responses=survey()))
    values = [marks[name].reading.value for name in MARKS]
    assert values == pytest.approx([100.0, 70.0, 60.0, 50.0, 40.0, 30.0, 20.0])
    assert marks["stays"].reading.indicator.id == "rebuy_intent"
    assert marks["buys_more"].reading.indicator.id == "buy_more"
    assert not any(mark.behaviour for mark in marks.values())
    assert all(mark.reading.low is not None for mark in marks.values())
    assert signs["high_scores"].readings == ("nps",)
    assert signs["repurchase"].readings == ("buy_more",)
    assert signs["repurchase"].judged == ("buy_more",)
    assert signs["few_complaints"].readings == ()


def test_behaviour_goes_before_intention_where_it_should(canon: Canon) -> None:
    """With orders staying is retention; buying more stays a question where asked, else it is the revenue that rose."""
    marks, _ = profile(canon(responses=survey(), orders=orders(45)))
    assert (marks["stays"].reading.indicator.id, marks["stays"].behaviour) == ("retention", True)
    assert (marks["buys_more"].reading.indicator.id, marks["buys_more"].behaviour) == ("buy_more", False)
    rows = [row for row in survey() if row["item"] != "buy_more"]
    marks, signs = profile(canon(responses=rows, orders=orders(45)))
    expected = wilson(45, 60).scaled(100)
    rose = marks["buys_more"].reading
    assert (rose.value, rose.low, rose.high) == pytest.approx((75.0, expected.low, expected.high))
    assert marks["buys_more"].behaviour
    assert "revenue_rose" in signs["repurchase"].readings
    assert signs["repurchase"].judged == ()


def test_a_missing_mark_has_its_reason(canon: Canon) -> None:
    """Emotion was not asked: no value, and why; the other marks stand."""
    marks, _ = profile(canon(responses=[row for row in survey() if row["item"] != "emotion"]))
    assert reason(marks["attached"].reading) == "No answers to this question in the period."
    assert marks["feedback"].reading.value == pytest.approx(40.0)


def test_signs_judge_only_what_has_level_words(canon: Canon) -> None:
    """Of NPS, the share satisfied and the index, the index alone has level words; a complaint rate has none."""
    rows = survey() + asked("csat", [8] * 40, (0, 10))
    tickets = [
        {"ticket_id": f"t{i}", "customer_id": f"k{i}", "opened_day": 19_800, "complaint": i < 6} for i in range(40)
    ]
    _, signs = profile(canon(responses=rows, orders=orders(45), tickets=tickets))
    assert signs["high_scores"].readings == ("nps", "csat_idx", "csat")
    assert signs["high_scores"].judged == ("csat_idx",)
    assert "complaint_rate" in signs["few_complaints"].readings
    assert signs["few_complaints"].judged == ()
    assert "churn" in signs["few_cancellations"].readings


def test_nothing_to_read_is_not_computed(canon: Canon) -> None:
    """A survey about delivery alone bears no mark of loyalty."""
    found = analyse(ground_of(canon(responses=asked("att_delivery", [7] * 60)), PLAN))
    assert isinstance(found, NotComputed)
    assert found.reason.text.startswith("None of the seven marks")


def test_revenue_rose_by_hand_and_equal_is_not_more(canon: Canon) -> None:
    """15 of 60 buy for more, 45 for the same: 25 %. One who buys in one year only does not count."""
    rows = [*orders(15), bought("new", 500, "2024-12-30"), bought("gone", 500, "2023-01-02")]
    found = revenue_rose(ground_of(canon(orders=rows), PLAN))
    assert (found.value, found.n_customers) == (25.0, 60)


def test_revenue_rose_needs_two_like_periods_in_one_currency(canon: Canon) -> None:
    """No previous period, one of another length, orders that start too late, two currencies: each refused in words."""
    tables = canon(orders=orders(15))
    assert reason(revenue_rose(ground_of(tables, Plan(period=YEAR)))) == (
        "There is no previous period to compare with."
    )
    half = Plan(period=YEAR, previous=Period(date(2023, 7, 1), date(2024, 1, 1)))
    assert reason(revenue_rose(ground_of(tables, half))) == "Not compared: the periods are of different length."
    late = [row | {"order_day": max(row["order_day"], 19_600)} for row in orders(15)]
    assert reason(revenue_rose(ground_of(canon(orders=late), PLAN))).startswith("The orders start on {first}")
    mixed = [*orders(15), bought("k0", 5, "2024-12-29", "DKK")]
    assert reason(revenue_rose(ground_of(canon(orders=mixed), PLAN))).startswith("The orders are in several currencies")
    without = revenue_rose(ground_of(canon(responses=survey()), PLAN))
    assert reason(without) == "There are no orders in the data."


def test_the_indicator_is_what_the_profile_found(canon: Canon) -> None:
    """``revenue_rose`` among the readings is that of the profile; alone, without any analysis, it says why not."""
    tables = canon(responses=survey(), orders=orders(45))
    found = measure(tables, PLAN)
    assert found.current.readings["revenue_rose"].value == 75.0
    assert found.analyses["loyalty_profile"] == analyse(ground_of(tables, PLAN))
    assert reason(read(tables, PLAN, "revenue_rose")).startswith("Read for the whole client")


@pytest.mark.parametrize("item", ["decline_offer", "buy_more", "feedback", "emotion"])
def test_a_mark_is_the_index_of_its_question(canon: Canon, item: str) -> None:
    """2 and 4 of 1–5 alternately: 50 of 100, of 40 customers."""
    found = read(canon(responses=asked(item, [2, 4] * 20, (1, 5))), PLAN, item)
    assert (found.value, found.n_customers, found.scale) == (50.0, 40, "1-5")


@pytest.mark.parametrize(("scale", "score"), [((0, 10), 8), ((1, 5), 4.2), ((1, 10), 8.2)])
def test_recommendation_is_an_index_on_any_scale(canon: Canon, scale: tuple[int, int], score: float) -> None:
    """80 of 100 on each scale, where NPS is for 0–10 and 1–10 alone: the mark ``recommend_idx`` needs no classes."""
    found = read(canon(responses=asked("nps", [score] * 40, scale)), PLAN, "recommend_idx")
    assert found.value == pytest.approx(80.0)
