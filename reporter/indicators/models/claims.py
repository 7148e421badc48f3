"""Figures that are often quoted, held against the client's own: the rule of each verdict is in its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from reporter.indicators.models.churn_cost import FACTORS
from reporter.indicators.models.levers import FIVE_POINTS, change
from reporter.model import Quantity, Unit, msg
from reporter.model.analyses.scenarios import Claim

if TYPE_CHECKING:
    from reporter.indicators.models.levers import Retained
    from reporter.indicators.plan import Scenarios
    from reporter.model import Message

#: What five points of retention are said to add to profit, in per cent.
PROFIT: Final = (25.0, 95.0)
_Verdict = Literal["supported", "untestable", "contradicted"]


def claims(given: Scenarios, own: Retained, discount: float) -> tuple[Claim, ...]:
    """Return both claims with what the client's own figures say of them."""
    return (_dearer(given), _profit(own, discount))


def _dearer(given: Scenarios) -> Claim:
    """Hold "winning a customer costs 5 to 25 times as much as keeping one" against the client's own costs."""
    verdict: _Verdict = "untestable"
    winning, keeping = given.acquisition_cost, given.retention_cost
    if winning is None or keeping is None or keeping <= 0:
        reason = msg("Cannot be tested: it takes the client’s own cost of winning a customer and of keeping one.")
    else:
        times = winning / keeping
        own = Quantity(value=times, unit=Unit.RATIO, decimals=1)
        if FACTORS[0] <= times <= FACTORS[1]:
            verdict = "supported"
            reason = msg("Agrees with the client’s own costs: a new customer costs {times} times as much.", times=own)
        else:
            verdict = "contradicted"
            reason = msg(
                "Disagrees with the client’s own costs: a new customer costs {times} times as much, which is not "
                "between 5 and 25.",
                times=own,
            )
    return Claim(
        sources=("SB-01", "SB-02"),
        text=msg("Winning a new customer costs 5 to 25 times as much as keeping one."),
        verdict=verdict,
        reason=reason,
        footnote=msg(
            "Often quoted without a source (evidence grade D): 5 times goes back to a consultancy of the 1980s, 25 "
            "times to a blog of 2014. No study stands behind either (Keiningham et al. 2005, Loyalty Myths)."
        ),
    )


def _profit(own: Retained, discount: float) -> Claim:
    """Hold "5 points of retention raise profit by 25 to 95 per cent" against the client's own lever.

    The lever is reckoned at both ends of the 95 % interval of retention: within the claim at both it agrees, outside
    on the same side at both it disagrees, else it is open.
    """
    ends = [change(end, end + FIVE_POINTS, discount) for end in (own.low, own.high)]
    low, high = (float(end or 0.0) for end in ends)
    verdict: _Verdict = "untestable"
    reason = msg("Cannot be tested: the client’s own value of a customer cannot be reckoned.")
    if own.reason is None and None not in ends:
        verdict, reason = _weighed(low, high)
    return Claim(
        sources=("SB-03",),
        text=msg("5 per cent more retention raises profit by 25 to 95 per cent."),
        verdict=verdict,
        reason=reason,
        footnote=msg(
            "Often quoted (evidence grade D): Reichheld & Sasser (1990) reckoned the value of a customer in examples, "
            "and the wording is of Reichheld & Schefter (2000). It means percentage points, and value, not profit."
        ),
    )


def _weighed(low: float, high: float) -> tuple[_Verdict, Message]:
    """Return what a lever between two ends, in per cent, says of the claim."""
    least, most = (Quantity(value=end, unit=Unit.PERCENT, decimals=1) for end in (low, high))
    if PROFIT[0] <= low and high <= PROFIT[1]:
        return "supported", msg(
            "Agrees with the client’s own figures: 5 percentage points raise the value of a customer by {low} to "
            "{high}, over the margin of error of retention. It is value, not profit.",
            low=least,
            high=most,
        )
    if high < PROFIT[0] or low > PROFIT[1]:
        return "contradicted", msg(
            "Disagrees with the client’s own figures: 5 percentage points raise the value of a customer by {low} "
            "to {high}, over the margin of error of retention. It is value, not profit.",
            low=least,
            high=most,
        )
    return "untestable", msg(
        "Cannot be decided: 5 percentage points raise the value of a customer by {low} to {high}, over the margin "
        "of error of retention, partly within the claim and partly not.",
        low=least,
        high=most,
    )
