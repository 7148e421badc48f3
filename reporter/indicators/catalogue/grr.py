"""Gross revenue retention (ECO8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.recurring import revenue_draws, revenue_retention
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="grr",
    leg=Leg.ECONOMY,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="ECO8",
    inputs=("subscriptions: customer_id, start_day, end_day, amount_month, currency",),
    source="Hall 1988",
    page="method",
)
FORMULA: Final = msg(
    "Of the monthly revenue from customers with a contract at the start of the period, what is left at its end without "
    "counting expansion: (start − contraction − lost) / start, at most 100 %. 95 % interval by a studentised "
    "bootstrap over customers (Hall 1988)."
)


def measure(basis: Basis) -> Reading:
    """Return what is left of the revenue of the start, in per cent."""
    return revenue_retention(INDICATOR, basis, net=False)


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the share in every resample of customers; None where it is refused."""
    return revenue_draws(INDICATOR, basis, net=False)
