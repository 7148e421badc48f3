"""How long it takes until a support case is solved (SAT7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.cases import median_of_cases
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="resolution_time",
    leg=Leg.SATISFACTION,
    unit=Unit.HOURS,
    better=Better.LOWER,
    relevant=0.1,
    relative=True,
    code="SAT7",
    inputs=("tickets: customer_id, opened_day, resolved_day, hours_to_resolve",),
    source="Efron & Tibshirani 1993",
    page="key_figures",
)
FORMULA: Final = msg(
    "The median of the hours from the opening of a support case to its solution, over the cases opened in the period "
    "that are solved. The hours are counted as the export counts them; where it knows days only, a day is 24 hours. "
    "95 % interval by a bootstrap over customers (Efron & Tibshirani 1993)."
)


UNTOLD: Final = msg("No support case of the period tells when it was solved.")


def measure(basis: Basis) -> Reading:
    """Return the median hours to the solution; from whole days where the data hold no hours."""
    handling = basis.handling
    if handling is None:
        return median_of_cases(INDICATOR, basis, None, UNTOLD)
    return median_of_cases(INDICATOR, basis, handling.resolution, UNTOLD, days_only=handling.no_clock)
