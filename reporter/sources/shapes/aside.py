"""Files that consultancies receive with the others and that no analysis uses: leads, employees, usage.

They are recognised and counted, so that nobody has to take them out of a folder, and nothing of them is kept.
"""

from __future__ import annotations

from reporter.sources.shapes.base import PERSONS, Bound, Check, Shape

ASIDE = "aside"


def _checks(bound: Bound) -> list[Check]:
    return [Check(code=str(bound.rules.get("aside", "L170")), condition="true", field="")]


def _select(_: Bound) -> dict[str, str]:
    return {}


SHAPE = Shape(
    table=ASIDE, needs_person=False, fields={**PERSONS, "name": "private", "id": "id"}, checks=_checks, select=_select
)
