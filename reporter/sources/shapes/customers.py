"""Customers: who they are for the analysis: segment, country, industry, since when."""

from __future__ import annotations

from reporter.sources.cells.sql import blank, quoted, texts
from reporter.sources.shapes.base import (
    NO,
    PERSONS,
    YES,
    Bound,
    Check,
    Shape,
    deleted_checks,
    optional_check,
    person_checks,
    unread,
    yes_or_no,
)

#: The stages of a CRM before the first purchase, and those after it, without blanks, ``_`` and ``-``.
_BEFORE = (
    "subscriber", "lead", "marketingqualifiedlead", "mql", "salesqualifiedlead", "sql", "opportunity", "prospect",
    "prenumerant", "potentiellkund", "marknadskvalificeradlead", "marknadskvalificeratlead", "säljkvalificeradlead",
    "säljkvalificeratlead", "möjlighet", "affärsmöjlighet", "säljmöjlighet", "prospekt", "potentielkunde", "abonnent",
    "emne", "kundeemne", "salgsmulighed", "mulighed",
)  # fmt: skip
_AFTER = ("customer", "evangelist", "kund", "kunde", "befintligkund", "aktivkund", "ambassadör", "ambassadør")
#: How a column says that somebody takes the newsletter, and that somebody who took it does no more.
_TAKES = (
    *YES, "subscribed", "active", "opt in", "opted in", "single opt in", "double opt in", "confirmed", "aktiv",
    "prenumererar", "prenumerant", "anmäld", "tilmeldt", "abonnerer", "abonnent", "samtycke", "samtykke",
)  # fmt: skip
_LEFT = (
    "unsubscribed", "opt out", "opted out", "avregistrerad", "avregistrerat", "avanmäld", "avanmält", "avslutad",
    "avslutat", "afmeldt", "frameldt", "samtycke återkallat", "samtykke trukket tilbage",
)  # fmt: skip
#: Who never took it has not left; a plain no does not tell which of the two it is.
_NEITHER = (
    *NO, "never subscribed", "not subscribed", "non subscribed", "nonsubscribed", "not set", "no consent", "pending",
    "unconfirmed", "cleaned", "bounced", "none", "aldrig", "inte anmäld", "ej anmäld", "ikke tilmeldt", "ej samtycke",
    "inget samtycke", "intet samtykke",
)  # fmt: skip
_SAID = "regexp_replace(lower(trim(r_newsletter)), '[\\s_-]+', ' ', 'g')"


def _newsletter(bound: Bound) -> str:
    """Return the SQL of whether a customer takes the newsletter: ``subscribed``, ``unsubscribed``, else NULL.

    Columns that tell of leaving go first; a file may hold one kind of recipients alone (the rule ``newsletter``).
    """
    cases, unsaid = [], "true"
    if bound.has("opted_out"):
        cases.append(f"WHEN {yes_or_no('opted_out')} THEN 'unsubscribed'")
    if bound.has("newsletter"):
        cases.append(f"WHEN {_SAID} IN {texts(_LEFT)} THEN 'unsubscribed'")
        cases.append(f"WHEN {_SAID} IN {texts(_TAKES)} THEN 'subscribed'")
        unsaid = blank("r_newsletter")
    if bound.has("unsubscribed"):
        cases.append("WHEN v_unsubscribed IS NOT NULL THEN 'unsubscribed'")
    if bound.has("opted_out"):
        cases.append(f"WHEN NOT {yes_or_no('opted_out')} AND {unsaid} THEN 'subscribed'")
    known = quoted(bound.rules["newsletter"]) if "newsletter" in bound.rules else "NULL"
    return f"CASE {' '.join(cases)} ELSE {known} END" if cases else known


def _checks(bound: Bound) -> list[Check]:
    return [*deleted_checks(bound), *_lead(bound), *person_checks(), *optional_check(bound, "created", "L121")]


def _lead(bound: Bound) -> list[Check]:
    """Leave out those who never bought, as their stage says; only where the stage is kept up.

    A file in which nobody is a customer says nothing: its stages stand as the system first set them.
    Who has bought is a customer, whatever the stage.
    """
    if not bound.has("lifecycle"):
        return []
    stage = "regexp_replace(lower(r_lifecycle), '[\\s_-]', '', 'g')"
    kept_up = f"(SELECT bool_or({stage} IN {texts(_AFTER)}) FROM typed)"  # noqa: S608 - our own words
    never = blank("r_bought") if bound.has("bought") else "true"
    return [Check(code="L145", condition=f"{stage} IN {texts(_BEFORE)} AND {never} AND {kept_up}", field="lifecycle")]


def _select(bound: Bound) -> dict[str, str]:
    return {
        "customer_id": "person",
        "segment": bound.value("segment"),
        "country": bound.value("country"),
        "industry": bound.value("industry"),
        "created_day": bound.value("created"),
        "member": yes_or_no("member") if bound.has("member") else "NULL",
        "newsletter": _newsletter(bound),
        "unsubscribed_day": f"CASE WHEN ({_newsletter(bound)}) = 'unsubscribed' THEN v_unsubscribed END"
        if bound.has("unsubscribed")
        else "NULL",
    }


def _neither(name: str) -> str:
    """Return the condition that a cell which should say yes or no says something else."""
    return f"(NOT {blank(f'r_{name}')} AND {yes_or_no(name)} IS NULL)"


_UNTOLD = f"(NOT {blank('r_newsletter')} AND {_SAID} NOT IN {texts((*_TAKES, *_LEFT, *_NEITHER))})"


SHAPE = Shape(
    table="customers",
    key="customer_id",
    fields={
        **PERSONS,
        "name": "private",
        "segment": "text",
        "country": "text",
        "industry": "text",
        "created": "date",
        "lifecycle": "text",  # lead, opportunity, customer: not kept, it tells who is no customer
        "bought": "text",  # whatever is filled in only for those who have bought
        "deleted": "text",
        "member": "text",  # of the loyalty programme
        "newsletter": "text",
        "opted_out": "text",  # whether somebody has left the newsletter, said by itself
        "unsubscribed": "date",
    },
    spared={
        "member": _neither("member"),
        "newsletter": _UNTOLD,
        "opted_out": _neither("opted_out"),
        "unsubscribed": unread("unsubscribed"),
    },
    checks=_checks,
    select=_select,
)
