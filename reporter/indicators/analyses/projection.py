"""Retention under contract, projected: the ready to leave go first (RET7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, NORMAL, count
from reporter.indicators.queries.stretches import stretches
from reporter.indicators.queries.tenures import days_of, step_of, tenures
from reporter.indicators.readings.orders import day
from reporter.indicators.readings.retained import contract_refusal
from reporter.indicators.registry import modules
from reporter.model import (
    Estimate,
    Leg,
    NotComputed,
    ProjectedStep,
    Projection,
    Quantity,
    Share,
    SurvivalStep,
    Unit,
    msg,
)
from reporter.statistics.likelihood import delta
from reporter.statistics.renewal import constant_lifetime
from reporter.statistics.renewal_curve import fit_curve

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.indicators.queries.tenures import Step
    from reporter.model import Analysis
    from reporter.statistics.renewal import Tenures
    from reporter.statistics.renewal_curve import Curve

ANALYSIS: Final = AnalysisFacts(
    id="projection",
    code="RET7",
    leg=Leg.LOYALTY,
    name=msg("Projected retention"),
    inputs=("subscriptions: customer_id, start_day, end_day, status", "settings: discount"),
    source="Fader & Hardie 2007; Fader & Hardie 2010; Kaplan & Meier 1958",
)
FORMULA: Final = msg(
    "Shifted beta-geometric (Fader & Hardie 2007): S(t) is the product of (b + i − 1)/(a + b + i − 1) over the steps "
    "up to t, fitted by maximum likelihood to the customers’ first unbroken time under contract, in whole years where "
    "most contracts end at whole years, else in months; whoever is still there is counted as far as seen. Used from "
    "100 customers, 30 of them lost, and three steps through which 30 were watched, when the fitted share is within 5 "
    "percentage points of the observed one at every step. Where the data show no difference between customers (the "
    "fit tells no distribution), a constant rate is reckoned with, and the intervals assume it. The lifetime is the "
    "sum of S(t)/(1 + d)^t; its 95 % interval and that of S(t) by the delta method with robust variance."
)
STEPS: Final = 3
#: The farthest, in percentage points, that the fitted survival may lie from the observed one.
FARTHEST_OFF: Final = 5.0
#: No further ahead than this, nor than was observed.
AHEAD: Final[dict[Step, int]] = {"year": 5, "month": 12}
STEPS_A_YEAR: Final[dict[Step, int]] = {"year": 1, "month": 12}


def analyse(ground: Ground) -> Analysis:
    """Return the projection of the whole client at the end of the report's period, or why there is none."""
    rule = ground.basis.rule
    refusal = contract_refusal(modules()["retention"].INDICATOR, ground.basis)
    if refusal and refusal.reason:
        return NotComputed(reason=refusal.reason)
    found = stretches(ground)
    if rule is None or rule.name != "contract" or found is None:
        return NotComputed(reason=msg("There are no contracts in the data: nothing tells when a customer has left."))
    rows = days_of(found)
    step = step_of(rows)
    seen = tenures(rows, step, NEEDED)
    if seen is None or seen.weight.sum() < NORMAL:
        n = int(seen.weight.sum()) if seen else 0
        return NotComputed(
            reason=msg(
                "Too few customers can be followed from their first day on; {needed} are needed.", needed=count(NORMAL)
            ),
            n=0 if small(n) else n,
        )
    refused = _refusal(seen)
    if refused:
        return refused
    # three steps that some survive and in which some are lost always have a best fit
    return _told(seen, fit_curve(seen), step, found.horizon, ground.plan.settings.discount)


def _refusal(seen: Tenures) -> NotComputed | None:
    """Return why the tenures bear no projection: too short a time, or too few lost."""
    n = int(seen.weight.sum())
    if len(seen.at_risk()) < STEPS:
        reason = msg(
            "The contracts were observed too briefly: {steps} renewals of at least {needed} customers are needed.",
            steps=count(STEPS),
            needed=count(NEEDED),
        )
        return NotComputed(reason=reason, n=n)
    if seen.lost_in().sum() < NEEDED:
        return NotComputed(reason=msg("Fewer than {needed} customers have left.", needed=count(NEEDED)), n=n)
    return None


def _told(seen: Tenures, curve: Curve, step: Step, horizon: int, discount: float) -> Analysis:
    """Return the projection, unless it misses what was observed."""
    import numpy as np

    observed, logs = seen.survival(), curve.fitted.logs
    t = np.arange(1.0, len(observed) + 1.0)
    fitted = curve.survival(logs, t)
    n, off = int(seen.weight.sum()), 100.0 * float(abs(fitted - observed).max())
    if off > FARTHEST_OFF:
        reason = msg(
            "The projection does not follow what was observed: it is {off} off, and {limit} is the most.",
            off=Quantity(value=off, unit=Unit.POINTS, decimals=0),
            limit=Quantity(value=FARTHEST_OFF, unit=Unit.POINTS, decimals=0),
        )
        return NotComputed(reason=reason, n=n)
    lost = int(seen.lost_in().sum())
    lifetime = _lifetime(curve, step, discount)
    constant = constant_lifetime(seen.retention(), _a_step(discount, step)) / STEPS_A_YEAR[step] if lifetime else None
    return Projection(
        end=day(horizon),
        step=step,
        alpha=curve.model.alpha if curve.model else None,
        beta=curve.model.beta if curve.model else None,
        log_likelihood=curve.fitted.log_likelihood,
        customers=n,
        lost=None if small(n - lost) else lost,
        observed=tuple(
            SurvivalStep(step=int(at), observed=100.0 * float(one), fitted=100.0 * float(other))
            for at, one, other in zip(t, observed, fitted, strict=True)
        ),
        projected=tuple(_ahead(curve, at) for at in _beyond(len(t), step)),
        retention=100.0 * seen.retention(),
        discount=discount,
        lifetime=lifetime,
        constant_lifetime=constant,
        understated=100.0 * (1.0 - constant / lifetime.value) if lifetime and constant else None,
    )


def _beyond(observed: int, step: Step) -> range:
    """Return the steps that are projected."""
    return range(observed + 1, observed + 1 + min(AHEAD[step], observed))


def _ahead(curve: Curve, at: int) -> ProjectedStep:
    """Return a step beyond those observed."""
    import numpy as np

    t = np.asarray(float(at))
    share = delta(lambda logs: np.asarray(curve.survival(logs, t)), curve.fitted).scaled(100.0).clipped(0.0, 100.0)
    return ProjectedStep(
        step=at,
        survival=Share(value=share.value, low=share.low, high=share.high),
        retention=100.0 * float(curve.retention(curve.fitted.logs, t)),
    )


def _a_step(discount: float, step: Step) -> float:
    """Return a yearly discount rate as that of a step."""
    return float((1.0 + discount) ** (1.0 / STEPS_A_YEAR[step]) - 1.0)


def _lifetime(curve: Curve, step: Step, discount: float) -> Estimate | None:
    """Return the discounted years that a new customer stays; None without a discount, where they may have no end."""
    import numpy as np

    if discount <= 0:
        return None
    steps, rate = STEPS_A_YEAR[step], _a_step(discount, step)
    found = delta(lambda logs: np.asarray(curve.lifetime(logs, rate) / steps), curve.fitted)
    return Estimate(value=found.value, low=found.low, high=found.high)
