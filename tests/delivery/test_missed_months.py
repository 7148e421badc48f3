"""Status shows the months that are due and not out: those of the next run, and those that wait for a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reporter.model import Period
from reporter.pipeline.delivery import skip, standing
from tests.delivery.desk import Desk, quiet_office

if TYPE_CHECKING:
    from pathlib import Path

FEBRUARY = datetime(2027, 2, 10, 8, tzinfo=UTC)  # four months have fallen due since the schedule was seen in October


def test_missed_months_are_shown_until_they_are_skipped(tmp_path: Path) -> None:
    """Of October to January the two newest are for the next run (catch_up = 2); a skipped one is gone from the list."""
    office = quiet_office(tmp_path, 1)
    with office.session(FEBRUARY, {}, Desk()) as this:
        found = standing(this)
        assert [(str(one.period), one.overdue) for one in found.due] == [
            *(("2026-10", True), ("2026-11", True), ("2026-12", False), ("2027-01", False)),
        ]
        assert found.waits_for_a_person
        for period in ("2026-10", "2026-11"):
            skip(this, "c01", Period.parse(period), "it is old")
        assert [(str(one.period), one.overdue) for one in standing(this).due] == [
            *(("2026-12", False), ("2027-01", False)),
        ]
