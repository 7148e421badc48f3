"""Whether expectations were met: more above them than below (after Oliver 1980)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import count, gate, refused
from reporter.indicators.readings.scores import effective_by_score
from reporter.indicators.readings.survey import missing, of_item, weight_flags
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import nps_interval

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="expectation_gap",
    leg=Leg.SATISFACTION,
    unit=Unit.POINTS,
    relevant=3.0,
    survey=True,
    code="SAT3",
    inputs=("responses: nki_expectation",),
    source="Oliver 1980; Rocks 2016; Kish 1965",
    page="method",
)
FORMULA: Final = msg(
    "The share whose expectations were exceeded minus the share whose expectations were not met, in percentage points "
    "(disconfirmation; Oliver 1980). Met are the middle answers: 3 on a scale from 1 to 5, 4 on 1 to 7, 5–6 on 1 to "
    "10, 5 on 0 to 10. Only where the settings say that the ends of the scale are far below and far above what was "
    "expected. 95 % interval by the adjusted Wald method (Rocks 2016)."
)
#: A middle needs a step on either side of it.
_STEPS_NEEDED = 2


def measure(basis: Basis) -> Reading:
    """Return the share above the middle of the scale minus the share below it."""
    item = basis.items.get("nki_expectation")
    refusal = missing(INDICATOR, item)
    if refusal or item is None:
        return refusal or refused(INDICATOR, msg("No answers to this question in the period."))
    if not basis.settings.expectations_exceeded:
        return refused(
            INDICATOR,
            msg("The export does not tell whether the question’s upper end means that expectations were exceeded."),
            scale=item.scale,
        )
    if item.high - item.low < _STEPS_NEEDED:
        reason = msg("A scale from {low} to {high} has no middle answer.", low=count(item.low), high=count(item.high))
        return refused(INDICATOR, reason, scale=item.scale)
    refusal = gate(INDICATOR, item.sums.score.clusters, item.sums.answers, scale=item.scale)
    if refusal:
        return refusal
    # an even number of steps has two middle answers
    first, last = (item.low + item.high) // 2, (item.low + item.high + 1) // 2
    histogram = item.sums.histogram
    above = sum(n for score, n in histogram.items() if score > last)
    below = sum(n for score, n in histogram.items() if score < first)
    n_eff = effective_by_score(item)
    found = nps_interval(above, sum(histogram.values()) - above - below, below, n_eff=n_eff)
    return of_item(INDICATOR, found, item, "adjusted_wald", (*item.flags, *weight_flags(item, n_eff)))
