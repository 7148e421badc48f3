"""Scenarios: reckoned from the client's own inputs, without an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import money, percent, row

if TYPE_CHECKING:
    from reporter.model import ChurnCost, Lever, Message, Row, Scenarios
    from reporter.report.material import Material


def rows(value: Scenarios, material: Material) -> tuple[Row, ...]:
    """Return the levers and the cost of lost customers, marked as scenarios."""
    return (
        row(msg("What they are"), note=value.mark),
        *(_lever(one) for one in value.levers),
        *_reason(msg("Levers"), value.lever_reason),
        *(_cost(one, material.currency) for one in value.costs),
        *_reason(msg("Cost of lost customers"), value.cost_reason),
    )


def _reason(name: Message, reason: Message | None) -> tuple[Row, ...]:
    return (row(name, note=reason),) if reason is not None else ()


def _lever(one: Lever) -> Row:
    """Return by how much the value of a customer would change, with the retention that it takes."""
    change = Quantity(value=one.change, unit=Unit.PERCENT, decimals=1, signed=True) if one.change is not None else None
    if one.retention is None:
        return row(one.name, change, note=one.reason)
    note = msg("The value of a customer at a retention of {share} a year.", share=percent(one.retention, 1000))
    return row(one.name, change, note=note)


def _cost(one: ChurnCost, currency: str) -> Row:
    """Return what the lost customers cost under one assumption."""
    margin, replacement = money(one.lost_margin, currency), money(one.replacement, currency)
    if one.factor is None:
        note = msg(
            "Lost margin {margin} of {lost} customers, and {replacement} to replace {replaced} of them.",
            margin=margin,
            lost=one.lost,
            replaced=one.replaced,
            replacement=replacement,
        )
    else:
        note = msg(
            "Lost margin {margin} of {lost} customers, and {replacement} to replace {replaced} of them, at {factor} "
            "times what it costs to keep one.",
            margin=margin,
            lost=one.lost,
            replaced=one.replaced,
            replacement=replacement,
            factor=one.factor,
        )
    return row(msg("Cost of lost customers"), money(one.total, currency), note=note)
