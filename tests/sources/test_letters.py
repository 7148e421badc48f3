"""Letters that are lost or broken: what is read back, what is not used, and that neither is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.sources.tables.letters import is_lost, mend

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

ARTICLE = Path(__file__).parents[3] / "shared" / "articles" / "002.txt"
HEAD = "Kundnr;Svarsdatum;NPS;Kommentar\n"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("FÃ¶retag", "Företag"),
        ("Företag fÃ¶r dig", "Företag för dig"),
        ("SÃ¦lger pÃ¥ KÃ¸benhavn", "Sælger på København"),
        ("Ã…hus", "Åhus"),
        ("Ã–SIF", "ÖSIF"),
        ("F√∂retag", "Företag"),
        ("FÃƒÂ¶retag", "Företag"),
        ("S‘lgerkode", "Sælgerkode"),
        ("Bel›b", "Beløb"),
        ("Lande-/omr†dekode", "Lande-/områdekode"),
        ("f÷retag och hõlsa", "företag och hälsa"),
    ],
)
def test_broken_letters_are_read_back(broken: str, whole: str) -> None:
    """UTF-8 and DOS texts that were read as something else are what they were."""
    assert mend(broken) == whole
    assert not is_lost(whole, label=True)


@pytest.mark.parametrize(
    "text",
    [
        "”Bra” sa hon – it’s",
        "it‘s fine",
        "l‘art",
        "François",
        "NÃO",
        "Þór",
        "§ 5 †",
        "Brand™",
        "1 ÷ 2",
        "“quoted”",
        "Ã",
    ],
)
def test_odd_signs_are_left_alone(text: str) -> None:
    """Quotation marks, apostrophes and foreign letters are neither mended nor lost."""
    assert mend(text) == text
    assert not is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "F?retag",
        "?r du n?jd",
        "K?PA",
        "k?p",
        "p? sikt",
        "de ?r p?",
        "(?rligt)",
        "Sm\ufffd",
        "voilÃ",
        "tv? av oss",
        "10Â kr",
    ],
)
def test_lost_letters_are_told(text: str) -> None:
    """A question mark in or before a word, U+FFFD and what could not be read back."""
    assert is_lost(mend(text))


@pytest.mark.parametrize(
    "text",
    ["Bra?", "Varför? För dyrt", "vad?!", "hur? nej", "Nej?Jo", "(?)", "??", "5?", "se https://example.se/a?b=c",
     "example.se/sok?q=pris", "www.example.dk?id=x", "Toppen!???"],
)  # fmt: skip
def test_questions_are_no_lost_letters(text: str) -> None:
    """A question mark after a word, alone, or in an address is one."""
    assert not is_lost(text)


@pytest.mark.parametrize("text", ["voilÃ le travail", "Ã la carte", "dÃ©jÃ vu"])
def test_what_cannot_be_misread_again_is_not_repaired(text: str) -> None:
    """A blank took the place of the second sign: what stood there is likely, and not proven; it is told as lost."""
    assert mend(text) == text
    assert is_lost(text)


def test_a_name_asks_nothing() -> None:
    """The last letter of a segment is lost where a comment's last sign is a question."""
    assert is_lost("Sm?", label=True)
    assert not is_lost("Sm?")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöæøéüÅÄÖÆØ ,.!", max_size=40))
def test_nordic_text_survives_a_misreading(text: str) -> None:
    """Any Nordic text is left alone; written in UTF-8 and read as cp1252 it is read back, or told."""
    assert mend(text) == text
    assert not is_lost(text)
    misread = text.encode().decode("cp1252", "replace")
    assert mend(misread) == text or is_lost(mend(misread))


def test_lost_letters_of_kept_texts_are_not_used(ingest: Callable[..., Result]) -> None:
    """A lost segment is none, a broken one is mended, and both are said with column, count and first row."""
    rows = "1;Sm?;Sverige;SÃ¤lj\n2;F?retag;Danmark;S‘lgere\n3;Stora;?sterrike;Bygg\n"
    result = ingest("Kundnr;Kundgrupp;Land;Bransch\n" + rows)
    assert result.query("customers", "segment, country, industry", "industry") == [
        ("Stora", None, "Bygg"), (None, "Sverige", "Sälj"), (None, "Danmark", "Sælgere"),
    ]  # fmt: skip
    told = {(one.code, one.column, one.message.split(";")[0]) for one in result.intake.diagnostics}
    assert told == {
        ("D124", "Kundgrupp", "letters are lost in 2 text(s), the first in row 2"),
        ("D124", "Land", "letters are lost in 1 text(s), the first in row 4"),
    }
    assert result.account.guesses == ('"Bransch": broken letters were read back in 2 different text(s)',)
    assert result.account.rows_kept == 3


def test_a_broken_word_says_what_it_says(ingest: Callable[..., Result]) -> None:
    """Words that the import looks for are found in broken letters too, in headers as in cells."""
    clean = "Ärendenr;Kundnr;Skapad;Typ;Nöjdhet\n1;7;2026-01-02;Missnöjd kund;Nöjd\n2;7;2026-01-03;Fråga;Missnöjd\n"
    texts = (clean, clean.encode().decode("cp1252", "replace"))
    told = [ingest(text, "t.csv").query("tickets", "complaint, satisfied, category") for text in texts]
    assert told[0] == told[1]
    assert told[0][0][0] is not None


def test_an_article_without_its_letters(ingest: Callable[..., Result]) -> None:
    """Article 002 as comments: no sentence with a lost letter is kept, the scores all are, and it is said."""
    if not ARTICLE.is_file():
        pytest.skip("../shared is not here")
    lines = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    quoted = ('"' + line.replace('"', '""') + '"' for line in lines)
    result = ingest(HEAD + "".join(f"{n};2026-01-02;{n % 11};{text}\n" for n, text in enumerate(quoted)))
    kept = [text for (text,) in result.query("responses", "text") if text]
    assert kept == sorted(line for line in lines if "?" not in line)
    assert result.account.rows_kept == len(lines)
    (remark,) = result.intake.diagnostics
    assert (remark.code, remark.column) == ("D124", "Kommentar")
    assert remark.message.startswith(f"letters are lost in {len(lines) - len(kept)} text(s), the first in row 2")
    assert "UTF-8" in remark.help


def test_a_large_file_is_mended_too(ingest: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """A streamed file's products are looked at where they are written."""
    monkeypatch.setattr("reporter.sources.opening.LARGE", 0)
    rows = "".join(f"{n};7;2026-01-02;Skruv;2;1,5\n" for n in range(30)) + "30;7;2026-01-02;KÃ¶p;2;1,5\n"
    result = ingest("Ordernr;Kundnr;Orderdatum;Artikel;Antal;Pris\n" + rows + "31;7;2026-01-02;L?da;2;1,5\n")
    products = [one for (one,) in result.query("order_lines", "DISTINCT product")]
    assert products == ["Köp", "Skruv", None]
    assert [one.code for one in result.intake.diagnostics] == ["D124"]
