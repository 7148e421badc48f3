"""Survey indicators with numbers worked by hand: scales, gates, repeated and anonymous answers, dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan, Settings, measure
from reporter.model import Period
from tests.indicators.canonical import asked, epoch, reading, why

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR)


def test_nps_by_hand(canon: Canon) -> None:
    """50 promoters, 30 passives, 20 detractors: 30, adjusted interval 14.05–44.20, plain SE 7.81."""
    found = reading(measure(canon(responses=asked("nps", [9] * 50 + [7] * 30 + [6] * 20, (0, 10))), PLAN), "nps")
    assert found.low is not None
    assert found.high is not None
    assert found.se is not None
    assert (found.value, round(found.low, 2), round(found.high, 2), round(found.se, 2)) == (30.0, 14.05, 44.20, 7.81)
    assert (found.n_customers, found.n_observations, found.scale) == (100, 100, "0-10")


def test_the_two_nps_scales_are_never_pooled(canon: Canon) -> None:
    """60 answers 0–10 (all promoters) beside 40 of 1–10 (all detractors): 100, flagged; the client may choose."""
    rows = asked("nps", [10] * 60, (0, 10)) + asked("nps", [1] * 40, (1, 10), prefix="d")
    tables = canon(responses=rows)
    found = reading(measure(tables, PLAN), "nps")
    assert (found.value, found.scale, found.n_customers) == (100.0, "0-10", 60)
    assert "scales_apart" in found.flags
    wanted = Plan(period=YEAR, settings=Settings(nps_scale="1-10"))
    assert reading(measure(tables, wanted), "nps").value == -100.0


def test_five_steps_are_not_nps(canon: Canon) -> None:
    """NPS from 1–5 is refused; the loyalty index may use the question, alone and flagged."""
    found = measure(canon(responses=asked("nps", [5] * 60, (1, 5))), PLAN)
    assert why(found, "nps").startswith("Asked on a scale from {low} to {high}: a recommendation index")
    assert (reading(found, "loy_idx").value, reading(found, "loy_idx").flags) == (
        100.0,
        ("single_item", "limited_base"),
    )


@pytest.mark.parametrize(
    ("n", "text", "shown", "flags"),
    [
        (4, "Not shown, for reasons of confidentiality: fewer than {needed}.", 0, ("suppressed",)),
        (5, "Too few answers: {n}, and {needed} are needed.", 5, ()),
        (29, "Too few answers: {n}, and {needed} are needed.", 29, ()),
        (30, None, 30, ("small_base",)),
        (49, None, 49, ("small_base",)),
        (50, None, 50, ("limited_base",)),
        (99, None, 99, ("limited_base",)),
        (100, None, 100, ()),
    ],
)
def test_base_gates(canon: Canon, n: int, text: str | None, shown: int, flags: tuple[str, ...]) -> None:
    """Below 5 nothing, 5–29 the count, 30–49 small, 50–99 limited, from 100 plain."""
    found = reading(
        measure(canon(responses=asked("sat_product", [7, 8] * (n // 2) + [7] * (n % 2))), PLAN), "sat_product"
    )
    assert (found.reason.text if found.reason else None) == text
    assert (found.n_customers, found.n_observations, found.flags) == (shown, shown, flags)
    assert (found.value is None) == (text is not None)


@pytest.mark.parametrize(
    ("scale", "scores", "index"),
    [((1, 5), [2, 4], 50.0), ((1, 7), [4, 7], 75.0), ((1, 10), [1, 10], 50.0), ((0, 10), [3, 8], 55.0)],
)
def test_scales_become_indices(canon: Canon, scale: tuple[int, int], scores: list[float], index: float) -> None:
    """(x − low)/(high − low)·100 on every scale."""
    found = reading(measure(canon(responses=asked("csat", scores * 25, scale)), PLAN), "csat_idx")
    assert (found.value, found.scale) == (index, f"{scale[0]}-{scale[1]}")


@pytest.mark.parametrize(
    ("scale", "scores", "share"),
    [((1, 5), [3, 4], 50), ((1, 7), [5, 6], 50), ((1, 10), [7, 8], 50), ((0, 10), [7, 8], 50), ((1, 3), [2, 3], 50)],
)
def test_the_top_box_of_every_scale(canon: Canon, scale: tuple[int, int], scores: list[float], share: float) -> None:
    """The lowest score in the box and the highest outside it: half are satisfied."""
    assert reading(measure(canon(responses=asked("csat", scores * 20, scale)), PLAN), "csat").value == share


def test_a_scale_without_a_rule_has_no_top_box(canon: Canon) -> None:
    """1–6: the index is known, the share of satisfied customers is not."""
    found = measure(canon(responses=asked("csat", [3, 6] * 20, (1, 6))), PLAN)
    assert why(found, "csat").startswith("No rule says which answers")
    assert reading(found, "csat_idx").value == 70.0


def test_an_unknown_scale_is_refused(canon: Canon) -> None:
    """Without a scale there is no index."""
    rows = asked("csat", [3, 4] * 20, scale_low=None, scale_high=None)
    assert why(measure(canon(responses=rows), PLAN), "csat_idx") == "The scale of the question is not known."


def test_a_relationship_survey_keeps_the_latest_answer(canon: Canon) -> None:
    """40 customers answer 1 in January and 10 in May: NPS 100 of 40, not 0 of 80; last year's stay last year's."""
    rows = asked("nps", [10] * 40, (0, 10))
    rows += [
        row | {"response_id": f"x{i}", "survey_day": epoch("2024-01-05")}
        for i, row in enumerate(asked("nps", [1] * 40, (0, 10)))
    ]
    rows += [
        row | {"response_id": f"y{i}", "survey_day": epoch("2023-12-31")}
        for i, row in enumerate(asked("nps", [0] * 40, (0, 10)))
    ]
    found = measure(canon(responses=rows), Plan(period=YEAR, previous=YEAR.previous()))
    assert (reading(found, "nps").value, reading(found, "nps").n_observations) == (100.0, 40)
    assert found.previous is not None
    assert found.previous.readings["nps"].value == -100.0
    assert reading(found, "answers").value == 80


def test_transactional_answers_all_count_and_cluster(canon: Canon) -> None:
    """Each of 60 customers answers twice alike: 120 answers, the error of 60, flagged as transactional."""
    once_each = asked("sat_service", [10, 1] * 30, kind="transaction")
    rows = [row | {"response_id": f"{row['customer_id']}{wave}"} for wave in ("a", "b") for row in once_each]
    found = reading(measure(canon(responses=rows), PLAN), "sat_service")
    once = reading(measure(canon(responses=asked("sat_service", [10, 1] * 30)), PLAN), "sat_service")
    assert (found.n_customers, found.n_observations, found.value) == (60, 120, 50.0)
    assert found.se == pytest.approx(once.se)
    assert "transaction" in found.flags


def test_kinds_of_survey_are_kept_apart(canon: Canon) -> None:
    """30 relationship answers outweigh 200 transactional ones; the flag says that both exist."""
    rows = asked("nps", [10] * 30, (0, 10)) + asked("nps", [0] * 200, (0, 10), prefix="t", kind="transaction")
    found = reading(measure(canon(responses=rows), PLAN), "nps")
    assert (found.value, found.n_observations) == (100.0, 30)
    assert "kinds_apart" in found.flags


def test_anonymous_answers_are_customers_of_their_own(canon: Canon) -> None:
    """40 answers without a customer are 40 customers."""
    found = reading(measure(canon(responses=asked("nps", [10] * 40, (0, 10), customer_id=None)), PLAN), "nps")
    assert (found.n_customers, found.value) == (40, 100.0)


def test_a_file_without_dates_belongs_to_the_period(canon: Canon) -> None:
    """No answer has a date: all count now, none in the previous period, flagged."""
    found = measure(
        canon(responses=asked("nps", [10] * 40, (0, 10), survey_day=None)), Plan(period=YEAR, previous=YEAR.previous())
    )
    assert reading(found, "nps").value == 100.0
    assert "undated" in reading(found, "nps").flags
    assert found.previous is not None
    assert found.previous.readings["nps"].value is None


def test_single_answers_without_a_date_are_left_out(canon: Canon) -> None:
    """A file with dates: its undated answers count nowhere, and the flag says so."""
    rows = asked("nps", [10] * 40, (0, 10)) + asked("nps", [0] * 20, (0, 10), prefix="u", survey_day=None)
    found = reading(measure(canon(responses=rows), PLAN), "nps")
    assert (found.n_customers, found.value) == (40, 100.0)
    assert "undated_left_out" in found.flags


def test_switching_and_effort(canon: Canon) -> None:
    """Top box 8–10 of 1–10 likely to switch: 25 %. Effort 1–7, all 4: 50."""
    rows = asked("switch", [9, 2, 3, 7] * 10) + asked("ces", [4] * 40, (1, 7))
    found = measure(canon(responses=rows), PLAN)
    assert (reading(found, "switch_intent").value, reading(found, "ces").value) == (25.0, 50.0)
