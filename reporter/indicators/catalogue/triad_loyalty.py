"""The loyalty leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.legs import loyalty
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="triad_loyalty", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True)
FORMULA: Final = msg(
    "The mean of the loyalty index and of twelve months’ retention; with only one of them, that one, which is "
    "then stated. Retention enters only where the period is a year."
)


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return loyalty(INDICATOR, basis).reading
