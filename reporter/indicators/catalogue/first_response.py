"""How long a customer waits for the first reply (SAT7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.cases import median_of_cases
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="first_response",
    leg=Leg.SATISFACTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    relevant=0.1,
    relative=True,
    code="SAT7",
    inputs=("tickets: customer_id, opened_day, hours_to_reply",),
    source="Efron & Tibshirani 1993",
    page="key_figures",
)
FORMULA: Final = msg(
    "The median of the hours from the opening of a support case to the first reply, over the cases opened in the "
    "period that got one. The hours are counted as the export counts them: by the clock, or within business hours. "
    "95 % interval by a bootstrap over customers (Efron & Tibshirani 1993)."
)


UNTOLD: Final = msg("No support case of the period tells when it was first answered.")


def measure(basis: Basis) -> Reading:
    """Return the median hours to the first reply."""
    return median_of_cases(INDICATOR, basis, basis.handling.reply if basis.handling else None, UNTOLD)
