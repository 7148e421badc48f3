"""Sentences, names, lists and the alphabet."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from reporter.errors import UsageError
from reporter.language import Language, languages
from reporter.language.catalogue import read_catalogue
from reporter.language.facts import read_facts
from reporter.model import Message, Period, Quantity, Term, Unit, msg, nmsg

if TYPE_CHECKING:
    from pathlib import Path

    from reporter.model import Argument

INDICATORS = (
    *("csat", "csat_idx", "nki", "sat_product", "sat_service", "ces", "complaint_rate"),
    *("pvalue_idx", "trust_idx", "aov", "freq", "repeat_rate", "repeat_within", "ret_rev_share", "clv_simple"),
    *("rev_per_customer", "nps", "loy_idx", "rebuy_intent", "switch_intent", "retention", "churn", "cancel_rate"),
    *("reactivated", "triad_satisfaction", "triad_value", "triad_loyalty", "triad"),
    *("customers", "orders", "order_lines", "revenue", "multi_order_rate", "answers"),
)
PO = r"""
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "{indicator} has risen from {before} to {now}."
msgstr "{indicator} har ökat från {before} till {now}."

msgid "Not compared: {reason}"
msgstr "Jämförs inte: {reason}"

msgid "{indicator} is missing"
msgstr "{indicator} saknas"

msgctxt "column head"
msgid "Change"
msgstr "Ändring"

msgid "Change"
msgstr "Förändring"

msgid "{count} customer"
msgid_plural "{count} customers"
msgstr[0] "en kund"
msgstr[1] "{count} kunder"

msgctxt "indicator definite"
msgid "nps"
msgstr "NPS-värdet"

msgctxt "indicator definite"
msgid "nki"
msgstr "nöjd-kund-indexet"
"""


@pytest.fixture
def swedish(tmp_path: Path) -> Language:
    """Return Swedish with a small catalogue of the test's own."""
    file = tmp_path / "sv.po"
    file.write_text(PO, encoding="utf-8")
    return Language(code="sv", facts=read_facts("sv"), catalogue=read_catalogue(file))


def test_languages_are_found_by_listing() -> None:
    """Every catalogue is a language; nothing else needs to name it."""
    assert languages() == ("da", "sv")


def test_an_unknown_language_names_those_there_are() -> None:
    """The error says the way out."""
    with pytest.raises(UsageError, match="choose one of: da, sv"):
        Language.load("no")


def test_slots_are_filled_and_the_sentence_starts_with_a_capital(swedish: Language) -> None:
    """A name of ours that begins the sentence is capitalised; numbers follow the unit."""
    message = msg(
        "{indicator} has risen from {before} to {now}.",
        indicator=Term("nki", "definite"),
        before=Quantity(value=71.25, unit=Unit.INDEX),
        now=Quantity(value=73.45, unit=Unit.INDEX),
    )
    assert swedish.text(message) == "Nöjd-kund-indexet har ökat från 71,3 till 73,5."


def test_data_is_never_changed(swedish: Language) -> None:
    """A client's own name keeps its small letter at the start, and braces in it are no slots."""
    assert swedish.text(msg("{indicator} is missing", indicator="eBay {now}")) == "eBay {now} saknas"


def test_a_message_within_a_sentence_keeps_its_case(swedish: Language) -> None:
    """Only what begins the outer sentence is capitalised."""
    inner = msg("{indicator} is missing", indicator=Term("nki", "definite"))
    assert swedish.text(msg("Not compared: {reason}", reason=inner)) == "Jämförs inte: nöjd-kund-indexet saknas"


@pytest.mark.parametrize(
    ("code", "argument", "ending"),
    [
        ("da", Quantity(value=321.0, unit=Unit.MONEY, currency="DKK"), "321\u00a0kr."),
        ("da", Quantity(value=14_100.0, unit=Unit.MONEY, currency="DKK"), "14,1\u00a0t.kr."),
        ("da", Quantity(value=1_500_000.0, unit=Unit.MONEY, currency="DKK"), "1,50\u00a0mio.\u00a0kr."),
        ("sv", Quantity(value=321.0, unit=Unit.MONEY, currency="SEK"), "321\u00a0kr."),
        ("sv", "2\u00a0p.e.", "2\u00a0p.e."),
        ("sv", ("Norrvik", "Vestera Inc."), "Norrvik och Vestera Inc."),
        ("da", msg("They differ by {gap}", gap="2\u00a0pp."), "They differ by 2\u00a0pp."),
    ],
)
def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop(
    code: str, argument: Argument, ending: str
) -> None:
    """The stop of "kr." ends the sentence too; one in the middle of it stays."""
    language = Language.load(code)
    assert language.text(msg("Lost: {amount}.", amount=argument)) == f"Lost: {ending}"
    assert language.text(msg("Lost: {amount} and more.", amount=argument)).endswith(" and more.")


def test_a_slot_without_an_argument_is_an_error(swedish: Language) -> None:
    """A hole in a sentence must not reach a client."""
    with pytest.raises(LookupError, match=r"\{reason\}"):
        swedish.text(Message(text="Not compared: {reason}"))


def test_context_and_plural_choose_the_translation(swedish: Language) -> None:
    """The same English word may have two translations; the count chooses the form."""
    assert swedish.text(msg("Change")) == "Förändring"
    assert swedish.text(msg("Change", context="column head")) == "Ändring"
    assert swedish.text(nmsg("{count} customer", "{count} customers", 1)) == "en kund"
    assert swedish.text(nmsg("{count} customer", "{count} customers", 1284)) == "1\u00a0284 kunder"


