"""Purchase models: parameters, what they expect, and how well they foretold what was held out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import digits, ends, money, number, row, share_row

if TYPE_CHECKING:
    from reporter.model import HoldOut, ModelledSpending, Purchase, Row
    from reporter.report.material import Material


def rows(value: Purchase, material: Material) -> tuple[Row, ...]:
    """Return BG/NBD with its check, and Gamma-Gamma or why it was not used."""
    expected = number(value.expected.value, 2)
    return (
        *_counted(value),
        row(
            msg("BG/NBD, repeat purchases"),
            n=value.customers,
            note=msg(
                "r = {r}, alpha = {alpha} (weeks), a = {a}, b = {b}; log-likelihood {fit}.",
                r=digits(value.r),
                alpha=digits(value.alpha),
                a=digits(value.a),
                b=digits(value.b),
                fit=number(value.log_likelihood, 2),
            ),
        ),
        _held_out(value.hold_out),
        row(
            msg("Purchases to come in 12 months, per customer"),
            expected,
            ends(value.expected.low, value.expected.high, expected),
            n=value.customers,
            note=msg("Counted from {day}, for the customers that the models count.", day=value.end),
        ),
        share_row(
            msg("Still buying, of those who bought again"),
            value.alive_repeaters,
            value.repeaters,
            msg("Customers who bought once are left out: the model cannot see them leave."),
        ),
        *(_spending(value.spending, material) if value.spending is not None else _without(value)),
    )


def _counted(value: Purchase) -> tuple[Row, ...]:
    """Return whom the models count and hold for, where they leave out customers who may be older than the data."""
    name = msg("Customers whose first order is in the data")
    if value.older == 0:
        return ()
    if value.older is None:
        note = msg(
            "First seen from {start} on. Those seen earlier may be older than the data: they are left out, and the "
            "models do not hold for them.",
            start=value.start,
        )
    else:
        note = msg(
            "First seen from {start} on. {older} were seen earlier and may be older than the data: they are left out, "
            "and the models do not hold for them.",
            start=value.start,
            older=Quantity(value=value.older, unit=Unit.COUNT),
        )
    return (row(name, n=value.customers, note=note),)


def _held_out(held: HoldOut) -> Row:
    """Return how far the forecast of the time held out was off."""
    error = Quantity(value=held.error, unit=Unit.PERCENT, decimals=1, signed=True)
    return row(
        msg("Hold-out: foretold against what came"),
        error,
        n=held.customers,
        note=msg(
            "Fitted to what came up to {split}; from then to {end} it foretold {predicted} purchases, and {actual} "
            "came. Mean absolute error of the classes of purchases: {mape}. Used only within ±25 %.",
            split=held.split,
            end=held.end,
            predicted=Quantity(value=held.predicted, unit=Unit.COUNT),
            actual=Quantity(value=held.actual, unit=Unit.COUNT),
            mape=Quantity(value=held.mape, unit=Unit.PERCENT, decimals=1),
        ),
    )


def _spending(found: ModelledSpending, material: Material) -> tuple[Row, ...]:
    """Return Gamma-Gamma with the expected repeat purchase, and the value that follows."""
    currency = material.currency
    mean = money(found.mean.value, currency)
    return (
        row(
            msg("Gamma-Gamma, expected repeat purchase"),
            mean,
            ends(found.mean.low, found.mean.high, money(found.mean.value, currency, found.mean.value), bare=False),
            note=msg(
                "p = {p}, q = {q}, v = {v}; log-likelihood {fit}. Correlation of number and money "
                "{correlation}; used only under {limit}. The model’s mean lies {off} from that of those who bought "
                "again; used only within ±10 %.",
                p=digits(found.p),
                q=digits(found.q),
                v=digits(found.v),
                fit=number(found.log_likelihood, 2),
                correlation=number(found.correlation, 3),
                limit=number(0.3, 1),
                off=Quantity(value=found.off, unit=Unit.PERCENT, decimals=1, signed=True),
            ),
        ),
        _value(found, material),
    )


def _value(found: ModelledSpending, material: Material) -> Row:
    """Return the modelled value of a customer, and why it is not the simple one where both are there."""
    value = money(found.value.value, material.currency)
    form = money(found.value.value, material.currency, found.value.value)
    simple = material.measurements.current.readings.get("clv_simple")
    note = (
        msg(
            "Differs from the simple customer lifetime value because it ends after {years} years and lets each "
            "customer buy and stop at a rate of their own, where the simple one has no end and applies the retention "
            "of established customers to all.",
            years=found.years,
        )
        if simple is not None and simple.value is not None
        else None
    )
    name = (
        msg("Modelled revenue of a customer in {years} years", years=found.years)
        if found.margin is None
        else msg("Modelled margin of a customer in {years} years", years=found.years)
    )
    return row(name, value, ends(found.value.low, found.value.high, form, bare=False), note=note)


def _without(value: Purchase) -> tuple[Row, ...]:
    return (row(msg("Gamma-Gamma: not used"), note=value.reason),)
