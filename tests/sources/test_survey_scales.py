"""The scale of a question: told, worded, found; refused where only the client can know; kept wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sources.conftest import Result


def column(header: str, answers: list[object]) -> str:
    """Return a survey with one question."""
    return f"Kundnr;{header}\n" + "".join(f"{number};{answer}\n" for number, answer in enumerate(answers))


def test_a_recommendation_without_high_answers_is_refused(ingest: Callable[..., Result]) -> None:
    """Ten answers, none above 5: it was not asked on 0–10, and reading it so would make all of them detractors."""
    with pytest.raises(InputError, match="none of 10 answers is above 5") as caught:
        ingest(column("NPS", [1, 2, 3, 4, 5] * 2))
    assert caught.value.code == "D104"
    assert "nps = [1, 5]" in (caught.value.help or "")
    assert ingest(column("NPS", [1, 2, 3, 4, 5] * 2), nps_scale=(0, 10)).account.rows_kept == 10


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Rekommenderar du oss? (1-4)", (1, 4)),
        ("Rekommenderar du oss? 10 = absolut, 0 = inte alls", (0, 10)),
        ("Rekommenderar du oss? 1 är mycket osannolikt och 10 är mycket troligt", (1, 10)),
        ("Rekommenderar du oss? d?r 1 ?r mycket osannolikt och 10 ?r mycket troligt", (1, 10)),
        ("Vil du anbefale os? Fra 1 til 10", (1, 10)),
    ],
)
def test_a_question_states_its_scale(ingest: Callable[..., Result], header: str, scale: tuple[int, int]) -> None:
    """Figures with "=", "är" or "till" between them, the worst or the best first."""
    assert ingest(column(header, [1, 4, 3])).query("responses", "DISTINCT scale_low, scale_high") == [scale]


def test_a_question_that_counts_down_is_turned_and_told(ingest: Callable[..., Result]) -> None:
    """1 = mycket nöjd: an answer of 1 becomes 5."""
    result = ingest(column("Hur nöjd är du? (1 = mycket nöjd, 5 = mycket missnöjd)", [1, 5, 2]))
    assert result.query("responses", "score", order="response_id") == [(5.0,), (1.0,), (4.0,)]
    assert "counts down" in result.intake.diagnostics[0].message


def test_an_open_scale_is_asked_for(ingest: Callable[..., Result]) -> None:
    """Answers 2–4 fit many scales: read as 1–5, with a remark that names the key; told, nothing is to be said."""
    (remark,) = ingest(column("CSAT", [2, 4, 3])).intake.diagnostics
    assert (remark.code, "csat = [1, 5] under [survey.scales] in client.toml" in (remark.help or "")) == ("D104", True)
    told = ingest(column("CSAT", [2, 4, 3]), scales={"csat": (1, 7)})
    assert told.query("responses", "DISTINCT scale_low, scale_high") == [(1, 7)]
    assert not told.intake.diagnostics


def test_an_answer_outside_the_scale_is_refused(ingest: Callable[..., Result]) -> None:
    """An 11 on 0–10 stops the file, with its row."""
    with pytest.raises(InputError, match="11 lies outside the scale 0–10") as caught:
        ingest(column("NPS", [9, 11, 10]))
    assert caught.value.row == 3


CHOICES = (
    "StartDate,EndDate,Finished,RecordedDate,ResponseId,ExternalReference,QID4\n"
    "Start,End,Finished,Recorded,Id,Ref,How satisfied are you with us?\n"
    + ",".join(f'"{{""ImportId"":""{one}""}}"' for one in ("a", "b", "c", "d", "e", "f", "QID4"))
    + "\n2026-01-13 08:00:00,2026-01-13 08:00:00,1,2026-01-13 08:00:00,R_1,17,1\n"
    "2026-01-14 08:00:00,2026-01-14 08:00:00,1,2026-01-14 08:00:00,R_2,18,5\n"
)


def test_choice_codes_without_a_codebook_are_refused(ingest: Callable[..., Result]) -> None:
    """1 may be the best or the worst: the operator says which, in a mapping or an option."""
    with pytest.raises(InputError, match="whether 1 is the best or the worst cannot be told") as caught:
        ingest(CHOICES)
    assert caught.value.code == "D104"
    told = ingest(CHOICES, scales={"csat": (1, 5)})
    assert told.query("responses", "score, scale_high", order="score") == [(1.0, 5), (5.0, 5)]


def test_a_mapping_tells_a_scale(tmp_path: Path) -> None:
    """A format like the program's own, with a scale of its own."""
    (tmp_path / "choices.csv").write_text(CHOICES, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(
        'like = "qualtrics"\npriority = 90\n[scales]\ncsat = [1, 7]\n', encoding="utf-8"
    )
    intake = read(
        [tmp_path / "choices.csv"], folder=tmp_path / "data", key=b"k", extra_formats=[tmp_path / "ours.toml"]
    )
    assert intake.files[0].format == "ours"
    assert any("scale 1–7 as told" in guess for guess in intake.files[0].guesses)


@pytest.mark.parametrize("scale", ["[5, 1]", '"1-5"', "[1]", "[1.0, 5.0]"])
def test_a_scale_that_is_none_is_told(tmp_path: Path, scale: str) -> None:
    """A mapping's scale is its lowest and its highest answer."""
    (tmp_path / "ours.toml").write_text(f'like = "survey"\n[scales]\nnps = {scale}\n', encoding="utf-8")
    with pytest.raises(InputError, match="lowest and highest answer") as caught:
        read([], folder=tmp_path / "data", key=b"k", extra_formats=[tmp_path / "ours.toml"])
    assert caught.value.code == "D117"


def test_a_wave_that_leaves_its_scale_open_has_the_others(ingest: Callable[..., Result]) -> None:
    """Wave 1 uses both ends of 1–7, wave 2 answers 2–5: one scale, and no word of a change."""
    result = ingest("Kundnr;Wave;CSAT\n1;1;1\n2;1;7\n3;2;2\n4;2;5\n")
    assert result.query("responses", "DISTINCT wave, scale_low, scale_high") == [("1", 1, 7), ("2", 1, 7)]
    assert not result.intake.diagnostics


def test_a_scale_that_changes_between_waves_is_kept_with_each(ingest: Callable[..., Result]) -> None:
    """1–5 in the first wave, 1–10 in the second: both are kept and the change is told."""
    result = ingest("Kundnr;Omgång;CSAT\n1;1;1\n2;1;5\n3;2;1\n4;2;10\n")
    assert result.query("responses", "DISTINCT wave, scale_low, scale_high") == [("1", 1, 5), ("2", 1, 10)]
    (remark,) = result.intake.diagnostics
    assert "1–5 in 1; 1–10 in 2" in remark.message
