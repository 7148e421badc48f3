"""The modelled customer value (ECO6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.model import Indicator, Leg, NotComputed, Purchase, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="clv_model",
    leg=Leg.ECONOMY,
    unit=Unit.MONEY,
    relevant=0.03,
    relative=True,
    code="ECO6",
    inputs=("orders: customer_id, order_day, amount", "settings: margin, discount"),
    source="Fader, Hardie & Lee 2005; Fader & Hardie 2013; Jaeckel 1972",
    page="method",
)
FORMULA: Final = msg(
    "The margin (revenue where no margin is given) of the purchases that customers are expected to make in the next "
    "three years, per customer of those whom the purchase model counts (new ones, see there), discounted at the "
    "yearly rate from the middle of every half-year: expected purchases by BG/NBD (Fader, Hardie & Lee 2005) times "
    "expected money by Gamma-Gamma (Fader & Hardie 2013). A projection from the end of the period, which the check "
    "against held-out purchases covers for a year at most. 95 % interval linearised by customer, the fit included."
)


def measure(basis: Basis) -> Reading:
    """Return the mean value of a customer, read off the purchase models of the whole client."""
    if basis.segment is not None:
        return refused(INDICATOR, msg("The purchase model is made for all customers together, not for segments."))
    found = basis.analyses.get("purchase")
    if isinstance(found, NotComputed):
        return refused(INDICATOR, found.reason, n_customers=found.n)
    if not isinstance(found, Purchase):
        return refused(INDICATOR, msg("The purchase model is made at the end of the report’s own period only."))
    money = found.spending
    if money is None:
        reason = found.reason or msg("The purchase model holds no money.")
        return refused(INDICATOR, reason, n_customers=found.customers)
    marks = (flags.UNSEEN_LEAVING,) if found.older == 0 else (flags.UNSEEN_LEAVING, flags.NEWER_ONLY)
    return Reading(
        indicator=INDICATOR,
        value=money.value.value,
        low=money.value.low,
        high=money.value.high,
        n_customers=found.customers,
        n_observations=found.customers,
        method="linearised",
        flags=marks if money.margin else (*marks, flags.REVENUE_BASED),
    )
