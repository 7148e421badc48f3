"""The satisfaction leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.legs import satisfaction
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="triad_satisfaction", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True)
FORMULA: Final = msg(
    "The satisfaction index of three questions; without it, one question about satisfaction, which is then stated."
)


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return satisfaction(INDICATOR, basis).reading
