"""Perceived value: what customers get for what they pay (VAL1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.readings.survey import index_of_block
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="pvalue_idx",
    leg=Leg.VALUE,
    unit=Unit.INDEX,
    relevant=2.0,
    survey=True,
    code="VAL1",
    ratios=("index:value",),
    inputs=("responses: value_quality, value_price",),
    source="Zeithaml 1988; Fornell et al. 1996; Student 1908; Cochran 1977",
    page="value",
)
FORMULA: Final = msg(
    "Per respondent the mean of two questions (quality given the price, price given the quality), moved to "
    "0–100; then the mean of all respondents (Zeithaml 1988; the value block of ACSI and ECSI). 95 % interval "
    "by Student’s t over customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean of the index over respondents."""
    return index_of_block(INDICATOR, basis.blocks.get("value"))
