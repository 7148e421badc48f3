"""Money at risk: what detractors, the satisfied but mobile, and silent lapsers buy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reporter.indicators.analyses import quadrant
from reporter.indicators.disclosure.corners import unsafe
from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, count
from reporter.indicators.queries.corners import MOBILE, Spent, spent
from reporter.indicators.queries.risks import recommended, silent, sizes
from reporter.indicators.readings.orders import completeness, history_refusal
from reporter.indicators.registry import modules
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import AtRisk, Leg, NotComputed, Quadrant, RiskGroup, msg

if TYPE_CHECKING:
    import narwhals as nw

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis, Message

ANALYSIS: Final = AnalysisFacts(
    id="at_risk",
    code="C10",
    leg=Leg.ECONOMY,
    name=msg("Money at risk"),
    inputs=(
        "orders: amount",
        "responses: nps",
        "responses: nki_overall, nki_expectation, nki_ideal",
        "responses: csat",
    ),
    source="Reichheld 2003; Jones & Sasser 1995; Hundepool et al. 2012",
)
FORMULA: Final = msg(
    "What three groups of customers bought: detractors (Reichheld 2003), those who are satisfied but not loyal (Jones "
    "& Sasser 1995), and those who bought in the period before, not in this one, and did not answer. Counted, not "
    "projected: customers who did not answer may be at risk too, and not everyone at risk leaves."
)
SCALES: Final = ((0, 10), (1, 10))
DETRACTORS: Final = RiskGroup(
    id="detractors",
    name=msg("Detractors", context="money at risk"),
    how=msg(
        "Customers who answered 6 or less to the recommendation question (the latest answer holds), and what they "
        "bought in the period."
    ),
)
SATISFIED_BUT_MOBILE: Final = RiskGroup(
    id="mobile",
    name=msg("Satisfied but mobile", context="money at risk"),
    how=msg("Customers with a satisfaction of 75 or more and a loyalty below 75, and what they bought in the period."),
)
SILENT: Final = RiskGroup(
    id="silent",
    name=msg("Silent lapsers", context="money at risk"),
    how=msg(
        "Customers who bought in the previous period, not in this one, and answered no survey in it, and what they "
        "bought in the previous period."
    ),
)


def analyse(ground: Ground) -> Analysis:
    """Return what the three groups bought, each with how it was counted or why it is not told."""
    if ground.bought is None:
        return NotComputed(reason=msg("There are no orders in the data."))
    if ground.answers is None:
        return NotComputed(reason=msg("There is no survey in the data."))
    groups = (_detractors(ground), _mobile(ground), _silent(ground))
    return AtRisk(
        groups=groups,
        note=msg(
            "A customer may be a detractor and satisfied but mobile at once: the amounts must not be added. They are "
            "what these customers bought, not what will be lost."
        ),
        flags=completeness(ground.basis),
    )


def _detractors(ground: Ground) -> RiskGroup:
    """Return the detractors of the scale and kind that count."""
    chosen = ground.chosen.get((ground.cell, "nps"))
    if ground.answers is None or chosen is None or (chosen[0].low, chosen[0].high) not in SCALES:
        return replace(DETRACTORS, reason=msg("The recommendation question was not asked on 0–10 or 1–10."))
    groups = recommended(ground.answers, chosen[0])
    number = sizes(groups)
    n, everyone = number.get(0, 0), sum(number.values())
    if everyone < NEEDED:
        return replace(DETRACTORS, reason=msg("Too few answers: {needed} are needed.", needed=count(NEEDED)))
    if small(n) or small(everyone - n):
        return replace(DETRACTORS, reason=_confidential())
    return _with_money(ground, replace(DETRACTORS, customers=n), groups, ground.cell)


def _mobile(ground: Ground) -> RiskGroup:
    """Return the satisfied but mobile, as the quadrant tells them and no other."""
    found = quadrant.analyse(ground)
    if isinstance(found, NotComputed):
        return replace(SATISFIED_BUT_MOBILE, reason=found.reason)
    if not isinstance(found, Quadrant):  # pragma: no cover - it returns one of the two
        raise TypeError(type(found).__name__)
    corner = found.corners[MOBILE]
    if corner.customers is None:
        return replace(SATISFIED_BUT_MOBILE, reason=_confidential())
    if corner.revenue is None:
        reason = found.revenue_reason or _confidential()
        return replace(SATISFIED_BUT_MOBILE, customers=corner.customers, reason=reason)
    orders = ground.basis.orders
    whole = orders.known.revenue / MONEY_UNIT if orders is not None else 0.0
    return replace(
        SATISFIED_BUT_MOBILE,
        customers=corner.customers,
        revenue=corner.revenue,
        share=100.0 * corner.revenue / whole if whole > 0 else None,
    )


def _silent(ground: Ground) -> RiskGroup:
    """Return those who went without a word; only where the orders reach back over the whole previous period."""
    previous = ground.plan.previous
    if previous is None:
        return replace(SILENT, reason=msg("There is no previous period to compare with."))
    if ground.answers is None or ground.bought is None or not ground.basis.answers:
        return replace(SILENT, reason=msg("No survey was answered in the period: nobody can be told to be silent."))
    days = (ground.plan.period.start - previous.start).days
    refusal = history_refusal(modules()["revenue"].INDICATOR, ground.basis, days)
    if refusal is not None:
        return replace(SILENT, reason=refusal.reason)
    before = ground.plan.periods.index(previous)
    groups = silent(ground.bought, ground.answers, before, ground.cell)
    n = sizes(groups).get(0, 0)
    if small(n):
        return replace(SILENT, reason=_confidential())
    return _with_money(ground, replace(SILENT, customers=n), groups, before)


def _with_money(ground: Ground, group: RiskGroup, groups: nw.LazyFrame[Any], cell: int) -> RiskGroup:
    """Return a group with its revenue, where neither it nor the rest of the period's tells of one or few customers."""
    if ground.bought is None:  # pragma: no cover - there is nothing at risk without orders
        return group
    by_group = spent(ground.bought, groups, cell)
    own, others = by_group.pop(0, Spent()), tuple(by_group.values())
    every = (own, *others)
    currencies = frozenset().union(*(one.currencies for one in every))
    if len(currencies) > 1:
        reason = msg("The orders are in several currencies: {currencies}.", currencies=tuple(sorted(currencies)))
        return replace(group, reason=reason)
    rest = Spent(
        buyers=sum(one.buyers for one in others),
        revenue=sum(one.revenue for one in others),
        largest=max((one.largest for one in others), default=0),
    )
    whole = own.revenue + rest.revenue
    if unsafe(own) or unsafe(rest) or whole <= 0:
        return replace(group, reason=_confidential())
    return replace(group, revenue=own.revenue / MONEY_UNIT, share=100.0 * own.revenue / whole)


def _confidential() -> Message:
    """Return the refusal of what one or few customers stand behind."""
    return msg("Not shown, for reasons of confidentiality: it could be traced to one or a few customers.")
