"""What sentences are made of: one place that decides what may be said of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reporter.model import Comparison, Leg, Quantity, Reading, Unit, Verdict

if TYPE_CHECKING:
    from reporter.model import Concentration, Measurements, Period

#: Below this base nothing is said of a figure.
MIN_BASE = 30
_DECIMAL_FROM = 1000


class Change(StrEnum):
    """What is known of a change; every word about it is chosen by this value alone."""

    UP = "up"  # V1
    DOWN = "down"  # V1
    SAME = "same"  # V4
    UNKNOWN = "unknown"  # V2, V3, V5: no headline may lean on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The measurements and comparisons of one report, ready to be asked; money is in ``currency``."""

    measurements: Measurements
    comparisons: tuple[Comparison, ...]
    currency: str = ""

    @property
    def period(self) -> Period:
        """The current period."""
        return self.measurements.current.period

    @property
    def before(self) -> Period | None:
        """The previous period."""
        return self.measurements.previous.period if self.measurements.previous else None

    def reading(self, indicator: str) -> Reading | None:
        """Return a current reading of which something may be said, else None."""
        found = self.measurements.current.readings.get(indicator)
        if found is None or found.value is None:
            return None
        enough = found.indicator.leg is Leg.BASIS or found.n_customers >= MIN_BASE
        return found if enough else None

    def first(self, *indicators: str) -> Reading | None:
        """Return the first of several readings of which something may be said."""
        return next((found for name in indicators if (found := self.reading(name)) is not None), None)

    def previous(self, indicator: str) -> Comparison | None:
        """Return the comparison with the previous period, if there is one."""
        return next(
            (c for c in self.comparisons if c.against == "previous" and c.reading.indicator.id == indicator), None
        )

    def change(self, indicator: str) -> Change:
        """Return what may be said of a change."""
        return change(self.previous(indicator)) if self.before is not None else Change.UNKNOWN

    def benchmarks(self) -> tuple[Comparison, ...]:
        """Return, per indicator, the first comparison with an outside figure that is more than a grey reference."""
        chosen: dict[str, Comparison] = {}
        for one in self.comparisons:
            if one.against == "benchmark" and one.gap is not None and not one.reference_only:
                chosen.setdefault(one.reading.indicator.id, one)
        return tuple(chosen.values())

    def amount(self, reading: Reading, value: float | None = None) -> Quantity:
        """Return a reading's value, or another value in its unit."""
        return amount(reading, reading.value if value is None else value, self.currency)

    @staticmethod
    def top_share(spread: Concentration) -> Quantity:
        """Return the share of revenue of the richest fifth, in whole per cent."""
        return Quantity(value=spread.top_share, unit=Unit.PERCENT, decimals=0)

    def margin(self, reading: Reading) -> Quantity | None:
        """Return the wider half of a reading's 95 % interval, as ±."""
        if reading.value is None or reading.low is None or reading.high is None:
            return None
        half = max(reading.value - reading.low, reading.high - reading.value)
        return difference(reading, half, self.currency, margin=True)


def change(comparison: Comparison | None) -> Change:
    """Return what a comparison with the previous period allows a headline to say."""
    if comparison is None or comparison.gap is None:
        return Change.UNKNOWN
    if comparison.verdict is Verdict.CLEAR:
        return Change.UP if comparison.gap > 0 else Change.DOWN
    return Change.SAME if comparison.verdict is Verdict.EQUAL else Change.UNKNOWN


def half_width(comparison: Comparison) -> float | None:
    """Return the wider half of a gap's 95 % interval."""
    if comparison.gap is None or comparison.low is None or comparison.high is None:
        return None
    return max(comparison.gap - comparison.low, comparison.high - comparison.gap)


def amount(reading: Reading, value: float | None, currency: str) -> Quantity:
    """Return a value in a reading's unit, with the decimals that its base bears."""
    unit = reading.indicator.unit
    return Quantity(
        value=value,
        unit=unit,
        decimals=_decimals(reading),
        signed=unit is Unit.NPS,
        currency=currency if unit is Unit.MONEY else "",
        beside=reading.value if unit is Unit.MONEY else None,
    )


def difference(reading: Reading, value: float, currency: str, *, margin: bool = False) -> Quantity:
    """Return a difference between two values of a reading's unit: percentages differ by points.

    Points keep a decimal, on a small base too: a margin rounded up to whole points could seem to
    contradict the verdict on the difference beside it.
    """
    unit = reading.indicator.unit
    return Quantity(
        value=value,
        unit=Unit.POINTS if unit is Unit.PERCENT else unit,
        decimals=1 if unit is Unit.PERCENT else _decimals(reading),
        margin=margin,
        currency=currency if unit is Unit.MONEY else "",
        beside=reading.value if unit is Unit.MONEY else None,
    )


def _decimals(reading: Reading) -> int | None:
    """Return one decimal for shares of 1 000 customers or more, else none; other units have their own rule."""
    if reading.indicator.unit is not Unit.PERCENT:
        return reading.indicator.decimals
    return 1 if reading.n_customers >= _DECIMAL_FROM else 0
