"""Bases that lie in one another: none that differs from another by one to four, worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan, measure
from reporter.indicators.disclosure.bases import NESTED, bases_told, margins_told, series_told
from reporter.indicators.registry import indicators
from reporter.model import Margin, Period, Point, Population, Reading
from tests.indicators.canonical import epoch
from tests.indicators.test_disclosure import read as plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.indicators.canonical import Canon

NAMES = sorted({name for pair in NESTED for name in (pair.inner, pair.outer)})


def read(name: str, n: int, rows: int | None = None) -> Reading:
    """Return a reading of ``n`` customers with so many rows."""
    return Reading(indicator=indicators()[name], value=10.0, n_customers=n, n_observations=n if rows is None else rows)


def told(*readings: Reading) -> dict[str, tuple[float | None, int]]:
    """Return value and base of what is told."""
    found = bases_told({one.indicator.id: one for one in readings})
    return {name: (one.value, one.n_customers) for name, one in found.items()}


def test_every_pair_names_indicators() -> None:
    """The list holds nothing that is not in the catalogue, and withholds one of the two."""
    assert set(NAMES) <= indicators().keys()
    assert all(pair.withheld in {None, pair.inner, pair.outer} for pair in NESTED)


@pytest.mark.parametrize(("n", "value"), [(833, 10.0), (834, None), (837, None), (838, 10.0)])
def test_who_gave_everything_back_is_not_reckoned(n: int, value: float | None) -> None:
    """837 customers with an order, 833 with one that was not wholly given back: the return rate is withheld."""
    assert told(read("aov", 833, 1748), read("return_rate", n, 1748))["return_rate"][0] == value


def test_orders_are_rows_of_their_own() -> None:
    """Two orders of customers with others were wholly given back: their number is withheld as well."""
    found = told(read("orders", 833, 1748), read("return_rate", 833, 1750))
    assert found == {"orders": (10.0, 833), "return_rate": (None, 0)}


def test_respondents_who_left_a_question_open() -> None:
    """1 244 in the quadrant, 1 245 in loyalty, 1 249 to a question of it: the smaller base where it is close."""
    found = told(read("satisfied_not_loyal", 1244), read("loy_idx", 1245), read("nki", 1268), read("nps", 1249))
    assert found == {
        "satisfied_not_loyal": (10.0, 1244),
        "loy_idx": (10.0, 1244),
        "nki": (10.0, 1268),
        "nps": (10.0, 1249),  # five more than the base of loyalty that is told
    }


def test_the_order_of_the_pairs_does_not_matter_for_what_is_left() -> None:
    """Loyalty is lowered from 1 245 to 1 244 and so comes within four of the question with 1 248."""
    found = told(read("satisfied_not_loyal", 1244), read("loy_idx", 1245), read("nps", 1248))
    assert {n for _, n in found.values()} == {1244}


def test_a_refused_reading_tells_no_base() -> None:
    """What has no value stands beside any base."""
    gone = Reading(indicator=indicators()["aov"], value=None, n_customers=20)
    assert told(gone, read("return_rate", 22))["return_rate"] == (10.0, 22)


def test_points_of_a_series_by_period() -> None:
    """The close base is withheld in the one period, not in the other."""
    one, two = Period.parse("2024"), Period.parse("2025")
    found = series_told(
        {
            "customers": (
                Point(period=one, reading=read("customers", 50)),
                Point(period=two, reading=read("customers", 50)),
            ),
            "complaint_rate": (
                Point(period=one, reading=read("complaint_rate", 53)),
                Point(period=two, reading=read("complaint_rate", 60)),
            ),
        }
    )
    assert [point.reading.value for point in found["complaint_rate"]] == [None, 10.0]
    assert [point.reading.value for point in found["customers"]] == [10.0, 10.0]


def test_corrected_margins_rest_on_the_base_that_is_shown() -> None:
    """A margin of 100 respondents beside a reading of 98: 98 of 197, √(99/196)."""
    found = margins_told(
        {"population": Population(population=197, margins=(Margin(indicator="nps", n=100, plain=4.0, corrected=2.8),))},
        {"nps": plain(98)},
    )["population"]
    assert isinstance(found, Population)
    (margin,) = found.margins
    assert margin.n == 98
    assert margin.corrected == pytest.approx(4.0 * (99 / 196) ** 0.5)


def test_measuring_withholds_the_return_rate(canon: Canon) -> None:
    """Of 44 buyers four gave everything back: 44 beside 40; with six, 46 beside 40, the rate is told."""
    for gone, value in ((4, None), (6, 100 * 6 / 46)):
        orders = [
            {"order_id": f"o{i}", "customer_id": f"c{i}", "order_day": epoch("2024-12-30"), "currency": "SEK"}
            | ({"amount": 0, "refund": 100} if i < gone else {"amount": 100, "refund": 0})
            for i in range(40 + gone)
        ]
        current = measure(canon(orders=orders), Plan(period=Period.parse("2024"))).current.readings
        assert (current["aov"].n_customers, current["return_rate"].value) == (40, value)
        assert ("suppressed" in current["return_rate"].flags) is (gone == 4)


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(30, 60)))
def test_no_two_told_bases_are_close(bases: Mapping[str, int]) -> None:
    """Whatever the bases: no nested pair that is told differs by one to four, no base grows, no value changes."""
    given_ = {name: read(name, n) for name, n in bases.items()}
    found = bases_told(given_)
    left = {name: one for name, one in found.items() if one.value is not None}
    for pair in NESTED:
        if pair.inner in left and pair.outer in left:
            assert not 0 < left[pair.outer].n_customers - left[pair.inner].n_customers < 5
    assert all(one.n_customers <= given_[name].n_customers for name, one in left.items())
    assert all("suppressed" in found[name].flags for name in given_ if name not in left)
