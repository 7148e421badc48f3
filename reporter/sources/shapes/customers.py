"""Customers: who they are for the analysis: segment, country, industry, since when."""

from __future__ import annotations

from reporter.sources.cells.sql import blank, texts
from reporter.sources.shapes.base import PERSONS, Bound, Check, Shape, deleted_checks, optional_check, person_checks

#: The stages of a CRM before the first purchase, and those after it, without blanks, ``_`` and ``-``.
_BEFORE = (
    "subscriber", "lead", "marketingqualifiedlead", "mql", "salesqualifiedlead", "sql", "opportunity", "prospect",
    "prenumerant", "potentiellkund", "marknadskvalificeradlead", "marknadskvalificeratlead", "säljkvalificeradlead",
    "säljkvalificeratlead", "möjlighet", "affärsmöjlighet", "säljmöjlighet", "prospekt", "potentielkunde", "abonnent",
    "emne", "kundeemne", "salgsmulighed", "mulighed",
)  # fmt: skip
_AFTER = ("customer", "evangelist", "kund", "kunde", "befintligkund", "aktivkund", "ambassadör", "ambassadør")


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
    }


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
    },
    checks=_checks,
    select=_select,
)
