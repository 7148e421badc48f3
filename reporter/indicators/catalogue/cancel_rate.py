"""Contracts that ended in the period (RET3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import share_of
from reporter.indicators.readings.retained import contract_refusal
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="cancel_rate",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=2.0,
    code="RET3",
    inputs=("subscriptions: customer_id, start_day, end_day, status",),
    source="Wilson 1927",
    page="loyalty",
)
FORMULA: Final = msg(
    "Contracts in force at the start of the period whose effective end lies in it, as a share of all in force "
    "at the start; trials are left out. A contract that another one of the same customer follows within 30 days "
    "is a changed plan, not a cancellation. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of contracts in force at the start that ended in the period."""
    sums = basis.contracts
    if sums is None:
        return refused(INDICATOR, msg("There are no contracts in the data."))
    if refusal := contract_refusal(INDICATOR, basis):
        return refusal
    if not sums.contracts:
        return refused(INDICATOR, msg("No contract was in force at the start of the period."))
    return share_of(INDICATOR, sums.ended, sums.contracts, n_customers=sums.customers)
