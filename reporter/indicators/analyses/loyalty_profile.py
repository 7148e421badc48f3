"""The loyalty profile of the Danish source article: seven marks of a loyal customer, four signs of high loyalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import refused
from reporter.indicators.queries.risks import risen
from reporter.indicators.readings.orders import completeness, history_refusal, share_of
from reporter.indicators.registry import modules
from reporter.model import Leg, LoyaltyProfile, NotComputed, ProfileMark, ProfileSign, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.model import Analysis, Message, Reading

ANALYSIS: Final = AnalysisFacts(
    id="loyalty_profile",
    code="A1",
    leg=Leg.LOYALTY,
    name=msg("Loyalty profile"),
    inputs=(
        "orders: customer_id, order_day, amount",
        "subscriptions: start_day, end_day",
        "responses: rebuy, decline_offer, buy_more, nps, feedback, emotion, value_quality, value_price",
        "tickets: complaint",
    ),
    source="Oliver 1999; Hirschman 1970; Wilson 1927; Student 1908",
)
FORMULA: Final = msg(
    "Seven marks of a loyal customer: stays, declines a competitor’s offer, buys more over time, recommends, gives "
    "honest feedback, feels attached, and gets value for money; staying is read from what customers do and else from "
    "what they intend, buying more from what they intend and else from what they bought, the others from answers. "
    "Four signs: high recommendation or satisfaction, high repurchase and more bought, few cancellations, few "
    "complaints."
)
#: mark → how it is called, and the indicators that tell of it, the better first.
MARKS: Final[tuple[tuple[str, Message, tuple[str, ...]], ...]] = (
    ("stays", msg("Stays a customer", context="loyalty profile"), ("retention", "rebuy_intent")),
    ("declines", msg("Declines a competitor’s offer", context="loyalty profile"), ("decline_offer",)),
    ("buys_more", msg("Buys more over time", context="loyalty profile"), ("buy_more", "revenue_rose")),
    ("recommends", msg("Recommends you", context="loyalty profile"), ("recommend_idx",)),
    ("feedback", msg("Gives honest feedback", context="loyalty profile"), ("feedback",)),
    ("attached", msg("Feels attached", context="loyalty profile"), ("emotion",)),
    ("value", msg("Gets value for money", context="loyalty profile"), ("pvalue_idx",)),
)
#: sign → how it is called, and the indicators that speak for it.
SIGNS: Final[tuple[tuple[str, Message, tuple[str, ...]], ...]] = (
    (
        "high_scores",
        msg("NPS and satisfaction are high", context="loyalty profile"),
        ("nps", "nki", "csat_idx", "csat"),
    ),
    (
        "repurchase",
        msg("Customers buy again and more", context="loyalty profile"),
        ("repeat_rate", "repeat_within", "ret_rev_share", "buy_more", "revenue_rose"),
    ),
    (
        "few_cancellations",
        msg("Few cancellations and unsubscribers", context="loyalty profile"),
        ("cancel_rate", "churn", "unsub_rate"),
    ),
    (
        "few_complaints",
        msg("Few complaints", context="loyalty profile"),
        ("complaint_rate", "complaints_per_1000"),
    ),
)
BEHAVIOUR: Final = frozenset({"retention", "revenue_rose"})


def analyse(ground: Ground) -> Analysis:
    """Return every mark with its reading or its reason, and the signs with the indicators that have a value."""
    names = {name for _, _, group in (*MARKS, *SIGNS) for name in group} & modules().keys()
    readings = {name: ground.reading(name) for name in sorted(names - {"revenue_rose"})}
    readings["revenue_rose"] = revenue_rose(ground)
    marks = tuple(_mark(mark, name, [readings[one] for one in sources]) for mark, name, sources in MARKS)
    if all(mark.reading.value is None for mark in marks):
        return NotComputed(reason=msg("None of the seven marks of a loyal customer can be read from the data."))
    return LoyaltyProfile(
        marks=marks,
        signs=tuple(_sign(readings, *sign) for sign in SIGNS),
        revenue_rose=readings["revenue_rose"],
    )


def revenue_rose(ground: Ground) -> Reading:
    """Return the share of those who bought in the previous period and in this one who bought for more in this one."""
    indicator = modules()["revenue_rose"].INDICATOR
    previous, orders = ground.plan.previous, ground.basis.orders
    if ground.bought is None or orders is None:
        return refused(indicator, msg("There are no orders in the data."))
    if previous is None:
        return refused(indicator, msg("There is no previous period to compare with."))
    period = ground.plan.period
    if period.days != previous.days and (period.months is None or period.months != previous.months):
        return refused(indicator, msg("Not compared: the periods are of different length."))
    refusal = history_refusal(indicator, ground.basis, (period.start - previous.start).days)
    if refusal is not None:
        return refusal
    if len(orders.currencies) > 1:
        reason = msg("The orders are in several currencies: {currencies}.", currencies=tuple(sorted(orders.currencies)))
        return refused(indicator, reason)
    both, more = risen(ground.bought, ground.plan.periods.index(previous), ground.cell)
    return share_of(indicator, more, both, marks=completeness(ground.basis))


def _mark(mark: str, name: Message, readings: list[Reading]) -> ProfileMark:
    """Return a mark with the first reading that has a value; without any, with the first one's reason."""
    told = next((reading for reading in readings if reading.value is not None), readings[0])
    return ProfileMark(id=mark, name=name, reading=told, behaviour=told.indicator.id in BEHAVIOUR)


def _sign(readings: dict[str, Reading], sign: str, name: Message, sources: tuple[str, ...]) -> ProfileSign:
    """Return a sign with the indicators that have a value, and those of them that have level words."""
    told = [readings[one] for one in sources if one in readings and readings[one].value is not None]
    return ProfileSign(
        id=sign,
        name=name,
        readings=tuple(reading.indicator.id for reading in told),
        judged=tuple(
            reading.indicator.id
            for reading in told
            if reading.indicator.unit is Unit.INDEX and reading.indicator.survey
        ),
    )
