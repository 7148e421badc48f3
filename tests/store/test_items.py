"""The names of the questions."""

from __future__ import annotations

import pytest

from reporter.language import Language, languages
from reporter.store.items import ITEM_NAMES, UNSCALED
from reporter.store.schema import ITEMS


def test_every_question_has_a_name() -> None:
    """A new item of the schema is named, or said to have no scale; no name is of an item that is gone."""
    assert ITEM_NAMES.keys() | UNSCALED == set(ITEMS)
    assert not ITEM_NAMES.keys() & UNSCALED


@pytest.mark.parametrize("code", languages())
def test_no_two_questions_share_a_name(code: str) -> None:
    """But the two wordings of the question about satisfaction as a whole."""
    language = Language.load(code)
    names = [language.text(name) for item, name in ITEM_NAMES.items() if item != "nki_overall"]
    assert len(set(names)) == len(names)
    assert ITEM_NAMES["nki_overall"] == ITEM_NAMES["csat"]
