"""Survey answers: a row a respondent in, a row an answered item out. See ``sources/surveys.py``."""

from __future__ import annotations

from reporter.sources.shapes.base import PERSONS, Bound, Check, Kind, Shape, optional_check
from reporter.store.schema import ITEMS

SCORED = tuple(item for item in ITEMS if item != "comment")

_FIELDS: dict[str, Kind] = {
    "response_id": "id",
    **PERSONS,
    "name": "private",
    "survey_date": "date",
    "start_date": "date",
    "status": "text",
    "wave": "text",
    **dict.fromkeys(ITEMS, "text"),
}


def _checks(bound: Bound) -> list[Check]:
    found = [*optional_check(bound, "survey_date", "L121")]
    if bound.has("status"):
        tests = "lower(trim(r_status)) IN ('survey preview', 'preview', 'test', 'survey test', 'spam')"
        found.append(Check(code="L151", condition=tests, field="status"))
    scores = [item for item in SCORED if bound.has(item)]
    unanswered = " AND ".join(f"s_{item} IS NULL" for item in scores) or "true"
    found.append(Check(code="L150", condition=unanswered, field=scores[0] if scores else "nps"))
    return found


def _select(bound: Bound) -> dict[str, str]:
    day = "coalesce(v_survey_date, v_start_date)" if bound.has("start_date") else bound.value("survey_date")
    return {
        "response_id": "response",
        "survey_day": day if bound.has("survey_date") else bound.value("start_date"),
        "kind": "kind",
        "item": "item",
        "score": "score",
        "scale_low": "scale_low",
        "scale_high": "scale_high",
        "text": "said",
        "wave": bound.value("wave"),
    }


SHAPE = Shape(table="responses", needs_person=False, fields=_FIELDS, checks=_checks, select=_select)
