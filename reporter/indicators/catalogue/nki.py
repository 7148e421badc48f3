"""The customer satisfaction index of three questions, after Fornell (SAT3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import LIMITED, refused
from reporter.indicators.readings.survey import index_of_block
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="nki",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="SAT3",
    ratios=("index:nki",),
    inputs=("responses: nki_overall, nki_expectation, nki_ideal",),
    source="Fornell 1992; Fornell et al. 1996; Student 1908; Cochran 1977",
    page="satisfaction",
)
FORMULA: Final = msg(
    "Per respondent the mean of three questions (overall satisfaction, against expectations, against the "
    "ideal), of which at least two are answered, moved to 0–100; then the mean of all respondents. Equal "
    "weights (Fornell 1992). 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the index over respondents; at least 50 are needed."""
    block = basis.blocks.get("nki")
    if block is not None and len(block.asked) == 1:
        return refused(INDICATOR, msg("Only one of the three questions of the index was asked."))
    return index_of_block(INDICATOR, block, needed=LIMITED)
