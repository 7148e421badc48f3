"""The balance of the triad: lowest leg, spread, weights, and what joint resampling is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Term, Unit, msg
from reporter.report.lookup import base, interval_text, shown_reading
from reporter.report.told import number, row

if TYPE_CHECKING:
    from reporter.model import Balance, Row
    from reporter.report.material import Material


def rows(value: Balance, material: Material) -> tuple[Row, ...]:
    """Return the lowest leg where it is certain, the spread, the index under other weights, and its error."""
    whole = shown_reading(material, "triad")
    return (
        _lowest(value),
        row(
            msg("Spread, highest minus lowest leg"),
            _index(value.spread),
            note=msg("In index points. A composite alone would hide it."),
        ),
        row(
            msg("Triad index, equal weights"),
            _index(whole.value) if whole else None,
            interval_text(whole, material.currency) if whole else None,
            n=base(whole) if whole else None,
            note=msg(
                "With weights of {least} to {most} a leg it lies between {low} and {high}.",
                least=number(0.2, 1),
                most=number(0.6, 1),
                low=_index(value.weighted_low),
                high=_index(value.weighted_high),
            ),
        ),
        row(
            msg("Standard error of the index"),
            number(value.se, 2),
            note=msg(
                "From {draws} draws of customers, all legs together, seed {seed}. As if the legs were independent "
                "it would be {independent}.",
                draws=value.draws,
                seed=str(value.seed),
                independent=number(value.independent_se, 2),
            ),
        ),
    )


def _lowest(value: Balance) -> Row:
    """Return the lowest leg, or that none is certainly lower than both others."""
    levels = dict(value.legs)
    if value.lowest is None:
        return row(
            msg("No leg is certainly the lowest"),
            note=msg("The interval of a difference between the lowest leg and another holds zero."),
        )
    return row(
        msg("Lowest leg: {leg}", leg=Term(value.lowest)),
        _index(levels[value.lowest]),
        note=msg("The 95 % interval of its difference to each other leg leaves out zero."),
    )


def _index(value: float | None) -> Quantity:
    return Quantity(value=value, unit=Unit.INDEX, bare=True)
