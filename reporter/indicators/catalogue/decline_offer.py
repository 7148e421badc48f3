"""The loyal customer’s mark of declining a competitor’s offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="decline_offer",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="A1",
    inputs=("responses: decline_offer",),
    source="Oliver 1999; Student 1908; Cochran 1977",
    page="method",
    leading=True,
    ratios=("score:decline_offer",),
)
FORMULA: Final = msg(
    "The mean of “would decline a competitor’s offer”, moved to 0–100; one of the seven marks of a loyal customer "
    "(after Oliver 1999). 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("decline_offer"))
