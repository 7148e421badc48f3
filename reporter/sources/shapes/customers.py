"""Customers: who they are for the analysis: segment, country, industry, since when."""

from __future__ import annotations

from reporter.sources.shapes.base import PERSONS, Bound, Check, Shape, optional_check, person_checks


def _checks(bound: Bound) -> list[Check]:
    return [*person_checks(), *optional_check(bound, "created", "L121")]


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
    },
    checks=_checks,
    select=_select,
)
