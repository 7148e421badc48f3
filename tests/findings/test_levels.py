"""Level words follow the whole interval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.findings.levels import Level, level
from tests.findings.build import reading, share


@pytest.mark.parametrize(
    ("value", "margin", "expected"),
    [
        (55.0, 2.0, Level.WEAK),
        (59.0, 2.0, Level.WEAK_OR_FAIR),
        (67.0, 2.0, Level.FAIR),
        (74.9, 2.0, Level.FAIR_OR_STRONG),
        (78.0, 2.0, Level.STRONG),
        (68.0, 9.0, None),  # 59 to 77: it could be anything
        (62.0, 2.0, Level.FAIR),  # from 60 on
        (77.0, 2.0, Level.STRONG),  # from 75 on
    ],
)
def test_level(value: float, margin: float, expected: Level | None) -> None:
    """60 and 75 are the borders, and an interval across one has no plain word."""
    one = replace(reading("nki", value), low=value - margin, high=value + margin)
    assert level(one) is expected


def test_what_has_no_level() -> None:
    """NPS, percentages, the triad, behaviour, small bases and missing values have none."""
    assert level(None) is None
    assert level(reading("nps", 80.0)) is None
    assert level(share("csat", 80, 100)) is None
    assert level(reading("triad", 80.0)) is None
    assert level(reading("triad_loyalty", 80.0)) is None
    assert level(reading("triad_loyalty", 80.0, flags=("behaviour_only",))) is None
    assert level(reading("triad_loyalty", 80.0, flags=("attitude_only",))) is Level.STRONG
    assert level(reading("nki", 80.0, n=29)) is None
    assert level(reading("nki", None)) is None
