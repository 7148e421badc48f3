"""Questions that every page asks of the material; each answer is one fact or None."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from reporter.model import Comparison, Leg, Quantity, Reading, Unit, Verdict, msg
from reporter.report.words import ORDER
from reporter.statistics.comparable import differs

if TYPE_CHECKING:
    from reporter.model import Message, Point, SegmentReading
    from reporter.report.material import Material

#: Below this base no number is printed, below the second it is grey with † (specification of reports, 1.4).
SMALLEST_BASE = 30
LIMITED_BASE = 100
#: A group smaller than this is not shown at all (specification of indicators, part 7).
SMALLEST_TOLD = 5
#: More segments than this do not fit beside one another; the largest bases are kept.
MOST_SEGMENTS = 5

#: Units that a number carries without a word.
UNNAMED = frozenset({Unit.INDEX, Unit.NPS})
#: Differences by nature: they carry their sign.
SIGNED = frozenset({"expectation_gap", "sat_gap"})
#: Hours under this have a decimal, others none: the ends of an interval as its value.
TENTHS_BELOW = 9.95

TOO_FEW = msg("too few answers")


def base(reading: Reading) -> int:
    """Return the customers behind a reading, or its observations where customers are unknown."""
    return reading.n_customers or reading.n_observations


def readings(material: Material) -> tuple[Reading, ...]:
    """Return the current readings, computed or not, in the order of the tables."""
    place = {indicator: at for at, indicator in enumerate(ORDER)}
    found = material.measurements.current.readings
    return tuple(found[one] for one in sorted(found, key=lambda one: (place.get(one, len(ORDER)), one)))


def shown(reading: Reading | None) -> bool:
    """Tell whether a reading may be printed as a number."""
    if reading is None or reading.value is None:
        return False
    return reading.indicator.leg is Leg.BASIS or base(reading) >= SMALLEST_BASE


def weak(reading: Reading) -> bool:
    """Tell whether a printable reading rests on fewer than 100 customers."""
    return reading.indicator.leg is not Leg.BASIS and base(reading) < LIMITED_BASE


def reading_of(material: Material, indicator: str) -> Reading | None:
    """Return the current reading of an indicator, computed or not."""
    return material.measurements.current.readings.get(indicator)


def shown_reading(material: Material, indicator: str) -> Reading | None:
    """Return the current reading if it may be printed."""
    reading = reading_of(material, indicator)
    return reading if shown(reading) else None


def previous_reading(material: Material, indicator: str) -> Reading | None:
    """Return the previous period's reading if it may be printed."""
    snapshot = material.measurements.previous
    reading = snapshot.readings.get(indicator) if snapshot else None
    return reading if shown(reading) else None


def drawn_before(material: Material, indicator: str) -> Reading | None:
    """Return the previous period's reading if it may be drawn beside the current one: both measure the same thing."""
    now, before = shown_reading(material, indicator), previous_reading(material, indicator)
    return before if now is not None and before is not None and differs(now, before) is None else None


def comparison(
    material: Material, indicator: str, against: Literal["previous", "last_year", "benchmark"]
) -> Comparison | None:
    """Return the comparison to show: a tested one before an untested, a firm one before a reference."""
    found = [one for one in material.comparisons if one.against == against and one.reading.indicator.id == indicator]
    found.sort(key=lambda one: (one.verdict is Verdict.UNTESTED, one.reference_only, one.gap is None))
    return found[0] if found else None


def benchmark_of(material: Material, indicator: str) -> Comparison | None:
    """Return the comparison with an outside figure that stands in the same unit and was not refused."""
    found = comparison(material, indicator, "benchmark")
    if found is None or found.benchmark is None or found.gap is None or not shown(found.reading):
        return None
    return found


def change_of(
    material: Material, indicator: str, against: Literal["previous", "last_year"] = "previous"
) -> Comparison | None:
    """Return the comparison with the previous period, or the same one last year, if both figures may be printed."""
    found = comparison(material, indicator, against)
    if found is None or found.gap is None or not shown(found.reading) or not shown(found.other):
        return None
    return found


