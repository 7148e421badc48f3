"""How the value of a customer moves with retention, by the client's own rate (ECO10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.orders import SHORTEST_TO_ANNUALISE, YEAR
from reporter.model import msg
from reporter.model.analyses.scenarios import Lever
from reporter.statistics.lifetime import lifetime_value

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.model import Message

ONE_POINT: Final = 0.01
FIVE_POINTS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """Retention a year, 0–1, with the ends of its 95 % interval; None where it is not known, with the reason."""

    rate: float = 0.0
    low: float = 0.0
    high: float = 0.0
    reason: Message | None = None


def retained(ground: Ground) -> Retained:
    """Return the client's own retention, converted to a year."""
    days = ground.plan.period.days
    if days < SHORTEST_TO_ANNUALISE:
        return Retained(reason=msg("Retention over fewer than 90 days is not converted to a year."))
    found = ground.reading("retention")
    if found.value is None:
        return Retained(reason=found.reason)
    rate, low, high = ((found.value if end is None else end) / 100.0 for end in (found.value, found.low, found.high))
    power = YEAR / days
    return Retained(rate=rate**power, low=low**power, high=high**power)


def change(rate: float, raised: float, discount: float) -> float | None:
    """Return by how many per cent the value of a customer changes when retention goes from one rate to another.

    Both by m·(1 + d)/(1 + d − r) (Gupta & Lehmann 2003), in which m falls out.

    Args:
        rate: r, 0–1 a year.
        raised: the other r.
        discount: d, a year.

    Returns:
        Per cent; None where a rate is above 1, or the value has no end.
    """
    if raised > 1 or 1 + discount - max(rate, raised) <= 0:
        return None
    return 100.0 * (lifetime_value(1.0, raised, discount) / lifetime_value(1.0, rate, discount) - 1.0)


def levers(rate: float, discount: float) -> tuple[Lever, ...]:
    """Return the value of a customer at one and five percentage points more, and at five per cent more."""
    return (
        _lever(msg("1 percentage point more"), rate, rate + ONE_POINT, discount),
        _lever(msg("5 percentage points more"), rate, rate + FIVE_POINTS, discount),
        _lever(msg("5 per cent more (× 1.05)"), rate, rate * (1.0 + FIVE_POINTS), discount),
    )


def _lever(name: Message, rate: float, raised: float, discount: float) -> Lever:
    """Return one step, or the reason why it cannot be reckoned."""
    if raised > 1:
        return Lever(name=name, reason=msg("Retention cannot rise above 100 %."))
    moved = change(rate, raised, discount)
    if moved is None:
        return Lever(name=name, reason=msg("At full retention and no discount the value has no end."))
    return Lever(name=name, retention=100.0 * raised, change=moved)
