"""The gate: every message of the program and its templates is translated, and translated well."""

from __future__ import annotations

import pytest

from reporter.language import languages
from reporter.language.checks import faults
from reporter.language.extract import collect, read
from reporter.language.po import write
from reporter.language.words import _COMPOUNDS


@pytest.mark.parametrize("code", languages())
def test_every_message_is_translated_and_no_rule_is_broken(code: str) -> None:
    """Nothing missing, fuzzy, obsolete or English; slots kept; no word of the other language."""
    messages, _ = collect()
    assert faults(code, read(code), messages) == ()


def test_every_message_is_written_out_and_its_slots_are_filled() -> None:
    """A computed text could not be translated, and an empty slot would stop the report."""
    assert collect()[1] == ()


@pytest.mark.parametrize("code", languages())
def test_a_catalogue_is_in_the_form_that_the_extractor_writes(code: str) -> None:
    """So that ``--write`` changes only what has changed."""
    entries = read(code)
    assert write(entries) == (_COMPOUNDS.parent / "locale" / f"{code}.po").read_text(encoding="utf-8")


def test_both_languages_name_the_same_indicators() -> None:
    """A form that one language has, the other has too."""
    named = [{entry.key for entry in read(code) if entry.context.startswith("indicator ")} for code in languages()]
    assert all(keys == named[0] for keys in named)


@pytest.mark.parametrize("code", languages())
def test_compounds_are_listed_once_and_have_two_parts(code: str) -> None:
    """Each line is one word with | at its borders."""
    lines = (_COMPOUNDS / f"{code}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(lines) == len(set(lines)) >= 150
    assert all(len([part for part in line.split("|") if len(part) > 1]) >= 2 for line in lines)
