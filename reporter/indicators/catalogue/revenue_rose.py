"""Kept customers who buy for more than before: the mark of buying more over time, as behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.model import Indicator, Leg, LoyaltyProfile, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="revenue_rose",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    relevant=3.0,
    code="A1",
    inputs=("orders: customer_id, order_day, amount",),
    source="Wilson 1927",
    page="method",
)
FORMULA: Final = msg(
    "Of the customers who ordered in the previous period and in this one, the share whose net revenue is higher in "
    "this one. Prices are not adjusted. 95 % interval by Wilson (1927). Read for the period of the report alone."
)


def measure(basis: Basis) -> Reading:
    """Return the share that the loyalty profile was made with."""
    profile = basis.analyses.get("loyalty_profile")
    if isinstance(profile, LoyaltyProfile):
        return profile.revenue_rose
    return refused(INDICATOR, msg("Read for the whole client in the period of the report alone."))
