"""Net revenue retention (ECO8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.recurring import revenue_draws, revenue_retention
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="nrr",
    leg=Leg.ECONOMY,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="ECO8",
    inputs=("subscriptions: customer_id, start_day, end_day, amount_month, currency",),
    source="Hall 1988",
    page="key_figures",
)
FORMULA: Final = msg(
    "Of the monthly revenue from customers with a contract at the start of the period, what the same customers pay at "
    "its end: (start + expansion − contraction − lost) / start. New customers are not in it; expansion can lift it "
    "above 100 %. 95 % interval by a studentised bootstrap over customers (Hall 1988)."
)


def measure(basis: Basis) -> Reading:
    """Return what the customers of the start pay at the end, in per cent of what they paid."""
    return revenue_retention(INDICATOR, basis, net=True)


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the share in every resample of customers; None where it is refused."""
    return revenue_draws(INDICATOR, basis, net=True)
