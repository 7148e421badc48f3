"""What lost customers cost, by the client's own inputs (ECO9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.readings.orders import SHORTEST_TO_ANNUALISE, YEAR
from reporter.model import msg
from reporter.model.analyses.scenarios import ChurnCost

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.indicators.plan import Scenarios
    from reporter.indicators.sums import Transition
    from reporter.model import Message

#: The ends of "5 to 25 times as dear", used only where the client knows what keeping costs but not what winning does.
FACTORS: Final = (5, 25)


def churn_costs(ground: Ground, given: Scenarios) -> tuple[ChurnCost, ...] | Message:
    """Return the cost of the period's lost customers, one where acquisition is known, else two ends; or why not.

    Customers lost × yearly margin + customers replaced × cost of a new one. Replaced are as many of the lost as new
    customers came.
    """
    moved = ground.basis.transition
    refusal = _refusal(ground, given)
    if refusal is not None or moved is None:
        return refusal or msg("The data hold neither contracts nor orders with customers.")
    settings = ground.plan.settings
    spent = ground.reading("rev_per_customer").value or 0.0
    margin = spent * (settings.margin or 0.0) * YEAR / ground.plan.period.days
    if given.acquisition_cost is not None:
        return (cost(moved, margin, given.acquisition_cost),)
    kept = given.retention_cost or 0.0
    return tuple(cost(moved, margin, factor * kept, factor) for factor in FACTORS)


def cost(moved: Transition, margin: float, acquisition: float, factor: int | None = None) -> ChurnCost:
    """Return the cost of the lost customers of a period.

    Args:
        moved: what became of the customers.
        margin: of a customer a year, in the currency.
        acquisition: what a new customer costs, in the currency.
        factor: how ``acquisition`` was assumed, if it was.
    """
    replaced = min(moved.lost, _won(moved))
    lost_margin, replacement = moved.lost * margin, replaced * acquisition
    return ChurnCost(
        lost=moved.lost,
        margin=margin,
        lost_margin=lost_margin,
        replaced=replaced,
        acquisition=acquisition,
        replacement=replacement,
        total=lost_margin + replacement,
        factor=factor,
    )


def _won(moved: Transition) -> int:
    """Return the new customers as the bridge tells them: with the returned where those are one to four."""
    return moved.new + (moved.reactivated if small(moved.reactivated) else 0)


def _refusal(ground: Ground, given: Scenarios) -> Message | None:
    """Return why the cost cannot be reckoned, or None where it can."""
    moved = ground.basis.transition
    if given.acquisition_cost is None and given.retention_cost is None:
        return msg("Neither what a new customer costs nor what it costs to keep one is known.")
    if ground.plan.settings.margin is None:
        return msg("The cost of lost customers needs the margin, and none was given.")
    if ground.plan.period.days < SHORTEST_TO_ANNUALISE:
        return msg("Retention over fewer than 90 days is not converted to a year.")
    for name in ("retention", "rev_per_customer"):
        found = ground.reading(name)
        if found.value is None:
            return found.reason
    if moved is not None and any(small(n) for n in (moved.lost, moved.kept, _won(moved))):
        return flags.FLAGS[flags.SUPPRESSED]
    return None
