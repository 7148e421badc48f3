"""Business days of Sweden and Denmark.

A day is no business day where the country's law lets a deadline that ends on it run on to the next one: what an office
may put off by law it does not read by mail either. Both laws name the same kinds of days:

- Sweden, lag (1930:173) § 2: Sundays, public holidays, Saturdays, Midsummer Eve, Christmas Eve, New Year's Eve;
- Denmark, forældelsesloven § 27 (2): weekends, public holidays, Constitution Day (5 June), 24 and 31 December.

So Denmark's 1 May, a day off in some trades only, and the Fridays after Ascension Day are business days; Sweden's
1 May is a public holiday. Which days these are comes from the library ``holidays``, whose version is pinned. A change
of its mind shows in ``tests/delivery/business_days.toml``, which was made without it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    Calendar = Literal["SE", "DK"]

_SATURDAY = 5
_MONTHS_A_YEAR = 12
#: Of the library's optional Danish days the ones that the law names.
_DANISH = frozenset({(6, 5), (12, 24), (12, 31)})


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Tell whether offices of a country work on a day."""
    return day.weekday() < _SATURDAY and day not in _holidays(calendar, day.year)


@lru_cache(maxsize=1024)
def business_days(year: int, month: int, calendar: Calendar) -> tuple[date, ...]:
    """Return the business days of a month, in order; no month has none."""
    first = date(year, month, 1)
    after = date(year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    days = (first + timedelta(days=number) for number in range((after - first).days))
    return tuple(day for day in days if is_business_day(day, calendar))


@lru_cache(maxsize=256)
def _holidays(calendar: Calendar, year: int) -> frozenset[date]:
    """Return the days of a year that are none, weekends apart."""
    from holidays import country_holidays

    if calendar == "SE":  # by itself the library leaves the three eves out
        return frozenset(country_holidays("SE", years=year, categories=("public", "de_facto")))
    public = country_holidays("DK", years=year, categories=("public",))
    optional = country_holidays("DK", years=year, categories=("optional",))
    return frozenset(public) | {day for day in optional if (day.month, day.day) in _DANISH}
