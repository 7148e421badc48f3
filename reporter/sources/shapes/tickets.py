"""Support tickets: when, how long, what about, whether a complaint, whether the customer was satisfied."""

from __future__ import annotations

import re

from reporter.sources.cells.sql import quoted
from reporter.sources.shapes.base import (
    PERSONS,
    Bound,
    Check,
    Shape,
    deleted_checks,
    optional_check,
    says_yes,
    unread,
    value_checks,
)
from reporter.sources.shapes.channels import channel_of, is_unknown
from reporter.sources.shapes.orders import id_checks

_COMPLAINT = r"complaint|refund[ _-]request|klag|reklamation|missnöj|utilfreds"
#: What holds such a word and is no complaint: regret, accusation, and "no complaint".
_HARMLESS = (
    r"beklag\w*|anklag\w*|åklag\w*"
    r"|\b(no|not|non|never|ingen|inget|inga|ej|inte|ikke|intet)([ _-]+(a|an|en|et|ett))?[ _-]+"
    r"(complaint|klag|reklamation)\w*"
)
#: A degree may stand before the word: "Very Satisfied", "Mycket nöjd", "Meget tilfreds".
_DEGREE = (
    r"^((very|extremely|somewhat|quite|rather|fairly|mycket|ganska|väldigt|rätt|helt|meget|ret|yderst|temmelig) )?"
)
_GOOD = (
    rf"{_DEGREE}(good|satisfied|happy|great|excellent|bra|nöjd|god|godt|tilfreds)"
    r"|^(positive|positiv|positivt|ja|yes|true|sant|sandt)$"
)
#: Answered, and not one of the two best of five: neutral is no satisfied customer.
_BAD = (
    rf"{_DEGREE}(bad|dissatisfied|unsatisfied|unhappy|poor|dålig|missnöjd|dårlig|utilfreds)"
    r"|^(negative|negativ|negativt|nej|no|false|falskt|falsk)$"
    r"|^(not|inte|ej|ikke) (very |särskilt |særlig |særligt )?(satisfied|good|happy|nöjd|tilfreds)"
    r"|^(neutral|neither|varken|hverken)"
)
_HOURS_A_DAY = 24


def _checks(bound: Bound) -> list[Check]:
    found = [
        *deleted_checks(bound),
        *id_checks("ticket_id", "L113"),
        *value_checks(bound, "opened", "L120", "L121"),
        *optional_check(bound, "resolved", "L121"),
        *(check for name in _SPANS for check in optional_check(bound, name, "L131")),
    ]
    if bound.rules.get("ratings"):
        found.append(Check(code="L150", condition=f"{_satisfied(bound)} IS NULL", field="satisfaction"))
    return found


def _complaint(bound: Bound) -> str:
    """Return the SQL of whether a ticket complains; NULL where nothing says what it is about."""
    said = [f"v_{name}" for name in ("type", "tags", "category", "reason") if bound.has(name)]
    flagged = bound.has("complaint")
    if not (said or flagged):
        return "CAST(NULL AS BOOLEAN)"
    own = bound.rules.get("complaint_words", ())
    words = "|".join(re.escape(one.casefold()) for one in own) or _COMPLAINT
    everything = f"lower(concat_ws(' ', {', '.join([*said, *(['v_complaint'] if flagged else [])])}))"
    telling = everything if own else f"regexp_replace({everything}, {quoted(_HARMLESS)}, '', 'g')"
    found = f"regexp_matches({telling}, {quoted(words)})"
    return f"({says_yes('complaint')} OR {found})" if flagged else f"({found})"


