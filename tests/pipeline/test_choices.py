"""Which periods a report covers when nobody says."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.model import Period
from reporter.pipeline.choices import default_period, history


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
