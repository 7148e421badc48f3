"""The Net Promoter Score (LOY1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import count, gate, refused
from reporter.indicators.readings.survey import effective, missing, of_item, weight_flags
from reporter.indicators.sums import DETRACTOR, PROMOTER
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import nps_interval

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="nps",
    leg=Leg.LOYALTY,
    unit=Unit.NPS,
    relevant=5.0,
    survey=True,
    code="LOY1",
    ratios=("mark:nps",),
    inputs=("responses: nps",),
    source="Reichheld 2003; Rocks 2016",
    page="nps",
    leading=True,
)
FORMULA: Final = msg(
    "The share of promoters (9–10) minus the share of detractors (up to 6), in points from −100 to 100 "
    "(Reichheld 2003). 95 % interval by the adjusted Wald method (Rocks 2016): ¾ promoter, 1½ passives and ¾ "
    "detractor are added. Answers from 1 to 10 are never mixed with answers from 0 to 10."
)
SCALES = ((0, 10), (1, 10))


def measure(basis: Basis) -> Reading:
    """Return the score of the scale that counts; a scale other than 0–10 and 1–10 is not NPS."""
    item = basis.items.get("nps")
    refusal = missing(INDICATOR, item)
    if refusal or item is None:
        return refusal or refused(INDICATOR, msg("No answers to this question in the period."))
    if (item.low, item.high) not in SCALES:
        reason = msg(
            "Asked on a scale from {low} to {high}: a recommendation index, not NPS.",
            low=count(item.low),
            high=count(item.high),
        )
        return refused(INDICATOR, reason, scale=item.scale)
    histogram = item.sums.histogram
    refusal = gate(INDICATOR, item.sums.mark.clusters, item.sums.answers, scale=item.scale)
    if refusal:
        return refusal
    promoters = sum(n for score, n in histogram.items() if score >= PROMOTER)
    detractors = sum(n for score, n in histogram.items() if score <= DETRACTOR)
    n = sum(histogram.values())
    spread = (promoters + detractors) / n - ((promoters - detractors) / n) ** 2
    n_eff = effective(item, max(0.0, spread))
    found = nps_interval(promoters, n - promoters - detractors, detractors, n_eff=n_eff)
    return of_item(INDICATOR, found, item, "adjusted_wald", (*item.flags, *weight_flags(item, n_eff)))
