"""The smallest difference that matters, by the length of the period."""

from __future__ import annotations

import pytest

from reporter.findings.relevance import equal_within, relevant
from reporter.model import Period
from tests.findings.build import INDICATORS


@pytest.mark.parametrize(("period", "points"), [("2025", 2.0), ("2025-Q4", 0.5), ("2025-10", 2 / 12)])
def test_what_is_lost_over_time_is_counted_by_the_year(period: str, points: float) -> None:
    """Two points of retention a year are half a point a quarter and a sixth a month; an index has two always."""
    assert relevant(INDICATORS["retention"], 80.0, Period.parse(period)) == pytest.approx(points)
    assert relevant(INDICATORS["nki"], 70.0, Period.parse(period)) == pytest.approx(2.0)


def test_days_count_where_the_months_are_not_whole() -> None:
    """73 days are a fifth of a year, and two years matter no more than one."""
    assert relevant(INDICATORS["churn"], 20.0, Period.parse("2025-01-01..2025-03-14")) == pytest.approx(0.4)
    assert relevant(INDICATORS["churn"], 20.0, Period.parse("2024-01-01..2025-12-31")) == pytest.approx(2.0)


def test_a_small_rate_has_its_own_limit_in_short_periods_too() -> None:
    """Churn: half a point a quarter from 5 % on; of 2 % a quarter a fifth, 0.4. An index keeps its two."""
    quarter = Period.parse("2025-Q4")
    assert equal_within(INDICATORS["churn"], 5.0, quarter) == pytest.approx(0.5)
    assert equal_within(INDICATORS["churn"], 2.0, quarter) == pytest.approx(0.4)
    assert equal_within(INDICATORS["nki"], 10.0, quarter) == pytest.approx(2.0)
