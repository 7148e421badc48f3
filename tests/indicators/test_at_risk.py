"""Money at risk, worked by hand: three groups, how they are counted, and what is kept from view."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan
from reporter.indicators.analyses.at_risk import analyse
from reporter.model import AtRisk, NotComputed, Period
from tests.indicators.canonical import asked, epoch
from tests.indicators.grounds import bought, ground_of

if TYPE_CHECKING:
    from reporter.model import RiskGroup
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR, BEFORE = Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2023, 1, 1), date(2024, 1, 1))
PLAN = Plan(period=YEAR, previous=BEFORE)


def risks(tables: Tables, plan: Plan = PLAN) -> dict[str, RiskGroup]:
    """Return the groups by id."""
    found = analyse(ground_of(tables, plan))
    assert isinstance(found, AtRisk), found
    return {group.id: group for group in found.groups}


def text(group: RiskGroup) -> str:
    """Return why a group is not told."""
    assert group.reason is not None
    return group.reason.text


def world() -> dict[str, list[dict[str, Any]]]:
    """Return 60 respondents (20 satisfied but detractors, 40 promoters) and 60 who did not answer.

    All but the last ten bought for 100 in 2024; all bought for 70 in early January 2023. Respondents c0–c59.
    """
    responses = asked("csat", [10] * 60) + asked("nps", [6] * 20 + [10] * 40, (0, 10))
    customers = [f"c{i}" for i in range(60)] + [f"s{i}" for i in range(60)]
    orders = [bought(name, 70, "2023-01-03") for name in customers]
    orders += [bought(name, 100, "2024-12-30") for name in customers[:-10]]
    return {"responses": responses, "orders": orders}


def test_the_three_groups_by_hand(canon: Canon) -> None:
    """20 detractors and the same 20 satisfied but mobile: 2,000 of 11,000; 10 lapsers: 700 of 8,400 the year before."""
    found = risks(canon(**world()))
    numbers = {name: (group.customers, group.revenue, group.share) for name, group in found.items()}
    assert numbers["detractors"] == pytest.approx((20, 2000.0, 100 * 2000 / 11000))
    assert numbers["mobile"] == pytest.approx((20, 2000.0, 100 * 2000 / 11000))
    assert numbers["silent"] == pytest.approx((10, 700.0, 100 * 700 / 8400))
    assert all(group.reason is None for group in found.values())


def test_who_answers_is_not_silent(canon: Canon) -> None:
    """One of the ten lapsers answered a survey in the period: nine are left."""
    tables = world()
    tables["responses"] += asked("trust", [5], prefix="s5")
    tables["responses"][-1]["customer_id"] = "s59"
    assert risks(canon(**tables))["silent"].customers == 9


def test_a_second_order_in_the_period_is_no_lapse_and_a_credit_note_no_order(canon: Canon) -> None:
    """A lapser who only gets a credit note in the period still is one; his revenue is that of the year before."""
    tables = world()
    tables["orders"].append(bought("s59", -20, "2024-05-05"))
    found = risks(canon(**tables))["silent"]
    assert (found.customers, found.revenue) == (10, 700.0)


def test_the_latest_answer_makes_a_detractor(canon: Canon) -> None:
    """Each detractor of a support survey later answers 9: none is left, and no money is at risk there."""
    tables = world()
    nps = [row | {"kind": "transaction"} for row in asked("nps", [6] * 20 + [10] * 40, (0, 10))]
    later = [
        row | {"response_id": f"l{i}", "survey_day": epoch("2024-06-01")}
        for i, row in enumerate(asked("nps", [9] * 20, (0, 10), kind="transaction"))
    ]
    tables["responses"] = nps + later
    found = risks(canon(**tables))["detractors"]
    assert (found.customers, found.revenue) == (0, 0.0)


@pytest.mark.parametrize("detractors", [3, 57])
def test_one_to_four_are_not_told_on_either_side(canon: Canon, detractors: int) -> None:
    """3 of 60, or all but 3: neither is told."""
    tables = world()
    tables["responses"] = asked("nps", [6] * detractors + [10] * (60 - detractors), (0, 10))
    found = risks(canon(**tables))["detractors"]
    assert (found.customers, found.revenue) == (None, None)
    assert text(found).startswith("Not shown, for reasons of confidentiality")


def test_a_dominating_customer_hides_the_money_alone(canon: Canon) -> None:
    """One detractor buys for 50,000 more: the 20 are told, their money is not."""
    tables = world()
    tables["orders"].append(bought("c0", 50000, "2024-04-01"))
    found = risks(canon(**tables))["detractors"]
    assert (found.customers, found.revenue, found.share) == (20, None, None)
    assert text(found).startswith("Not shown, for reasons of confidentiality")


def test_small_corners_are_hidden_here_as_in_the_quadrant(canon: Canon) -> None:
    """Three are satisfied but mobile: not told here either."""
    tables = world()
    tables["responses"] = asked("csat", [10] * 43 + [2] * 17) + asked("nps", [6] * 3 + [10] * 40 + [5] * 17, (0, 10))
    found = risks(canon(**tables))
    assert found["mobile"].customers is None
    assert found["detractors"].customers == 20


def test_lapsers_need_the_whole_previous_period(canon: Canon) -> None:
    """Orders that start in June of the year before: nobody can be said to have left."""
    tables = world()
    tables["orders"] = [row | {"order_day": max(row["order_day"], epoch("2023-06-01"))} for row in tables["orders"]]
    assert text(risks(canon(**tables))["silent"]).startswith("The orders start on {first}")
    without = risks(canon(**world()), Plan(period=YEAR))["silent"]
    assert text(without) == "There is no previous period to compare with."


def test_a_survey_of_the_year_before_tells_nobody_silent(canon: Canon) -> None:
    """No answer in the period: silence says nothing, and there are no detractors to count."""
    tables = world()
    tables["responses"] = [row | {"survey_day": epoch("2023-05-01")} for row in tables["responses"]]
    found = risks(canon(**tables))
    assert text(found["silent"]).startswith("No survey was answered in the period")
    assert text(found["detractors"]) == "The recommendation question was not asked on 0–10 or 1–10."


def test_money_needs_orders_and_a_survey(canon: Canon) -> None:
    """Either alone is refused with its reason."""
    tables = world()
    found = analyse(ground_of(canon(responses=tables["responses"]), PLAN))
    assert isinstance(found, NotComputed)
    assert found.reason.text == "There are no orders in the data."
    found = analyse(ground_of(canon(orders=tables["orders"]), PLAN))
    assert isinstance(found, NotComputed)
    assert found.reason.text == "There is no survey in the data."


def test_the_groups_say_how_they_were_counted(canon: Canon) -> None:
    """Each group carries its rule; the note says that amounts overlap; orders that stop early are flagged."""
    tables = world()
    early = [row | {"order_day": min(row["order_day"], epoch("2024-08-01"))} for row in tables["orders"]]
    found = analyse(ground_of(canon(responses=tables["responses"], orders=early), PLAN))
    assert isinstance(found, AtRisk)
    assert all(group.how.text for group in found.groups)
    assert "must not be added" in found.note.text
    assert found.flags == ("incomplete",)
