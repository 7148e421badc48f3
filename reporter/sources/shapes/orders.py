"""Orders: one row an order that counts, its amount net of its own refund; a credit note is below 0."""

from __future__ import annotations

from reporter.sources.shapes.base import (
    PERSONS,
    Bound,
    Check,
    Shape,
    currency_of,
    optional_check,
    person_checks,
    says_yes,
    signed,
    status_checks,
    value_checks,
)
from reporter.sources.sql import blank, damaged_id, quoted


def cancelled(bound: Bound) -> list[Check]:
    """Leave out cancelled orders: by their own column, or by how their id starts."""
    found = []
    if bound.has("cancelled"):
        nothing = "lower(trim(r_cancelled)) IN ('false', 'nej', 'no', '0', 'falskt', 'falsk')"
        found.append(Check(code="L140", condition=f"NOT {blank('r_cancelled')} AND NOT ({nothing})", field="cancelled"))
    if prefix := bound.rules.get("cancel_prefix"):
        found.append(Check(code="L140", condition=f"starts_with(v_order_id, {quoted(prefix)})", field="order_id"))
    return found


def id_checks(name: str, missing: str) -> list[Check]:
    """Leave out rows without an id of their own, or with a damaged one."""
    return [
        Check(code=missing, condition=f"v_{name} IS NULL", field=name),
        Check(code="L112", condition=damaged_id(f"r_{name}"), field=name),
    ]


def _checks(bound: Bound) -> list[Check]:
    return [
        *id_checks("order_id", "L111"),
        *cancelled(bound),
        *won_checks(bound),
        *person_checks(),
        *value_checks(bound, "order_date", "L120", "L121"),
        *value_checks(bound, amount_field(bound), "L130", "L131"),
        *optional_check(bound, "refund", "L131"),
    ]


def won_checks(bound: Bound) -> list[Check]:
    """Leave out deals that are not won, orders that are not completed; a column that says so by itself goes first."""
    if bound.has("won"):
        return [Check(code="L141", condition=f"NOT {says_yes('won')}", field="won")]
    return status_checks(bound, "L141" if bound.rules.get("deals") else "L142")


def vat_of(bound: Bound) -> str:
    """Return the SQL of whether the amounts have VAT in them: ``with``, ``without``, or NULL where nobody says."""
    return {"amount_net": "'without'", "amount_gross": "'with'"}.get(amount_field(bound), "NULL")


def amount_field(bound: Bound) -> str:
    """Return the field that the amount is taken from: without VAT before with."""
    return next((name for name in ("amount_net", "amount", "amount_gross") if bound.has(name)), "amount")


def _select(bound: Bound) -> dict[str, str]:
    refund = "coalesce(v_refund, 0)" if bound.has("refund") else "0"
    return {
        "order_id": "v_order_id",
        "customer_id": "person",
        "order_day": "v_order_date",
        "amount": signed(bound, f"v_{amount_field(bound)}") + f" - {refund}",
        "refund": refund,
        "currency": currency_of(bound),
        "lines": "1",
        "kind": quoted(bound.sales),
        "vat": vat_of(bound),
    }


SHAPE = Shape(
    table="orders",
    key="order_id",
    fields={
        "order_id": "id",
        **PERSONS,
        "name": "private",
        "order_date": "date",
        "amount_net": "number",
        "amount": "number",
        "amount_gross": "number",
        "refund": "number",
        "currency": "text",
        "status": "text",
        "document": "text",  # invoice or credit note
        "cancelled": "text",
        "won": "text",  # whether a deal is won, said by itself
        "credit": "text",  # whether the row is a credit note, said by itself
        "line_quantity": "text",
    },
    checks=_checks,
    select=_select,
)
