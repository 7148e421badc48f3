"""Weights of respondents, and the two questions for effort, which count in opposite directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.errors import InputError
from reporter.sources import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.conftest import Result

EFFORT = "Hur stor ansträngning krävdes av dig för att få hjälp?"


def survey(weights: list[str], header: str = "Vikt") -> str:
    """Return a survey of one question with a weight an answer."""
    rows = "".join(f"{number};2026-01-13;{number % 10};{weight}\n" for number, weight in enumerate(weights))
    return f"Kundnr;Svarsdatum;NPS;{header}\n{rows}"


def effort(*answers: str, header: str = EFFORT) -> str:
    """Return a survey that asks for the effort."""
    rows = "".join(f"{number};2026-01-13;9;{one}\n" for number, one in enumerate(answers))
    return f'Kundnr;Svarsdatum;NPS;"{header}"\n{rows}'


@pytest.mark.parametrize("header", ["Vikt", "Vægt", "Weight", "Viktningsfaktor", "Vægtningsfaktor"])
def test_weights_are_kept_to_their_last_decimal(ingest: Callable[..., Result], header: str) -> None:
    """Weights of six decimals are not rounded to the four that money has; the books say that a weight was taken."""
    result = ingest(survey(["0,873215", "1,25", "12,000001"], header))
    assert result.query("responses", "weight", "weight") == [(0.873215,), (1.25,), (12.000001,)]
    assert any(header in guess for guess in result.account.guesses)


def test_an_answer_without_a_right_weight_is_left_out(ingest: Callable[..., Result]) -> None:
    """Blank, zero, negative and a word: four answers that speak for nobody, in the books with their reason."""
    result = ingest(survey(["0,5", "", "0", "-1", "tung", "1,5"]))
    assert dict(result.account.reasons) == {LEFT_OUT["L153"]: 4}
    assert result.query("responses", "weight", "weight") == [(0.5,), (1.5,)]


def test_a_column_without_any_weight_weighs_nothing(ingest: Callable[..., Result]) -> None:
    """A blank column is no weighting: all answers stay, and their weight is not known."""
    result = ingest(survey(["", "", ""]))
    assert (dict(result.account.reasons), result.query("responses", "weight")) == ({}, [(None,)] * 3)


def test_weights_that_are_no_numbers_stop_the_file(ingest: Callable[..., Result]) -> None:
    """Nothing is weighted by words, and nothing counts as 1 in silence."""
    with pytest.raises(InputError) as fault:
        ingest(survey(["tung", "lätt", "lagom"]))
    assert (fault.value.code, fault.value.column) == ("D115", "Vikt")


def test_the_weight_stands_on_each_item_and_the_comment(ingest: Callable[..., Result]) -> None:
    """One respondent, two scores and a comment: the same weight three times."""
    text = "Kundnr;NPS;Hur nöjd är du med oss?;Kommentar;Vikt\n1;9;4;Bra;0,5\n2;3;5;Bra;0,5\n"
    result = ingest(text)
    assert sorted(result.query("responses", "item, weight")) == sorted(
        [("nps", 0.5), ("csat", 0.5), ("comment", 0.5)] * 2
    )


@pytest.mark.parametrize(
    ("header", "told", "scores"),
    [
        (f"{EFFORT} (1 = mycket liten ansträngning, 5 = mycket stor ansträngning)", ("1", "5"), [1, 5]),
        (f"{EFFORT} (1 = mycket stor ansträngning, 5 = mycket liten ansträngning)", ("1", "5"), [5, 1]),
        (f"{EFFORT} (1 = mycket lätt, 5 = mycket svårt)", ("1", "5"), [1, 5]),
        (f"{EFFORT} (1 = mycket svårt, 5 = mycket lätt)", ("1", "5"), [5, 1]),
        (EFFORT, ("Mycket liten ansträngning", "Mycket stor ansträngning"), [1, 5]),
        ("How much effort did you personally have to put forth?", ("Very low effort", "Very high effort"), [1, 5]),
        ("Hvor stor en indsats krævede det at få hjælp?", ("Meget lille indsats", "Meget stor indsats"), [1, 5]),
    ],
    ids=["up", "down", "ease up", "ease down", "sv", "en", "da"],
)
def test_much_effort_is_high(
    ingest: Callable[..., Result], header: str, told: tuple[str, ...], scores: list[int]
) -> None:
    """Whichever end the question names first, 5 is the most effort."""
    result = ingest(effort(*told, header=header))
    found = result.query("responses", "item, score, scale_low, scale_high", "response_id, item")
    assert [one for one in found if one[0] == "ces_effort"] == [("ces_effort", float(score), 1, 5) for score in scores]


def test_words_of_ease_do_not_answer_for_effort(ingest: Callable[..., Result]) -> None:
    """How easy it was, under a question for the effort: which way it counts is for a person to say."""
    with pytest.raises(InputError) as fault:
        ingest(effort("Mycket lätt", "Mycket svårt"))
    assert (fault.value.code, fault.value.column) == ("D104", EFFORT)
    assert "how easy" in fault.value.message


def test_ease_and_effort_stand_beside_each_other(ingest: Callable[..., Result]) -> None:
    """CES of 2010 and of 2013 in one file are two items."""
    text = (
        f"Kundnr;{EFFORT};Norrvik gjorde det enkelt för mig att lösa mitt ärende\n"
        "1;Mycket stor ansträngning;Instämmer inte alls\n2;Liten ansträngning;Instämmer helt\n"
    )
    found = ingest(text).query("responses", "item, score", "response_id, item")
    assert found == [("ces", 1.0), ("ces_effort", 5.0), ("ces", 5.0), ("ces_effort", 2.0)]
