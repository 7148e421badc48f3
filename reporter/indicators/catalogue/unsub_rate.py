"""The share of the newsletter's recipients who left it (RET4); this is not churn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import share_of
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="unsub_rate",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=2.0,
    code="RET4",
    inputs=("customers: newsletter, unsubscribed_day, created_day",),
    source="Wilson 1927",
    page="method",
)
FORMULA: Final = msg(
    "Recipients of the newsletter at the start of the period who left it in the period, as a share of all recipients "
    "at its start; whoever became a customer later is left out. Where the data hold no days, the share of all who "
    "ever received it that has left it. Leaving the newsletter is not leaving as a customer. 95 % interval by Wilson "
    "(1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share of the recipients who left."""
    sums = basis.mailing
    if sums is None:
        return refused(INDICATOR, msg("The data do not tell who receives a newsletter."))
    if sums.scope == "unknown":
        return refused(INDICATOR, msg("Nothing tells when the recipients who left the newsletter did so."))
    if sums.scope == "never":
        return refused(
            INDICATOR, msg("No one in the data has left the newsletter: those who did may be missing from the export.")
        )
    if not sums.recipients:
        return refused(INDICATOR, msg("No one received the newsletter at the start of the period."))
    if sums.scope == "as_it_stands":
        return share_of(
            INDICATOR, sums.left, sums.recipients, method="wilson/as_it_stands", marks=(flags.AS_IT_STANDS,)
        )
    return share_of(INDICATOR, sums.left, sums.recipients, marks=(flags.LEFT_UNDATED,) if sums.undated else ())
