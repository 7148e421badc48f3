"""The mail's text part to the letter, its lines, its language, and its subject."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reporter.brand import find_brand, load_brand
from reporter.cli.app import run
from reporter.language import Language, languages
from reporter.model import Card, Digest, Period, Quantity, Term, Text, Unit, msg
from reporter.pipeline.choices import Choices
from reporter.pipeline.ingestion import books
from reporter.pipeline.making import composed
from reporter.pipeline.measuring import measured
from reporter.pipeline.reporting import client_job
from reporter.render.digest import LINE, render_digest, wrapped
from reporter.render.mail_subject import LONGEST, subject
from reporter.resources import templates
from reporter.workspace import open_client, open_workspace
from tests.render.mails import CODES, flat, mail, small, summary_of, whole

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "mail"
DEMO = [("norrvik", "2025"), ("vestera", "2025-12")]
SV = Language.load("sv")
#: Words of English that are no words of Swedish or Danish.
ENGLISH = re.compile(r"\b(the|and|with|from|are|is|was|were|which|customers?|answers?|value|certain)\b", re.IGNORECASE)
LONG = "Vattenfallsteknikkonsultföretaget i Norra Västergötland och Södra Småland, ekonomisk förening u.p.a. " * 2


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Digest]:
    """Return the demo clients' mails for a year and for a month, made from their exports."""
    home = tmp_path_factory.mktemp("mails")
    workspace = home / "workspace"
    shutil.copytree(ROOT / "fixtures" / "workspace", workspace, ignore=shutil.ignore_patterns("data"))
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTER_KEYS", str(home / "keys"))
        assert run(["-q", "-C", str(workspace), "ingest", "--all"]) == 0
        opened = open_workspace(workspace)
        for slug, period in DEMO:
            client = open_client(opened, slug)
            choices = Choices(period=Period.parse(period), date=date(2026, 1, 15))
            job = client_job(opened, client, books(client), choices)
            brand = load_brand(find_brand(client.brand, workspace / "brands"))
            found[slug, period] = render_digest(composed(job, measured(job)), Language.load(client.lang), brand)
    return found


@pytest.mark.parametrize(("client", "period"), DEMO)
def test_a_demo_mail_says_what_its_golden_text_says(
    client: str, period: str, demo: dict[tuple[str, str], Digest]
) -> None:
    """Subject and text to the letter; REPORTER_GOLDEN=1 rewrites them, and then they must be read."""
    golden, digest = GOLDEN / f"{client}-{period}.txt", demo[client, period]
    found = f"{digest.subject}\n\n{digest.text}"
    if os.environ.get("REPORTER_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", languages())
def test_no_english_word_is_left(code: str) -> None:
    """Every sentence is translated, in every language that there is."""
    for part in (mail(code).text, mail(code).subject, re.sub(r"<[^>]*>", " ", mail(code).html.split("<body")[1])):
        assert not ENGLISH.search(part), ENGLISH.findall(part)


@pytest.mark.parametrize("code", CODES)
def test_lines_are_short_and_hold_no_markup(code: str) -> None:
    """At most 76 letters, no entity, no tag, no tab, no space at an end, one line break at the end of all."""
    long = replace(whole(), client=LONG)
    for digest in (mail(code), render_digest(long, Language.load(code), load_brand(templates() / "brands/reporter"))):
        lines = digest.text.split("\n")
        assert max(map(len, lines)) <= LINE
        assert not re.search(r"&(?:amp|lt|gt|nbsp|#\d+);|</?[a-z]+|[\t\r\u00a0\u00ad]", digest.text)
        assert not [line for line in lines if line != line.rstrip()]
        assert digest.text.endswith("\n")
        assert not digest.text.endswith("\n\n")


def test_every_value_of_the_text_template_is_set_in_lines() -> None:
    """What is put out without a filter could begin a line, and so a paragraph, of its own."""
    source = (templates() / "mail" / "digest.txt.j2").read_text(encoding="utf-8")
    values = re.findall(r"\{\{(.*?)\}\}", source, re.DOTALL)
    assert len(values) > 15
    assert all(re.search(r"\|(wrapped|underlined)(\([^()]*\))?\s*$", value) for value in values)


def test_a_wrapped_text_keeps_numbers_and_their_units_together() -> None:
    """U+00A0 does not break, and is an ordinary space afterwards; controls and breaks within are gone."""
    text = "x" * 70 + " 1\u00a0700\u00a0tkr\r\nBcc: a\u202e\u0007"
    assert wrapped(text, "  ", "1. ") == "1. " + "x" * 70 + "\n  1 700 tkr Bcc: a"


