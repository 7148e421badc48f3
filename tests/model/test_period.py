"""Periods are read, written and stepped back without losing a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import UsageError
from reporter.model import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2026-01-05..2026-01-11", date(2026, 1, 5), date(2026, 1, 12)),
    ],
)
def test_every_form_is_read(text: str, start: date, end: date) -> None:
    """A period's text gives its first day and the day after its last."""
    assert Period.parse(text) == Period(start, end)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-Q5", "26", "2026-02-30..2026-03-01", "oktober"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """A text that names no period is a coded error, never a guess."""
    with pytest.raises(UsageError) as caught:
        Period.parse(text)
    assert caught.value.code == "C104"


def test_an_empty_period_is_refused() -> None:
    """A period whose end lies before its start is a coded error."""
    with pytest.raises(UsageError) as caught:
        Period.parse("2026-03-01..2026-02-01")
    assert caught.value.code == "C105"


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        ("2026", "2025"),
        ("2026-H1", "2025-H2"),
        ("2026-Q1", "2025-Q4"),
        ("2024-03", "2024-02"),
        ("2025-11-01..2026-10-31", "2024-11-01..2025-10-31"),
        ("2026-01-05..2026-01-11", "2025-12-29..2026-01-04"),
    ],
)
def test_the_previous_period_has_the_same_length(text: str, previous: str) -> None:
    """Whole months step back by months, other periods by days."""
    assert str(Period.parse(text).previous()) == previous


days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@given(start=days, length=st.integers(min_value=1, max_value=2000))
def test_a_periods_text_is_read_back(start: date, length: int) -> None:
    """Whatever a period prints is the same period when read."""
    period = Period(start, start + timedelta(days=length))
    assert Period.parse(str(period)) == period
    assert period.previous().end == period.start
    assert period.last in period
    assert period.end not in period
