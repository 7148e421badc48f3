"""Which item a question asks for, and what an answer says: damaged letters, words, numbers with words, averages."""

from __future__ import annotations

import pytest

from reporter.sources.surveys.answers import are_averages, is_answer, read_answers
from reporter.sources.surveys.questions import find_items, load_questions

#: The questions of an article whose Nordic letters are lost, as they stand there.
DAMAGED = {
    "T?nk p? din erfarenhet av oss, hur troligt ?r det att du skulle rekommendera oss till en v?n?": "nps",
    "P? en skala fr?n 1 till 10, hur troligt skulle du rekommendera v?rt f?retag till dina v?nner och familj?": "nps",
    "Hur kan vi f?rb?ttra produkten f?r att ?ka din sannolikhet att rekommendera v?r produkt?": "comment",
    "Hur troligt ?r det att du utforskar andra produkter och tj?nster som vi tillhandah?ller?": None,
    "Hur troligt ?r det att du byter till en konkurrent som tillhandah?ller en produkt som liknar v?r?": "switch",
    "Hur sannolikt skulle de handla hos dig igen": "rebuy",
    "?r du n?jd med kvaliteten och hastigheten som dina fr?gor besvarades med idag?": "sat_service",
    "Hur l?tt var det att navigera p? v?r webbplats och produktsidor?": "ces",
    "Hur n?jd ?r du med *produktnamn*?": "sat_product",
    "Hur n?jd \ufffd\ufffdr du med oss?": "csat",
    'P? en skala fr?n "Aldrig" till "Ofta", hur ofta anv?nder du v?r produkt?': None,
    "Vilka f?rb?ttringar skulle du f?resl? f?r att g?ra produkten b?ttre?": "comment",
    "n?jdhet": "csat",
}


@pytest.mark.parametrize(("header", "item"), DAMAGED.items())
def test_a_question_without_its_letters_is_recognised(header: str, item: str | None) -> None:
    """A question mark or the sign for an unknown letter stands for the letter that was lost."""
    assert load_questions().item(header) == item


@pytest.mark.parametrize(
    "header",
    [
        "NPS-grupp", "NPS kategori", "Q1_NPS_GROUP", "Andel promotorer", "Kritiker",
        "Points - How satisfied are you with us?", "Feedback – Hur nöjd är du med oss?",
    ],
)  # fmt: skip
def test_groups_and_points_are_no_scores(header: str) -> None:
    """A column of promoters and detractors, or of a quiz's points, is no question."""
    assert load_questions().item(header) is None


def test_the_first_answered_column_of_an_item_wins() -> None:
    """A question whose cells are no answers leaves its item to the next."""
    headers = ("Why would you recommend us to others?", "Would you recommend us?", "NPS")
    assert find_items(headers, set(), lambda _item, at: at == 2) == {"nps": 2}


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("9", 9), ("9,0", 9), ("9 - Mycket sannolikt", 9), ("9/10", 9), ("10 = helt säkert", 10), ("★★★★☆", 4),
        ("Mycket nöjd", 5), ("mycket n?jd", 5), ("Meget utilfreds", 1), ("Hverken eller", 3),
        ("Instämmer inte alls", 1), ("Usandsynligt", 2), ("Very easy", 5), ("  NÖJD ", 4), ("Helt enig", 5),
        ("Mycket svårt", 1),
    ],
)  # fmt: skip
def test_an_answer_is_read(said: str, score: int) -> None:
    """A number, a number with its words, a word of five steps in each language, stars."""
    assert read_answers({said: 1}).scores == {said: score}
    assert is_answer(said)


@pytest.mark.parametrize("said", ["Vet ej", "Ved ikke", "Ingen åsikt", "Don't know", "", "-", "N/A"])
def test_no_answer_is_neither_score_nor_nonsense(said: str) -> None:
    """Ways to say that there is no answer are not told as unread."""
    read = read_answers({said: 1})
    assert (read.scores, read.unread) == ({}, frozenset())


@pytest.mark.parametrize("said", ["9-10", "12:30", "3/4", "2026-01-13", "13.01.2026", "Banan", "100", "5 500 kr"])
def test_what_only_looks_like_an_answer_is_none(said: str) -> None:
    """Ranges, times, dates and amounts start with a number, and are no score."""
    assert read_answers({said: 1}).scores == {} or said == "100"
    assert not is_answer(said)


def test_half_points_are_no_nps_answers() -> None:
    """8.5 is neither promoter nor passive; a question of satisfaction may have it."""
    assert read_answers({"8.5": 1}, whole=True).unread == {"8.5"}
    assert read_answers({"8.5": 1}).scores == {"8.5": 8.5}


def test_seven_steps_are_told_by_their_words() -> None:
    """One word that no scale of five has makes it one of seven."""
    read = read_answers({"Extremely satisfied": 1, "Slightly satisfied": 1, "Extremely dissatisfied": 1})
    assert (sorted(read.scores.values()), read.points) == ([1, 5, 7], 7)


def test_numbers_that_count_down_give_way_to_their_words() -> None:
    """1 is very satisfied: the words are used; where they do not agree with the numbers, nothing is."""
    read = read_answers({"1 - Mycket nöjd": 3, "5 - Mycket missnöjd": 1, "2 - Nöjd": 1})
    assert (read.turned, read.scores["1 - Mycket nöjd"], read.scores["5 - Mycket missnöjd"]) == (True, 5, 1)
    assert read_answers({"0 - Very likely": 1, "10 - Very unlikely": 1}).fault


def test_words_and_numbers_beyond_them_do_not_mix() -> None:
    """Words of five steps beside an 8: no scale holds both."""
    assert "beyond" in read_answers({"Mycket nöjd": 1, "8": 1}).fault
    assert not read_answers({"Mycket nöjd": 1, "4": 1}).fault


def test_averages_are_told_by_their_fractions() -> None:
    """A third of the numbers with a fraction: nobody answered them."""
    assert are_averages(("8.6", "7.0", "9,1"))
    assert not are_averages(("8", "7", "9", "10", "8.5"))
