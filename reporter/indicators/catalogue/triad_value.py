"""The value leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.legs import joint_draws, value
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="triad_value",
    leg=Leg.TRIAD,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="TRI2",
    ratios=("index:value",),
    inputs=("responses: value_quality, value_price",),
    source="Zeithaml 1988; Student 1908; Cochran 1977",
    page="summary",
)
FORMULA: Final = msg("Perceived value. Customer lifetime value or order value never stand in for it.")


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return value(INDICATOR, basis).reading


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the leg in every resample of customers; None where there is none."""
    parts = value(INDICATOR, basis).parts
    return joint_draws(basis, parts) if parts else None