def card(indicator: str, value: float, unit: Unit, *, weak: bool = False, decimals: int | None = None) -> Card:
    """Return a key figure."""
    amount = Quantity(value=value, unit=unit, decimals=decimals, signed=unit is Unit.NPS, weak=weak)
    return Card(label=msg("{indicator}", indicator=Term(indicator, "label")), value=amount)


NPS = card("nps", 28, Unit.NPS)
NKI = card("nki", 74.2, Unit.INDEX)
KEPT = card("retention", 85.4, Unit.PERCENT, decimals=1)


@pytest.mark.parametrize(
    ("cards", "period", "line"),
    [
        ((NPS, NKI, KEPT), "2026-10", "Kundanalys oktober 2026: NPS +28, andel behållna kunder 85,4 %"),
        ((NKI, KEPT), "2026-Q3", "Kundanalys kvartal 3 2026: andel behållna kunder 85,4 %, nöjd-kund-index 74,2"),
        ((NKI, NPS), "2026", "Kundanalys 2026: NPS +28, nöjd-kund-index 74,2"),
        ((NKI,), "2026", "Kundanalys 2026: nöjd-kund-index 74,2"),
        ((card("nps", 28, Unit.NPS, weak=True), NKI), "2026", "Kundanalys 2026: nöjd-kund-index 74,2"),
        ((card("nps", -3, Unit.NPS),), "2026-02", "Kundanalys februari 2026: NPS −3"),
        ((), "2026-01-15..2026-02-14", "Kundanalys 15 jan.–14 feb. 2026"),
        (
            (card("ret_rev_share", 88, Unit.PERCENT), NKI),
            "2026-12",
            "Kundanalys december 2026: andel av omsättningen från återkommande kunder 88 %",
        ),
    ],
)
def test_the_subject_names_the_period_and_up_to_two_figures(cards: tuple[Card, ...], period: str, line: str) -> None:
    """What customers say and do comes first; a figure that does not fit, or rests on few, is left out."""
    assert subject(replace(whole(), period=Period.parse(period)), cards, SV) == line
    assert len(line) <= LONGEST


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("period", ["2026", "2026-10", "2026-12", "2026-Q3", "2026-H1", "2026-01-15..2026-02-14"])
def test_a_subject_differs_from_period_to_period_and_fits(code: str, period: str) -> None:
    """So that mails do not thread together and no inbox cuts the figure off."""
    language = Language.load(code)
    line = subject(replace(whole(), period=Period.parse(period)), (NPS, NKI, KEPT), language)
    assert language.period(Period.parse(period)).replace("\u00a0", " ") in line
    assert len(line) <= LONGEST


def test_a_report_without_dates_is_called_by_its_own_day() -> None:
    """Its period says nothing, but two of its mails must not thread together."""
    cover = whole().pages[0]
    undated = replace(cover, blocks={**cover.blocks, "undated": Text(paragraphs=(msg("The data carry no dates"),))})
    report = replace(whole(), pages=(undated, *whole().pages[1:]))
    assert subject(report, (NPS,), SV) == "Kundanalys 18 november 2026: NPS +28"
    digest = render_digest(report, SV, load_brand(templates() / "brands/reporter"))
    assert digest.text.startswith("Kundanalys 18 november 2026 · Norrvik Kontor AB\n")


@pytest.mark.parametrize(
    "data", ["x\r\nBcc: a@x.example", "=?utf-8?Q?=0ABcc:_a=40x.example?=", "a\u0000\u202eb\u2028c"]
)
def test_no_word_in_a_subject_can_become_a_header(data: str) -> None:
    """Line ends, controls, turned writing and encoded words are gone whatever a label holds."""
    hostile = Card(label=msg("{name}", name=data), value=Quantity(value=1, unit=Unit.INDEX))
    line = subject(whole(), (hostile,), SV)
    assert not [letter for letter in line if unicodedata.category(letter)[0] in "CZ" and letter != " "]
    assert "=?" not in line
    assert line.startswith("Kundanalys 2026: ")


def test_a_client_without_an_earlier_period_gets_a_mail_that_says_so() -> None:
    """Key figures with intervals, no change, and the reason."""
    text = flat(mail_of_small())
    assert "Det finns ingen tidigare period i underlaget" in text
    assert "Intervall" in text
    assert "Det viktigaste" in text or not summary_of(small()).blocks.get("findings")


def mail_of_small() -> str:
    """Return the text for a client of whom three figures are known."""
    return render_digest(small(), SV, load_brand(templates() / "brands/reporter")).text
