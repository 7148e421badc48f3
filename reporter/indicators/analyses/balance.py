"""The balance of the triad: its lowest leg, the spread, and how much the weights matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import LIMITED, count
from reporter.indicators.readings.legs import joint_draws, joint_value, mean_parts, missing_legs, triad_legs
from reporter.indicators.registry import modules
from reporter.model import Balance, Leg, NotComputed, Term, msg
from reporter.statistics.resampling import DRAWS, drawn_difference

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="balance",
    code="TRI5",
    leg=Leg.TRIAD,
    name=msg("The balance of the triad"),
    inputs=(
        "responses: nki_overall, nki_expectation, nki_ideal, csat, value_quality, value_price, nps, rebuy",
        "subscriptions: customer_id, start_day, end_day, status",
        "orders: customer_id, order_day",
    ),
    source="OECD/JRC 2008; Efron & Tibshirani 1993",
)
FORMULA: Final = msg(
    "The spread is the highest leg minus the lowest. A leg is called the lowest only where the 95 % interval of its "
    "difference to each other leg leaves out 0 (joint bootstrap over customers, Efron & Tibshirani 1993). The "
    "sensitivity is the index at every set of weights of 0.2 to 0.6 a leg (OECD/JRC 2008)."
)
#: The weights of a leg that the sensitivity goes through.
LEAST, MOST = 0.2, 0.6


def analyse(ground: Ground) -> Analysis:
    """Return the balance, or the legs that are missing."""
    indicator = modules()["triad"].INDICATOR
    legs = triad_legs(indicator, ground.basis)
    weak = missing_legs(legs)
    if weak:
        reason = msg(
            "Not reported: each of the three legs needs {needed} customers, and this one lacks them: {legs}.",
            needed=count(LIMITED),
            legs=tuple(Term(name) for name in weak),
        )
        return NotComputed(reason=reason)
    values = {name: joint_value(ground.basis, leg.parts) for name, leg in legs.items()}
    drawn = {name: joint_draws(ground.basis, leg.parts) for name, leg in legs.items()}
    mean = joint_draws(ground.basis, mean_parts(tuple(legs.values())))
    # the index is linear in its weights: its extremes lie where one leg has the most and the others the least
    extremes = [MOST * one + LEAST * (sum(values.values()) - one) for one in values.values()]
    return Balance(
        legs=tuple(values.items()),
        lowest=_lowest(values, drawn),
        spread=max(values.values()) - min(values.values()),
        weighted_low=min(extremes),
        weighted_high=max(extremes),
        se=float(mean.std(ddof=1)),
        independent_se=sum(float(one.var(ddof=1)) for one in drawn.values()) ** 0.5 / len(drawn),
        draws=DRAWS,
        seed=ground.plan.settings.seed,
    )


def _lowest(values: dict[str, float], drawn: dict[str, NDArray[np.float64]]) -> str | None:
    """Return the leg that is certainly lower than each other one, or None."""
    name = min(values, key=lambda one: values[one])
    others = [drawn_difference(drawn[name] - drawn[other]) for other in drawn if other != name]
    return name if all(gap.high < 0 for gap in others) else None
