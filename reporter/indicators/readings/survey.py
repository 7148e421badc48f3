"""Readings of survey questions and of indices of several of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.gates import NEEDED, base_flags, count, gate, refused
from reporter.indicators.sums import UNKNOWN
from reporter.model import Reading, msg
from reporter.statistics import Interval, design_effect, kish, ratio, wilson

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.indicators.sums import Block, Item
    from reporter.model import Indicator

ALPHA_NEEDED = 0.7
#: Below this share of effective answers the weights are called uneven (specification, 1.0).
EVEN_ENOUGH = 0.6


def effective(item: Item, spread: float) -> float:
    """Return the effective number of answers: fewer where they are weighted, or where customers answered twice.

    ``spread`` is the variance of one answer's mark. Weights count as Kish (1965) says, repeated answers by the
    design effect of the clustered standard error; the smaller number holds.
    """
    mark, n = item.sums.mark, float(item.sums.answers)
    if item.weighted:
        n = min(n, kish(mark.x, mark.xx))
    clustered = ratio(mark)
    if mark.clusters == item.sums.answers or clustered is None:
        return n
    return min(n, item.sums.answers / design_effect(clustered.se, math.sqrt(spread / item.sums.answers)))


def weight_flags(item: Item, n_eff: float) -> tuple[str, ...]:
    """Return the warning that very uneven weights call for."""
    return (flags.UNEVEN_WEIGHTS,) if item.weighted and n_eff < EVEN_ENOUGH * item.sums.answers else ()


def missing(indicator: Indicator, item: Item | None) -> Reading | None:
    """Return the refusal for a question that was not asked or whose scale is not known."""
    if item is None:
        return gate(indicator, 0, 0)
    if flags.ROUNDS_OPEN in item.flags and item.low == UNKNOWN:
        return refused(indicator, flags.FLAGS[flags.ROUNDS_OPEN])
    if item.low == UNKNOWN or item.high <= item.low:
        return refused(indicator, msg("The scale of the question is not known."))
    return None


def share_of_item(indicator: Indicator, basis: Basis, item: Item | None, *, marks: tuple[str, ...] = ()) -> Reading:
    """Return the share of answers in the top box, with Wilson's interval."""
    refusal = missing(indicator, item)
    if refusal or item is None:
        return refusal or gate(indicator, 0, 0) or refused(indicator, msg("No answers to this question in the period."))
    if (item.low, item.high) not in basis.settings.top_box:
        return refused(
            indicator,
            msg(
                "No rule says which answers on a scale from {low} to {high} count.",
                low=count(item.low),
                high=count(item.high),
            ),
            scale=item.scale,
        )
    mark = item.sums.mark
    refusal = gate(indicator, mark.clusters, item.sums.answers, scale=item.scale)
    if refusal:
        return refusal
    p = mark.y / mark.x
    n_eff = effective(item, p * (1 - p))
    found = wilson(mark.y, mark.x, n_eff=n_eff).scaled(100.0)
    own = (*item.flags, *weight_flags(item, n_eff), *marks)
    return of_item(indicator, found, item, "wilson", own)


def index_of_item(indicator: Indicator, item: Item | None, *, marks: tuple[str, ...] = ()) -> Reading:
    """Return the mean of one question, rescaled to 0–100, with a t interval over customers."""
    refusal = missing(indicator, item)
    if refusal or item is None:
        return refusal or refused(indicator, msg("No answers to this question in the period."))
    score = item.sums.score
    refusal = gate(indicator, score.clusters, item.sums.answers, scale=item.scale)
    if refusal:
        return refusal
    factor = 100.0 / (item.high - item.low)
    mean = ratio(score)
    if mean is None:  # pragma: no cover - the gate asks for more than two
        return refused(indicator, msg("No answers to this question in the period."))
    moved = Interval(
        value=mean.value - item.low, low=mean.low - item.low, high=mean.high - item.low, se=mean.se, df=mean.df
    )
    return of_item(indicator, moved.scaled(factor).clipped(0.0, 100.0), item, "t", (*item.flags, *marks))


def index_of_block(
    indicator: Indicator, block: Block | None, *, needed: int = NEEDED, marks: tuple[str, ...] = ()
) -> Reading:
    """Return the mean over respondents of an index of several questions, with a t interval over customers."""
    if block is None or not block.moments.clusters:
        return gate(indicator, 0, 0) or refused(indicator, msg("No answers to this question in the period."))
    moments = block.moments
    refusal = gate(indicator, moments.clusters, block.answers, needed=needed, scale=block.scale)
    mean = ratio(moments)
    if refusal or mean is None:
        return refusal or refused(indicator, msg("No answers to this question in the period."))
    own = [*block.flags, *marks]
    if len(block.asked) == 1:
        own.append(flags.SINGLE_ITEM)
    if block.alpha is not None and block.alpha < ALPHA_NEEDED:
        own.append(flags.LOW_ALPHA)
    found = mean.clipped(0.0, 100.0)
    return surveyed(indicator, found, (moments.clusters, block.answers), "t", block.scale, tuple(own))


def of_item(indicator: Indicator, found: Interval, item: Item, method: str, marks: tuple[str, ...]) -> Reading:
    """Return the reading of an interval over the answers to one question."""
    bases = (item.sums.mark.clusters, item.sums.answers)
    return surveyed(indicator, found, bases, method, item.scale, marks)


def surveyed(
    indicator: Indicator, found: Interval, bases: tuple[int, int], method: str, scale: str, marks: tuple[str, ...]
) -> Reading:
    """Return the reading of an interval over the answers of so many customers, and so many answers."""
    customers, answers = bases
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=customers,
        n_observations=answers,
        method=method,
        scale=scale,
        flags=tuple(dict.fromkeys((*marks, *base_flags(customers)))),
    )
