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
    """Satisfaction with the delivery is not taken for satisfaction with the client: it is the delivery's own."""
    part, whole = "Hur nöjd är du med leveransen?", "Hur nöjd är du med oss?"
    assert find_items((part, whole), set()) == {"csat": 1, "att_delivery": 0}
    assert find_items((part,), set()) == {"csat": 0}
    assert find_items((part, "Hur nöjd är du som helhet?"), set()) == {"csat": 1, "att_delivery": 0}
    assert find_items(("Hur nöjd är du som helhet?", "CSAT"), set()) == {"csat": 1}


def test_sides_are_told_beside_the_whole() -> None:
    """Questions for satisfaction with single sides stand for these, once the whole, goods and service are asked."""
    asked = (
        "Hur nöjd är du med leveransen?",
        "Hur nöjd är du totalt sett?",
        "Hur nöjd är du med sortimentet?",
        "Hur nöjd är du med våra produkter?",
        "Hur nöjd är du med vår service?",
        "Hur nöjd är du med bemötandet?",
        "Hur nöjd är du med vår support?",
        "Hur nöjd är du med webbplatsen?",
        "Hur enkelt var det att få hjälp?",
        "Hur enkelt är det att beställa?",
    )
    assert find_items(asked, set()) == {
        "csat": 1, "sat_product": 3, "sat_service": 4, "ces": 8, "att_delivery": 0, "att_range": 2, "att_staff": 5,
        "att_support": 6, "att_website": 7, "att_ordering": 9,
    }  # fmt: skip


def test_a_side_that_is_asked_alone_stays_what_it_was() -> None:
    """Where the file has no question for the goods or the service as a whole, its part stands for it."""
    assert find_items(("Hvor tilfreds er du med vores udvalg af varer?", "Hvor nemt var det at bestille?"), set()) == {
        "sat_product": 0,
        "ces": 1,
    }
