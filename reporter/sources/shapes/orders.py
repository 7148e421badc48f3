"""Orders: one row an order that counts, its amount net of what was paid back; a credit note is below 0."""

from __future__ import annotations

from reporter.sources.cells.sql import blank, damaged_id, quoted, texts
from reporter.sources.shapes.base import (
    NO,
    PERSONS,
    Bound,
    Check,
    Shape,
    currency_of,
    deleted_checks,
    optional_check,
    person_checks,
    says_yes,
    signed,
    status_checks,
    unread,
    value_checks,
)

#: Where a column names the day of the cancellation: none (MySQL).
_NO_DAY = "0000-00-00"
#: Statuses of an order whose money was paid back; all of it where the file does not say how much.
_REFUNDED = (
    "refunded", "wc-refunded", "återbetald", "återbetalad", "refunderad", "refunderet", "tilbagebetalt", "refundert",
    "återbetalt", "returnerad", "returnerat", "retur", "returneret", "returned",
)  # fmt: skip
#: Statuses of an order of whose money a part was paid back; they do not say how much.
PARTLY_REFUNDED = (
    "partially_refunded", "partially refunded", "partial refund", "delvis återbetald", "delvist refunderet",
)  # fmt: skip


def cancelled(bound: Bound) -> list[Check]:
    """Leave out cancelled orders: by their own column, or by how their id starts."""
    found = []
    if bound.has("cancelled"):
        nothing = f"lower(trim(r_cancelled)) IN {texts((*NO, _NO_DAY))}"
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
        *([] if _made(bound) else id_checks("order_id", "L111")),
        *deleted_checks(bound),
        *cancelled(bound),
        *won_checks(bound),
        *person_checks(),
        *value_checks(bound, "order_date", "L120", "L121"),
        *value_checks(bound, amount_field(bound), "L130", "L131"),
        *optional_check(bound, "refund", "L131"),
        *([Check(code="L144", condition="netted", field="credits")] if bound.has("credits") else []),
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


def _made(bound: Bound) -> bool:
    """Tell whether a file without order ids may have them made: a row is an order."""
    return bool(bound.rules.get("made_ids")) and not bound.has("order_id")


def _id(bound: Bound) -> str:
    """Return the SQL of the order's id; a made one is the same wherever the same row stands."""
    if not _made(bound):
        return "v_order_id"
    title = ["v_title"] if bound.has("title") else []
    said = f"concat_ws('|', {', '.join(['person', *title, 'v_order_date', f'v_{amount_field(bound)}'])})"
    number = f"row_number() OVER (PARTITION BY {said} ORDER BY row)"
    return f"substr(sha256(concat_ws('|', {said}, {number})), 1, 16)"


def _refund(bound: Bound) -> str:
    """Return the SQL of what was paid back: as the file says, all of it where the status alone tells."""
    told = "coalesce(abs(v_refund), 0)" if bound.has("refund") else "0"
    if bound.has("status"):
        whole = f"lower(trim(r_status)) IN {texts(_REFUNDED)} AND {told} = 0"
        told = f"CASE WHEN {whole} THEN greatest(v_{amount_field(bound)}, 0) ELSE {told} END"
    return f"{told} + v_taken" if bound.has("credits") else told


def _select(bound: Bound) -> dict[str, str]:
    refund = _refund(bound)
    return {
        "order_id": _id(bound),
        "customer_id": "person",
        "order_day": "v_order_date",
        "amount": signed(bound, f"v_{amount_field(bound)}") + f" - ({refund})",
        "refund": refund,
        "currency": currency_of(bound),
        "lines": "1",
        "kind": quoted(bound.sales),
        "vat": vat_of(bound),
        "promised_day": bound.value("promised"),
        "delivered_day": bound.value("delivered"),
    }


SHAPE = Shape(
    table="orders",
    key="order_id",
    fields={
        "order_id": "id",
        **PERSONS,
        "name": "private",
        "title": "id",  # of a deal; part of an id that is made
        "order_date": "date",
        "amount_net": "number",
        "amount": "number",
        "amount_gross": "number",
        "refund": "number",
        "currency": "text",
        "status": "text",
        "document": "text",  # invoice or credit note
        "cancelled": "text",
        "deleted": "text",
        "won": "text",  # whether a deal is won, said by itself
        "credit": "text",  # whether the row is a credit note, said by itself
        "credits": "id",  # the order that the row, a credit note, takes back
        "converted_amount": "number",  # the same three in the currency of the account: see sources/rows/money.py
        "converted_currency": "text",
        "converted_refund": "number",
        "line_quantity": "text",
        "promised": "date",
        "delivered": "date",
    },
    spared={"promised": unread("promised"), "delivered": unread("delivered")},
    checks=_checks,
    select=_select,
)
