"""Survey answers in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import census
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="answers",
    leg=Leg.BASIS,
    unit=Unit.COUNT,
    better=Better.NEITHER,
    survey=True,
    code="BAS5",
    inputs=("responses: response_id, score",),
    source="census count",
    page="cover",
)
FORMULA: Final = msg("Respondents who answered at least one question in the period, each time they answered.")


def measure(basis: Basis) -> Reading:
    """Return the number of answered questionnaires."""
    if basis.answers is None:
        return refused(INDICATOR, msg("There is no survey in the data."))
    return census(INDICATOR, basis.answers, n_customers=basis.answers, n=basis.answers)
