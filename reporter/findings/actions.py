"""The library of next steps, and the rules by which one is proposed (specification of indicators, part 6.5).

An indicator triggers its step when it certainly lies below 60 (an index), or when it is certainly
worse than in the previous period or than an outside figure; on at least 50 customers. No step
promises an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.findings.facts import Facts
from reporter.findings.levels import Level, level
from reporter.findings.relevance import relevant
from reporter.model import Verdict, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Comparison, Measurements, Message, Reading

MIN_BASE = 50
MOST = 3
_WEAK_LIMIT = 60.0
_INDEX_RELEVANT = 2.0

STEPS: Mapping[str, Message] = {
    "pvalue_idx": msg("Consider asking customers what they find worth the price, group by group."),
    "sat_product": msg(
        "Consider following up the most common faults of the product and saying how they are put right."
    ),
    "sat_service": msg("Consider quicker and better trained support, with a set time for an answer."),
    "ces": msg("Consider removing the step that costs customers the most effort."),
    "complaint_rate": msg("Consider going through the complaints of the period and writing to those concerned."),
    "trust_idx": msg("Consider saying openly what went wrong, and what is being done."),
    "nps": msg("Consider calling the detractors within two days of their answer."),
    "loy_idx": msg("Consider calling the detractors within two days of their answer."),
    "nki": msg("Consider asking the least satisfied customers which expectation was not met."),
    "csat": msg("Consider asking the least satisfied customers which expectation was not met."),
    "csat_idx": msg("Consider asking the least satisfied customers which expectation was not met."),
    "retention": msg("Consider mapping when customers leave, and a contact before that point."),
    "churn": msg("Consider mapping when customers leave, and a contact before that point."),
    "cancel_rate": msg("Consider asking everyone who cancels for the reason, and keeping count of the answers."),
    "switch_intent": msg("Consider personal terms for customers who say that they may switch, rather than discounts."),
    "repeat_rate": msg("Consider a follow-up after the first purchase, adapted to what was bought."),
    "repeat_within": msg("Consider a follow-up after the first purchase, adapted to what was bought."),
    "freq": msg("Consider reminders adapted to what the customer usually buys, and when."),
    "aov": msg("Consider suggesting related products in the segments that buy for least."),
    "ret_rev_share": msg("Consider a plan for keeping customers before more is spent on finding new ones."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A proposed step: for which indicator, and how far that lies behind, in smallest relevant differences."""

    indicator: str
    text: Message
    gap: float


def actions(
    measurements: Measurements, comparisons: tuple[Comparison, ...], *, currency: str = ""
) -> tuple[Action, ...]:
    """Return up to three steps, the widest gap first; the same step is proposed once."""
    return triggered(Facts(measurements=measurements, comparisons=comparisons, currency=currency))[:MOST]


def triggered(facts: Facts, indicators: tuple[str, ...] = tuple(STEPS)) -> tuple[Action, ...]:
    """Return every triggered step among some indicators, the widest gap first."""
    found = []
    for name in indicators:
        reading = facts.reading(name)
        if reading is None or reading.n_customers < MIN_BASE or "few_events" in reading.flags:
            continue
        gap = _gap(facts, reading)
        if gap is not None:
            found.append(Action(indicator=name, text=STEPS[name], gap=gap))
    once: dict[Message, Action] = {}
    for one in sorted(found, key=lambda one: (-one.gap, one.indicator)):
        once.setdefault(one.text, one)
    return tuple(once.values())


def _gap(facts: Facts, reading: Reading) -> float | None:
    """Return how far an indicator lies behind, in smallest relevant differences; None: not triggered."""
    gaps = []
    if level(reading) is Level.WEAK and reading.value is not None:
        gaps.append((_WEAK_LIMIT - reading.value) / (reading.indicator.relevant or _INDEX_RELEVANT))
    earlier = facts.previous(reading.indicator.id)
    outside = (one for one in facts.benchmarks() if one.reading.indicator.id == reading.indicator.id)
    for one in (*([earlier] if earlier else []), *outside):
        if one.verdict is Verdict.CLEAR and one.good is False and one.gap is not None:
            other = one.other.value if one.other else one.benchmark.value if one.benchmark else None
            least = relevant(reading.indicator, other or 0.0, facts.period)
            gaps.append(abs(one.gap) / least if least else 1.0)
    return max(gaps, default=None)
