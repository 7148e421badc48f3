"""Whether two readings of one indicator measure the same thing.

A change of scale, of method or of definition moves a number although no customer did: nothing is tested,
drawn or said across it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reporter.model import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model import Period, Reading

#: Flags that describe what one period's data were like, not how the figure is defined.
BASE_FLAGS = frozenset(
    {
        *("small_base", "limited_base", "suppressed", "low_alpha", "few_events", "incomplete", "skewed"),
        *("kinds_apart", "scales_apart", "undated", "undated_left_out", "newest_round", "rounds_open"),
        "uneven_weights",
    }
)


def differs(one: Reading, two: Reading) -> Literal["scale", "method"] | None:
    """Return in what two readings with a value are not the same measure, or None where they are."""
    if one.indicator.unit is not two.indicator.unit or one.scale != two.scale:
        return "scale"
    if one.method != two.method or _definition(one) != _definition(two):
        return "method"
    return None


def with_breaks(readings: Sequence[tuple[Period, Reading]]) -> tuple[Point, ...]:
    """Return a series in which every point that measures another thing than the one before is ``broken``.

    Points without a value neither break a series nor mend it.
    """
    points: list[Point] = []
    last: Reading | None = None
    for period, reading in readings:
        known = reading.value is not None
        broken = known and last is not None and differs(reading, last) is not None
        points.append(Point(period=period, reading=reading, broken=broken))
        last = reading if known else last
    return tuple(points)


def _definition(reading: Reading) -> frozenset[str]:
    """Return the flags that say how a figure is made."""
    return frozenset(reading.flags) - BASE_FLAGS
