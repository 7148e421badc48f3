"""Support tickets: when, how long, what about, whether a complaint, whether the customer was satisfied."""

from __future__ import annotations

import re

from reporter.sources.shapes.base import PERSONS, Bound, Check, Shape, optional_check, value_checks
from reporter.sources.shapes.orders import id_checks
from reporter.sources.sql import quoted

_COMPLAINT = "complaint|refund request|klag|reklamation|missnöj|klage|utilfreds"
_GOOD = "^(good|bra|nöjd|god|tilfreds|satisfied|very satisfied|mycket nöjd|meget tilfreds)"
_BAD = "^(bad|dålig|missnöjd|dårlig|utilfreds|dissatisfied|very dissatisfied|mycket missnöjd|meget utilfreds)"
_HOURS_A_DAY = 24


def _checks(bound: Bound) -> list[Check]:
    return [
        *id_checks("ticket_id", "L113"),
        *value_checks(bound, "opened", "L120", "L121"),
        *optional_check(bound, "resolved", "L121"),
        *optional_check(bound, "reply_minutes", "L131"),
        *optional_check(bound, "resolution_minutes", "L131"),
    ]


def _complaint(bound: Bound) -> str:
    """Return the SQL of whether a ticket complains; NULL where nothing says what it is about."""
    said = [f"v_{name}" for name in ("complaint", "type", "tags", "category", "reason") if bound.has(name)]
    if not said:
        return "CAST(NULL AS BOOLEAN)"
    words = "|".join(re.escape(one.casefold()) for one in bound.rules.get("complaint_words", ())) or _COMPLAINT
    flagged = (
        "lower(v_complaint) IN ('ja', 'yes', 'true', '1', 'x', 'sant', 'sandt', 'sand')"
        if "v_complaint" in said
        else "false"
    )
    everything = f"concat_ws(' ', {', '.join(said)})"
    return f"({flagged} OR regexp_matches(lower({everything}), {quoted(words)}))"


def _hours(bound: Bound, minutes: str, hours: str) -> str:
    if bound.has(minutes):
        return f"CAST(v_{minutes} AS DOUBLE) / 60"
    return f"CAST(v_{hours} AS DOUBLE)" if bound.has(hours) else "CAST(NULL AS DOUBLE)"


def _select(bound: Bound) -> dict[str, str]:
    satisfied = "CAST(NULL AS BOOLEAN)"
    if bound.has("satisfaction"):
        said = "lower(v_satisfaction)"
        satisfied = (
            f"CASE WHEN regexp_matches({said}, {quoted(_GOOD)}) THEN true "
            f"WHEN regexp_matches({said}, {quoted(_BAD)}) THEN false END"
        )
    resolve = _hours(bound, "resolution_minutes", "resolution_hours")
    if resolve.startswith("CAST(NULL") and bound.has("resolved"):
        resolve = f"CAST((v_resolved - v_opened) * {_HOURS_A_DAY} AS DOUBLE)"
    return {
        "ticket_id": "v_ticket_id",
        "customer_id": "person",
        "opened_day": "v_opened",
        "resolved_day": bound.value("resolved"),
        "hours_to_reply": _hours(bound, "reply_minutes", "reply_hours"),
        "hours_to_resolve": resolve,
        "category": next((f"v_{one}" for one in ("category", "type") if bound.has(one)), "NULL"),
        "complaint": _complaint(bound),
        "satisfied": satisfied,
    }


SHAPE = Shape(
    table="tickets",
    key="ticket_id",
    needs_person=False,
    fields={
        "ticket_id": "id",
        **PERSONS,
        "name": "private",
        "opened": "date",
        "resolved": "date",
        "reply_minutes": "number",
        "resolution_minutes": "number",
        "reply_hours": "number",
        "resolution_hours": "number",
        "type": "text",
        "tags": "text",
        "category": "text",
        "reason": "text",
        "complaint": "text",
        "satisfaction": "text",
    },
    checks=_checks,
    select=_select,
)
