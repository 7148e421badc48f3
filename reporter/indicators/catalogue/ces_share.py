"""Customer effort, version 2.0: the share who agree that it was easy (SAT5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import count, gate, refused
from reporter.indicators.readings.scores import effective_by_score
from reporter.indicators.readings.survey import missing, of_item, weight_flags
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import wilson

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="ces_share",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    relevant=3.0,
    survey=True,
    code="SAT5",
    inputs=("responses: ces",),
    source="Dixon, Freeman & Toman 2010; Wilson 1927; Kish 1965",
    page="method",
)
FORMULA: Final = msg(
    "The share who agree that the company made it easy: 5–7 on a scale from 1 to 7 (Customer Effort Score 2.0, after "
    "Dixon, Freeman & Toman 2010). 95 % interval by Wilson (1927)."
)
SCALE, AGREES = (1, 7), 5


def measure(basis: Basis) -> Reading:
    """Return the share of answers from 5 to 7; the share is defined on the scale from 1 to 7 alone."""
    item = basis.items.get("ces")
    refusal = missing(INDICATOR, item)
    if refusal or item is None:
        return refusal or refused(INDICATOR, msg("No answers to this question in the period."))
    if (item.low, item.high) != SCALE:
        reason = msg(
            "No rule says which answers on a scale from {low} to {high} count.",
            low=count(item.low),
            high=count(item.high),
        )
        return refused(INDICATOR, reason, scale=item.scale)
    refusal = gate(INDICATOR, item.sums.score.clusters, item.sums.answers, scale=item.scale)
    if refusal:
        return refusal
    histogram = item.sums.histogram
    agree = sum(n for score, n in histogram.items() if score >= AGREES)
    n_eff = effective_by_score(item)
    found = wilson(agree, sum(histogram.values()), n_eff=n_eff).scaled(100.0)
    return of_item(INDICATOR, found, item, "wilson", (*item.flags, *weight_flags(item, n_eff)))
