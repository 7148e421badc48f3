"""Breaks: a change of scale or definition is marked, and nothing is compared across it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporter.model import Indicator, Leg, Period, Reading, Unit
from reporter.statistics.comparable import differs, with_breaks

INDICATOR = Indicator(id="nps", leg=Leg.LOYALTY, unit=Unit.NPS, survey=True)
READING = Reading(indicator=INDICATOR, value=30.0, method="adjusted_wald", scale="0-10")


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def test_a_change_of_scale_or_definition_is_told() -> None:
    """Scale before method; what describes one period's data is no change of definition."""
    assert differs(READING, replace(READING, scale="1-10", method="t")) == "scale"
    assert differs(READING, replace(READING, method="t")) == "method"
    assert differs(READING, replace(READING, flags=("weighted",))) == "method"
    assert differs(READING, replace(READING, value=1.0, flags=("small_base", "undated"))) is None


def test_the_point_after_a_change_is_broken() -> None:
    """0–10, a year without answers, 1–10 twice, 0–10 again: broken at both changes and nowhere else."""
    other, none = replace(READING, scale="1-10"), replace(READING, value=None, scale="")
    series = with_breaks([(year(2020 + i), r) for i, r in enumerate([READING, none, other, other, READING])])
    assert [point.broken for point in series] == [False, False, True, False, True]
    assert [point.period for point in series] == [year(2020 + i) for i in range(5)]
