"""Which periods a report covers when nobody says."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from reporter.model import Period
from reporter.pipeline.choices import default_period, history, last_year, steps


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2023, 1, 1), date(2025, 12, 31), "2025"),
        (date(2023, 1, 1), date(2025, 11, 20), "2024-11-01..2025-10-31"),
        (date(2010, 12, 1), date(2011, 12, 9), "2010-12-01..2011-12-09"),
        (date(2024, 1, 2), date(2025, 12, 31), "2024-01-02..2025-12-31"),
    ],
)
def test_two_years_of_data_give_a_year_to_compare(first: date, last: date, period: str) -> None:
    """The last twelve whole months where there is a year before them; else all that there is."""
    assert str(default_period(first, last)) == period


def test_a_years_history_is_rolling_years_a_quarter_apart() -> None:
    """The last point of the series is the period itself, so the earlier ones are years too."""
    found = history(Period.parse("2025"), date(2023, 1, 1))
    assert len(found) == 8
    assert str(found[0]) == "2023"
    assert str(found[-1]) == "2024-10-01..2025-09-30"


def test_history_stays_within_the_data() -> None:
    """A month whose first half is missing is no point: it would look like a bad month."""
    assert [str(p) for p in history(Period.parse("2025-10"), date(2025, 8, 3))] == ["2025-08", "2025-09"]
    assert [str(p) for p in history(Period.parse("2025-10"), date(2025, 8, 14))] == ["2025-09"]


def test_an_odd_period_has_no_history() -> None:
    """Periods that cut through months are not followed back."""
    assert history(Period.parse("2025-01-05..2025-02-11"), date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ("2025", None),  # 2024, which is the previous period already
        ("2025-Q3", "2024-Q3"),
        ("2025-05", "2024-05"),
        ("2024-02", "2023-02"),
        ("2023-05", None),  # there is no 2022 in the data
        ("2025-01-05..2025-02-11", None),
    ],
)
def test_the_same_period_last_year(period: str, earlier: str | None) -> None:
    """A year back by the calendar, where that is another than the previous period and the data begin by then."""
    assert last_year(Period.parse(period), date(2023, 1, 1)) == (Period.parse(earlier) if earlier else None)


def test_last_year_may_lack_its_first_tenth() -> None:
    """Of the 92 days of 2024-Q3 nine may be missing, ten may not."""
    assert str(last_year(Period.parse("2025-Q3"), date(2024, 7, 10))) == "2024-Q3"
    assert last_year(Period.parse("2025-Q3"), date(2024, 7, 11)) is None


#: period → step → (oldest, newest, points), for data from 2023-01-01 to 2025-12-31
STEPS = {
    "2025": {
        "month": ("2024-12", "2025-12", 13),
        "quarter": ("2023-Q4", "2025-Q4", 9),
        "year": ("2023", "2025", 3),
    },
    "2025-Q3": {
        "month": ("2024-09", "2025-09", 13),
        "quarter": ("2023-Q3", "2025-Q3", 9),
        "year": ("2023", "2024", 2),  # 2025 ends after the period
    },
    "2025-05": {
        "month": ("2024-05", "2025-05", 13),
        "quarter": ("2023-Q1", "2025-Q1", 9),
        "year": ("2023", "2024", 2),
    },
    "2025-01-10..2025-11-20": {
        "month": ("2024-10", "2025-10", 13),  # November is not over
        "quarter": ("2023-Q3", "2025-Q3", 9),
        "year": ("2023", "2024", 2),
    },
    "2023-06": {
        "month": ("2023-01", "2023-06", 6),
        "quarter": ("2023-Q1", "2023-Q2", 2),  # and no year: there is none yet
    },
    "2023-01": {},  # one month is no series
}


@pytest.mark.parametrize("period", STEPS)
def test_the_steps_end_by_the_periods_end_and_begin_within_the_data(period: str) -> None:
    """Thirteen months, nine quarters and five years at most, each by the calendar, none with a gap."""
    found = steps(Period.parse(period), date(2023, 1, 1), date(2025, 12, 31))
    told = {name: (str(every[0]), str(every[-1]), len(every)) for name, every in found.items()}
    assert told == STEPS[period]
    assert all(one.end == two.start for every in found.values() for one, two in pairwise(every))


def test_no_step_lies_after_the_data() -> None:
    """Data to the end of October 2025: the rest of the year is no month of zeros, and 2025 no year."""
    found = steps(Period.parse("2025"), date(2023, 1, 1), date(2025, 10, 31))
    assert {name: str(every[-1]) for name, every in found.items()} == {
        "month": "2025-10",
        "quarter": "2025-Q3",
        "year": "2024",
    }
