"""Subscriptions and contracts: from when, until when, why ended, what they pay a month."""

from __future__ import annotations

from dataclasses import replace

from reporter.sources.dates import is_never
from reporter.sources.numbers import product, too_large
from reporter.sources.shapes.base import (
    PERSONS,
    Bound,
    Check,
    Shape,
    currency_of,
    optional_check,
    person_checks,
    value_checks,
)
from reporter.sources.sql import quoted, texts

_ENDED = [
    "canceled", "cancelled", "ended", "churned", "inactive", "expired", "unpaid", "incomplete_expired",
    "uppsagd", "avslutad", "vilande", "upphörd", "inaktiv", "opsagt", "afmeldt", "ophørt", "afsluttet", "inaktiv",
]  # fmt: skip
_TRIAL = ["trialing", "trial", "in_trial", "provperiod", "prøveperiode"]
_ACTIVE = ["active", "aktiv", "aktivt", "löpande", "pågående", "gällande", "løbende", "igangværende"]
_YEAR = ["year", "yearly", "annual", "år", "årlig", "årligen", "årligt"]
_QUANTITY = "coalesce(v_quantity, 1)"
_QUARTER = ["quarter", "quarterly", "kvartal", "kvartalsvis"]


def _checks(bound: Bound) -> list[Check]:
    return [
        *person_checks(),
        *value_checks(bound, "start", "L120", "L121"),
        *_end_check(bound),
        *optional_check(bound, "notice", "L121"),
        *optional_check(bound, "amount", "L131"),
        *_size_check(bound),
    ]


def _size_check(bound: Bound) -> list[Check]:
    """Leave out rows whose amount times quantity no contract can cost."""
    if not (bound.has("amount") and bound.has("quantity")):
        return []
    return [Check(code="L131", condition=too_large("v_amount", _QUANTITY), field="amount")]


def _end_check(bound: Bound) -> list[Check]:
    """Leave out rows whose end cannot be read; a day that never comes (9999-12-31) says that there is none."""
    return [
        replace(check, condition=f"{check.condition} AND NOT {is_never('r_end')}")
        for check in optional_check(bound, "end", "L121")
    ]


def _status(bound: Bound) -> str:
    """Return the SQL of active, trial or ended; an end date decides where no status says it.

    A contract that is called active may end on a day to come.
    """
    by_date = f"CASE WHEN {bound.value('end')} IS NULL THEN 'active' ELSE 'ended' END"
    if not bound.has("status"):
        return by_date
    told = "lower(v_status)"
    known = {"ended": _ENDED, "trial": _TRIAL, "active": _ACTIVE}
    cases = " ".join(f"WHEN {told} IN {texts(words)} THEN {quoted(name)}" for name, words in known.items())
    return f"CASE {cases} ELSE {by_date} END"


def _monthly(bound: Bound) -> str:
    """Return the SQL of the amount a month."""
    if not bound.has("amount"):
        return "NULL"
    amount = product("v_amount", _QUANTITY) if bound.has("quantity") else "v_amount"
    if not bound.has("interval"):
        return f"CAST({amount} AS DECIMAL(18,4))"
    yearly, quarterly = (f"lower(v_interval) IN {texts(words)}" for words in (_YEAR, _QUARTER))
    months = f"CASE WHEN {yearly} THEN 12 WHEN {quarterly} THEN 3 ELSE 1 END"
    return f"CAST(({amount}) / ({months}) AS DECIMAL(18,4))"


def _select(bound: Bound) -> dict[str, str]:
    made = "substr(sha256(person || ':' || v_start), 1, 16)"
    return {
        "subscription_id": f"coalesce(v_subscription_id, {made})" if bound.has("subscription_id") else made,
        "customer_id": "person",
        "start_day": "v_start",
        "end_day": bound.value("end"),
        "notice_day": bound.value("notice"),
        "status": _status(bound),
        "reason": bound.value("reason"),
        "amount_month": _monthly(bound),
        "currency": currency_of(bound),
    }


SHAPE = Shape(
    table="subscriptions",
    key="subscription_id",
    fields={
        "subscription_id": "id",
        **PERSONS,
        "name": "private",
        "start": "date",
        "end": "date",
        "notice": "date",
        "status": "text",
        "reason": "text",
        "amount": "number",
        "quantity": "number",
        "interval": "text",
        "currency": "text",
    },
    checks=_checks,
    select=_select,
)
