"""Business days of Sweden and Denmark, against a table that was made without the library that tells them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest

from reporter.delivery.schedule.calendars import business_days, is_business_day
from reporter.workspace.delivery import ZONES, Schedule

if TYPE_CHECKING:
    from typing import Literal

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("business_days.toml").read_text(encoding="utf-8"))
YEARS = range(2024, 2037)


@pytest.mark.parametrize("calendar", ["SE", "DK"])
def test_first_and_last_business_day_of_every_month_are_those_of_the_table(calendar: Literal["SE", "DK"]) -> None:
    """312 of 312 a country, 624 in all."""
    told = {(year, month): (days[0].day, days[-1].day)
            for year in YEARS for month in range(1, 13) if (days := business_days(year, month, calendar))}  # fmt: skip
    typed = {(year, month): (table["first"][month - 1], table["last"][month - 1])
             for year in YEARS for table in [TABLE[calendar][str(year)]] for month in range(1, 13)}  # fmt: skip
    assert sum(map(len, typed.values())) == 312
    assert told == typed


@pytest.mark.parametrize(
    ("calendar", "after_easter"),
    [("SE", {-2, 1, 39}), ("DK", {-3, -2, 1, 39, 50})],
)
def test_the_days_around_easter_are_none(calendar: Literal["SE", "DK"], after_easter: set[int]) -> None:
    """Of the weekdays from two weeks before Easter to eight weeks after it exactly those that the law names."""
    fixed = {"SE": {(5, 1), (6, 6)}, "DK": {(6, 5)}}[calendar]
    for easter in TABLE["easter"].values():
        for number in range(-14, 57):
            day = easter + timedelta(days=number)
            free = day.weekday() >= 5 or number in after_easter or (day.month, day.day) in fixed
            assert is_business_day(day, calendar) is not free, day


@pytest.mark.parametrize(
    ("day", "sweden", "denmark"),
    [
        (date(2026, 6, 19), False, True),  # Midsummer Eve
        (date(2026, 12, 24), False, False),
        (date(2026, 12, 31), False, False),
        (date(2026, 5, 1), False, True),  # a day off in some Danish trades, in no Danish law
        (date(2026, 6, 5), True, False),  # Constitution Day
        (date(2025, 6, 6), False, True),  # Sweden's National Day
        (date(2026, 5, 15), True, True),  # the Friday after Ascension Day
        (date(2024, 4, 26), True, True),  # Store bededag, abolished
        (date(2023, 5, 5), True, False),  # Store bededag, the last one
        (date(2008, 5, 1), False, False),  # 1 May and Ascension Day at once
        (date(2026, 1, 5), True, True),  # Twelfth Night: banks close early, offices do not
    ],
)
def test_days_that_are_argued_about(day: date, *, sweden: bool, denmark: bool) -> None:
    """What the two laws on deadlines say of them."""
    assert is_business_day(day, "SE") is sweden
    assert is_business_day(day, "DK") is denmark


def test_every_calendar_of_the_settings_has_days_and_a_zone() -> None:
    """No calendar can be set that nobody knows."""
    calendars = get_args(get_type_hints(Schedule)["calendar"])
    assert set(calendars) == set(ZONES) == {"SE", "DK"}


def test_the_library_is_loaded_only_when_a_day_is_asked_for() -> None:
    """Commands that decide no day pay nothing for it."""
    code = (
        "import sys, datetime\n"
        "from reporter.delivery.schedule import fire\n"
        "from reporter.delivery.schedule.calendars import is_business_day\n"
        "assert 'holidays' not in sys.modules\n"
        "is_business_day(datetime.date(2026, 5, 1), 'SE')\n"
        "assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
