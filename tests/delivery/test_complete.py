"""Whether a client's data of a month are all there, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import narwhals as nw

from reporter.delivery.gate import incomplete
from reporter.delivery.gate.complete import DAYS
from reporter.model import Period
from reporter.store import Tables, connect
from reporter.workspace.delivery import Conditions
from tests.delivery.businesses import months
from tests.delivery.days_of_rows import EPOCH, OCTOBER, QUARTERS, STEADY, Rows, changed, days, wave


def tables(**rows: Rows) -> Tables:
    """Return tables with so many rows a day; an answer has three items."""
    connection = connect()
    frames = {}
    for name, counts in rows.items():
        column = DAYS.get(name, "created_day")
        connection.execute(f"CREATE TABLE {name} ({column} INTEGER, response_id VARCHAR)")
        items = 3 if name == "responses" else 1
        told_ = ", ".join(f"({(day - EPOCH).days}, {count * items})" for day, count in counts.items())
        if told_:
            connection.execute(
                f"INSERT INTO {name} SELECT day, day || '-' || (n // {items})"  # noqa: S608 - our own words
                f" FROM (SELECT day, unnest(range(many)) AS n FROM (VALUES {told_}) AS given(day, many))"
            )
        frames[name] = nw.from_native(connection.table(name)).lazy()
    return Tables(connection=connection, frames=frames)


def told(period: Period = OCTOBER, conditions: Conditions | None = None, **rows: Rows) -> list[str]:
    """Return the reasons why a period waits; each of them may pass by itself."""
    found = incomplete(tables(**rows), period, conditions or Conditions())
    assert {one.kind for one in found} <= {"wait"}
    return [f"{one.code} {one.reason}" for one in found]


def test_a_steady_month_is_complete() -> None:
    """The month ends on a Saturday: one day without rows is nothing."""
    assert told(orders=STEADY) == []


def test_a_month_that_is_half_there_names_what_it_compared() -> None:
    """22 working days × 10 = 220 were expected, half of it is needed; 4 a day are 88."""
    thin = changed(STEADY, OCTOBER.start, OCTOBER.last, 4)
    (reason,) = told(orders=thin)
    assert reason == (
        "E432 orders: 88 rows in 2026-10 where about 220 were expected and 110 are needed; the last is of 2026-10-30"
    )
    assert told(orders=changed(STEADY, OCTOBER.start, OCTOBER.last, 5)) == []
    assert told(orders=thin, conditions=Conditions(complete=0.0)) == []
    strict = Conditions(complete=0.75)
    assert len(told(orders=changed(STEADY, OCTOBER.start, OCTOBER.last, 7), conditions=strict)) == 1


def test_a_table_that_ends_early_is_not_fresh() -> None:
    """The last row is of Friday the 23rd: eight days, where weekends of two, and three at most, are all that was."""
    early = changed(STEADY, date(2026, 10, 24), OCTOBER.last, 0)
    (reason,) = told(orders=early)
    assert reason == (
        "E431 orders: the last of the 170 rows in 2026-10 is of 2026-10-23, 8 days before its end; at most 3 are usual"
    )


def test_a_month_without_any_row_is_not_fresh() -> None:
    """Files of the whole month are missing."""
    (reason,) = told(orders=changed(STEADY, OCTOBER.start, OCTOBER.last, 0))
    assert reason.startswith("E431 orders: there is no row in 2026-10, the last is of 2026-09-30, 31 days")


def test_three_months_without_files_do_not_become_usual() -> None:
    """Data that ended in July are told in October too, though the weeks before October are empty."""
    (reason,) = told(orders=changed(STEADY, date(2026, 7, 16), OCTOBER.last, 0))
    assert reason.startswith("E431")


def test_rows_of_the_next_month_prove_that_the_export_is_later() -> None:
    """A week's closure at the end of the month is over; rows after the day of the run prove nothing."""
    closed = changed(STEADY, date(2026, 10, 24), OCTOBER.last, 0)
    assert told(orders={**closed, date(2026, 11, 2): 10}) == []
    late = {**closed, date(2026, 11, 30): 1}
    assert told(orders=late) == []
    found = incomplete(tables(orders=late), OCTOBER, Conditions(), today=date(2026, 11, 3))
    assert [one.code for one in found] == ["E431"]
    assert len(told(orders={**closed, date(2099, 1, 1): 1})) == 1


