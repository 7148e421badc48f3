"""The satisfaction leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.legs import joint_draws, satisfaction
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="triad_satisfaction",
    leg=Leg.TRIAD,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="TRI1",
    ratios=("index:nki", "index:csat"),
    inputs=("responses: nki_overall, nki_expectation, nki_ideal, csat",),
    source="Fornell 1992; Student 1908; Cochran 1977",
    page="summary",
)
FORMULA: Final = msg(
    "The satisfaction index of three questions; without it, one question about satisfaction, which is then stated."
)


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return satisfaction(INDICATOR, basis).reading


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the leg in every resample of customers; None where there is none."""
    parts = satisfaction(INDICATOR, basis).parts
    return joint_draws(basis, parts) if parts else None
