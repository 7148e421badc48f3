"""Projected retention: parameters, fit, and what it means for a lifetime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import digits, ends, number, percent, row

if TYPE_CHECKING:
    from reporter.model import Message, Projection, Row
    from reporter.report.material import Material


def rows(value: Projection, _material: Material) -> tuple[Row, ...]:
    """Return the parameters, the largest miss, the next step, and the discounted lifetime."""
    return (
        row(msg("Shifted beta-geometric"), n=value.customers, note=_parameters(value)),
        _fit(value),
        *_next(value),
        *_lifetime(value),
    )


def _parameters(value: Projection) -> Message:
    """Return the parameters and the fit; where the data show no difference there is one rate and no parameters."""
    fit = number(value.log_likelihood, 2)
    if value.alpha is None or value.beta is None:
        return msg(
            "The data show no difference between customers: a constant rate is reckoned with, which the intervals "
            "assume. Log-likelihood {fit}.",
            fit=fit,
        )
    return msg(
        "a = {a}, b = {b}; log-likelihood {fit}.",
        a=digits(value.alpha),
        b=digits(value.beta),
        fit=fit,
    )


def _fit(value: Projection) -> Row:
    """Return by how much the curve misses what was observed, at most."""
    off = max(abs(one.observed - one.fitted) for one in value.observed)
    return row(
        msg("Largest distance from the observed share"),
        Quantity(value=off, unit=Unit.POINTS, decimals=1),
        note=_steps(value),
    )


def _steps(value: Projection) -> Message:
    """Return through how many steps the curve was compared; used only within five percentage points."""
    steps = len(value.observed)
    if value.step == "year":
        return msg("Over {steps} years of observation; used only within 5 percentage points.", steps=steps)
    return msg("Over {steps} months of observation; used only within 5 percentage points.", steps=steps)


def _next(value: Projection) -> tuple[Row, ...]:
    """Return the last step that is projected."""
    if not value.projected:
        return ()
    last = value.projected[-1]
    form = percent(last.survival.value, value.customers)
    name = (
        msg("Projected to remain after {step} years", step=last.step)
        if value.step == "year"
        else msg("Projected to remain after {step} months", step=last.step)
    )
    return (row(name, form, ends(last.survival.low, last.survival.high, form), note=_average(value)),)


def _average(value: Projection) -> Message:
    """Return the share that stays a step on average, which a constant rate would keep."""
    share = percent(value.retention, value.customers)
    if value.step == "year":
        return msg("On average {share} stayed a year.", share=share)
    return msg("On average {share} stayed a month.", share=share)


def _lifetime(value: Projection) -> tuple[Row, ...]:
    """Return the discounted lifetime beside that of a constant rate."""
    if value.lifetime is None:
        return ()
    form = number(value.lifetime.value, 2)
    ends_of = ends(value.lifetime.low, value.lifetime.high, form)
    return (row(msg("Discounted years of a new customer"), form, ends_of, note=_discounted(value)),)


def _discounted(value: Projection) -> Message | None:
    """Return the discount, and the lifetime of a constant rate where the projection has another."""
    rate = percent(100.0 * value.discount)
    if value.alpha is None:
        return msg("Discounted by {rate} a year, at the constant rate, which the interval assumes.", rate=rate)
    if value.constant_lifetime is None:
        return None
    constant = number(value.constant_lifetime, 2)
    return msg("Discounted by {rate} a year. A constant rate would give {constant}.", rate=rate, constant=constant)
