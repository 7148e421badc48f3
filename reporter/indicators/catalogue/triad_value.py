"""The value leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.legs import value
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="triad_value", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True)
FORMULA: Final = msg("Perceived value. Customer lifetime value or order value never stand in for it.")


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return value(INDICATOR, basis).reading
