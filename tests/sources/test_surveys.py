"""Surveys: items by wording, scores as asked, scales stated and never guessed in silence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import ReadOptions, read
from reporter.sources.surveys.questions import find_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

DATA = Path(__file__).parents[3] / "shared" / "data"
WORDED = {
    "nps": [
        "Hur sannolikt är det att du skulle rekommendera oss till en vän eller kollega?",
        "Hvor sandsynligt er det, at du vil anbefale os til en ven/kollega?",
        "How likely are you to recommend us?",
    ],
    "nki_expectation": ["Hur väl uppfyller vi dina förväntningar?", "Lever vi op til dine forventninger?"],
    "nki_ideal": [
        "Hur nära idealet är vi? Tänk dig en perfekt leverantör.",
        "Hvor tæt er vi på den ideelle leverandør?",
    ],
    "value_quality": ["Hur är kvaliteten givet priset?", "Hvordan er kvaliteten i forhold til prisen?"],
    "value_price": ["Hur är priset givet kvaliteten?", "Hvordan er prisen i forhold til kvaliteten?"],
    "sat_product": ["Hur nöjd är du med våra produkter?", "Hvor tilfreds er du med vores produkter?"],
    "sat_service": ["Hur nöjd är du med vår service?", "Hvor tilfreds er du med vores kundeservice?"],
    "trust": ["Hur stort förtroende har du för oss?", "Hvor stor tillid har du til os?", "How much do you trust us?"],
    "ces": ["Hur enkelt var det att få hjälp?", "Hvor nemt var det at få hjælp?", "How easy was it?"],
    "rebuy": ["Skulle du välja oss igen?", "Ville du vælge os igen?", "Would you choose us again?"],
    "switch": ["Hur troligt är det att ni byter leverantör?", "Hvor sandsynligt er det, at I skifter leverandør?"],
    "csat": ["Hur nöjd är du med oss?", "Hvor tilfreds er du med os?", "How satisfied are you?"],
    "comment": [
        "Varför?",
        "Hvorfor?",
        "Why?",
        "Vad är den viktigaste anledningen till ditt betyg?",
        "Vad är det främsta skälet till ditt svar?",
        "Vad är orsaken till ditt betyg?",
        "Hvad er hovedårsagen til din score?",
        "Hvad er den vigtigste grund til din vurdering?",
    ],
}


@pytest.mark.parametrize(("item", "header"), [(item, text) for item, texts in WORDED.items() for text in texts])
def test_a_question_is_recognised_by_its_wording(item: str, header: str) -> None:
    """Each item's usual wording in each language is taken for that item and no other."""
    assert find_items((header,), set()) == {item: 0}


def test_overall_satisfaction_is_an_nki_item_only_with_its_sisters() -> None:
    """The same question alone is a csat."""
    overall = "Hur nöjd är du sammantaget?"
    assert find_items((overall,), set()) == {"csat": 0}
    assert find_items((overall, "Uppfyller vi dina förväntningar?"), set()) == {"nki_overall": 0, "nki_expectation": 1}


SURVEYMONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How likely are you to recommend us?,Why?\n"
    ",,,,,,Response,Open-Ended Response\n"
    "1,2,01/13/2026 10:00:00 AM,01/13/2026 10:01:00 AM,1.2.3.4,a@example.com,9,good\n"
    "2,2,01/14/2026 10:00:00 AM,01/14/2026 10:01:00 AM,1.2.3.4,b@example.com,,nothing\n"
)


def test_surveymonkey_has_two_header_rows(ingest: Callable[..., Result]) -> None:
    """The answer options' row is no answer; a row with a comment and no score is left out at line 4."""
    result = ingest(SURVEYMONKEY)
    assert result.query("responses", "response_id, item, score, text, survey_day") == [
        ("1", "comment", None, "good", 20466),
        ("1", "nps", 9.0, None, 20466),
    ]
    assert result.query("gaps", "row, code") == [(4, "L150")]


def test_google_forms_with_worded_answers(ingest: Callable[..., Result]) -> None:
    """Words become steps of five, '10 - …' becomes 10, 'Vet ej' no answer, nonsense a remark."""
    result = ingest(
        "Tidstämpel,E-postadress,Hur nöjd är du med oss?,Hur sannolikt är det att du skulle rekommendera oss?\n"
        '2026-01-13 10.00.00,a@example.com,Mycket nöjd,"10 - Mycket sannolikt"\n'
        "2026-01-13 10.00.00,b@example.com,Vet ej,0\n"
        "2026-01-13 10.00.00,c@example.com,Banan,7\n"
    )
    assert result.query("responses", "item, score, scale_low, scale_high") == [
        ("csat", 5.0, 1, 5),
        ("nps", 0.0, 0, 10),
        ("nps", 7.0, 0, 10),
        ("nps", 10.0, 0, 10),
    ]
    (remark,) = result.intake.diagnostics
    assert remark.code == "D105"
    assert "row 4" in remark.message


def nps_file(answers: list[int], header: str = "nps") -> str:
    """Return a survey with these answers."""
    return f"kundnr;{header}\n" + "".join(f"{number};{answer}\n" for number, answer in enumerate(answers))


@pytest.mark.parametrize(
    ("answers", "header", "options", "scale", "warned"),
    [
        ([0, 9, 10], "nps", {}, (0, 10), False),
        ([1, 9, 10] * 67, "nps", {}, (1, 10), True),
        ([1, 9, 10] * 66, "nps", {}, (0, 10), False),
        ([1, 9, 10] * 67, "nps", {"nps_scale": (0, 10)}, (0, 10), False),
        ([1, 9, 10] * 67, "Rekommenderar du oss? (0 = nej, 10 = ja)", {}, (0, 10), False),
    ],
    ids=["a zero", "no zero in 201", "no zero in 198", "told", "worded"],
)
def test_the_nps_scale(
    ingest: Callable[..., Result],
    answers: list[int],
    header: str,
    options: dict[str, object],
    scale: object,
    warned: bool,  # noqa: FBT001
) -> None:
    """A 0 confirms 0–10; 200 answers without one speak for 1–10, with a warning that names the flag."""
    result = ingest(nps_file(answers, header), **options)
    assert result.query("responses", "DISTINCT scale_low, scale_high") == [scale]
    assert [remark.code for remark in result.intake.diagnostics] == (["D104"] if warned else [])


