"""Words on a canvas: shown, wrapped, cut."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.brand import load_brand
from reporter.charts.canvas import Canvas
from reporter.charts.lettering import balanced, cut, fitting_size, words, wrap
from reporter.charts.parts import mark_of, note, tone_of
from reporter.language import Language
from reporter.model import Better, Comparison, Indicator, Leg, Period, Quantity, Reading, Unit, Verdict
from reporter.resources import templates

CANVAS = Canvas(100, 50, load_brand(templates() / "brands" / "reporter"))
NPS = Reading(indicator=Indicator(id="nps", leg=Leg.LOYALTY, unit=Unit.NPS, better=Better.HIGHER), value=28.0)


def _gap(gap: float | None, verdict: Verdict, *, good: bool | None) -> Comparison:
    return Comparison(against="previous", reading=NPS, gap=gap, verdict=verdict, good=good)


@given(st.text(max_size=60), st.floats(3, 60))
def test_a_cut_text_fits(text: str, width: float) -> None:
    """Whatever the text, at most the width (an ellipsis alone is the least)."""
    assert CANVAS.text_width(cut(CANVAS, text, width, 8), 8) <= width


@given(st.text(alphabet="abc åäö", max_size=80), st.floats(5, 60), st.integers(1, 3))
def test_wrapped_lines_fit_and_are_few(text: str, width: float, most: int) -> None:
    """No line is wider, no more lines than asked for."""
    lines = wrap(CANVAS, text, width, 8, most=most)
    assert len(lines) <= most
    assert all(CANVAS.text_width(line, 8) <= width for line in lines)


def test_a_balanced_text_has_even_lines() -> None:
    """The last word does not stand alone."""
    assert balanced(CANVAS, "Vid periodens slut (E)", 20, 7) == ["Vid periodens", "slut (E)"]


def test_a_number_too_wide_is_set_smaller_but_never_under_the_floor() -> None:
    """6.2 pt is the smallest type there is."""
    assert fitting_size(CANVAS, ["12"], 50, 9.5) == 9.5
    wide = "1 200 000 000 000"
    assert fitting_size(CANVAS, [wide], CANVAS.text_width(wide, 8), 9.5) == pytest.approx(7.9, abs=0.1)
    assert fitting_size(CANVAS, [wide], 1, 9.5) == 6.2


def test_labels_are_shown_by_the_language() -> None:
    """Data is left alone; numbers and periods take the language's form."""
    swedish, danish = Language.load("sv"), Language.load("da")
    assert words("A 1.5", swedish) == "A 1.5"
    assert words(Quantity(value=73.44, unit=Unit.INDEX), swedish) == "73,4"
    quarter = Period(date(2026, 7, 1), date(2026, 10, 1))
    assert (words(quarter, swedish), words(quarter, danish)) == ("kv. 3 ’26", "3. kvt. ’26")


@pytest.mark.parametrize(
    ("gap", "verdict", "good", "mark", "tone"),
    [
        (2.0, Verdict.CLEAR, True, "up", "good"),
        (-2.0, Verdict.CLEAR, False, "down", "bad"),
        (2.0, Verdict.CLEAR, False, "up", "bad"),
        (0.3, Verdict.SMALL, True, "up", "quiet"),
        (2.0, Verdict.UNCLEAR, True, "unclear", "quiet"),
        (0.1, Verdict.EQUAL, True, "equal", "quiet"),
        (2.0, Verdict.UNTESTED, None, "untested", "quiet"),
        (None, Verdict.CLEAR, True, "untested", "quiet"),
    ],
)
def test_a_symbol_says_no_more_than_the_verdict(
    gap: float | None,
    verdict: Verdict,
    good: bool | None,  # noqa: FBT001 - parametrised
    mark: str,
    tone: str,
) -> None:
    """▲ and ▼ only where the difference is certain, colour only where it is news."""
    comparison = _gap(gap, verdict, good=good)
    assert (mark_of(comparison), tone_of(comparison)) == (mark, tone)
    assert note(comparison, "x").mark == mark
