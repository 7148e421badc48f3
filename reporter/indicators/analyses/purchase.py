"""Purchase models of customers without a contract (ECO6): BG/NBD, Gamma-Gamma, and whether they may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.models.money import modelled_spending
from reporter.indicators.models.newcomers import newcomers
from reporter.indicators.models.purchase_gates import checked
from reporter.indicators.models.worth import YEAR_WEEKS
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.purchase_history import currencies
from reporter.indicators.readings.orders import day
from reporter.model import Estimate, Leg, ModelledSpending, NotComputed, Purchase, Share, msg
from reporter.statistics.buying import alive, buying_at, conditional_purchases, fit_buying
from reporter.statistics.likelihood import NotConvergedError, mean_of

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground
    from reporter.indicators.models.newcomers import Newcomers
    from reporter.model import Analysis, HoldOut, Message
    from reporter.statistics import Interval
    from reporter.statistics.buying import Buying
    from reporter.statistics.likelihood import Fitted, Numbers

ANALYSIS: Final = AnalysisFacts(
    id="purchase",
    code="ECO6",
    leg=Leg.ECONOMY,
    name=msg("Purchases to come"),
    inputs=("orders: customer_id, order_day, amount", "settings: margin, discount"),
    source="Fader, Hardie & Lee 2005; Fader & Hardie 2013; Jaeckel 1972",
)
FORMULA: Final = msg(
    "BG/NBD (Fader, Hardie & Lee 2005) fitted by maximum likelihood to the repeat purchase days, Gamma-Gamma (Fader & "
    "Hardie 2013) to the mean money of a repeat purchase. Counted are customers without a contract who were first "
    "seen when the time of inactivity had passed since the first orders of the data (of the first 1 % of the "
    "customers): those seen earlier may be older, and what is told does not hold for them. All count where the export "
    "is a cohort: all but 1 % came within the first third of the time, evenly, and over more than two median gaps "
    "between purchases. Used from 1,000 customers and 200 who bought again, when the median customer was observed for "
    "three median gaps and when the model, fitted without the last third of the time (at most 52 weeks), foretells "
    "its purchases within 25 %; money only when its correlation with the number of purchases is under 0.3 and the "
    "model’s mean lies within 10 % of what those who bought again spent. The expected repeat purchase is the mean "
    "over customers of what the model expects of each. Customers who bought once cannot be seen to leave. 95 % "
    "intervals linearised by customer, the fit included."
)


def analyse(ground: Ground) -> Analysis:
    """Return the models of the whole client at the end of the report's period, or why they may not be used."""
    bought, rule = ground.bought, ground.basis.rule
    if bought is None or rule is None:
        return NotComputed(reason=msg("There are no orders in the data."))
    if rule.name == "contract":
        return NotComputed(
            reason=msg("Customers are under contract; purchase models are for customers who come and go freely.")
        )
    last = min(bought.last, epoch_day(ground.plan.period.end) - 1)
    chosen = newcomers(bought, last, rule.tau_days or 0)
    if isinstance(chosen, NotComputed):
        return chosen
    found = chosen.found
    try:
        model, fitted = fit_buying(found.history)
        held = checked(bought, found, chosen.since, last)
    except NotConvergedError:
        return NotComputed(
            reason=msg("The purchase model finds no best fit: the customers’ purchases do not tell its parameters."),
            n=found.customers,
        )
    if isinstance(held, NotComputed):
        return held
    money = modelled_spending(found, fitted, currencies(bought, last), ground.plan.settings)
    return _result(chosen, model, fitted, held, money, last)


def _result(
    chosen: Newcomers,
    model: Buying,
    fitted: Fitted,
    held: HoldOut,
    money: ModelledSpending | Message,
    last: int,
) -> Purchase:
    """Return what the models say, with intervals."""
    found, one = chosen.found, chosen.found.history

    def living(logs: Numbers) -> Numbers:
        return alive(buying_at(logs), one.x, one.tx, one.T)

    def to_come(logs: Numbers) -> Numbers:
        return conditional_purchases(buying_at(logs), YEAR_WEEKS, one.x, one.tx, one.T)

    return Purchase(
        start=day(chosen.since),
        end=day(last),
        r=model.r,
        alpha=model.alpha,
        a=model.a,
        b=model.b,
        log_likelihood=fitted.log_likelihood,
        customers=found.customers,
        older=None if small(chosen.older) else chosen.older,
        repeaters=None if small(found.customers - found.repeaters) else found.repeaters,
        hold_out=held,
        expected=_estimate(mean_of(to_come, fitted)),
        alive=_share(mean_of(living, fitted)),
        alive_repeaters=_share(mean_of(living, fitted, (one.x > 0).astype(float))),
        spending=money if isinstance(money, ModelledSpending) else None,
        reason=None if isinstance(money, ModelledSpending) else money,
    )


def _estimate(found: Interval) -> Estimate:
    """Return an interval as a value of the model."""
    return Estimate(value=found.value, low=found.low, high=found.high)


def _share(found: Interval) -> Share:
    """Return a share in per cent."""
    told = found.scaled(100.0).clipped(0.0, 100.0)
    return Share(value=told.value, low=told.low, high=told.high)
