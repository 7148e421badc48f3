"""Satisfied but not loyal: the corners and how much hangs on the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Term, msg
from reporter.report.told import ends, percent, row

if TYPE_CHECKING:
    from reporter.model import Message, Quadrant, QuadrantCorner, Row
    from reporter.report.material import Material


def rows(value: Quadrant, _material: Material) -> tuple[Row, ...]:
    """Return the share of every corner with its interval, and its share at the other limits."""
    head = row(
        msg("Both indices answered"),
        n=value.customers,
        note=msg(
            "Satisfied and loyal begin at {threshold} of each index; satisfaction is {index}.",
            threshold=value.threshold,
            index=Term(value.satisfaction),
        ),
    )
    return (head, *(_corner(value, place, one) for place, one in enumerate(value.corners)))


def _corner(value: Quadrant, place: int, one: QuadrantCorner) -> Row:
    form = percent(one.share.value, value.customers)
    return row(
        one.name,
        form,
        ends(one.share.low, one.share.high, form),
        n=one.customers,
        note=_elsewhere(value, place),
    )


def _elsewhere(value: Quadrant, place: int) -> Message | None:
    """Return a corner's share at the other limits, where it may be told."""
    others = tuple(
        msg(
            "at {threshold}: {share}",
            context="quadrant",
            threshold=threshold,
            share=percent(shares[place].value),  # whole: finer ones tell how few lie between two limits
        )
        for threshold, shares in value.sensitivity
        if threshold != value.threshold and shares[place].value is not None
    )
    return msg("With another limit: {shares}.", shares=others) if others else None
