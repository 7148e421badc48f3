"""How texts are set within their lines."""

from __future__ import annotations

from reporter.render.environment import balanced, bound, unbroken


def test_a_hyphen_after_a_percent_sign_does_not_break() -> None:
    """The word 95 %-intervall stays on one line, an ordinary compound may break."""
    assert unbroken("ett 95\u00a0%-intervall, NPS-värdet") == "ett 95\u00a0%\u2011intervall, NPS-värdet"
    assert unbroken("et 95-procentsinterval, 2023-x") == "et 95\u2011procentsinterval, 2023-x"


def test_the_last_short_word_does_not_stand_alone() -> None:
    """Its space does not break; a long last word may have its own line."""
    assert bound("Kunderna är nöjdare än under 2024").endswith("under\u00a02024")
    assert bound("En femtedel står för omsättningsökningen").endswith("för omsättningsökningen")


def test_a_title_of_two_lines_breaks_near_its_middle() -> None:
    """Neither line holds more than fifty letters."""
    lines = balanced("Nöjdheten har ökat, men det upplevda värdet har minskat").split("\n")
    assert len(lines) == 2
    assert max(map(len, lines)) <= 50
