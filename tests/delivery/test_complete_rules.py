"""What the gate counts by, as properties of any table, and on simulated businesses."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.delivery.gate import Obstacle
from reporter.delivery.gate.counts import expected, in_waves, pauses
from reporter.model import Period
from tests.delivery.businesses import KINDS, business, counts_of, judged, months, table_of, without
from tests.delivery.days_of_rows import EPOCH, OCTOBER, QUARTERS, STEADY, changed, days, wave

PERIODS = tuple(months("2022-03", "2025-12"))


def test_the_weeks_before_tell_what_to_expect() -> None:
    """13 weeks of 50 rows, Monday to Friday: 22 working days are 220; with fewer than eight weeks nothing tells."""
    steady = counts_of(STEADY.items())
    assert expected(steady, OCTOBER.start, OCTOBER.end, OCTOBER.start) == pytest.approx(220)
    young = counts_of(days(date(2026, 8, 7), date(2026, 9, 30), 10).items())
    assert expected(young, OCTOBER.start, OCTOBER.end, OCTOBER.start) is None


def test_waves_are_told_from_a_hole() -> None:
    """Pauses of ten weeks four times a year are waves; two months that are missing once are not."""
    assert in_waves(counts_of((day, n) for first in QUARTERS for day, n in wave(first).items()), OCTOBER.start)
    assert not in_waves(counts_of(changed(STEADY, date(2026, 3, 1), date(2026, 4, 30), 0).items()), OCTOBER.start)


@given(st.sets(st.integers(0, 400), min_size=2))
def test_pauses_and_days_with_rows_make_the_whole(numbers: set[int]) -> None:
    """Every day from the first to the last either has rows or lies in one pause."""
    found = counts_of((EPOCH + timedelta(days=n), 1) for n in numbers)
    silent = sum(gap for gap, _ in pauses(found, date.min, date.max))
    assert silent + len(numbers) == max(numbers) - min(numbers) + 1
    assert silent == sum(b - a - 1 for a, b in pairwise(sorted(numbers)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(any), st.integers(0, 900))
def test_what_goes_on_as_it_was_is_never_an_alarm(week: list[int], begin: int) -> None:
    """Any pattern of a week, repeated for any time, in any month."""
    first = date(2023, 1, 2) + timedelta(days=begin)
    every = counts_of((day, week[day.weekday()]) for day in (first + timedelta(days=n) for n in range(1300)))
    for period in months("2023-02", "2026-06"):
        assert judged(every, "orders", period, period.end) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 50), st.sampled_from(["2025-03", "2025-07", "2025-12", "2026-02"]))
def test_a_missing_second_half_is_always_an_alarm(rows: int, month: str) -> None:
    """For a steady table of one row a day or more that has been known for a year."""
    period = Period.parse(month)
    every = counts_of(days(date(2023, 10, 1), period.last, rows, office=False).items())
    half = without(every, period.start + timedelta(days=period.days // 2), period.end)
    found = judged(half, "orders", period, period.end)
    assert isinstance(found, Obstacle)
    assert found.code == "E431"


def test_simulated_businesses_raise_few_false_alarms() -> None:
    """One in a hundred months at most, over seven kinds of business of four years; empty months are told."""
    alarms, silent, missed = 0, 0, 0
    tried = [(kind, business(kind, seed), period) for kind in KINDS for seed in range(2) for period in PERIODS]
    for kind, counts, period in tried:
        alarms += judged(counts, table_of(kind), period, period.end) is not None
        if "survey" not in kind and kind != "tickets" and period.start.year > 2022:
            silent += 1
            missed += judged(without(counts, period.start, period.end), table_of(kind), period, period.end) is None
    assert alarms <= len(tried) // 100
    assert missed <= silent // 10
