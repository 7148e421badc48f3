"""The share of support cases that were solved at the first contact (SAT7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.cases import no_cases, partial, share_of_rows
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="solved_first",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="SAT7",
    inputs=("tickets: customer_id, opened_day, resolved_day, hours_to_resolve, contacts",),
    source="Wilson 1927; Kish 1965",
    page="key_figures",
)
FORMULA: Final = msg(
    "Support cases solved with one reply as a share of all solved cases that were opened in the period and got a "
    "reply. 95 % interval by Wilson (1927), with the design effect of customers who have several cases."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the solved cases that took one contact."""
    handling = basis.handling
    refusal = no_cases(INDICATOR, handling)
    if refusal or handling is None:
        return refusal or refused(INDICATOR, msg("There are no support cases in the data."))
    if not handling.solved.x:
        return refused(
            INDICATOR, msg("The data do not tell how many contacts the solved support cases of the period took.")
        )
    return share_of_rows(INDICATOR, handling.solved, marks=partial(basis))