def _satisfied(bound: Bound) -> str:
    """Return the SQL of whether the customer was satisfied; NULL where nothing was answered ("Offered").

    On a scale of five words the two best are satisfied, the three others are not. Figures are read where they
    can only be 1–5 (a 5 is among them, nothing outside), by the rule ``satisfied_from``.
    """
    if not bound.has("satisfaction"):
        return "CAST(NULL AS BOOLEAN)"
    said, figure = "lower(v_satisfaction)", ""
    if best := bound.rules.get("satisfied_from"):
        number = "try_cast(replace(v_satisfaction, ',', '.') AS DOUBLE)"
        five = f"(SELECT min({number}) >= 1 AND max({number}) = 5 FROM typed)"  # noqa: S608 - our own SQL
        figure = f"WHEN {number} IS NOT NULL THEN CASE WHEN {five} THEN {number} >= {best} END "
    return (
        f"CASE {figure}WHEN regexp_matches({said}, {quoted(_GOOD)}) THEN true "
        f"WHEN regexp_matches({said}, {quoted(_BAD)}) THEN false END"
    )


def _hours(bound: Bound, minutes: str, hours: str) -> str:
    """Return the SQL of a span in hours."""
    if bound.has(minutes):
        return f"CAST(v_{minutes} AS DOUBLE) / 60"
    return f"CAST(v_{hours} AS DOUBLE)" if bound.has(hours) else "CAST(NULL AS DOUBLE)"


def _between(first: str, last: str) -> str:
    """Return the SQL of the hours from one column to another: whole days where a clock time is missing.

    NULL where the last stands before the first: one of the two is wrong.
    """
    hours = f"(v_{last} - v_{first}) * {_HOURS_A_DAY} + coalesce({_clock(last)} - {_clock(first)}, 0)"
    return f"CASE WHEN ({hours}) >= 0 THEN CAST({hours} AS DOUBLE) END"


def _clock(name: str) -> str:
    """Return the SQL of a cell's time of day in hours (14:30, 14.30, 2:30 PM); NULL where it has none."""
    hour, minute = (
        rf"try_cast(regexp_extract(r_{name}, '[ T,](\d{{1,2}})[:.](\d\d)', {group}) AS DOUBLE)" for group in (1, 2)
    )
    half = rf"upper(regexp_extract(r_{name}, '(?i)\d\s*([ap])\.?m', 1))"
    of_day = f"CASE {half} WHEN 'P' THEN {hour} % 12 + 12 WHEN 'A' THEN {hour} % 12 ELSE {hour} END"
    return f"({of_day} + {minute} / 60)"


def _select(bound: Bound) -> dict[str, str]:
    resolve = _hours(bound, "resolution_minutes", "resolution_hours")
    if resolve.startswith("CAST(NULL") and bound.has("resolved"):
        resolve = _between("opened", "resolved")
    return {
        "ticket_id": "v_ticket_id",
        "customer_id": "person",
        "opened_day": "v_opened",
        "resolved_day": bound.value("resolved"),
        "hours_to_reply": _hours(bound, "reply_minutes", "reply_hours"),
        "hours_to_resolve": resolve,
        "category": next((f"v_{one}" for one in ("category", "type") if bound.has(one)), "NULL"),
        "complaint": _complaint(bound),
        "satisfied": _satisfied(bound),
        "channel": channel_of("v_channel") if bound.has("channel") else "NULL",
        "contacts": f"CASE WHEN NOT {_NO_COUNT} THEN v_contacts END" if bound.has("contacts") else "NULL",
    }


_SPANS = ("reply_minutes", "resolution_minutes", "reply_hours", "resolution_hours")
#: Replies are counted: half of one, and fewer than none, are no count.
_NO_COUNT = "(v_contacts < 0 OR v_contacts <> floor(v_contacts) OR v_contacts > 100000)"

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
        **dict.fromkeys(_SPANS, "number"),
        "type": "text",
        "tags": "text",
        "category": "text",
        "reason": "text",
        "complaint": "text",
        "satisfaction": "text",
        "channel": "text",
        "contacts": "number",
        "deleted": "text",
    },
    spared={"channel": is_unknown("v_channel"), "contacts": f"({unread('contacts')} OR coalesce({_NO_COUNT}, false))"},
    checks=_checks,
    select=_select,
)
