"""What the operator chose for a run, and the defaults where nothing was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from reporter.model import Period

if TYPE_CHECKING:
    from pathlib import Path

MONTHS_A_YEAR = 12
QUARTER = 3
#: The series of months, quarters and years: months a step, and how many points.
STEPS = {"month": (1, 13), "quarter": (3, 9), "year": (12, 5)}
POINTS = 9  # of a series, the current period included: two years of quarters


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Flags of a run; None leaves it to the client's settings or to the default."""

    date: date
    period: Period | None = None
    lang: str | None = None
    brand: str | None = None
    output: Path | None = None
    benchmarks: tuple[str, ...] = ()
    nps_scale: Literal["0-10", "1-10"] | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    decimal: Literal["comma", "point"] | None = None
    encoding: str | None = None
    currency: str | None = None
    mapping: Path | None = None
    drop: tuple[str, ...] = ()
    sales: tuple[str, ...] = ()


def default_period(first: date, last: date) -> Period:
    """Return the last twelve whole months where the data reach back two years, else all that there is.

    Two years are needed to compare a year with the year before; a shorter record is shown whole.
    """
    month = last.replace(day=1)
    end = _next_month(month) if (last + timedelta(days=1)).day == 1 else month
    start = end.replace(year=end.year - 1)
    if first <= start.replace(year=start.year - 1):
        return Period(start, end)
    return Period(first, last + timedelta(days=1))


def covers(period: Period, first: date) -> bool:
    """Tell whether data that begin on a day cover a period: no more than its first tenth may be missing.

    A period that the data only touch would look like a bad one.
    """
    return (first - period.start).days <= period.days // 10


def covers_end(period: Period, last: date) -> bool:
    """Tell whether data that end on a day cover a period: no more than its last tenth may be missing."""
    return (period.last - last).days <= period.days // 10


def history(period: Period, first: date) -> tuple[Period, ...]:
    """Return the earlier periods of a series, oldest first, that lie within the data.

    A year is followed by rolling years a quarter apart, so that the last point is the period
    itself; shorter periods are followed one after another.
    """
    months = period.months
    if months is None:
        return ()
    step = QUARTER if months == MONTHS_A_YEAR else months
    points: list[Period] = []
    for back in range(POINTS - 1, 0, -1):
        earlier = Period(_shift(period.start, -back * step), _shift(period.end, -back * step))
        if covers(earlier, first):
            points.append(earlier)
    return tuple(points)


def last_year(period: Period, first: date) -> Period | None:
    """Return the same period a year before; None where it is the previous one, or outside the data."""
    months = period.months
    if months is None:
        return None
    earlier = Period(_shift(period.start, -MONTHS_A_YEAR), _shift(period.end, -MONTHS_A_YEAR))
    return earlier if earlier != period.previous() and covers(earlier, first) else None


def steps(period: Period, first: date, last: date) -> dict[str, tuple[Period, ...]]:
    """Return the whole months, quarters and years up to the end of the period that lie within the data, oldest first.

    A step is there from two points on; only whole calendar steps that end by the period's last day count.

    Args:
        period: of the report.
        first: first day of the data.
        last: their last day; a step after it would be a row of zeros that nobody counted.
    """
    found = {}
    for name, (length, points) in STEPS.items():
        over = (period.end.year * MONTHS_A_YEAR + period.end.month - 1) % length
        newest = _shift(period.end, -over)
        ends = [_shift(newest, -back * length) for back in range(points - 1, -1, -1)]
        every = [Period(_shift(end, -length), end) for end in ends]
        kept = tuple(one for one in every if covers(one, first) and covers_end(one, last))
        if len(kept) > 1:
            found[name] = kept
    return found


def _shift(day: date, months: int) -> date:
    """Return the first of a month some months away."""
    number = day.year * MONTHS_A_YEAR + day.month - 1 + months
    return date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def _next_month(day: date) -> date:
    """Return the first day of the following month."""
    return _shift(day, 1)