def test_pauses_of_the_year_before_are_nothing_new() -> None:
    """Closed for nine days at Easter: eight at the end of October are no alarm."""
    easter = changed(STEADY, date(2026, 4, 3), date(2026, 4, 11), 0)
    assert told(orders=changed(easter, date(2026, 10, 24), OCTOBER.last, 0)) == []


def test_a_summers_closure_explains_a_summer_and_no_october() -> None:
    """Four weeks closed in July, as the year before: no alarm in July; in October the last week is missed."""
    closed = changed(changed(STEADY, date(2025, 7, 5), date(2025, 8, 1), 0), date(2026, 7, 4), date(2026, 7, 31), 0)
    july = {day: count for day, count in closed.items() if day < date(2026, 8, 1)}
    assert told(Period.parse("2026-07"), orders=july) == []
    assert told(Period.parse("2026-07"), orders=changed(july, date(2026, 6, 29), date(2026, 7, 31), 0)) == []
    assert len(told(Period.parse("2026-07"), orders=changed(july, date(2026, 6, 15), date(2026, 7, 31), 0))) == 1
    shorter = changed(changed(STEADY, date(2025, 7, 5), date(2025, 7, 25), 0), date(2026, 7, 4), date(2026, 7, 31), 0)
    assert told(Period.parse("2026-07"), orders={day: n for day, n in shorter.items() if day < date(2026, 8, 1)}) == []
    june, august = Period.parse("2026-06"), Period.parse("2026-08")
    for period in (june, august):
        until = {day: count for day, count in closed.items() if day < period.end}
        assert told(period, orders=until) == []
        assert len(told(period, orders=changed(until, period.start, period.last, 0))) == 1
    assert len(told(orders=changed(closed, date(2026, 10, 24), OCTOBER.last, 0))) == 1


def test_a_month_that_was_never_got_does_not_switch_the_test_off() -> None:
    """March and April of this year are missing for ever; October's last week is missed all the same."""
    hole = changed(STEADY, date(2026, 3, 1), date(2026, 4, 30), 0)
    assert told(orders=hole) == []
    assert len(told(orders=changed(hole, date(2026, 10, 24), OCTOBER.last, 0))) == 1


def test_a_bulk_of_imported_rows_raises_no_expectation() -> None:
    """Twenty thousand old tickets with the day of the move: the months after it are no alarm."""
    assert told(orders={**STEADY, date(2026, 9, 8): 20_000}) == []


def test_the_january_of_a_shop_is_measured_by_the_january_before() -> None:
    """Forty a day from October to December, six in January, two years running; then one, which is too few."""
    shop = days(date(2023, 9, 1), date(2026, 9, 30), 20, office=False)
    for year in (2023, 2024, 2025):
        shop = changed(shop, date(year, 10, 1), date(year, 12, 31), 40)
        shop = changed(shop, date(year + 1, 1, 1), date(year + 1, 1, 31), 6)
    january = Period.parse("2026-01")
    assert told(january, orders=shop) == []
    assert told(january, orders=changed(shop, january.start, january.last, 2)) == []
    assert [one[:4] for one in told(january, orders=changed(shop, january.start, january.last, 1))] == ["E432"]


def test_the_first_january_and_july_of_a_client_are_not_measured() -> None:
    """Nobody knows yet how they are; half the usual limit holds in other months of a first year."""
    young = days(date(2026, 1, 5), date(2026, 11, 30), 10)
    july, november = Period.parse("2026-07"), Period.parse("2026-11")
    assert told(july, orders=changed(young, july.start, july.last, 1)) == []
    assert told(november, orders=changed(young, november.start, november.last, 3)) == []
    assert len(told(november, orders=changed(young, november.start, november.last, 2))) == 1


