"""The share of satisfied customers (SAT1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.readings.survey import share_of_item
from reporter.model import Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="csat",
    leg=Leg.SATISFACTION,
    unit=Unit.PERCENT,
    relevant=3.0,
    survey=True,
    code="SAT1",
    ratios=("mark:csat", "mark:nki_overall"),
    inputs=("responses: csat, nki_overall",),
    source="Wilson 1927; Kish 1965",
    page="key_figures",
)
FORMULA: Final = msg(
    "Satisfied customers as a share of all who answered: 4–5 on a scale from 1 to 5, 6–7 on 1 to 7, 8–10 on 1 "
    "to 10 and 0 to 10. 95 % interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share in the top box of the question about satisfaction, else of overall satisfaction."""
    item = basis.items.get("csat")
    if item is not None:
        return share_of_item(INDICATOR, basis, item)
    return share_of_item(INDICATOR, basis, basis.items.get("nki_overall"), marks=(flags.OVERALL_ITEM,))
