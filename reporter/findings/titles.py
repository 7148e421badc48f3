"""Action titles: each page's title states what its figures bear, and no more.

A title leans on certain changes (V1) and certain sameness (V4) only. A small or unclear difference
(V2, V3), and one that was not compared (V5), never reaches a title, and no title denies a small one:
"clearly" is said where a count leaves the small ones out. The title then states the level
as far as the interval allows, or names what the page shows. Each combination is one whole sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.findings.facts import Change, Facts
from reporter.findings.levels import Level, level
from reporter.findings.title_texts import (
    BENCHMARK_COUNTS,
    KEY_FIGURES,
    LEGS_CHANGED,
    LEGS_LEVEL,
    LOYALTY_LEVEL,
    SATISFACTION,
    SATISFACTION_LEVEL,
    VALUE,
    VALUE_LEVEL,
)
from reporter.model import Term, Verdict, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Comparison, Measurements, Message

LEGS = ("triad_satisfaction", "triad_value", "triad_loyalty")
#: What is no row among the key figures: mirror images, composites and details of other rows. A change counts once.
_COUNTED_ELSEWHERE = frozenset(
    {
        *("churn", "csat_idx", "ces_share", "complaints_per_1000", "recommend_idx", "clv_model", "grr"),
        *("sat_gap", "expectation_gap", "buy_more", "decline_offer", "feedback", "emotion", "revenue_rose"),
        *("repeat_contacts", "return_rate", "unsub_rate", "km_median", "reactivated", "triad", *LEGS),
    }
)
#: A row only where its better known form is missing.
_STANDS_IN = {"ces_effort": "ces"}
_MOST_NAMES = 2


def titles(
    measurements: Measurements, comparisons: tuple[Comparison, ...], *, currency: str = ""
) -> Mapping[str, Message]:
    """Return the action title of every page, by page name."""
    facts = Facts(measurements=measurements, comparisons=comparisons, currency=currency)
    return {
        "summary": summary(facts),
        "key_figures": key_figures(facts),
        "benchmark": benchmark(facts),
        "satisfaction": satisfaction(facts),
        "nps": nps(facts),
        "value": value(facts),
        "customer_value": customer_value(facts),
        "loyalty": loyalty(facts),
        "method": msg("How the figures were made, and how certain they are"),
    }


def summary(facts: Facts) -> Message:
    """Say which legs of the triad rose or fell for certain; failing a previous period, where they stand."""
    if facts.before is None or not any(_compared(facts, leg) for leg in LEGS):
        return _standing(facts)
    changes = tuple(facts.change(leg) for leg in LEGS)
    if set(changes) == {Change.SAME}:
        return msg("Satisfaction, perceived value and loyalty are unchanged since {period}", period=facts.before)
    moved = tuple(one if one in {Change.UP, Change.DOWN} else None for one in changes)
    if moved in LEGS_CHANGED:
        return LEGS_CHANGED[moved]
    if any(_is_small(facts, leg) for leg in LEGS):
        return msg("Only small certain changes in the three legs since {period}", period=facts.before)
    return msg("No certain change in the three legs since {period}", period=facts.before)


def _is_small(facts: Facts, indicator: str) -> bool:
    """Tell whether a change is certain but small: too little for a title, too much to be denied by one."""
    found = facts.previous(indicator)
    return found is not None and found.verdict is Verdict.SMALL


def _compared(facts: Facts, indicator: str) -> bool:
    """Tell whether a change was tested at all."""
    found = facts.previous(indicator)
    return found is not None and found.verdict is not Verdict.UNTESTED


def _standing(facts: Facts) -> Message:
    """Return the level of the three legs, or what the orders say where there is no survey."""
    levels = tuple(level(facts.reading(leg)) for leg in LEGS)
    if set(levels) == {Level.FAIR}:
        return msg("Satisfaction, perceived value and loyalty are all at a fair level")
    ends = tuple(one if one in {Level.STRONG, Level.WEAK} else None for one in levels)
    if ends in LEGS_LEVEL:
        return LEGS_LEVEL[ends]
    said = next((found for leg in LEGS if (found := _border(facts, leg)) is not None), None)
    if said is not None:
        return said
    return _plain(facts)


def _plain(facts: Facts) -> Message:
    """Return what the orders, or a survey without legs, say."""
    kept = facts.reading("retention")
    if kept is not None:
        return msg("{share} of the customers stayed", share=facts.amount(kept))
    again = facts.reading("repeat_rate")
    if again is not None:
        return msg("{share} of the customers bought more than once", share=facts.amount(again))
    if facts.reading("csat") is None and facts.reading("nps") is not None:
        return nps(facts)
    return satisfaction(facts)


def _border(facts: Facts, leg: str) -> Message | None:
    """Return the sentence of a leg whose interval lies on a border or at a fair level."""
    where = level(facts.reading(leg))
    if where is None:
        return None
    return {"triad_satisfaction": SATISFACTION_LEVEL, "triad_value": VALUE_LEVEL}.get(leg, LOYALTY_LEVEL)[where]


def key_figures(facts: Facts) -> Message:
    """Count the key figures that became clearly better or worse: certain, and large enough to matter."""
    if facts.before is None:
        return msg("The key figures of {period}, with their margins of error", period=facts.period)
    clear = [
        one
        for one in facts.comparisons
        if one.against == "previous"
        and one.verdict is Verdict.CLEAR
        and one.reading.indicator.id not in _COUNTED_ELSEWHERE
        and not facts.reading(_STANDS_IN.get(one.reading.indicator.id, ""))
    ]
    better, worse = (sum(one.good is way for one in clear) for way in (True, False))
    found = KEY_FIGURES.get((min(better, 2), min(worse, 2)))
    if found is None:
        return msg("No key figure is clearly better or worse than in {period}", period=facts.before)
    return found(better, worse)


def benchmark(facts: Facts) -> Message:
    """Say where the client is ahead or behind for certain; grey references do not count."""
    fit = facts.benchmarks()
    if not fit:
        return _unfit(facts)
    clear = [one for one in fit if one.verdict is Verdict.CLEAR and one.good is not None]
    ahead = tuple(Term(one.reading.indicator.id, "name") for one in clear if one.good)
    behind = tuple(Term(one.reading.indicator.id, "name") for one in clear if not one.good)
    if not clear:
        if all(one.verdict is Verdict.EQUAL for one in fit):
            return msg("Level with the benchmark on everything compared")
        return msg("No clear difference from the benchmark")
    if len(clear) > _MOST_NAMES:
        return BENCHMARK_COUNTS[bool(ahead), bool(behind)](len(ahead), len(behind), len(fit))
    return _named(ahead, behind)


def _named(ahead: tuple[Term, ...], behind: tuple[Term, ...]) -> Message:
    """Name the one or two measures on which the client differs for certain."""
    if ahead and behind:
        return msg("Clearly ahead of the benchmark on {ahead}, behind on {behind}", ahead=ahead, behind=behind)
    if ahead:
        return msg("Clearly ahead of the benchmark on {areas}", areas=ahead)
    return msg("Clearly behind the benchmark on {areas}", areas=behind)


def _unfit(facts: Facts) -> Message:
    """Return the title where no figure may be compared strictly."""
    if any(one.against == "benchmark" and one.gap is not None for one in facts.comparisons):
        return msg("Outside figures for orientation only")
    return msg("No outside figure can be compared with yours")


def satisfaction(facts: Facts) -> Message:
    """State satisfaction: the index of three questions, failing it the share of satisfied customers."""
    reading = facts.first("nki", "csat_idx", "csat")
    if reading is None:
        return msg("Customer satisfaction in {period}", period=facts.period)
    change, where = facts.change(reading.indicator.id), level(reading)
    if facts.before is not None and change is not Change.UNKNOWN:
        return SATISFACTION[change, where if where in {Level.STRONG, Level.WEAK} else None](facts.before)
    if where is not None:
        return SATISFACTION_LEVEL[where]
    share = facts.reading("csat")
    if share is not None:
        return msg("{share} of the customers are satisfied", share=facts.amount(share))
    return msg("Customer satisfaction in {period}", period=facts.period)


def nps(facts: Facts) -> Message:
    """State NPS and, where it is certain, which way it went."""
    reading = facts.reading("nps")
    if reading is None:
        return msg("Willingness to recommend in {period}", period=facts.period)
    now, change = facts.amount(reading), facts.change("nps")
    if facts.before is not None and change is not Change.UNKNOWN:
        return {
            Change.UP: msg("NPS has risen to {nps}", nps=now),
            Change.DOWN: msg("NPS has fallen to {nps}", nps=now),
            Change.SAME: msg("NPS is unchanged since {period}", period=facts.before),
        }[change]
    if reading.low is not None and reading.low > 0:
        return msg("More promoters than detractors: NPS is {nps}", nps=now)
    if reading.high is not None and reading.high < 0:
        return msg("More detractors than promoters: NPS is {nps}", nps=now)
    return msg("No certain difference between promoters and detractors: NPS is {nps}", nps=now)


def value(facts: Facts) -> Message:
    """State perceived value."""
    reading = facts.reading("pvalue_idx")
    if reading is None:
        return msg("Perceived value in {period}", period=facts.period)
    change, where = facts.change("pvalue_idx"), level(reading)
    if facts.before is not None and change is not Change.UNKNOWN:
        return VALUE[change, where if where in {Level.STRONG, Level.WEAK} else None](facts.before)
    if where is not None:
        return VALUE_LEVEL[where]
    return msg("Perceived value in {period}", period=facts.period)


def customer_value(facts: Facts) -> Message:
    """State what customers are worth: revenue per customer, order value, or how it is concentrated."""
    for name, rose, fell in (
        ("rev_per_customer", msg("Revenue per customer has risen"), msg("Revenue per customer has fallen")),
        ("aov", msg("The average order value has risen"), msg("The average order value has fallen")),
    ):
        if facts.reading(name) is not None:
            change = facts.change(name)
            if change is Change.UP:
                return rose
            if change is Change.DOWN:
                return fell
    spread = facts.measurements.concentration
    if spread is not None and spread.customers >= 100:  # noqa: PLR2004 - a fifth of fewer is a handful
        return msg("One fifth of the customers account for {share} of revenue", share=facts.top_share(spread))
    again = facts.reading("ret_rev_share")
    if again is not None:
        return msg("{share} of revenue comes from returning customers", share=facts.amount(again))
    return msg("What the customers were worth in {period}", period=facts.period)


def loyalty(facts: Facts) -> Message:
    """State how many customers stayed; failing that, how many bought again."""
    kept = facts.reading("retention")
    if kept is not None:
        share, change = facts.amount(kept), facts.change("retention")
        if facts.before is not None and change is not Change.UNKNOWN:
            before = facts.before
            return {
                Change.UP: msg("{share} of the customers stayed, more than in {period}", share=share, period=before),
                Change.DOWN: msg("{share} of the customers stayed, fewer than in {period}", share=share, period=before),
                Change.SAME: msg("{share} stayed: the share is unchanged since {period}", share=share, period=before),
            }[change]
        return msg("{share} of the customers stayed", share=share)
    again = facts.reading("repeat_rate")
    if again is not None:
        return msg("{share} of the customers bought more than once", share=facts.amount(again))
    where = level(facts.reading("loy_idx"))
    if where is not None:
        return LOYALTY_LEVEL[where]
    return msg("Customer loyalty in {period}", period=facts.period)
