"""The box "What it means": what a pattern may mean, and one next step, in at most 45 words.

The first half never states a cause: cross-sectional figures show what goes together, no more. The
second half is a step from the library where one is triggered, else a step of good measurement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.findings.actions import STEPS, triggered
from reporter.findings.facts import Change, Facts
from reporter.findings.levels import Level, level
from reporter.findings.titles import LEGS
from reporter.model import Verdict, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Comparison, Measurements, Message

#: What a page's step may be about, in the order of the library.
ABOUT: Mapping[str, tuple[str, ...]] = {
    "satisfaction": ("nki", "csat_idx", "csat", "sat_product", "sat_service", "ces", "complaint_rate"),
    "nps": ("nps",),
    "value": ("pvalue_idx", "trust_idx"),
    "customer_value": ("aov", "freq", "ret_rev_share"),
    "loyalty": ("retention", "churn", "cancel_rate", "loy_idx", "switch_intent", "repeat_rate", "repeat_within"),
}

#: What a weak or worsened indicator may mean.
WHAT: Mapping[str, Message] = {
    "nki": msg(
        "Customers may be getting something other than they expected, and low satisfaction often goes with leaving."
    ),
    "csat": msg("Satisfied customers are fewer than they could be, and low satisfaction often goes with leaving."),
    "csat_idx": msg("Satisfied customers are fewer than they could be, and low satisfaction often goes with leaving."),
    "sat_product": msg("The product may be what customers are least content with."),
    "sat_service": msg("Service may be what customers are least content with."),
    "ces": msg("Customers may find it hard to get things done with you."),
    "complaint_rate": msg(
        "A larger share of customers complain than before or than elsewhere; it may also have become easier to do so."
    ),
    "nps": msg("Fewer customers may be speaking for you, and those who advise against you may be heard."),
    "pvalue_idx": msg("Customers may see too little value for the price, or more of it elsewhere."),
    "trust_idx": msg("Customers may doubt that promises are kept, and trust goes together with loyalty."),
    "aov": msg(
        "Customers buy for less at a time than before or than elsewhere; the mix of customers may be part of it."
    ),
    "freq": msg("Customers order more seldom than before or than elsewhere; the mix of customers may be part of it."),
    "ret_rev_share": msg("Returning customers account for less of the revenue; many new customers may be part of it."),
    "retention": msg(
        "A larger share of customers leave than before or than elsewhere, and those who leave may be much alike."
    ),
    "churn": msg(
        "A larger share of customers leave than before or than elsewhere, and those who leave may be much alike."
    ),
    "cancel_rate": msg(
        "A larger share of contracts are cancelled than before or than elsewhere, and the reasons may be few."
    ),
    "loy_idx": msg("Customers may be little inclined to choose you again, even if they have not yet left."),
    "switch_intent": msg(
        "A larger share of customers say that they may switch; such intentions often go further than what people do."
    ),
    "repeat_rate": msg(
        "A smaller share of customers come back than before or than elsewhere; many new customers may be part of it."
    ),
    "repeat_within": msg(
        "A smaller share of new customers come back soon after their first purchase than before or than elsewhere."
    ),
}

#: What a page says where nothing is triggered.
CALM: Mapping[str, Message] = {
    "satisfaction": msg(
        "Nothing here is weak for certain. "
        "Consider asking the same questions in the same way next time, so that a change can be told from chance."
    ),
    "nps": msg(
        "NPS varies more than an index built on as many answers. "
        "Consider following the indices for change, and NPS for the conversation with customers."
    ),
    "value": msg(
        "Nothing here is weak for certain. "
        "Consider asking the most loyal customers what they find worth the price, and saying it to others."
    ),
    "customer_value": msg(
        "Few customers often account for much of the revenue. "
        "Consider naming someone responsible for each of the largest relationships."
    ),
    "loyalty": msg(
        "Nothing here is worse for certain. "
        "Consider following the share that stays by the same rule every period, and by customer group."
    ),
    "benchmark": msg(
        "An outside figure shows the distance, not the reason for it. "
        "Consider choosing one measure where the distance matters to your customers."
    ),
    "summary": msg(
        "Nothing is weak or worse for certain. "
        "Consider measuring again within six months, in the same way, so that the next change can be seen."
    ),
}
#: Said instead, where something is worse or weak but too small, or on too few customers, for a step.
FAINT = msg(
    "What is certain here is small, or rests on few customers. Consider measuring again before anything is changed."
)
#: Said where something is clearly worse for which the library has no step.
WORSE = msg(
    "What is clearly worse here may have several reasons. "
    "Consider going through it by customer group before anything is changed."
)
#: Said where there is nothing to be weak or worse than.
FIRST = msg(
    "There is nothing earlier to compare with. "
    "Consider measuring again within six months, in the same way, so that a change can be seen."
)
#: Pages whose calm word claims that nothing is weak or worse.
_CLAIMS = frozenset({"satisfaction", "value", "loyalty", "summary"})
#: Figures that stand on a page without being what its step is about.
_BESIDE: Mapping[str, tuple[str, ...]] = {"loyalty": ("complaint_rate", "rebuy_intent")}
#: Whose pattern and step speak for a leg that none of its parts explains.
_SPOKEN_FOR = {"triad_satisfaction": "nki", "triad_value": "pvalue_idx", "triad_loyalty": "loy_idx"}
_SPREAD = 15.0


def meanings(
    measurements: Measurements, comparisons: tuple[Comparison, ...], *, currency: str = ""
) -> Mapping[str, Message]:
    """Return the box of every page that has one, by page name."""
    facts = Facts(measurements=measurements, comparisons=comparisons, currency=currency)
    found = {page: _box(facts, page, about) for page, about in ABOUT.items() if facts.first(*about) is not None}
    found["summary"] = _summary(facts)
    if facts.benchmarks():
        found["benchmark"] = _benchmark(facts)
    return found


def _box(facts: Facts, page: str, about: tuple[str, ...]) -> Message:
    """Return the step for what lies furthest behind on a page, else the calm word."""
    steps = triggered(facts, about)
    if not steps:
        return _without_step(facts, page, about, _BESIDE.get(page, ()))
    return msg("{meaning} {step}", context="meaning", meaning=WHAT[steps[0].indicator], step=steps[0].text)


def _without_step(facts: Facts, page: str, about: tuple[str, ...], beside: tuple[str, ...]) -> Message:
    """Return what may be said where no step is triggered, so that it denies nothing that stands on the page."""
    if any(_clearly_worse(facts, name) for name in beside):
        return WORSE
    if any(_faint(facts, name) for name in (*about, *beside)):
        return FAINT
    alone = facts.before is None and not facts.benchmarks()
    if page in _CLAIMS and alone and not any(level(facts.reading(name)) for name in about):
        return FIRST
    return CALM[page]


def _clearly_worse(facts: Facts, indicator: str) -> bool:
    """Tell whether an indicator is certainly and relevantly worse than before or than an outside figure."""
    return any(one.verdict is Verdict.CLEAR and one.good is False for one in _against(facts, indicator))


def _faint(facts: Facts, indicator: str) -> bool:
    """Tell whether something is certainly weak or worse, whatever its size and base."""
    if level(facts.reading(indicator)) is Level.WEAK:
        return True
    return any(one.good is False for one in _against(facts, indicator))


def _against(facts: Facts, indicator: str) -> tuple[Comparison, ...]:
    """Return what an indicator is compared with: the previous period and an outside figure."""
    earlier = facts.previous(indicator)
    outside = (one for one in facts.benchmarks() if one.reading.indicator.id == indicator)
    return (*([earlier] if earlier else []), *outside)


def _summary(facts: Facts) -> Message:
    """Return the pattern across the legs, else the step for what lies furthest behind, else the calm word."""
    steps = triggered(facts)
    name = steps[0].indicator if steps else _spoken_for(facts)
    pattern = _pattern(facts)
    if pattern is not None:
        return pattern
    if name is not None:
        return msg("{meaning} {step}", context="meaning", meaning=WHAT[name], step=STEPS[name])
    others = tuple(one for one in facts.measurements.current.readings if one not in STEPS)
    said = _without_step(facts, "summary", (*STEPS, *LEGS), others)
    return (_apart(facts) or said) if said == CALM["summary"] else said


def _pattern(facts: Facts) -> Message | None:
    """Return what two legs together may mean."""
    satisfied, loyal = (level(facts.reading(leg)) for leg in ("triad_satisfaction", "triad_loyalty"))
    if satisfied is Level.STRONG and loyal in {Level.WEAK, Level.WEAK_OR_FAIR, Level.FAIR}:
        return msg(
            "Customers are satisfied without being as loyal; they may move for a better price. "
            "Consider finding out which of them have more than one supplier."
        )
    if facts.change("triad_satisfaction") is Change.UP and facts.change("triad_value") is Change.DOWN:
        return msg(
            "Customers may like the work and still question the price. "
            "Consider asking them what they find worth paying for, group by group."
        )
    return None


def _spoken_for(facts: Facts) -> str | None:
    """Return the indicator whose step speaks for a leg that fell, or is weak, by itself."""
    for leg, part in _SPOKEN_FOR.items():
        if facts.change(leg) is Change.DOWN or level(facts.reading(leg)) is Level.WEAK:
            return part
    return None


def _apart(facts: Facts) -> Message | None:
    """Return the word about legs that lie far apart."""
    known = [one.value for one in map(facts.reading, LEGS) if one is not None and one.value is not None]
    if len(known) < len(LEGS) or max(known) - min(known) <= _SPREAD:
        return None
    return msg(
        "The three legs lie far apart, which may hide groups of customers that differ. "
        "Consider looking at each leg by segment, and starting with the one that pulls down."
    )


def _benchmark(facts: Facts) -> Message:
    """Return the step for what is certainly behind an outside figure, else the calm word."""
    behind = tuple(
        one.reading.indicator.id
        for one in facts.benchmarks()
        if one.verdict is Verdict.CLEAR and one.good is False and one.reading.indicator.id in WHAT
    )
    return _box(facts, "benchmark", behind)
