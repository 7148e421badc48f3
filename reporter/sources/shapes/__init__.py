"""The shapes that an export may have: one module per canonical table."""

from __future__ import annotations

from types import MappingProxyType

from reporter.sources.shapes import aside, customers, order_lines, orders, responses, subscriptions, tickets

#: shape → its declaration; a format names one of these.
SHAPES = MappingProxyType(
    {one.SHAPE.table: one.SHAPE for one in (customers, orders, order_lines, subscriptions, responses, tickets, aside)}
)

__all__ = ["SHAPES"]
