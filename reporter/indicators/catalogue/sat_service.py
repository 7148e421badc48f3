"""Satisfaction with the service (SAT4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="sat_service",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="SAT4",
    ratios=("score:sat_service",),
    inputs=("responses: sat_service",),
    source="Parasuraman, Zeithaml & Berry 1988; Student 1908; Cochran 1977",
    page="satisfaction",
)
FORMULA: Final = msg(
    "The mean of the question about the service, moved to 0–100 (Parasuraman, Zeithaml & Berry 1988). 95 % "
    "interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("sat_service"))
