"""The share of customers who had to come back with a problem (SAT7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.cases import no_cases, partial
from reporter.indicators.readings.orders import share_of
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="repeat_contacts",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=3.0,
    code="SAT7",
    inputs=("tickets: customer_id, opened_day",),
    source="Wilson 1927",
    page="method",
)
FORMULA: Final = msg(
    "Of the customers with a support case in the period, the share who opened another, whatever its subject, on a "
    "later day within 30 days of their first one in the period. Only customers whose 30 days end before the data do "
    "are counted. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the customers who came back within 30 days of their first case."""
    handling = basis.handling
    refusal = no_cases(INDICATOR, handling)
    if refusal or handling is None:
        return refusal or refused(INDICATOR, msg("There are no support cases in the data."))
    if not handling.contacted:
        return refused(
            INDICATOR,
            msg("No customer with a support case in the period can be followed for 30 days within the data."),
        )
    return share_of(INDICATOR, handling.again, handling.contacted, marks=partial(basis))
