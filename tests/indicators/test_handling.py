"""Support cases, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan
from reporter.indicators.gather import gather
from reporter.indicators.queries.times import STEPS, grid
from reporter.indicators.registry import modules
from reporter.model import Period
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.model import Reading
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR)


def read(tables: Tables, name: str, period: Period | None = None) -> Reading:
    """Return a reading of the plan's period, or of another of its periods."""
    return modules()[name].measure(gather(tables, PLAN).of(period or PLAN.period))


def why(tables: Tables, name: str) -> str:
    """Return the text of a refusal's reason."""
    found = read(tables, name)
    assert found.value is None
    assert found.reason is not None
    return found.reason.text


def case(number: int, day: str, **more: object) -> dict[str, Any]:
    """Return a support case of a customer of its own."""
    return {"ticket_id": f"t{number}", "customer_id": f"c{number}", "opened_day": epoch(day)} | more


def many(n: int, **more: object) -> list[dict[str, Any]]:
    """Return cases on the first and on the last day of the year and between, each of another customer."""
    days = ["2024-01-01", "2024-12-31", *["2024-06-01"] * (n - 2)]
    return [case(i, day) | more for i, day in enumerate(days)]


def timed(column: str, hours: list[float], **more: object) -> list[dict[str, Any]]:
    """Return one case per number of hours."""
    return [one | {column: value} for one, value in zip(many(len(hours), **more), hours, strict=True)]


def test_the_median_reply_by_hand(canon: Canon) -> None:
    """Twenty waited 1.5 hours and twenty-one 4: the median is 4, between 1.5 and 4."""
    found = read(canon(tickets=timed("hours_to_reply", [1.5] * 20 + [4.0] * 21)), "first_response")
    assert (found.value, found.low, found.high) == (4.0, 1.5, 4.0)
    assert (found.n_customers, found.n_observations, found.method) == (41, 41, "bootstrap_median")
    assert (found.scale, found.flags) == ("hours", ("small_base",))


def test_one_customer_with_many_cases_is_one_customer(canon: Canon) -> None:
    """Thirty customers with three cases each: 90 cases, and a wider interval than of 90 customers."""
    hours = [float(i) for i in range(90)]
    apart = read(canon(tickets=timed("hours_to_reply", hours)), "first_response")
    rows = [row | {"customer_id": f"c{i // 3}"} for i, row in enumerate(timed("hours_to_reply", hours))]
    found = read(canon(tickets=rows), "first_response")
    assert (found.n_customers, found.n_observations) == (30, 90)
    assert (found.value, apart.value) == (44.5, 44.5)
    assert found.se is not None
    assert apart.se is not None
    assert found.se > 1.4 * apart.se


def test_days_without_a_clock_are_said(canon: Canon) -> None:
    """Opened and solved two days later, no hours: 48, on another scale than hours, with the flag."""
    rows = [row | {"resolved_day": row["opened_day"] + 2} for row in many(40)]
    found = read(canon(tickets=rows), "resolution_time")
    assert (found.value, found.scale) == (48.0, "days")
    assert "whole_days" in found.flags
    assert why(canon(tickets=rows), "first_response").endswith("tells when it was first answered.")
    assert why(canon(tickets=many(40)), "resolution_time").endswith("tells when it was solved.")


def test_hours_that_are_whole_days_are_said_too(canon: Canon) -> None:
    """An export whose hours are all a multiple of 24 knew no clock either; one other hour shows that it did."""
    days = timed("hours_to_resolve", [24.0] * 30)
    assert read(canon(tickets=days), "resolution_time").scale == "days"
    clocked = [*days, case(99, "2024-06-01", hours_to_resolve=25.0)]
    assert read(canon(tickets=clocked), "resolution_time").scale == "hours"


def test_cases_without_a_time_are_said(canon: Canon) -> None:
    """Forty answered of fifty: more than a tenth is left out; of forty-four not."""
    rows = timed("hours_to_reply", [1.0] * 39 + [1.5])
    waiting = [case(100 + i, "2024-06-01") for i in range(10)]
    assert "cases_left_out" in read(canon(tickets=rows + waiting), "first_response").flags
    assert "cases_left_out" not in read(canon(tickets=rows + waiting[:4]), "first_response").flags


def test_times_that_are_none_are_no_times(canon: Canon) -> None:
    """Negative hours and what is no number are left out."""
    rows = timed("hours_to_reply", [2.5] * 30 + [-5.0] * 20 + [float("nan")] * 20)
    found = read(canon(tickets=rows), "first_response")
    assert (found.value, found.n_observations) == (2.5, 30)


@pytest.mark.parametrize(("n", "words"), [(4, "confidentiality"), (29, "Too few customers")])
def test_few_customers_have_no_median(canon: Canon, n: int, words: str) -> None:
    """Below 30 there is no median, below five not even the count."""
    tables = canon(tickets=timed("hours_to_reply", [1.5] * n))
    assert words in why(tables, "first_response")
    assert read(tables, "first_response").n_customers == (29 if n == 29 else 0)


def test_without_cases_every_reading_says_so(canon: Canon) -> None:
    """No table of cases, none in the period, none with a day."""
    names = ("first_response", "resolution_time", "solved_first", "repeat_contacts")
    order = {"order_id": "o", "customer_id": "c", "order_day": epoch("2024-02-01"), "amount": "1"}
    for name in names:
        nothing, undated = canon(orders=[order]), canon(tickets=[{"ticket_id": "t", "customer_id": "c"}])
        assert why(nothing, name) == why(undated, name) == "There are no support cases in the data."
        assert why(canon(tickets=[case(1, "2022-01-01")]), name) == "There are no support cases in the period."


