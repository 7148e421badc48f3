"""The time by which half of the customers under contract have left (RET6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import base_flags, refused
from reporter.model import Indicator, Leg, NotComputed, Reading, Unit, msg
from reporter.model.analyses.survival import Survival

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="km_median",
    leg=Leg.LOYALTY,
    unit=Unit.DAYS,
    code="RET6",
    inputs=("subscriptions: customer_id, start_day, end_day",),
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982",
    page="method",
)
FORMULA: Final = msg(
    "The age at which half of the customers under contract have left, read off the survival curve, with Brookmeyer "
    "and Crowley’s 95 % interval. Not computed without contracts, where the curve ends in a first pause, nor where "
    "the curve, or the upper end of its interval, does not fall to one half."
)


def measure(basis: Basis) -> Reading:
    """Return the median of the survival curve of the report's period."""
    found = basis.analyses.get("survival")
    if isinstance(found, NotComputed):
        return refused(INDICATOR, found.reason, n_customers=found.n)
    if not isinstance(found, Survival):
        return refused(INDICATOR, msg("Computed for the whole client and the report’s own period only."))
    whole, n = found.whole, found.whole.customers
    if found.rule == "activity":
        reason = msg(
            "Without contracts nothing tells how long a customer stays: the survival curve ends in a first pause, "
            "after which many order again."
        )
        return refused(INDICATOR, reason, n_customers=n)
    if whole.median_days is None:
        return refused(INDICATOR, msg("Fewer than half of the customers have been seen to leave."), n_customers=n)
    if whole.median_low is None or whole.median_high is None:
        return refused(
            INDICATOR, msg("The upper end of the median’s interval lies beyond what can be observed."), n_customers=n
        )
    return Reading(
        indicator=INDICATOR,
        value=whole.median_days,
        low=whole.median_low,
        high=whole.median_high,
        n_customers=n,
        n_observations=n,
        method="brookmeyer-crowley",
        flags=(*found.flags, *base_flags(n)),
    )
