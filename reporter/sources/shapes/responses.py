"""Survey answers: a row a respondent in, a row an answered item out. See ``sources/rows/wide.py``."""

from __future__ import annotations

from reporter.sources.cells.sql import texts
from reporter.sources.shapes.base import NO, PERSONS, Bound, Check, Kind, Shape, optional_check
from reporter.store.schema import ITEMS

SCORED = tuple(item for item in ITEMS if item != "comment")

#: ``metric`` and ``score`` are of long files: a row an answered question, which says what it asks for.
#: ``finished`` and ``progress`` tell whether the respondent came to the end.
_FIELDS: dict[str, Kind] = {
    "response_id": "id",
    **PERSONS,
    "name": "private",
    "survey_date": "date",
    "start_date": "date",
    "status": "text",
    "finished": "text",
    "progress": "text",
    "wave": "text",
    "weight": "number",
    "metric": "text",
    "score": "text",
    **dict.fromkeys(ITEMS, "text"),
}
_TESTS = (
    "survey preview",
    "preview",
    "test",
    "survey test",
    "spam",
    "testsvar",
    "forhåndsvisning",
    "förhandsgranskning",
)
_BEGUN = (
    "partial", "incomplete", "in progress", "started", "screened out", "disqualified", "over quota", "not answered",
    "ofullständig", "ofullständigt", "påbörjad", "påbörjat", "delvis besvarad", "delvis", "ej slutförd", "ej besvarad",
    "avbruten", "ufuldstændig", "ufuldstændigt", "påbegyndt", "delvist besvaret", "delvist", "ikke afsluttet",
    "ikke besvaret", "afbrudt", "ikke gennemført", "frafaldet",
)  # fmt: skip
_WHOLE = 100


def _checks(bound: Bound) -> list[Check]:
    found = [*optional_check(bound, "survey_date", "L121")]
    if bound.has("status"):
        status = "lower(trim(r_status))"
        tests = (*_TESTS, *(one.casefold() for one in bound.rules.get("drop_status", ())))
        found.append(Check(code="L151", condition=f"{status} IN {texts(tests)}", field="status"))
        found.append(Check(code="L152", condition=f"{status} IN {texts(_BEGUN)}", field="status"))
    if bound.has("finished"):
        found.append(Check(code="L152", condition=f"lower(trim(r_finished)) IN {texts(NO)}", field="finished"))
    if bound.has("progress"):
        share = "try_cast(replace(replace(trim(r_progress), '%', ''), ',', '.') AS DOUBLE)"
        found.append(Check(code="L152", condition=f"{share} < {_WHOLE}", field="progress"))
    scores = [item for item in SCORED if bound.has(item)]
    if bound.has("metric"):
        found.append(Check(code="L170", condition="NOT known", field="metric"))
    if bound.has("weight"):
        # A blank weight beside others is no weight of 1: who was not weighted speaks for nobody.
        weighted = "(SELECT count(v_weight) > 0 FROM typed)"
        found.append(Check(code="L153", condition=f"coalesce(v_weight, 0) <= 0 AND {weighted}", field="weight"))
    asked = "score" if bound.has("score") else scores[0] if scores else "nps"
    found.append(Check(code="L150", condition="NOT answered", field=asked))
    return found


def _select(bound: Bound) -> dict[str, str]:
    day = "coalesce(v_survey_date, v_start_date)" if bound.has("start_date") else bound.value("survey_date")
    return {
        "response_id": "response",
        "customer_id": "person",
        "survey_day": day if bound.has("survey_date") else bound.value("start_date"),
        "kind": "kind",
        "item": "item",
        "score": "score",
        "scale_low": "scale_low",
        "scale_high": "scale_high",
        "text": "said",
        "wave": bound.value("wave"),
        "weight": bound.value("weight"),
    }


SHAPE = Shape(table="responses", needs_person=False, fields=_FIELDS, checks=_checks, select=_select)
