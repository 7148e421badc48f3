"""On which day and at which instant a report is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from reporter.delivery.schedule import day_of, describe, fire
from reporter.delivery.schedule.calendars import business_days, is_business_day
from reporter.delivery.schedule.rules import instant
from reporter.model import Period
from reporter.workspace import Schedule

if TYPE_CHECKING:
    from typing import Literal

MONTHS = tuple(Period.parse(f"{year}-{month:02}") for year in range(2024, 2037) for month in range(1, 13))
#: The nights in which Stockholm and Copenhagen change their clocks: the last Sundays of March and October.
NIGHTS = tuple(
    max(day for number in range(25, 32) if (day := date(year, month, number)).weekday() == 6)
    for year in range(2024, 2037)
    for month in (3, 10)
)


def schedules(calendar: Literal["SE", "DK"]) -> list[Schedule]:
    """Return every rule that can be set, at times around the change of the clock."""
    zone = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen"}[calendar]
    times = ("00:00", "02:30", "23:59")
    business = [Schedule(business_day=number, time=at, calendar=calendar, zone=zone)
                for number in (*range(1, 16), *range(-15, 0)) for at in times]  # fmt: skip
    ways: tuple[Literal["next", "previous"], ...] = ("next", "previous")
    days = [Schedule(day=number, time=at, if_holiday=way, calendar=calendar, zone=zone)
            for number, way, at in product(range(29), ways, times)]  # fmt: skip
    return business + days


@pytest.mark.parametrize(
    ("schedule", "period", "day"),
    [
        (Schedule(business_day=1), "2026-04", date(2026, 5, 4)),  # 1 May a Friday
        (Schedule(business_day=1, calendar="DK"), "2026-04", date(2026, 5, 1)),
        (Schedule(business_day=3), "2026-10", date(2026, 11, 4)),  # 1 November a Sunday
        (Schedule(business_day=-1), "2026-11", date(2026, 12, 30)),
        (Schedule(business_day=-2), "2026-11", date(2026, 12, 29)),
        (Schedule(business_day=-1), "2026-12", date(2027, 1, 29)),  # over the year's end
        (Schedule(day=5), "2026-10", date(2026, 11, 5)),
        (Schedule(day=7), "2026-10", date(2026, 11, 9)),  # a Saturday
        (Schedule(day=7, if_holiday="previous"), "2026-10", date(2026, 11, 6)),
        (Schedule(day=0), "2027-01", date(2027, 3, 1)),  # 28 February 2027 a Sunday: the next one is in March
        (Schedule(day=0, if_holiday="previous"), "2027-01", date(2027, 2, 26)),
        (Schedule(day=0), "2028-01", date(2028, 2, 29)),  # a leap year
        (Schedule(day=1, if_holiday="previous"), "2026-10", date(2026, 11, 2)),  # not Friday 30 October
        (Schedule(day=1, if_holiday="previous"), "2026-12", date(2027, 1, 4)),  # not 30 December
        (Schedule(day=24), "2026-11", date(2026, 12, 28)),  # Christmas Eve, two holidays, a Sunday
    ],
)
def test_the_day_of_a_rule(schedule: Schedule, period: str, day: date) -> None:
    """Worked by hand with a calendar."""
    assert day_of(schedule, Period.parse(period)) == day


@pytest.mark.parametrize(("number", "place"), [(23, -1), (-23, 0), (40, -1), (-40, 0)])
def test_a_business_day_that_a_month_lacks_is_its_last_or_first(number: int, place: int) -> None:
    """February 2026 has twenty."""
    days = business_days(2026, 2, "SE")
    assert len(days) == 20
    assert day_of(Schedule(business_day=number), Period.parse("2026-01")) == days[place]


@pytest.mark.parametrize("calendar", ["SE", "DK"])
def test_every_rule_hits_a_business_day_after_the_month_and_in_order(calendar: Literal["SE", "DK"]) -> None:
    """264 rules, 156 months: never early, a business day always, each month after the one before."""
    home = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen"}[calendar]
    ends = {period: instant(period.end, time(), home) for period in MONTHS}
    for schedule in schedules(calendar):
        instants = [fire(schedule, period) for period in MONTHS]
        assert all(early < late for early, late in pairwise(instants))
        for period, at in zip(MONTHS, instants, strict=True):
            assert ends[period] <= at < ends[period] + timedelta(days=45)
            local = at.astimezone(ZoneInfo(home))
            assert is_business_day(local.date(), calendar)
            assert local.date() == day_of(schedule, period)
            assert f"{local:%H:%M}" == schedule.time  # no rule reaches a Sunday, so none a change of the clock


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Europe/Copenhagen"])
def test_half_past_two_in_the_nights_of_the_change(zone: str) -> None:
    """In spring 02:30 does not exist and is 03:30, 01:30 UTC; in autumn the first of two, 00:30 UTC."""
    assert len(NIGHTS) == 26
    assert {date(2026, 3, 29), date(2026, 10, 25)} < set(NIGHTS)
    for night in NIGHTS:
        found = instant(night, time(2, 30), zone)
        if night.month == 3:
            assert found == datetime(night.year, 3, night.day, 1, 30, tzinfo=UTC)
            assert found.astimezone(ZoneInfo(zone)).time() == time(3, 30)
        else:
            assert found == datetime(night.year, 10, night.day, 0, 30, tzinfo=UTC)
            assert found.astimezone(ZoneInfo(zone)).fold == 0


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 27), 6), (date(2026, 3, 30), 5), (date(2026, 10, 23), 5), (date(2026, 10, 26), 6)],
)
def test_seven_o_clock_stays_seven_o_clock_over_the_change(day: date, utc_hour: int) -> None:
    """The wall clock's hour is kept, the one of UTC is not: the business days before and after both nights."""
    number = business_days(day.year, day.month, "SE").index(day) + 1
    schedule = Schedule(business_day=number, time="07:00")
    assert fire(schedule, Period(date(2026, day.month - 1, 1), date(2026, day.month, 1))) == datetime(
        day.year, day.month, day.day, utc_hour, tzinfo=UTC
    )