def test_solved_at_the_first_contact_by_hand(canon: Canon) -> None:
    """Of 60 solved cases 45 took one contact: 75 %. Open cases and those closed without any reply do not count."""
    rows = [row | {"hours_to_resolve": 5.0, "contacts": 1 if i < 45 else 2} for i, row in enumerate(many(60))]
    rows += [case(100 + i, "2024-06-01", contacts=1) for i in range(20)]
    rows += [case(200 + i, "2024-06-01", contacts=0, hours_to_resolve=1.0) for i in range(20)]
    found = read(canon(tickets=rows), "solved_first")
    assert (found.value, found.n_customers, found.n_observations) == (75.0, 60, 60)
    assert (found.low, found.high) == pytest.approx((62.76, 84.22), abs=0.01)  # Wilson 45/60


def test_clustered_cases_widen_the_share(canon: Canon) -> None:
    """Thirty customers with two cases alike each: as wide as Wilson of 30·30/29 ≈ 30, not of 60 cases."""
    rows = [
        row | {"customer_id": f"c{i // 2}", "resolved_day": row["opened_day"], "contacts": 1 if i // 2 < 15 else 3}
        for i, row in enumerate(many(60))
    ]
    found = read(canon(tickets=rows), "solved_first")
    assert found.value == 50.0
    # the clustered SE is √(30/29 · 30) / 60 = 0.0928; the design effect (0.0928/0.0645)² = 60/29; 29 effective cases
    assert found.se == pytest.approx(100 * (0.25 / 29) ** 0.5)


def test_contacts_that_nobody_counted_refuse(canon: Canon) -> None:
    """Without the number of contacts, or without any solved case, no share is told."""
    assert "how many contacts" in why(canon(tickets=many(40, resolved_day=epoch("2024-07-01"))), "solved_first")
    assert "how many contacts" in why(canon(tickets=many(40, contacts=1)), "solved_first")


def test_coming_back_within_thirty_days_by_hand(canon: Canon) -> None:
    """Of 40 customers ten came back after exactly 30 days, five after 31, five on the same day: 25 %."""
    rows = [case(i, "2024-03-01") for i in range(40)]
    rows += [case(i, "2024-03-31", ticket_id=f"u{i}") for i in range(10)]
    rows += [case(i, "2024-04-01", ticket_id=f"u{i}") for i in range(10, 15)]
    rows += [case(i, "2024-03-01", ticket_id=f"u{i}") for i in range(15, 20)]
    rows += [case(99, "2024-12-31", customer_id=None)]
    found = read(canon(tickets=rows), "repeat_contacts")
    assert (found.value, found.n_customers, found.flags) == (25.0, 40, ("cases_partial", "small_base"))


def test_the_thirty_days_must_fit_into_the_data(canon: Canon) -> None:
    """Data to 31 December: who first came on 1 December can be followed, who came on the 2nd cannot."""
    rows = [case(i, "2024-12-01") for i in range(30)] + [case(100 + i, "2024-12-02") for i in range(30)]
    rows += [case(i, "2024-12-31", ticket_id=f"u{i}") for i in range(6)]
    found = read(canon(tickets=rows), "repeat_contacts")
    assert (found.value, found.n_customers) == (20.0, 30)
    late = [row for row in rows if row["opened_day"] > epoch("2024-12-01")]
    assert "can be followed" in why(canon(tickets=late), "repeat_contacts")


def test_a_case_after_the_period_brings_back_too(canon: Canon) -> None:
    """First contact in December, again in January, seen in data that go on."""
    rows = [case(i, "2024-12-20") for i in range(30)]
    rows += [case(i, "2025-01-10", ticket_id=f"u{i}") for i in range(30)] + [case(99, "2025-06-30")]
    assert read(canon(tickets=rows), "repeat_contacts").value == 100.0


@given(st.floats(min_value=0, max_value=24 * 730))
def test_the_grid_is_near_every_time(hours: float) -> None:
    """The nearest step is within three minutes up to a day, half an hour up to ten, half a day beyond."""
    off = float(np.abs(grid() - hours).min())
    assert off <= (0.05 if hours < 24 else 0.5 if hours < 240 else 12) + 1e-9


def test_the_grid_rises_and_holds_whole_days() -> None:
    """Its steps rise, and every whole day up to two years is one."""
    steps = grid()
    assert len(steps) == STEPS
    assert (np.diff(steps) > 0).all()
    assert {24.0 * day for day in range(731)} <= set(steps.tolist())


def test_the_engine_rounds_to_the_nearest_step(canon: Canon) -> None:
    """What the engine makes of a time is the step of the grid that is nearest."""
    for hours, told in ((0.04, 0.0), (1.26, 1.3), (23.96, 24.0), (30.4, 30.0), (239.7, 240.0), (300.0, 312.0)):
        rows = timed("hours_to_reply", [hours] * 30)
        assert read(canon(tickets=rows), "first_response").value == told
    rows = timed("hours_to_reply", [1e6] * 30)
    assert read(canon(tickets=rows), "first_response").value == 24.0 * 730
