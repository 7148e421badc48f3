"""What customers spend, modelled: Gamma-Gamma, whether it may be used, and the value that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import count
from reporter.indicators.models.purchase_gates import REPEATERS
from reporter.indicators.models.worth import YEARS, Models, Worth, each_once
from reporter.model import Estimate, ModelledSpending, Quantity, Unit, msg
from reporter.statistics.likelihood import NotConvergedError
from reporter.statistics.spending import Spends, fit_spending, population_mean

if TYPE_CHECKING:
    from reporter.indicators.plan import Settings
    from reporter.indicators.queries.purchase_history import Histories
    from reporter.model import Message
    from reporter.statistics import Interval
    from reporter.statistics.likelihood import Fitted

CORRELATED: Final = 0.3
#: The farthest, as a part of it, that the model's mean may lie from the mean spend of those who bought again.
FARTHEST_OFF: Final = 0.1


def modelled_spending(
    found: Histories, buying: Fitted, currency: tuple[str, ...], settings: Settings
) -> ModelledSpending | Message:
    """Return the model of money and the value that follows, or why there is none."""
    import numpy as np

    if len(currency) > 1:
        return msg("The orders are in several currencies: {currencies}.", currencies=currency)
    sampled = found.spend > 0
    if sampled.sum() < REPEATERS:
        return msg("Fewer than {needed} customers spent anything on repeat purchases.", needed=count(REPEATERS))
    x, m = found.history.x[found.place][sampled], found.spend[sampled]
    correlation = float(np.corrcoef(x, m)[0, 1]) if x.std() > 0 and m.std() > 0 else 0.0
    try:
        model, fitted = fit_spending(Spends(x=x, m=m, weight=np.ones(len(x))))
        off = population_mean(model) / float(m.mean()) - 1.0
        models = Models(buying=buying, spending=fitted, sampled=sampled)
        value, largest = Worth(found, settings.discount).interval(models)
        mean, _ = Worth(found, settings.discount, ahead=each_once).interval(models)
    except (NotConvergedError, ValueError):
        unfit = msg("The model of spending finds no mean: what customers spend differs too much.")
        return _refusal(correlation, 0.0, 0.0) or unfit
    return _refusal(correlation, largest, off) or ModelledSpending(
        p=model.p,
        q=model.q,
        v=model.v,
        log_likelihood=fitted.log_likelihood,
        correlation=correlation,
        off=100.0 * off,
        mean=Estimate(value=mean.value, low=mean.low, high=mean.high),
        value=_at_margin(value, settings),
        years=YEARS,
        discount=settings.discount,
        margin=settings.margin,
    )


def _refusal(correlation: float, largest: float, off: float) -> Message | None:
    """Return why a fitted model may not be used; None where it may."""
    if abs(correlation) >= CORRELATED:
        return msg(
            "What customers spend hangs together with how often they buy (correlation {correlation}): the model of "
            "spending takes the two as independent.",
            correlation=Quantity(value=correlation, unit=Unit.RATIO, decimals=2),
        )
    if largest > 1.0 / 2.0:
        return msg("Not shown, for reasons of confidentiality: one customer makes more than half of the revenue.")
    if abs(off) <= FARTHEST_OFF:
        return None
    return msg(
        "The model of spending puts the mean repeat purchase {off} from what the customers who bought again spent: "
        "more than {limit}, so it is not used.",
        off=Quantity(value=100.0 * off, unit=Unit.PERCENT, decimals=0, signed=True),
        limit=Quantity(value=100.0 * FARTHEST_OFF, unit=Unit.PERCENT, decimals=0),
    )


def _at_margin(value: Interval, settings: Settings) -> Estimate:
    """Return the margin of a revenue; the revenue where no margin is given."""
    told = value.scaled(settings.margin or 1.0)
    return Estimate(value=told.value, low=told.low, high=told.high)
