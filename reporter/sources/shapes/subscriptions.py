"""Subscriptions and contracts: from when, until when, why ended, what they pay a month."""

from __future__ import annotations

from dataclasses import replace

from reporter.sources.cells.dates import is_never
from reporter.sources.cells.numbers import product, too_large
from reporter.sources.cells.sql import blank, damaged_id, quoted, texts
from reporter.sources.shapes.base import (
    PERSONS,
    Bound,
    Check,
    Shape,
    currency_of,
    optional_check,
    person_checks,
    says_yes,
    status_checks,
    value_checks,
)

_ENDED = [
    "canceled", "cancelled", "ended", "churned", "inactive", "expired", "incomplete_expired",
    "uppsagd", "uppsagt", "avslutad", "avslutat", "vilande", "upphörd", "upphört", "inaktiv", "inaktivt",
    "makulerad", "makulerat", "avbruten", "avbrutet", "annullerad", "annullerat", "utgången", "utgånget",
    "opsagt", "afmeldt", "ophørt", "ophævet", "afsluttet", "annulleret", "afbrudt", "udløbet", "på pause",
]  # fmt: skip
_TRIAL = ["trialing", "trial", "in_trial", "in trial", "provperiod", "provabonnemang", "prøveperiode",
          "prøveabonnement"]  # fmt: skip
_ACTIVE = [
    "active", "non_renewing", "non renewing", "aktiv", "aktivt", "löpande", "pågående", "gällande", "løbende",
    "igangværende",
]  # fmt: skip
_QUANTITY = "coalesce(v_quantity, 1)"
_WEEKS, _DAYS = 52, 365
#: What an interval is called → how many of it, or of what part, make a month.
_INTERVALS = {
    "1": ["month", "monthly", "månad", "månadsvis", "månatlig", "per månad", "mån", "måned", "månedlig",
          "månedligt", "månedsvis", "pr. måned", "pr. md.", "pr. md", "md", "md.", "mdr", "mdr.", "1 month"],
    "3": ["quarter", "quarterly", "kvartal", "kvartalsvis", "per kvartal", "pr. kvartal", "3 months",
          "3 månader", "3 måneder"],
    "6": ["half-year", "half year", "semiannual", "halvår", "halvårsvis", "halvårlig", "halvårligt", "6 months"],
    "12": ["year", "yearly", "annual", "annually", "år", "årlig", "årligen", "årligt", "årsvis", "per år", "pr. år",
           "helår", "12 months"],
    "24": ["2 years", "biennial", "2 år", "vartannat år"],
    "36": ["3 years", "3 år"],
}  # fmt: skip
_SHORT = {
    _WEEKS: ["week", "weekly", "vecka", "veckovis", "uge", "ugentlig", "ugentligt"],
    _DAYS: ["day", "daily", "dag"],
}


def _checks(bound: Bound) -> list[Check]:
    start = value_checks(bound, "start", "L120", "L121")
    return [
        *status_checks(bound, "L140"),
        *_id_check(bound),
        *person_checks(),
        *(optional_check(bound, "start", "L121") if bound.rules.get("undated") else start),
        *_end_check(bound),
        *optional_check(bound, "notice", "L121"),
        *optional_check(bound, "amount", "L131"),
        *_size_check(bound),
    ]


def _id_check(bound: Bound) -> list[Check]:
    """Leave out rows whose id a spreadsheet has damaged: two contracts would be taken for one."""
    if not bound.has("subscription_id"):
        return []
    return [Check(code="L112", condition=damaged_id("r_subscription_id"), field="subscription_id")]


def _size_check(bound: Bound) -> list[Check]:
    """Leave out rows whose amount times quantity no contract can cost."""
    if not (bound.has("amount") and bound.has("quantity")):
        return []
    return [Check(code="L131", condition=too_large("v_amount", _QUANTITY), field="amount")]


def _end_check(bound: Bound) -> list[Check]:
    """Leave out rows whose end cannot be read; a day that never comes (9999-12-31) says that there is none.

    An error of Excel says that nobody knows the end, not that the contract runs; "not found" does say so.
    """
    if not bound.has("end"):
        return []
    failed = "starts_with(trim(r_end), '#') AND trim(r_end) NOT IN ('#N/A', '#SAKNAS!', '#I/T')"
    return [
        Check(code="L121", condition=failed, field="end"),
        *(
            replace(check, condition=f"{check.condition} AND NOT {is_never('r_end')}")
            for check in optional_check(bound, "end", "L121")
        ),
    ]


def _status(bound: Bound) -> str:
    """Return the SQL of active, trial or ended; an end date decides where no status says it.

    A contract that is called active may end on a day to come.
    """
    if bound.has("churned"):
        return f"CASE WHEN {says_yes('churned')} THEN 'ended' ELSE 'active' END"
    by_date = f"CASE WHEN {bound.value('end')} IS NULL THEN 'active' ELSE 'ended' END"
    if not bound.has("status"):
        return by_date
    told = "lower(v_status)"
    known = {"ended": _ENDED, "trial": _TRIAL, "active": _ACTIVE}
    cases = " ".join(f"WHEN {told} IN {texts(words)} THEN {quoted(name)}" for name, words in known.items())
    return f"CASE {cases} ELSE {by_date} END"


def _end(bound: Bound) -> str:
    """Return the SQL of the day it stopped; one that ended and names no other day ended when it was cancelled."""
    if not bound.has("notice"):
        return bound.value("end")
    by_notice = f"CASE WHEN {_status(bound)} = 'ended' THEN v_notice END"
    return f"coalesce({bound.value('end')}, {by_notice})"


def _monthly(bound: Bound) -> str:
    """Return the SQL of the amount a month; NULL where it is paid in an interval that nobody knows."""
    if not bound.has("amount"):
        return "NULL"
    amount = product("v_amount", _QUANTITY) if bound.has("quantity") else "v_amount"
    if not bound.has("interval"):
        return f"CAST({amount} AS DECIMAL(18,4))"
    told = "lower(trim(r_interval))"
    cases = [f"WHEN {blank('r_interval')} THEN {amount}"]
    cases += [f"WHEN {told} IN {texts(words)} THEN ({amount}) / {months}" for months, words in _INTERVALS.items()]
    cases += [f"WHEN {told} IN {texts(words)} THEN ({amount}) / 12 * {times}" for times, words in _SHORT.items()]
    cases.append(f"WHEN try_cast({told} AS INTEGER) BETWEEN 1 AND 60 THEN ({amount}) / try_cast({told} AS INTEGER)")
    return f"CAST(CASE {' '.join(cases)} END AS DECIMAL(18,4))"


def _select(bound: Bound) -> dict[str, str]:
    start = bound.value("start")
    made = f"substr(sha256(concat_ws(':', person, {start})), 1, 16)"
    return {
        "subscription_id": f"coalesce(v_subscription_id, {made})" if bound.has("subscription_id") else made,
        "customer_id": "person",
        "start_day": start,
        "end_day": _end(bound),
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
        "churned": "text",  # whether the customer has left, where no day says it
        "reason": "text",
        "amount": "number",
        "quantity": "number",
        "interval": "text",
        "currency": "text",
    },
    checks=_checks,
    select=_select,
)
