"""The loyalty leg of the triad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.legs import joint_draws, loyalty
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="triad_loyalty",
    leg=Leg.TRIAD,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="TRI3",
    ratios=("index:loyalty", "retention"),
    inputs=(
        "responses: nps, rebuy",
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="Fornell et al. 1996; Efron & Tibshirani 1993; Wilson 1927",
    page="summary",
    leading=True,
)
FORMULA: Final = msg(
    "The mean of the loyalty index and of twelve months’ retention; with only one of them, that one, which is "
    "then stated. Retention enters only where the period is a year."
)


def measure(basis: Basis) -> Reading:
    """Return the leg."""
    return loyalty(INDICATOR, basis).reading


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the leg in every resample of customers; None where there is none."""
    parts = loyalty(INDICATOR, basis).parts
    return joint_draws(basis, parts) if parts else None
