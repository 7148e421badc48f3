"""Questions as Swedish and Danish surveys word them are told apart, and what only sounds like one is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reporter.sources.surveys.questions import find_items, load_questions

WORDINGS = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("item", WORDINGS)
def test_a_wording_is_told(item: str) -> None:
    """Each question of ``wordings.toml`` asks for its item, and for no other."""
    told = {question: load_questions().item(question) or "none" for question in WORDINGS[item]}
    assert told == dict.fromkeys(WORDINGS[item], item)


def test_the_whole_goes_before_a_part() -> None:
    """Satisfaction with the delivery is not taken for satisfaction with the client."""
    part, whole = "Hur nöjd är du med leveransen?", "Hur nöjd är du med oss?"
    assert find_items((part, whole), set()) == {"csat": 1}
    assert find_items((part,), set()) == {"csat": 0}
    assert find_items((part, "Hur nöjd är du som helhet?"), set()) == {"csat": 1}
    assert find_items(("Hur nöjd är du som helhet?", "CSAT"), set()) == {"csat": 1}
