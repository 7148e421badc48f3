"""Relative value: value for money against the best alternative (VAL2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import base_flags, refused
from reporter.indicators.readings.pairs import pair_refusal
from reporter.indicators.readings.survey import missing
from reporter.model import Indicator, Leg, Reading, Unit, msg
from reporter.statistics import ratio

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="relvalue",
    leg=Leg.VALUE,
    unit=Unit.RATIO,
    survey=True,
    code="VAL2",
    inputs=("responses: value_quality, value_price", "responses: competitor"),
    source="Gale 1994; Cochran 1977",
    page="key_figures",
    decimals=1,
)
FORMULA: Final = msg(
    "The mean rating of the company’s value for money, divided by the mean rating that the same customers give the "
    "best alternative on the same scale, times 100: 100 is parity (customer value analysis; Gale 1994). 95 % interval "
    "of the ratio by linearisation over customers (delta method; Cochran 1977)."
)
PARITY: Final = 100.0


def measure(basis: Basis) -> Reading:
    """Return the ratio of the two mean ratings by those who gave both."""
    pair = basis.pairs.get("value")
    refusal = missing(INDICATOR, basis.items.get("competitor")) or pair_refusal(INDICATOR, pair)
    if refusal or pair is None:
        return refusal or refused(INDICATOR, msg("No customer rated both the company and an alternative."))
    found = ratio(pair.scores)
    if found is None:
        # ratings of 0 throughout bear no ratio
        return refused(INDICATOR, msg("The alternative was rated 0 throughout: there is no ratio."))
    found = found.scaled(PARITY)
    return Reading(
        indicator=INDICATOR,
        value=found.value,
        low=max(0.0, found.low),
        high=found.high,
        se=found.se,
        n_customers=pair.customers,
        n_observations=pair.answers,
        method="linearised",
        scale=pair.scale,
        flags=tuple(dict.fromkeys((*pair.flags, *base_flags(pair.customers)))),
    )
