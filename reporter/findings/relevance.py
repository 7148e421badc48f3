"""The smallest difference that matters, in the length of the period that it is about.

The specification of indicators (part 6.1) gives retention 2 percentage points a year. What is lost grows
with time, so a quarter has a fourth of them: two points a month would hide a fifth of the customers a year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.statistics.verdict import relevant_difference, unchanged_within

if TYPE_CHECKING:
    from reporter.model import Indicator, Period

_A_YEAR = frozenset({"retention", "churn", "cancel_rate"})
_MONTHS, _DAYS = 12, 365


def relevant(indicator: Indicator, other: float, period: Period) -> float:
    """Return the smallest relevant difference from ``other``; a year's at most for what is lost over time."""
    whole = relevant_difference(indicator, other)
    if indicator.id not in _A_YEAR:
        return whole
    part = period.months / _MONTHS if period.months is not None else period.days / _DAYS
    return whole * min(part, 1.0)


def equal_within(indicator: Indicator, other: float, period: Period) -> float:
    """Return within which distance from ``other`` a figure may be called unchanged; less for small rates."""
    return unchanged_within(indicator, other, relevant(indicator, other, period))
