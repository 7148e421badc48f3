"""The loyalty index: would choose again, would recommend (LOY2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_block
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="loy_idx",
    leg=Leg.LOYALTY,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="LOY2",
    ratios=("index:loyalty",),
    inputs=("responses: nps, rebuy",),
    source="Fornell et al. 1996; Student 1908; Cochran 1977",
    page="key_figures",
    leading=True,
)
FORMULA: Final = msg(
    "Per respondent the mean of willingness to choose again and to recommend, each moved to 0–100; then the "
    "mean of all respondents (the loyalty questions of EPSI). 95 % interval by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the index over respondents."""
    return index_of_block(INDICATOR, basis.blocks.get("loyalty"))
