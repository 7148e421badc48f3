"""The balance of the triad: lowest leg, spread, and what other weights would give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan, measure
from reporter.model import Balance, NotComputed, Period
from tests.indicators.canonical import asked, reading

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def answers(satisfaction: list[float], value: list[float], loyalty: list[float]) -> list[dict[str, Any]]:
    """Return sixty respondents with these scores, over and over, for all questions of each leg."""
    rows = []
    legs = (
        (("nki_overall", "nki_expectation", "nki_ideal"), satisfaction),
        (("value_quality", "value_price"), value),
        (("rebuy",), loyalty),
    )
    for items, scores in legs:
        for item in items:
            rows += asked(item, scores * (60 // len(scores)))
    return rows


def balance(canon: Canon, *legs: list[float]) -> Balance:
    """Return the balance of these legs."""
    found = measure(canon(responses=answers(*legs)), PLAN).analyses["balance"]
    assert isinstance(found, Balance)
    return found


def test_spread_and_weights_by_hand(canon: Canon) -> None:
    """Legs of 7, 4 and 6.4 on 1–10 are 66.7, 33.3 and 60: spread 33.3, and 45.3 to 58.7 at the extreme weights."""
    found = balance(canon, [7, 8, 6], [4, 5, 3], [6.4, 7.4, 5.4])
    assert dict(found.legs) == pytest.approx(
        {"triad_satisfaction": 200 / 3, "triad_value": 100 / 3, "triad_loyalty": 60}, abs=1e-5
    )
    assert found.spread == pytest.approx(100 / 3, abs=1e-5)
    assert found.weighted_low == pytest.approx(0.6 * 100 / 3 + 0.2 * (200 / 3 + 60), abs=1e-5)
    assert found.weighted_high == pytest.approx(0.6 * 200 / 3 + 0.2 * (100 / 3 + 60), abs=1e-5)
    assert found.lowest == "triad_value"


def test_no_leg_is_called_lowest_without_certainty(canon: Canon) -> None:
    """Two legs alike: neither is the lowest."""
    assert balance(canon, [2, 9, 7], [6, 3, 9], [6, 2, 10]).lowest is None


def test_answers_that_go_together_make_the_joint_error_larger(canon: Canon) -> None:
    """The same mood in all three legs: independence would understate the error by √3."""
    found = balance(canon, [2, 6, 10], [2, 6, 10], [2, 6, 10])
    assert found.se == pytest.approx(found.independent_se * 3**0.5, rel=1e-6)


def test_a_missing_leg_is_named(canon: Canon) -> None:
    """Without value questions there is no balance either."""
    rows = [row for row in answers([5, 6], [5, 6], [5, 6]) if not row["item"].startswith("value")]
    found = measure(canon(responses=rows), PLAN)
    assert isinstance(found.analyses["balance"], NotComputed)
    assert reading(found, "triad").value is None
