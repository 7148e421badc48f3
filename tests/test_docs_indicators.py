"""docs/indicators.md is true: it is what the code says of its indicators, analyses and flags."""

from __future__ import annotations

import os
import re
from pathlib import Path

from reporter.cli import indicators_page
from reporter.cli.entries import entries
from reporter.cli.indicators_page import interval_words
from reporter.indicators.flags import FLAGS

FILE = Path(__file__).parents[1] / "docs" / "indicators.md"


def test_the_page_is_what_the_code_says() -> None:
    """Make it anew with ``python -m reporter.cli.indicators_page > docs/indicators.md``, or REPORTER_GOLDEN=1."""
    if os.environ.get("REPORTER_GOLDEN") == "1":
        FILE.write_text(indicators_page.page(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == indicators_page.page()


def test_every_one_has_a_section_with_all_its_facts() -> None:
    """Each stands once under its id; no fact is empty."""
    page = indicators_page.page()
    sections = dict(re.findall(r"^### `(\w+)` .*?\n(.*?)(?=^##)", page, flags=re.MULTILINE | re.DOTALL))
    assert list(sections) == list(entries())
    for name, text in sections.items():
        for fact in ("Unit", "Inputs", "Interval", "Page", "Source", "sv", "da"):
            assert re.search(rf"^- \*\*{fact}:\*\* \S", text, flags=re.MULTILINE), (name, fact)


def test_every_flag_is_explained() -> None:
    """The glossary has each flag once, in the order of the code."""
    glossary = indicators_page.page().partition("## Flags")[2]
    assert re.findall(r"^\| `(\w+)` \|", glossary, flags=re.MULTILINE) == list(FLAGS)


def test_the_interval_is_told_as_the_formula_or_the_code_has_it() -> None:
    """A sentence of the formula where it has one, else the methods of the code; a full count has none."""
    marks = {name: indicators_page._carried(entries()[name]) for name in ("nki", "nps", "triad_value", "orders")}
    told = {name: interval_words(entries()[name], one) for name, one in marks.items()}
    assert told == {
        "nki": "95 % interval by Student’s t over customers.",
        "nps": "95 % interval by the adjusted Wald method (Rocks 2016): "
        "¾ promoter, 1½ passives and ¾ detractor are added.",
        "triad_value": "t interval, by customer.",
        "orders": "none: a full count.",
    }


def test_no_text_is_taken_for_markdown() -> None:
    """A formula's signs stand as they are: nothing of a sentence turns italic or into a cell."""
    assert indicators_page._plain("a*b_c |S| <d") == r"a\*b\_c \|S\| \<d"