def test_what_is_not_translated_stays_readable(swedish: Language) -> None:
    """English with our numbers, rather than a crash; the suite forbids it in what we ship."""
    assert swedish.text(nmsg("{count} row", "{count} rows", 20)) == "20 rows"
    assert swedish.text(nmsg("{count} row", "{count} rows", 1)) == "1 row"


@pytest.mark.parametrize(
    ("message", "swedish_text", "danish_text"),
    [
        (msg("{a} of {b}", a=4, b=12), "Fyra of tolv", "4 of 12"),  # words to twelve, in Danish to ten
        (msg("{a} of {b}", a=4, b=9), "Fyra of nio", "Fire of ni"),
        (msg("{a} of {b}", a=4, b=13), "4 of 13", "4 of 13"),  # one system a sentence
        (msg("{a} of {b}", a=1, b=2), "1 of 2", "1 of 2"),  # en or ett depends on the noun
        (msg("On {a} of {b}", a=4, b=9), "On 4 of 9", "On 4 of 9"),
    ],
)
def test_a_sentence_does_not_begin_with_a_digit(message: Message, swedish_text: str, danish_text: str) -> None:
    """Small counts that open a sentence are words, and then all counts of the sentence are."""
    assert Language.load("sv").text(message) == swedish_text
    assert Language.load("da").text(message) == danish_text


def test_templates_get_the_same_translations(swedish: Language) -> None:
    """Jinja's i18n extension calls the four gettext functions."""
    assert swedish.gettext("Change") == "Förändring"
    assert swedish.pgettext("column head", "Change") == "Ändring"
    assert swedish.ngettext("{count} customer", "{count} customers", 1) == "en kund"
    assert swedish.npgettext("x", "one", "many", 2) == "many"


def test_every_kind_of_argument_can_be_shown() -> None:
    """Text, numbers, days, periods, names and lists, in both languages."""
    arguments = ("Åhléns", 1284, date(2026, 10, 3), Period.parse("2026-Q3"), Term("nps", "definite"))
    assert Language.load("sv").show(arguments) == ("Åhléns, 1\u00a0284, 3 oktober 2026, kvartal 3 2026 och NPS-värdet")
    assert Language.load("da").show(arguments) == "Åhléns, 1.284, 3. oktober 2026, 3. kvartal 2026 og NPS"


def test_a_float_without_a_unit_is_refused() -> None:
    """A bare float has no unit, so nobody could say how to print it."""
    with pytest.raises(TypeError, match=r"0\.5"):
        Language.load("sv").show(0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("items", "swedish", "danish"),
    [((), "", ""), (("a",), "a", "a"), (("a", "b"), "a och b", "a og b"), (("a", "b", "c"), "a, b och c", "a, b og c")],
)
def test_a_list_ends_with_and(items: tuple[str, ...], swedish: str, danish: str) -> None:
    """No comma stands before "och" or "og"."""
    assert Language.load("sv").list(items) == swedish
    assert Language.load("da").list(items) == danish


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("form", ["name", "definite", "label", "short"])
@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_has_every_form(code: str, form: str, indicator: str) -> None:
    """Labels start with a capital letter, names within a sentence do not (abbreviations apart)."""
    text = Language.load(code).term(indicator, form)
    assert text[0].isupper() == (form in {"label", "short"} or text[:3] in {"NPS", "CES"})


def test_an_indicator_without_a_name_is_an_error() -> None:
    """Its id must not be printed in its place."""
    with pytest.raises(LookupError, match="'nosuch'"):
        Language.load("sv").term("nosuch")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("sv", ["Aalborg", "Eva", "Évian", "Uppsala", "Västerås", "Yxa", "Ångström", "Älmhult", "Ölund", "Østby"]),
        ("da", ["Alborg", "Eva", "Évian", "Odense", "Viborg", "Ærø", "Ølgod", "Örebro", "Aalborg", "Århus"]),
    ],
)
def test_names_sort_by_the_alphabet(code: str, names: list[str]) -> None:
    """å ä ö follow z in Swedish, æ ø å in Danish, where aa is å."""
    language = Language.load(code)
    assert sorted(sorted(names), key=language.sort_key) == names


def test_quotation_marks() -> None:
    """Both languages use ”…”."""
    assert Language.load("sv").quote("bra") == Language.load("da").quote("bra") == "”bra”"


@pytest.mark.parametrize(
    ("code", "text", "broken"),
    [
        ("sv", "Kundnöjdheten och kundbortfallet", "Kund~nöjdheten och kund~bortfallet"),
        ("sv", "kundlivstidsvärdet", "kund~livstids~värdet"),
        ("da", "Kundetilfredshedsindekset", "Kunde~tilfredsheds~indekset"),
        ("da", "gennemsnitsordren", "gennemsnits~ordren"),
        ("sv", "okänt ord", "okänt ord"),
    ],
)
def test_long_words_break_where_their_parts_meet(code: str, text: str, broken: str) -> None:
    """A soft hyphen stands at the borders of a compound, whatever its ending or capital."""
    assert Language.load(code).hyphenate(text) == broken.replace("~", "\u00ad")


def test_start_up_needs_no_heavy_module() -> None:
    """Loading both languages imports neither babel nor jinja2 nor numpy."""
    code = (
        "import sys; from reporter.language import Language; Language.load('sv'); Language.load('da'); "
        "print(sorted({'babel', 'jinja2', 'numpy', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
