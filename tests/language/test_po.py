"""Reading and writing gettext catalogues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import UsageError
from reporter.language.po import Entry, parse, write

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters='\n\t"\\'), min_size=1)


def test_a_catalogue_is_read() -> None:
    """Contexts, plurals, continued lines, escapes, places and flags are understood; obsolete messages are not."""
    entries = parse(
        '#: reporter/a.py reporter/b.py\n#, fuzzy, python-format\nmsgctxt "head"\nmsgid ""\n"One "\n"\\"two\\""\n'
        'msgid_plural "Many"\nmsgstr[0] "En"\nmsgstr[1] "Många\\n"\n\n#~ msgid "old"\n#~ msgstr "gammal"\n'
    )
    assert entries == (
        Entry(
            text='One "two"',
            strings=("En", "Många\n"),
            context="head",
            plural="Many",
            fuzzy=True,
            places=("reporter/a.py", "reporter/b.py"),
        ),
    )


def test_a_damaged_catalogue_is_named() -> None:
    """A text that belongs to nothing ends the command with one line."""
    with pytest.raises(UsageError, match=r"sv\.po is damaged"):
        parse('"lost"\n', file="sv.po")


@given(text=_TEXT, plural=st.none() | _TEXT, context=st.just("") | _TEXT, one=_TEXT, two=_TEXT)
def test_what_is_written_is_read_back(text: str, plural: str | None, context: str, one: str, two: str) -> None:
    """No character is lost between write and parse."""
    entry = Entry(text=text, strings=(one, two) if plural else (one,), plural=plural or "", context=context)
    assert parse(write([entry])) == (entry,)
