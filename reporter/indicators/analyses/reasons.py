"""Why contracts ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, count
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.departures import Departures, departures
from reporter.model import Leg, NotComputed, Share, msg
from reporter.model.analyses.reasons import Reason, Reasons
from reporter.statistics import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="reasons",
    code="RET9",
    leg=Leg.LOYALTY,
    name=msg("Why contracts ended"),
    inputs=("subscriptions: customer_id, start_day, end_day, status, reason",),
    source="Wilson 1927",
)
FORMULA: Final = msg(
    "The reasons kept of the contracts that ended in the period, by customer, as a share of all customers whose "
    "contract ended; a changed plan is no end. Each customer counts once, with the last reason. A reason is told where "
    "at least five customers gave it in the same words. 95 % interval by Wilson (1927)."
)
_NOTE: Final = msg("The reasons are those that the client keeps; customers who gave none may have had others.")


def analyse(ground: Ground) -> Analysis:
    """Return the reasons of the report's period that may be told."""
    sums = departures(ground.tables, ground.plan.period, ground.plan.settings.grace_days)
    if sums is None:
        return NotComputed(reason=msg("There are no contracts in the data."))
    if not sums.customers:
        return NotComputed(reason=msg("No contract ended in the period."))
    if small(sums.customers):
        return NotComputed(
            reason=msg("Not shown, for reasons of confidentiality: fewer than {needed}.", needed=count(SMALLEST_GROUP))
        )
    if not sums.stated:
        return NotComputed(
            reason=msg("Of the contracts that ended in the period the data keep no reason."), n=sums.customers
        )
    told = reasons_told(sums.customers, sums.reasons)
    if not told:
        return NotComputed(
            reason=msg("No reason was given by {needed} customers or more.", needed=count(SMALLEST_GROUP)),
            n=sums.customers,
        )
    return _reasons(sums, told)


def reasons_told(customers: int, reasons: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the reasons that may be told, most frequent first.

    Args:
        customers: all whose contract ended.
        reasons: text and customers of each frequent reason, most frequent first.

    Those of five customers and more, and as many of them that all others together are none or five at least.
    """
    told = [(text, n) for text, n in reasons if n >= SMALLEST_GROUP]
    while told and small(customers - sum(n for _, n in told)):
        told.pop()
    return tuple(told)


def _reasons(sums: Departures, told: Sequence[tuple[str, int]]) -> Reasons:
    """Return the reasons with their shares."""
    counted = sum(n for _, n in told)
    # with the total, the exact share who gave a reason tells both how many did not and how many gave another
    hidden = small(sums.customers - sums.stated) or small(sums.stated - counted)
    rest = sums.customers - counted
    return Reasons(
        customers=sums.customers,
        reasons=tuple(Reason(text=text, customers=n, share=_share(n, sums.customers)) for text, n in told),
        rest=rest,
        rest_share=_share(rest, sums.customers),
        stated=Share(value=None) if hidden else _share(sums.stated, sums.customers),
        note=_NOTE,
    )


def _share(k: int, n: int) -> Share:
    """Return a share in per cent, or one without a value on too small a base."""
    if n < NEEDED:
        return Share(value=None)
    found = wilson(k, n).scaled(100.0)
    return Share(value=found.value, low=found.low, high=found.high)
