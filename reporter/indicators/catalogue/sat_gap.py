"""Satisfaction with the product less that with the service, by the same customers (SAT4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.pairs import pair_refusal
from reporter.indicators.readings.survey import surveyed
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="sat_gap",
    leg=Leg.SATISFACTION,
    unit=Unit.INDEX,
    better=Better.NEITHER,
    relevant=2.0,
    survey=True,
    code="SAT4",
    inputs=("responses: sat_product", "responses: sat_service"),
    source="Parasuraman, Zeithaml & Berry 1988; Student 1908",
    page="method",
)
FORMULA: Final = msg(
    "Per respondent satisfaction with the product minus satisfaction with the service, both moved to 0–100; then the "
    "mean. Above 0 the product does better (Parasuraman, Zeithaml & Berry 1988). 95 % interval by the paired t over "
    "customers."
)


def measure(basis: Basis) -> Reading:
    """Return the mean difference of those who answered both questions."""
    pair = basis.pairs.get("parts")
    refusal = pair_refusal(INDICATOR, pair)
    if refusal or pair is None:
        return refusal or refused(INDICATOR, msg("The two questions were not asked of the same customers."))
    found = ratio(pair.difference)
    if found is None:  # pragma: no cover - the gate asks for more than two
        return refused(INDICATOR, msg("The two questions were not asked of the same customers."))
    return surveyed(INDICATOR, found, (pair.customers, pair.answers), "t", pair.scale, pair.flags)
