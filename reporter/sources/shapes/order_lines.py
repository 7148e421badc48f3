"""Order lines: product, quantity, price; orders are derived from them when the tables are opened."""

from __future__ import annotations

from reporter.sources.cells.numbers import product, too_large
from reporter.sources.cells.sql import quoted
from reporter.sources.shapes.base import (
    PERSONS,
    Bound,
    Check,
    Shape,
    currency_of,
    optional_check,
    person_checks,
    signed,
    status_checks,
    value_checks,
)
from reporter.sources.shapes.orders import amount_field, cancelled, id_checks, vat_of


def _checks(bound: Bound) -> list[Check]:
    found = [
        *id_checks("order_id", "L111"),
        *cancelled(bound),
        *status_checks(bound, "L142"),
        *_whose(bound),
        *value_checks(bound, "quantity", "L130", "L131"),
        *value_checks(bound, "unit_price", "L130", "L131"),
        *value_checks(bound, amount_field(bound), "L130", "L131"),
    ]
    if not bound.has(amount_field(bound)) and bound.has("unit_price"):
        found.append(Check(code="L131", condition=too_large("v_quantity", "v_unit_price"), field="unit_price"))
    if bound.rules.get("positive"):
        found += [
            Check(code=code, condition=f"v_{name} <= 0", field=name)
            for code, name in (("L132", "quantity"), ("L133", "unit_price"))
            if bound.has(name)
        ]
    return found


def _whose(bound: Bound) -> list[Check]:
    """Leave out lines without customer or day; those that belong to orders of another file have theirs there."""
    if bound.rules.get("lines_of_orders"):
        return optional_check(bound, "order_date", "L121")
    return [*person_checks(), *value_checks(bound, "order_date", "L120", "L121")]


def _select(bound: Bound) -> dict[str, str]:
    own = amount_field(bound)
    computed = f"CAST({product('v_quantity', 'v_unit_price')} AS DECIMAL(18,4))"
    return {
        "order_id": "v_order_id",
        "customer_id": "person",
        "order_day": bound.value("order_date"),
        "product": bound.value("product"),
        "quantity": bound.value("quantity"),
        "unit_price": bound.value("unit_price"),
        "amount": signed(bound, f"v_{own}" if bound.has(own) else computed),
        "currency": currency_of(bound),
        "kind": quoted(bound.sales),
        "vat": vat_of(bound),
    }


SHAPE = Shape(
    table="order_lines",
    fields={
        "order_id": "id",
        **PERSONS,
        "name": "private",
        "order_date": "date",
        "product": "text",
        "quantity": "number",
        "unit_price": "number",
        "amount_net": "number",
        "amount": "number",
        "amount_gross": "number",
        "currency": "text",
        "status": "text",
        "document": "text",  # invoice or credit note
        "cancelled": "text",
        "credit": "text",
    },
    checks=_checks,
    select=_select,
)
