"""A measured period: half-open, from a first day to the day after the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reporter.errors import UsageError

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
    r"|(?P<start>\d{4}-\d{2}-\d{2})\.\.(?P<end>\d{4}-\d{2}-\d{2})"
)
MONTHS_A_YEAR = 12


def _month_start(months: int) -> date:
    """Return the first day of a month counted from year 0 (12 × year + month − 1)."""
    return date(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` (included) to ``end`` (excluded)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty period."""
        if self.end <= self.start:
            raise UsageError("C105", f"the period {self} is empty", help="its end must lie after its start")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026``, ``2026-10``, ``2026-Q3``, ``2026-H1`` or ``2026-01-01..2026-03-31`` (last day included).

        Raises:
            UsageError: C104, when the text has none of these forms or names no real day.
        """
        found = _FORM.fullmatch(text.strip())
        try:
            if not found:
                raise ValueError(text)  # noqa: TRY301 - one place says what is accepted
            if found["start"]:
                return cls(date.fromisoformat(found["start"]), date.fromisoformat(found["end"]) + timedelta(days=1))
            first, length = 0, MONTHS_A_YEAR
            if found["month"]:
                first, length = int(found["month"]) - 1, 1
            elif found["quarter"]:
                first, length = 3 * int(found["quarter"]) - 3, 3
            elif found["half"]:
                first, length = 6 * int(found["half"]) - 6, 6
            if first >= MONTHS_A_YEAR or first < 0:
                raise ValueError(text)  # noqa: TRY301
            months = int(found["year"]) * MONTHS_A_YEAR + first
            return cls(_month_start(months), _month_start(months + length))
        except (ValueError, OverflowError):
            raise UsageError(
                "C104",
                f"'{text}' is not a period",
                help="write a year (2026), half (2026-H1), quarter (2026-Q3), month (2026-10) "
                "or two days (2026-01-01..2026-03-31)",
            ) from None

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    @property
    def months(self) -> int | None:
        """The number of whole calendar months, or None where the period cuts through one."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * MONTHS_A_YEAR + self.end.month - self.start.month

    def previous(self) -> Period:
        """Return the period of the same length that ends where this one starts."""
        if self.months is None:
            return Period(self.start - timedelta(days=self.days), self.start)
        first = self.start.year * MONTHS_A_YEAR + self.start.month - 1
        return Period(_month_start(first - self.months), self.start)

    def __contains__(self, day: date) -> bool:
        """Tell whether a day belongs to the period."""
        return self.start <= day < self.end

    def __str__(self) -> str:
        """Return the shortest text that ``parse`` reads back."""
        months, start = self.months, self.start
        if months == MONTHS_A_YEAR and start.month == 1:
            return f"{start.year}"
        if months == 6 and start.month in {1, 7}:  # noqa: PLR2004 - a half
            return f"{start.year}-H{1 if start.month == 1 else 2}"
        if months == 3 and start.month % 3 == 1:  # noqa: PLR2004 - a quarter
            return f"{start.year}-Q{(start.month + 2) // 3}"
        if months == 1:
            return f"{start:%Y-%m}"
        return f"{start}..{self.end - timedelta(days=1)}"
