"""Level words for survey indices, after the SKI/EPSI convention (specification of indicators, part 6.2)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reporter.model import Better, Unit

if TYPE_CHECKING:
    from reporter.model import Reading

FAIR_FROM, STRONG_FROM = 60.0, 75.0
MIN_BASE = 30
#: Composites whose bands mean nothing: the triad, and its loyalty leg where behaviour is inside.
_WITHOUT_LEVEL = frozenset({"triad"})


class Level(StrEnum):
    """Where a survey index stands, with its whole 95 % interval."""

    WEAK = "weak"
    WEAK_OR_FAIR = "weak_or_fair"  # the interval straddles 60
    FAIR = "fair"
    FAIR_OR_STRONG = "fair_or_strong"  # the interval straddles 75
    STRONG = "strong"


def level(reading: Reading | None) -> Level | None:
    """Return the level of a survey index; None where it has none.

    It has none without a value or an interval, on fewer than 30 customers, in another unit than an
    index, for a difference of two, for the triad, for a leg with behaviour in it, and where the interval straddles
    both limits.
    """
    if reading is None or reading.low is None or reading.high is None or reading.n_customers < MIN_BASE:
        return None
    indicator = reading.indicator
    behaviour = indicator.id == "triad_loyalty" and "attitude_only" not in reading.flags
    if (
        indicator.unit is not Unit.INDEX
        or not (indicator.survey or indicator.id.startswith("triad_"))
        or indicator.id in _WITHOUT_LEVEL
        or indicator.better is Better.NEITHER
        or behaviour
    ):
        return None
    return _between(reading.low, reading.high)


def _between(low: float, high: float) -> Level | None:
    """Return the level of an interval."""
    if low < FAIR_FROM:
        if high < FAIR_FROM:
            return Level.WEAK
        return Level.WEAK_OR_FAIR if high < STRONG_FROM else None
    if low < STRONG_FROM:
        return Level.FAIR if high < STRONG_FROM else Level.FAIR_OR_STRONG
    return Level.STRONG