def test_a_rule_that_hits_a_gap_and_one_that_hits_a_fold() -> None:
    """Zones that change on a weekday: Jerusalem at 02:00 on Friday 27 March 2026, Cairo at 24:00 on 29 October."""
    gap = Schedule(day=27, time="02:30", zone="Asia/Jerusalem")  # the clock goes from 01:59 (+2) to 03:00 (+3)
    assert fire(gap, Period.parse("2026-02")) == datetime(2026, 3, 27, 0, 30, tzinfo=UTC)
    fold = Schedule(business_day=-2, time="23:30", zone="Africa/Cairo")  # 23:30 comes at +3 and again at +2
    assert fire(fold, Period.parse("2026-09")) == datetime(2026, 10, 29, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Stockholm"])
def test_the_month_has_ended_at_home_too(zone: str) -> None:
    """Midnight in Auckland is noon of the last day in Stockholm, whose orders are still coming in."""
    at = fire(Schedule(day=1, time="00:00", zone=zone), Period.parse("2026-03"))
    assert at >= datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(business_day=3), "3rd business day (SE) of the month after, at 07:00"),
        (Schedule(business_day=1, calendar="DK"), "1st business day (DK) of the month after, at 07:00"),
        (Schedule(business_day=12), "12th business day (SE) of the month after, at 07:00"),
        (Schedule(business_day=-1, time="16:30"), "last business day (SE) of the month after, at 16:30"),
        (Schedule(business_day=-2), "2nd last business day (SE) of the month after, at 07:00"),
        (Schedule(day=22), "22nd day of the month after or the next business day (SE), at 07:00"),
        (Schedule(day=0, if_holiday="previous"),
         "last day of the month after or the previous business day (SE), at 07:00"),
    ],
)  # fmt: skip
def test_a_rule_in_words(schedule: Schedule, words: str) -> None:
    """What a person reads who set it."""
    assert describe(schedule) == words


def test_no_two_rules_have_the_same_words() -> None:
    """Whoever reads the words knows the rule: 264 rules, 264 texts."""
    texts = [describe(schedule) for schedule in schedules("SE")]
    assert len(texts) == len(set(texts)) == 264
