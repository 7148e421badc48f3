"""What is collected from code and templates, and what the checks find."""

from __future__ import annotations

import pytest

from reporter.language.checks import faults, style
from reporter.language.extract import from_python, from_template
from reporter.language.po import Entry


def test_messages_of_a_module_are_found() -> None:
    """Implicitly joined literals, contexts, plurals and both arms of a choice."""
    source = (
        'a = msg("One " "sentence with {slot}.", slot=1, context="head")\n'
        'b = nmsg("{count} row", "{count} rows", n)\n'
        'c = msg("Up" if good else "Down")\n'
    )
    entries = [entry for entry in from_python(source, "x.py") if isinstance(entry, Entry)]
    found = [(entry.context, entry.text, entry.plural) for entry in entries]
    assert found == [
        ("head", "One sentence with {slot}.", ""),
        ("", "{count} row", "{count} rows"),
        ("", "Up", ""),
        ("", "Down", ""),
    ]


@pytest.mark.parametrize("source", ["msg(text)", 'msg(f"{x}")', 'msg("{slot} is missing")'])
def test_a_message_that_cannot_be_translated_or_filled_is_named(source: str) -> None:
    """A computed text cannot be translated, and a slot without an argument cannot be filled."""
    problems = [found for found in from_python(source, "x.py") if isinstance(found, str)]
    assert len(problems) == 1
    assert problems[0].startswith("x.py:1: ")


def test_messages_of_a_template_are_found() -> None:
    """Functions and blocks of Jinja's i18n extension."""
    source = '{{ _("Page") }}{{ pgettext("head", "Base") }}{% trans n=3 %}one{% pluralize %}{{ n }} rows{% endtrans %}'
    entries = [entry for entry in from_template(source, "x.html") if isinstance(entry, Entry)]
    found = [(entry.context, entry.text, entry.plural) for entry in entries]
    assert found == [("", "Page", ""), ("head", "Base", ""), ("", "one", "%(n)s rows")]


def test_a_percent_sign_that_jinja_would_take_for_a_slot_is_named() -> None:
    """``_("95 % interval")`` would stop the rendering."""
    found = list(from_template('{{ _("95 % interval") }}', "x.html"))
    assert [one for one in found if isinstance(one, str) and one.startswith("x.html:1: ")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "kund nöjdhet"),
        ("sv", "NPS score"),
        ("sv", "NPS värde"),
        ("sv", "från -3 till 5"),
        ("sv", 'svaret "bra"'),
        ("sv", "{x} %"),
        ("sv", "bortfall"),
        ("sv", "och ikke"),
        ("sv", "en tendens"),
        ("sv", "Kundens Värde Idag"),
        ("sv", "benchmark score"),
        ("da", "kunde tilfredshed"),
        ("da", "kundlojalitet"),
        ("da", "fra och med"),
        ("da", "procentenheter"),
        ("da", "når i har svaret"),
        ("da", "tillväxt"),
    ],
)
def test_bad_style_is_found(code: str, text: str) -> None:
    """Each line is a mistake that the field's reports are full of."""
    assert list(style(code, text))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "Kundnöjdheten har ökat från {a} till {b} ({d}). NPS-värdet ligger på 5\u00a0%."),
        ("sv", "Kundbortfall och svarsbortfall"),
        ("da", "I har {n}\u00a0% tilfredse kunder; kundetilfredsheden er steget."),
    ],
)
def test_good_style_passes(code: str, text: str) -> None:
    """The checks do not cry wolf."""
    assert not list(style(code, text))


def test_gaps_between_catalogue_and_program_are_found() -> None:
    """Missing, obsolete, fuzzy, empty, still English, and with other slots."""
    wanted = [Entry(text=text, strings=()) for text in ("new", "Rows of {x}", "empty", "left in English", "old one")]
    entries = [
        Entry(text="Rows of {x}", strings=("Rader av {y}",)),
        Entry(text="empty", strings=("",)),
        Entry(text="left in English", strings=("left in English",)),
        Entry(text="old one", strings=("gammal",), fuzzy=True),
        Entry(text="gone", strings=("borta",)),
    ]
    found = "\n".join(faults("sv", entries, wanted))
    for expected in ("missing: 'new'", "obsolete: 'gone'", "slots differ", "not translated: 'empty'"):
        assert expected in found
    assert "still English: 'left in English'" in found
    assert "fuzzy: 'old one'" in found
