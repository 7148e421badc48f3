"""What the series by month and quarter may tell beside the whole: nothing that is withheld follows from the rest."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.indicators import Plan, Settings, measure
from reporter.indicators.disclosure.steps import steps_told
from reporter.indicators.flags import SUPPRESSED
from reporter.indicators.gates import gate
from reporter.indicators.registry import indicators
from reporter.model import Period, Point, Reading, Snapshot
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.indicators.canonical import Canon

MONTHS = tuple(Period.parse(f"2025-{month:02d}") for month in range(1, 13))
QUARTERS = tuple(Period.parse(f"2025-Q{quarter}") for quarter in range(1, 5))
YEAR = Period.parse("2025")
ORDERS, VALUE = indicators()["orders"], indicators()["aov"]


def read(customers: int) -> Reading:
    """Return so many customers with an order each, as the catalogue tells them."""
    if 0 < customers < 5:
        refusal = gate(ORDERS, customers, customers)
        assert refusal is not None
        return refusal
    return Reading(indicator=ORDERS, value=customers, n_customers=customers, n_observations=customers)


def told(counts: Sequence[int], own: Period = YEAR) -> Mapping[Period, int | None]:
    """Return what is told of the months and quarters of a year in which so many ordered each month."""
    whole = dict(zip(MONTHS, counts, strict=True))
    whole |= {quarter: sum(counts[3 * at : 3 * at + 3]) for at, quarter in enumerate(QUARTERS)}
    steps = {
        name: {"orders": tuple(Point(period=one, reading=read(whole[one])) for one in every)}
        for name, every in (("month", MONTHS), ("quarter", QUARTERS))
    }
    now = Snapshot(
        period=own,
        readings={"orders": read(sum(n for one, n in whole.items() if one in MONTHS and one.end <= own.end))},
    )
    found = steps_told(steps, (now, None), {})
    assert {name: list(one) for name, one in found.items()} == {"month": ["orders"], "quarter": ["orders"]}
    points = [point for one in found.values() for point in one["orders"]]
    return {point.period: None if point.reading.value is None else int(point.reading.value) for point in points}


def test_what_withholds_nothing_is_told_whole() -> None:
    """Twelve months of ten: all of them, and their quarters."""
    assert list(told([10] * 12).values()) == [10] * 12 + [30] * 4


def test_of_a_small_month_the_smallest_neighbour_goes_too() -> None:
    """February has 3: 40 of the quarter less 17 and 20 would be them, so January (17) is withheld as well."""
    found = told([17, 3, 20, *[10] * 9])
    assert [found[month] for month in MONTHS] == [None, None, 20, *[10] * 9]
    assert [found[quarter] for quarter in QUARTERS] == [40, 30, 30, 30]


def test_two_small_months_of_a_quarter_are_few_together() -> None:
    """2 and 2 beside 20: the quarter less March is four, so March goes; with 2, 2 and 2 the quarter tells six."""
    assert [told([2, 2, 20, *[10] * 9])[month] for month in MONTHS[:3]] == [None, None, None]
    found = told([2, 2, 2, *[10] * 9])
    assert [found[month] for month in MONTHS[3:]] == [10] * 9
    assert found[QUARTERS[0]] == 6


def test_an_empty_month_hides_nobody() -> None:
    """0 is told, 3 is not; March goes, not the nobody of January."""
    assert [told([0, 3, 20, *[10] * 9])[month] for month in MONTHS[:3]] == [0, None, None]


def test_the_rest_of_a_period_that_ends_within_a_month_is_closed() -> None:
    """Until 3 December there were three more orders than until 30 November: one cell less is told."""
    whole = {month: read(10) for month in MONTHS[:11]}
    steps = {"month": {"orders": tuple(Point(period=one, reading=each) for one, each in whole.items())}}
    for count, shown in ((113, 10), (116, 11)):
        now = Snapshot(period=Period.parse("2025-01-01..2025-12-03"), readings={"orders": read(count)})
        points = steps_told(steps, (now,), {})["month"]["orders"]
        assert sum(point.reading.value is not None for point in points) == shown


def test_what_follows_from_another_indicator_is_withheld_with_it() -> None:
    """Orders times the value of an order is revenue: a month without the one has not the other."""
    counts = [17, 3, 20]
    orders = tuple(Point(period=one, reading=read(n)) for one, n in zip(MONTHS, counts, strict=False))
    value = Reading(indicator=VALUE, value=100.0, n_customers=30, n_observations=30, method="t")
    steps: dict[str, dict[str, tuple[Point, ...]]] = {
        "month": {"orders": orders, "aov": tuple(Point(period=one, reading=value) for one in MONTHS[:3])},
        "quarter": {"orders": (Point(period=QUARTERS[0], reading=read(40)),)},
    }
    found = steps_told(steps, (), {})["month"]["aov"]
    assert [point.reading.value for point in found] == [None, 100.0, 100.0]
    assert found[0].reading.flags == (SUPPRESSED,)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_no_small_month_can_be_reckoned(counts: list[int]) -> None:
    """Whatever the months: within each quarter what is withheld is not one month of 1–4, nor few together."""
    found = told(counts)
    for at, quarter in enumerate(QUARTERS):
        hidden = [counts[month] for month in range(3 * at, 3 * at + 3) if found[MONTHS[month]] is None]
        if found[quarter] is not None:
            assert not 0 < sum(hidden) < 5
            assert len(hidden) != 1 or hidden[0] >= 5
    whole = [period for period, value in found.items() if value is not None]
    rows = np.array([[float(month.start in period) for month in MONTHS] for period in (YEAR, *whole)])
    rank = np.linalg.matrix_rank(rows)
    for month, count in zip(MONTHS, counts, strict=True):
        if 0 < count < 5 and sum(counts) >= 5:
            row = np.array([float(one == month) for one in MONTHS])
            assert np.linalg.matrix_rank(np.vstack([rows, row])) > rank


def test_the_series_of_a_client_are_closed(canon: Canon) -> None:
    """Three customers order in February 2025, twelve in every other month: the months told do not give them away."""
    rows = [
        {"order_id": f"{month}-{n}", "customer_id": f"c{n}", "amount": 100, "currency": "SEK",
         "order_day": epoch(f"2025-{month:02d}-10")}
        for month in range(1, 13)
        for n in range(3 if month == 2 else 12)
    ]  # fmt: skip
    plan = Plan(period=YEAR, steps={"month": MONTHS, "quarter": QUARTERS}, settings=Settings(tau_days=90))
    found = measure(canon(orders=rows), plan)
    for name in ("orders", "revenue"):
        months = {str(p.period): p.reading.value for p in found.steps["month"][name]}
        assert [month for month, value in months.items() if value is None] == ["2025-01", "2025-02"], name
        quarters = [p.reading.value for p in found.steps["quarter"][name]]
        assert all(value is not None for value in quarters), name


@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_two_small_months_that_are_six_together_need_no_third(pair: tuple[int, int]) -> None:
    """3 and 3 beside 20, wherever they stand in the quarter: what follows from it is six, and nobody's month."""
    counts = [3 if at in pair else 20 for at in range(3)] + [10] * 9
    found = told(counts)
    assert [found[month] for month in MONTHS[3:]] == [10] * 9
    assert [found[month] is None for month in MONTHS[:3]] == [at in pair for at in range(3)]