def series(material: Material, indicator: str) -> tuple[Point, ...]:
    """Return the printable points of an indicator, oldest first; a break at a point left out stands at the next."""
    kept: list[Point] = []
    broken = False
    for one in material.measurements.series.get(indicator, ()):
        broken = broken or one.broken
        if shown(one.reading):
            kept.append(replace(one, broken=broken and bool(kept)))
            broken = False
    return tuple(kept)


def segments(material: Material, indicator: str) -> tuple[SegmentReading, ...]:
    """Return the readings by segment, the largest bases, in the order in which they were measured."""
    every = material.measurements.segments.get(indicator, ())
    kept = sorted(every, key=lambda one: (-base(one.reading), one.segment))[:MOST_SEGMENTS]
    return tuple(one for one in every if one in kept)


def quantity(
    reading: Reading,
    currency: str,
    *,
    bare: bool = False,
    signed: bool = False,
    value: float | None = None,
) -> Quantity:
    """Return a reading's value (or ``value`` in its unit) ready to be printed, grey on a small base."""
    amount = reading.value if value is None else value
    unit = reading.indicator.unit
    return Quantity(
        value=amount,
        unit=unit,
        decimals=_decimals(reading),
        bare=bare or unit in UNNAMED,
        signed=signed or unit is Unit.NPS or reading.indicator.id in SIGNED,
        currency=currency if unit is Unit.MONEY else "",
        beside=reading.value if unit is Unit.MONEY and value is not None else None,
        weak=value is None and weak(reading),
    )


def earlier_cell(reading: Reading, earlier: Reading | None, currency: str, *, bare: bool = False) -> Quantity | None:
    """Return the previous period's value with as many decimals as the current one beside it."""
    if earlier is None:
        return None
    amount = replace(quantity(earlier, currency, bare=bare), decimals=_decimals(reading))
    return replace(amount, beside=reading.value) if amount.unit is Unit.MONEY else amount


def gap_quantity(found: Comparison, currency: str) -> Quantity:
    """Return a difference as short as it can be said: index and NPS units have no name beside them."""
    unit = found.reading.indicator.unit
    return Quantity(
        value=found.gap,
        unit=Unit.POINTS if unit is Unit.PERCENT else unit,
        decimals=found.reading.indicator.decimals,
        signed=True,
        bare=unit in UNNAMED,
        currency=currency if unit is Unit.MONEY else "",
        beside=found.reading.value if unit is Unit.MONEY else None,
    )


def _decimals(reading: Reading) -> int | None:
    """Return the decimals that the base bears: shares of fewer than 1 000 have none (1.0, rounding)."""
    if reading.indicator.unit is Unit.PERCENT:
        return 1 if base(reading) >= 1000 else 0  # noqa: PLR2004 - the specification's own bound
    if reading.indicator.unit is Unit.HOURS and reading.value is not None:
        return 1 if abs(reading.value) < TENTHS_BELOW else 0
    return reading.indicator.decimals


def plain(amount: Quantity) -> Quantity:
    """Return a quantity without the mark of a small base, for use inside sentences."""
    return replace(amount, weak=False)


def interval_text(reading: Reading, currency: str) -> Message | None:
    """Return a reading's 95 % interval as "67.1–72.8", or None where there is none."""
    if reading.low is None or reading.high is None:
        return None
    low = quantity(reading, currency, bare=True, value=reading.low)
    high = quantity(reading, currency, bare=reading.indicator.unit is not Unit.MONEY, value=reading.high)
    # a dash between signed numbers reads as a minus
    if low.signed or reading.low < 0:
        return msg("{low} to {high}", context="interval", low=low, high=high)
    return msg("{low}–{high}", context="interval", low=low, high=high)


def public(count: int) -> int | None:
    """Return a count, or None under 5: such a group is never told."""
    return count if count >= SMALLEST_TOLD else None


def count_cell(count: int) -> Quantity | None:
    """Return a count as a table cell, empty where it may not be told."""
    return Quantity(value=count, unit=Unit.COUNT) if public(count) is not None else None