def test_other_scales_follow_their_answers(ingest: Callable[..., Result]) -> None:
    """At most 5 is 1–5, at most 7 is 1–7, above is 1–10, and each is stated."""
    result = ingest("id;csat;ces;trust\n1;5;7;10\n2;1;1;1\n")
    assert result.query("responses", "DISTINCT item, scale_low, scale_high") == [
        ("ces", 1, 7),
        ("csat", 1, 5),
        ("trust", 1, 10),
    ]
    assert sum("scale" in guess for guess in result.account.guesses) == 3


def test_one_named_column_with_scores_is_a_survey(ingest: Callable[..., Result]) -> None:
    """A csat column with answers of a scale is enough; the same column with words of another kind is not."""
    assert ingest("Kundnr;CSAT\n1;5\n2;4\n").account.tables == ("responses",)
    with pytest.raises(InputError, match="unknown"):
        ingest("Kundnr;CSAT\n1;Hot\n2;Cold\n")


def test_averages_of_accounts_are_no_answers(ingest: Callable[..., Result]) -> None:
    """A column nps_score with 8.6 has no promoters to count: the file is refused, and says why."""
    with pytest.raises(InputError, match="holds averages and no answers") as caught:
        ingest("account_id,nps_score,csat_score\nA1,8.6,4.45\nA2,7.0,4.2\nA3,9.1,3.9\n")
    assert (caught.value.code, caught.value.column) == ("D108", "nps_score")


def test_a_survey_about_something_else_names_its_questions(ingest: Callable[..., Result]) -> None:
    """None of our items is asked for: the questions are shown, and how one is mapped."""
    with pytest.raises(InputError, match="a survey without a question that the analysis uses") as caught:
        ingest("RespondentID,Which film did you see?,Gender\n1,The first,F\n2,None,M\n")
    assert caught.value.code == "D108"
    assert "Which film did you see?" in caught.value.message
    assert "--map" in (caught.value.help or "")


@pytest.mark.parametrize("file", ["surveymonkey/StarWars.csv", "surveymonkey/comma-survey.csv",
                                  "qualtrics_sample/sample.csv", "qualtrics_sample/sample_legacy.csv"])  # fmt: skip
def test_real_surveys_about_something_else(file: str, tmp_path: Path) -> None:
    """Real exports of survey tools, none with an item of ours, each with its header of one to three rows."""
    path = DATA / file
    if not path.exists():
        pytest.skip("the shared data are absent")
    with pytest.raises(InputError, match="a survey without a question that the analysis uses"):
        read([path], folder=tmp_path, key=b"k")


def test_a_wave_column_stands_with_every_answer(ingest: Callable[..., Result]) -> None:
    """The round is kept, with or without a date."""
    result = ingest("Kundnr;Måling;NPS\n1;Forår;0\n2;Efterår;10\n")
    assert result.query("responses", "wave, score, survey_day") == [("Efterår", 10.0, None), ("Forår", 0.0, None)]


def test_nothing_personal_is_stored(ingest: Callable[..., Result]) -> None:
    """Names, addresses, places and network addresses stand in no table."""
    result = ingest(SURVEYMONKEY.replace("Collector ID", "First Name").replace(",2,01/13", ",Astrid,01/13"))
    for table in sorted(result.folder.rglob("*.parquet")):
        held = table.read_bytes()
        assert not any(text in held for text in (b"Astrid", b"a@example.com", b"1.2.3.4"))


def test_a_column_of_yes_and_no_is_no_day(ingest: Callable[..., Result]) -> None:
    """The header Avslutad may say when or whether: without any digit it is no date, and the start counts."""
    result = ingest("Kundnr;Avslutad;Påbörjad;NPS\n1;Ja;2026-01-13;0\n2;Ja;2026-01-14;10\n")
    assert result.query("responses", "survey_day") == [(20466,), (20467,)]


FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"
TOOLS = [
    "survey", "survey_long", "surveymonkey", "typeform", "google_forms", "microsoft_forms", "qualtrics", "netigate",
    "enalyzer", "questback", "trustpilot", "hubspot_feedback", "hubspot_contacts_nps",
]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=f"{tool}-{path.name}")
        for tool in TOOLS
        for path in sorted((FIXTURES / tool).iterdir())
        if path.name != "expected.toml"
    ],
)
def test_a_tool_is_recognised_whatever_its_file_is_called(path: Path, tmp_path: Path) -> None:
    """Renamed, each export has its own format still."""
    renamed = tmp_path / f"export{path.suffix}"
    renamed.write_bytes(path.read_bytes())
    intake = read([renamed], folder=tmp_path / "data", key=b"k", options=ReadOptions(currency="SEK"))
    assert path.parent.name in [account.format for account in intake.files]


def test_who_stopped_before_the_end_did_not_answer(ingest: Callable[..., Result]) -> None:
    """99 % of the way is not all of it: the survey was not handed in."""
    rows = "1;2026-01-02;9;100\n2;2026-01-03;0;99\n3;2026-01-04;8;50 %\n"
    account = ingest("Kundnr;Svarsdatum;NPS;Progress\n" + rows).account
    assert account.reasons == {"the respondent did not finish the survey": 2}
