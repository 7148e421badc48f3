"""Revenue from customers who may leave: counted, not forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import msg
from reporter.report.told import money, row

if TYPE_CHECKING:
    from reporter.model import AtRisk, RiskGroup, Row
    from reporter.report.material import Material


def rows(value: AtRisk, material: Material) -> tuple[Row, ...]:
    """Return the revenue of every group; it is a sum of the books and has no interval."""
    return (
        *(_group(one, material.currency) for one in value.groups),
        row(msg("How to read it"), note=value.note),
    )


def _group(one: RiskGroup, currency: str) -> Row:
    amount = money(one.revenue, currency) if one.revenue is not None else None
    return row(one.name, amount, n=one.customers, note=one.how if one.reason is None else one.reason)
