"""The loyalty profile: which of the seven marks were measured, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.lookup import shown
from reporter.report.told import row
from reporter.report.words import in_a_row

if TYPE_CHECKING:
    from reporter.model import LoyaltyProfile, Row
    from reporter.report.material import Material


def rows(value: LoyaltyProfile, _material: Material) -> tuple[Row, ...]:
    """Return which marks were seen in what customers do, which in what they say, and which not at all."""
    measured = [one for one in value.marks if shown(one.reading)]
    groups = (
        (msg("Seen in what customers do"), [one for one in measured if one.behaviour]),
        (msg("Seen in what customers say"), [one for one in measured if not one.behaviour]),
        (msg("Not measured"), [one for one in value.marks if one not in measured]),
    )
    return tuple(
        row(name, Quantity(value=len(marks), unit=Unit.COUNT), note=in_a_row(one.name for one in marks))
        for name, marks in groups
        if marks
    )
