"""Survey rounds without dates: the newest by its name counts, and none where no name tells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan, measure
from reporter.indicators.waves import newest_wave
from reporter.model import Period
from tests.indicators.canonical import asked, reading, why

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        (["Våg 1", "Våg 10", "våg 2"], "Våg 10"),
        (["Q4 2025", "Q1 2026"], "Q1 2026"),
        (["Hösten 2025", "Våren 2026"], "Våren 2026"),
        (["forår 2026", "efterår 2026"], "efterår 2026"),
        (["mars 2026", "oktober 2025"], "mars 2026"),
        (["2026-01-13", "2025-11-30"], "2026-01-13"),
        (["Marknad", "Butik"], None),
        (["Vår", "Höst"], None),
        (["13.01.2026", "12.02.2025"], None),
        (["NPS 2025", "CSAT 3"], None),
        (["Våg 1", "Våg 1 2026"], None),
    ],
)
def test_the_newest_round_is_told_by_its_name(names: list[str], newest: str | None) -> None:
    """Numbers, months and seasons order rounds that are called alike; anything else orders nothing."""
    assert newest_wave(names) == newest


def test_undated_rounds_are_not_pooled(canon: Canon) -> None:
    """40 answers of 10 in round 2 and 60 of 0 in round 1, all undated: NPS 100 of 40, flagged."""
    rows = asked("nps", [10] * 40, (0, 10), survey_day=None, wave="Våg 2")
    rows += asked("nps", [0] * 60, (0, 10), prefix="old", survey_day=None, wave="Våg 1")
    found = reading(measure(canon(responses=rows), PLAN), "nps")
    assert (found.value, found.n_customers) == (100.0, 40)
    assert "newest_round" in found.flags


def test_undated_rounds_without_order_are_not_computed(canon: Canon) -> None:
    """Two undated rounds called Spring and Autumn: no figure, and the reason."""
    rows = asked("nps", [10] * 40, (0, 10), survey_day=None, wave="Spring")
    rows += asked("nps", [0] * 40, (0, 10), prefix="old", survey_day=None, wave="Autumn")
    found = measure(canon(responses=rows), PLAN)
    assert why(found, "nps").startswith("The survey rounds carry no dates, and their names do not tell")


def test_dated_rounds_count_by_their_dates(canon: Canon) -> None:
    """Rounds with dates of one period are of that period: the latest answer of each customer counts."""
    rows = asked("nps", [10] * 40, (0, 10), wave="Våg 2")
    rows += asked("nps", [0] * 40, (0, 10), prefix="other", wave="Våg 1")
    found = reading(measure(canon(responses=rows), PLAN), "nps")
    assert (found.value, found.n_customers) == (0.0, 80)
    assert "newest_round" not in found.flags
