"""The triad index: the mean of the three legs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import LIMITED, count, refused
from reporter.indicators.legs import loyalty, satisfaction, triad, value
from reporter.model import Indicator, Leg, Reading, Term, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(id="triad", leg=Leg.TRIAD, unit=Unit.INDEX, relevant=2.0, survey=True)
FORMULA: Final = msg(
    "The mean of the satisfaction, value and loyalty legs, equally weighted, only where all three rest on at "
    "least 50 customers each. Our own index, not comparable with EPSI, SKI or ACSI. 95 % interval by joint "
    "linearisation over customers (Deville 1999)."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the three legs, or name the legs that are missing."""
    legs = {
        "triad_satisfaction": satisfaction(INDICATOR, basis),
        "triad_value": value(INDICATOR, basis),
        "triad_loyalty": loyalty(INDICATOR, basis),
    }
    weak = [name for name, leg in legs.items() if not leg.parts or leg.reading.n_customers < LIMITED]
    if weak:
        reason = msg(
            "Not reported: each of the three legs needs {needed} customers, and this one lacks them: {legs}.",
            needed=count(LIMITED),
            legs=tuple(Term(name) for name in weak),
        )
        return refused(INDICATOR, reason)
    return triad(INDICATOR, basis, tuple(legs.values()))
