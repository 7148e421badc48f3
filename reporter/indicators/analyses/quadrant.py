"""Satisfied but not loyal (LOY5): the respondents and their revenue in four corners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.corners import hidden_counts, hidden_money, satisfied_by, share_at, split_at, unsafe
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, NORMAL, base_flags, count
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.corners import CORNERS, STANDARD, THRESHOLDS, Spent, corner_of, spent
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Leg, NotComputed, Quadrant, QuadrantCorner, Share, msg

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.indicators.queries.corners import Split
    from reporter.model import Analysis, Message

ANALYSIS: Final = AnalysisFacts(
    id="quadrant",
    code="LOY5",
    leg=Leg.LOYALTY,
    name=msg("Satisfied but not loyal"),
    inputs=(
        "responses: nki_overall, nki_expectation, nki_ideal",
        "responses: csat",
        "responses: nps, rebuy",
        "orders: amount",
    ),
    source="Jones & Sasser 1995; Wilson 1927; Hundepool et al. 2012",
)
FORMULA: Final = msg(
    "Respondents with both a satisfaction and a loyalty index, by whether each is 75 or more (Jones & Sasser 1995): "
    "satisfied and loyal, satisfied but mobile, locked in, at risk. 95 % intervals by Wilson (1927), for each corner "
    "on its own. The shares at 70 and 80 show how much hangs on the threshold. Revenue is what these respondents "
    "bought in the period; it is not projected on customers who did not answer."
)
NAMES: Final = (
    msg("Satisfied and loyal", context="quadrant"),
    msg("Satisfied but mobile", context="quadrant"),
    msg("Locked in", context="quadrant"),
    msg("At risk", context="quadrant"),
)


def analyse(ground: Ground) -> Analysis:
    """Return the corners, of at least 30 customers who answered both."""
    chosen = satisfied_by(ground.basis)
    if chosen is None:
        return NotComputed(reason=msg("Satisfaction and loyalty were not both asked."))
    satisfaction, marks = chosen
    split = split_at(ground.basis, satisfaction)
    n, gone = split.customers, hidden_counts(split.counts)
    if n < NEEDED:
        return _too_few(n)
    groups, reason = _money(ground, satisfaction)
    shares = _shares(split)
    money_gone = hidden_money(groups, gone) if groups else frozenset(range(len(CORNERS)))
    whole = sum(group.revenue for group in groups)
    told = bool(groups) and len(money_gone) < len(CORNERS)
    return Quadrant(
        satisfaction="nki" if satisfaction == "nki" else "csat_idx",
        threshold=STANDARD,
        customers=n,
        corners=tuple(
            QuadrantCorner(
                id=corner,
                name=NAMES[place],
                customers=None if place in gone else split.counts[place],
                share=shares[place],
                revenue=None if place in money_gone else groups[place].revenue / MONEY_UNIT,
                revenue_share=None if place in money_gone else 100.0 * groups[place].revenue / whole,
            )
            for place, corner in enumerate(CORNERS)
        ),
        sensitivity=tuple((t, _shares(split_at(ground.basis, satisfaction, t))) for t in THRESHOLDS)
        if n >= NORMAL
        else (),
        revenue=whole / MONEY_UNIT if told else None,
        revenue_reason=None if told else reason or _confidential(),
        flags=(*marks, *base_flags(n)),
    )


def _too_few(n: int) -> NotComputed:
    """Return the refusal of a base that is too small; one to four are not even counted."""
    if n == 0:
        return NotComputed(reason=msg("No customer answered the questions about both satisfaction and loyalty."))
    if n < SMALLEST_GROUP:
        return NotComputed(
            reason=msg("Not shown, for reasons of confidentiality: fewer than {needed}.", needed=count(SMALLEST_GROUP))
        )
    return NotComputed(
        reason=msg("Too few answers: {n}, and {needed} are needed.", n=count(n), needed=count(NEEDED)), n=n
    )


def _shares(split: Split) -> tuple[Share, ...]:
    """Return the shares of the corners, those that may be told."""
    gone = hidden_counts(split.counts)
    parts = [share_at(split, place) for place in range(len(CORNERS))]
    return tuple(
        Share(value=None) if place in gone else Share(value=part.value, low=part.low, high=part.high)
        for place, part in enumerate(parts)
    )


def _money(ground: Ground, satisfaction: str) -> tuple[tuple[Spent, ...], Message | None]:
    """Return what the customers of each corner bought, or nothing and why."""
    if ground.bought is None or ground.respondents is None:
        return (), msg("There are no orders in the data.")
    by_group = spent(ground.bought, corner_of(ground.respondents, ground.cell, satisfaction), ground.cell)
    groups = tuple(by_group.get(place, Spent()) for place in range(len(CORNERS)))
    buyers, revenue = sum(group.buyers for group in groups), sum(group.revenue for group in groups)
    if buyers < NEEDED or revenue <= 0:
        return (), msg("Too few of those who answered can be found among the orders of the period.")
    currencies = frozenset().union(*(group.currencies for group in groups))
    if len(currencies) > 1:
        return (), msg("The orders are in several currencies: {currencies}.", currencies=tuple(sorted(currencies)))
    # the revenue of all others is that of the period without what is told here
    if unsafe(by_group.get(None, Spent())):
        return (), _confidential()
    return groups, None


def _confidential() -> Message:
    """Return the refusal of money that one or few customers stand behind."""
    return msg("Not shown, for reasons of confidentiality: it could be traced to one or a few customers.")
