"""Scenarios: the lever of retention, the cost of lost customers, and the figures that are often quoted of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.models.churn_cost import churn_costs
from reporter.indicators.models.claims import claims
from reporter.indicators.models.levers import levers, retained
from reporter.model import Leg, Message, NotComputed, msg
from reporter.model.analyses.scenarios import Scenarios

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="scenarios",
    code="ECO9",
    leg=Leg.ECONOMY,
    name=msg("Scenarios"),
    inputs=(
        "orders: customer_id, order_day, amount",
        "subscriptions: customer_id, start_day, end_day, status",
        "settings: margin, discount, acquisition_cost, retention_cost",
    ),
    source="Gupta & Lehmann 2003; Reichheld & Schefter 2000; Keiningham et al. 2005",
)
FORMULA: Final = msg(
    "By how much the value of a customer, m·(1 + d)/(1 + d − r), would change if the client’s own yearly retention r "
    "rose by 1 and by 5 percentage points, and by 5 per cent of itself. The cost of lost customers is customers lost × "
    "yearly margin + customers replaced × cost of a new one; where that cost is unknown, 5 and 25 times the cost of "
    "keeping one. Scenarios have no interval, and are reckoned only where the client asked for them."
)
_MARK: Final = msg("Scenarios: what would be if the stated assumptions held, not what was measured.")
_NOTES: Final = (
    msg("Nothing says what would raise retention, or what that would cost."),
    msg("All customers are taken to keep the same margin and the same retention."),
)
_COST_NOTES: Final = (
    msg("A lost customer is taken to be worth as much as the average; those who leave often buy less."),
    msg("As many of the lost customers count as replaced as new ones came."),
)


def analyse(ground: Ground) -> Analysis:
    """Return the scenarios; not computed where the client did not ask for them."""
    given, discount = ground.plan.settings.scenarios, ground.plan.settings.discount
    if given is None:
        return NotComputed(reason=msg("Scenarios are reckoned only where they are asked for."))
    own, costs = retained(ground), churn_costs(ground, given)
    refused = isinstance(costs, Message)
    return Scenarios(
        mark=_MARK,
        discount=100.0 * discount,
        retention=None if own.reason else 100.0 * own.rate,
        levers=() if own.reason else levers(own.rate, discount),
        lever_reason=own.reason,
        costs=() if isinstance(costs, Message) else costs,
        cost_reason=costs if isinstance(costs, Message) else None,
        claims=claims(given, own, discount),
        notes=_NOTES if refused else (*_NOTES, *_COST_NOTES),
    )
