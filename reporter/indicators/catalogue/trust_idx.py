"""Trust (VAL3); a driver beside the value leg, not part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="trust_idx",
    leg=Leg.VALUE,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="VAL3",
    ratios=("score:trust",),
    inputs=("responses: trust",),
    source="Morgan & Hunt 1994; Student 1908; Cochran 1977",
    page="value",
    leading=True,
)
FORMULA: Final = msg(
    "The mean of the question about trust, moved to 0–100 (Morgan & Hunt 1994). A driver of value, not part "
    "of the index of perceived value. 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the question, rescaled to 0–100."""
    return index_of_item(INDICATOR, basis.items.get("trust"))
