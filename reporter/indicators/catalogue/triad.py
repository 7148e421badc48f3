"""The triad index: the mean of the three legs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import LIMITED, count, refused
from reporter.indicators.readings.legs import joint_draws, mean_parts, missing_legs, triad, triad_legs
from reporter.model import Indicator, Leg, Reading, Term, Unit, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="triad",
    leg=Leg.TRIAD,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="TRI4",
    ratios=("index:nki", "index:csat"),
    inputs=(
        "responses: nki_overall, nki_expectation, nki_ideal, csat, value_quality, value_price, nps, rebuy",
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="Efron & Tibshirani 1993",
    page="summary",
)
FORMULA: Final = msg(
    "The mean of the satisfaction, value and loyalty legs, equally weighted, only where all three rest on at "
    "least 50 customers each. Our own index, not comparable with EPSI, SKI or ACSI. 95 % interval by a joint "
    "bootstrap over customers (Efron & Tibshirani 1993)."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the three legs, or name the legs that are missing."""
    legs = triad_legs(INDICATOR, basis)
    weak = missing_legs(legs)
    if weak:
        reason = msg(
            "Not reported: each of the three legs needs {needed} customers, and this one lacks them: {legs}.",
            needed=count(LIMITED),
            legs=tuple(Term(name) for name in weak),
        )
        return refused(INDICATOR, reason)
    return triad(INDICATOR, basis, tuple(legs.values()))


def draws(basis: Basis) -> NDArray[np.float64] | None:
    """Return the index in every resample of customers; None where it is not reported."""
    legs = triad_legs(INDICATOR, basis)
    return None if missing_legs(legs) else joint_draws(basis, mean_parts(tuple(legs.values())))
