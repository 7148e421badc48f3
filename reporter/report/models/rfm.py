"""RFM: the cut-points, where they come from, and how large the best segment is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import ends, money, percent, row

if TYPE_CHECKING:
    from reporter.model import Message, Rfm, Row
    from reporter.report.material import Material


def rows(value: Rfm, material: Material) -> tuple[Row, ...]:
    """Return the customers, the first segment that is told, and the cut-points of the three scores."""
    best = next((one for one in value.segments if one.share.value is not None), None)
    found = [row(msg("Customers who ordered in twelve months"), n=value.customers, note=_origin(value))]
    if best is not None:
        form = percent(best.share.value, value.customers)
        share = best.revenue_share
        note = msg("{share} of the revenue.", share=percent(share)) if share is not None else None
        found.append(row(best.name, form, ends(best.share.low, best.share.high, form), n=best.customers, note=note))
    cuts = value.cuts
    return (
        *found,
        row(msg("Recency, days since the last order"), note=_limits(cuts.recency)),
        row(msg("Frequency, days with an order"), note=_limits(cuts.frequency)),
        row(msg("Money, net revenue"), note=_amounts(cuts.money, material.currency)),
    )


def _limits(cuts: tuple[int, ...]) -> Message:
    numbers = tuple(Quantity(value=one, unit=Unit.COUNT) for one in dict.fromkeys(cuts))
    return msg("The score changes after {limits}.", limits=numbers)


def _amounts(cuts: tuple[float, ...], currency: str) -> Message:
    amounts = tuple(money(one, currency) for one in dict.fromkeys(cuts))
    return msg("The score changes after {limits}.", limits=amounts)


def _origin(value: Rfm) -> Message:
    """Return where the cut-points come from."""
    if value.origin == "settings":
        return msg("The cut-points are those that were agreed; they hold for every period.")
    if value.origin == "previous" and value.compared is not None:
        return msg(
            "The cut-points are the quintiles of {period}, so that movements can be seen.",
            period=value.compared,
        )
    return msg("The cut-points are the quintiles of the period itself: movements cannot be seen from them.")
