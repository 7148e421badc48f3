"""The table of key figures: which indicators have a row, and both changes of a period shorter than a year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.findings import titles
from reporter.indicators.registry import indicators
from reporter.model import Comparison, Indicator, Leg, Period, Quantity, Reading, Snapshot, Table, Unit, Verdict
from reporter.report import Material, compose
from reporter.report.lookup import interval_text, quantity
from reporter.report.pages.key_figures import ELSEWHERE, STANDS_IN, table
from reporter.report.words import ORDER, label_of, unit_name
from tests.report.example import compared, material, measurements, reading
from tests.report.spoken import words

NOW, BEFORE, LAST_YEAR = (Period.parse(one) for one in ("2026-Q2", "2026-Q1", "2025-Q2"))


def quarter() -> Material:
    """Return the client's second quarter, compared with the first and with that of the year before."""
    measured = measurements()
    last_year = Snapshot(period=LAST_YEAR, readings={"nps": reading("nps", 12.0), "nki": reading("nki", base=20)})
    changes = tuple(
        Comparison(
            against="last_year",
            reading=reading(name),
            other=last_year.readings[name],
            gap=gap,
            low=gap - 6,
            high=gap + 6,
            verdict=Verdict.CLEAR,
            good=True,
        )
        for name, gap in (("nps", 16.0), ("nki", 3.0))
    )
    return replace(
        material(),
        period=NOW,
        previous=BEFORE,
        measurements=replace(measured, last_year=last_year),
        comparisons=(*compared(measured), *changes),
    )


def row_of(found: Table, name: str) -> tuple[object, ...]:
    """Return the cells of an indicator's row."""
    return next(row.cells for row in found.rows if row.cells[0] == label_of(reading(name)))


def test_both_changes_stand_beside_each_other() -> None:
    """A quarter shows its change from the quarter before and from that of the year before, within 170 mm."""
    found = table(quarter())
    heads = [words(column.head) for column in found.columns]
    assert heads[5:7] == ["Change from kvartal 1 2026", "Change from kvartal 2 2025"]
    assert sum(column.width for column in found.columns) == pytest.approx(170, abs=0.05)
    before, year = row_of(found, "nps")[5:7]
    assert isinstance(before, Comparison)
    assert isinstance(year, Comparison)
    assert (before.against, before.gap) == ("previous", 7.0)
    assert (year.against, year.gap) == ("last_year", 16.0)


def test_a_change_from_a_base_too_small_is_not_shown() -> None:
    """Of 20 answers a year ago nothing is printed, and so no change from them."""
    assert row_of(table(quarter()), "nki")[6] is None


def test_a_year_keeps_the_earlier_value() -> None:
    """A whole year is compared with the year before: its value stands there, and one change."""
    found = table(material())
    assert [words(column.head) for column in found.columns][5:7] == ["2025", "Change"]
    earlier = row_of(found, "nki")[5]
    assert isinstance(earlier, Quantity)
    assert earlier.value == 71.2


def with_readings(*found: Reading) -> Material:
    """Return the client with more readings."""
    current = measurements().current
    more = {**current.readings, **{one.indicator.id: one for one in found}}
    return replace(material(), measurements=replace(measurements(), current=replace(current, readings=more)))


def of(name: str, value: float, low: float, high: float, n: int = 500) -> Reading:
    """Return a reading of an indicator of the catalogue."""
    found = indicators()[name]
    return Reading(indicator=found, value=value, low=low, high=high, n_customers=n, n_observations=n, method="t")


def test_details_stand_on_the_method_page_alone() -> None:
    """The gap between product and service has no row among the key figures, but one with its base and interval."""
    client = with_readings(of("sat_gap", 4.1, 2.9, 5.3))
    assert "sat_gap" not in str([row.cells[0] for row in table(client).rows])
    methods = compose(client).pages[-1].blocks["methods"]
    assert isinstance(methods, Table)
    row = next(row for row in methods.rows if "sat_gap" in str(row.cells[0]))
    assert [words(cell) for cell in row.cells[1:3]] == ["+4,1", "+2,9 to +5,3"]