def test_a_client_of_two_months_is_looked_at_for_silence_only() -> None:
    """A few rows are no alarm; a month without any is, except for a survey that was asked once."""
    new = days(date(2026, 9, 1), date(2026, 9, 30), 10)
    assert told(orders={**new, date(2026, 10, 20): 1}) == []
    assert [one[:4] for one in told(orders=new)] == ["E431"]
    assert told(responses=new) == []


def test_a_quarterly_survey_may_be_silent_between_its_waves() -> None:
    """Two months without an answer are how it is; a wave that did not come is told when it is a quarter late."""
    answers = {day: count for first in QUARTERS for day, count in wave(first).items()}
    for month in ("2026-06", "2026-07", "2026-10", "2026-11"):
        period = Period.parse(month)
        assert told(period, responses={day: n for day, n in answers.items() if day < period.end}) == []
    # the longest pause is that of 77 days, from 26 May to 11 August: 96 are allowed, and 121 days are past
    (reason,) = told(Period.parse("2026-12"), responses=answers)
    assert reason == (
        "E431 responses: there is no row in 2026-12, the last is of 2026-08-31, 122 days before its end;"
        " at most 96 are usual"
    )


def test_long_waves_are_waves_too() -> None:
    """Seven weeks of answers, six without, in a first year: the month between two waves is no alarm."""
    answers: dict[date, int] = {}
    for first in (date(2026, 2, 1), date(2026, 5, 6), date(2026, 8, 8)):
        answers |= days(first, first + timedelta(days=49), 10, office=False)
    assert told(responses=answers) == []
    assert told(responses={**answers, date(2026, 11, 11): 10}) == []


def test_a_table_of_few_rows_is_not_measured() -> None:
    """Four rows a week are 18 in October; four of them are too few to tell anything."""
    few = {day: 1 for day in STEADY if day.weekday() < 4}
    assert told(orders=changed(few, OCTOBER.start, date(2026, 10, 25), 0)) == []


def test_a_yearly_survey_is_never_an_alarm() -> None:
    """In no month of two years, not even when the wave is a month late."""
    answers = {**wave(date(2023, 10, 3)), **wave(date(2024, 10, 8)), **wave(date(2025, 10, 7))}
    for period in months("2025-01", "2026-11"):
        assert told(period, responses={day: n for day, n in answers.items() if day < period.end}) == []


def test_answers_are_counted_and_not_their_items() -> None:
    """Four answers of three items a day are four rows: 88 in the month."""
    (reason,) = told(responses=changed(STEADY, OCTOBER.start, OCTOBER.last, 4))
    assert reason.startswith("E432 responses: 88 rows in 2026-10 where about 220")


def test_needed_tables_must_be_there() -> None:
    """A table that is named and missing waits; one that is not named and missing does not."""
    assert told(orders=STEADY) == []
    needs = Conditions(needs=("orders", "tickets", "customers"))
    assert told(orders=STEADY, conditions=needs) == [
        "E430 tickets: no export held this table",
        "E430 customers: no export held this table",
    ]
    assert told(orders=STEADY, customers={date(2020, 1, 1): 3}, conditions=Conditions(needs=("customers",))) == []
    assert [one[:4] for one in told(orders={})] == ["E431"]
    begun = {date(2026, 11, 3): 4}
    assert told(orders=STEADY, responses=begun) == []
    assert [one[:4] for one in told(responses=begun, conditions=Conditions(needs=("responses",)))] == ["E431"]
    assert told() == ["E430 there is none of the tables orders, responses, tickets"]


def test_each_table_is_told_for_itself() -> None:
    """Orders are there, tickets end early; the alert by mail holds the table's name and no count."""
    early = changed(STEADY, date(2026, 10, 20), OCTOBER.last, 0)
    found = incomplete(tables(orders=STEADY, tickets=early), OCTOBER, Conditions())
    assert [(one.code, one.brief, one.kind) for one in found] == [("E431", "tickets", "wait")]
