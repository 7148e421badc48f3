"""The satisfaction index of one question (SAT2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="csat_idx",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="SAT2",
    ratios=("score:csat", "score:nki_overall"),
    inputs=("responses: csat, nki_overall",),
    source="Student 1908; Cochran 1977",
    page="satisfaction",
)
FORMULA: Final = msg(
    "The mean of one question about satisfaction, moved to 0–100: (mean − lowest) / (highest − lowest) × 100. "
    "95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question about satisfaction, else of overall satisfaction, rescaled to 0–100."""
    item = basis.items.get("csat")
    if item is not None:
        return index_of_item(INDICATOR, item)
    return index_of_item(INDICATOR, basis.items.get("nki_overall"), marks=(flags.OVERALL_ITEM,))