def test_a_second_form_stands_in_only_for_a_missing_first() -> None:
    """The first version of the effort score has a row only where the second was not asked."""
    effort = of("ces_effort", 61.0, 59.0, 63.0)
    assert "ces_effort" not in str([row.cells[0] for row in table(with_readings(effort)).rows])
    whole = with_readings(effort)
    readings = {name: one for name, one in whole.measurements.current.readings.items() if name != "ces"}
    current = replace(whole.measurements.current, readings=readings)
    alone = replace(whole, measurements=replace(whole.measurements, current=current))
    assert "ces_effort" in str([row.cells[0] for row in table(alone).rows])


def test_the_title_counts_no_change_that_has_no_row() -> None:
    """Whatever stands elsewhere is also left out of the count of better and worse figures in the title."""
    counted = set(indicators()) - titles_room_excludes()
    rows = {name for name in indicators() if name not in ELSEWHERE and indicators()[name].leg is not Leg.TRIAD}
    assert {one for one in counted if indicators()[one].leg is not Leg.BASIS} <= rows
    assert set(STANDS_IN) <= rows


def titles_room_excludes() -> set[str]:
    """Return the indicators whose certain rise does not change the title of the key figures."""
    silent = set()
    for name, facts in indicators().items():
        found = Reading(indicator=facts, value=50.0, n_customers=500)
        change = Comparison(against="previous", reading=found, other=found, gap=9.0, verdict=Verdict.CLEAR, good=True)
        current, before = (Snapshot(period=period, readings={}) for period in (NOW, BEFORE))
        measured = replace(measurements(), current=current, previous=before)
        if titles(measured, (change,))["key_figures"].text.startswith("No key figure"):
            silent.add(name)
    return silent


def test_every_indicator_has_its_place() -> None:
    """The order of the tables names every indicator of the catalogue once, legs one after another."""
    assert sorted(ORDER) == sorted(indicators())
    legs = [indicators()[name].leg for name in ORDER]
    assert [one for place, one in enumerate(legs) if place == 0 or legs[place - 1] is not one] == [
        *(Leg.TRIAD, Leg.SATISFACTION, Leg.VALUE, Leg.LOYALTY, Leg.ECONOMY, Leg.BASIS)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("freq", "Orders per customer"),
        ("relvalue", "Index, 100 = as good as the best alternative"),
        ("complaints_per_1000", "Complaints per 1,000 orders"),
        ("nrr", "Per cent of the revenue at the start"),
        ("csat", "Per cent"),
        ("first_response", "Hours"),
    ],
)
def test_a_number_is_named_by_what_it_counts(name: str, expected: str) -> None:
    """A ratio of 100 is no number per customer."""
    assert words(unit_name(indicators()[name])) == expected


def test_a_ratio_without_a_name_is_a_ratio() -> None:
    """An indicator that nobody described claims no unit."""
    assert words(unit_name(Indicator(id="new", leg=Leg.VALUE, unit=Unit.RATIO))) == "Ratio"


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (3.7, 3.2, 12.4, ("3,7 tim", "3,2–12,4")),
        (15.0, 9.6, 18.0, ("15 tim", "10–18")),
        (9.97, 8.0, 11.0, ("10 tim", "8–11")),
    ],
)
def test_ends_of_hours_have_the_decimals_of_the_value(
    value: float, low: float, high: float, expected: tuple[str, str]
) -> None:
    """An interval of 3.2 to 12.4 around 3.7 is not written 3.2–12."""
    found = of("first_response", value, low, high)
    assert (words(quantity(found, "")), words(interval_text(found, ""))) == expected


def test_differences_carry_their_sign_and_ratios_their_decimals() -> None:
    """A gap of 4.1 is +4.1; a relative value of 103.42 is 103.4."""
    assert words(quantity(of("sat_gap", 4.1, 2.9, 5.3), "")) == "+4,1"
    assert words(quantity(of("relvalue", 103.42, 99.0, 107.0), "")) == "103,4"
    assert words(quantity(of("complaints_per_1000", 14.47, 11.9, 17.4), "")) == "14,5"
