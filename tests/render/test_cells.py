"""Single values as HTML."""

from __future__ import annotations

import pytest

from reporter.language import Language
from reporter.model import Comparison, Quantity, Reading, Unit, Verdict, msg
from reporter.render.cells import cell_html, fitted, value_html
from reporter.report.words import label
from tests.report.example import reading

SV = Language.load("sv")


def compared(gap: float | None, verdict: Verdict, *, good: bool | None, now: Reading) -> Comparison:
    """Return a change of a reading."""
    return Comparison(against="previous", reading=now, gap=gap, verdict=verdict, good=good)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((2.2, Verdict.CLEAR, True), ("pos", "+2,2", "▲")),
        ((-2.2, Verdict.CLEAR, False), ("neg", "−2,2", "▼")),
        ((1.2, Verdict.SMALL, True), ("flat", "+1,2", "▲")),
        ((0.4, Verdict.UNCLEAR, None), ("flat", "+0,4", "●")),
        ((0.1, Verdict.EQUAL, None), ("flat", "+0,1", "≈")),
        ((3.0, Verdict.UNTESTED, None), ("flat", "+3,0", "–")),
    ],
)
def test_difference_shows_what_its_verdict_allows(
    found: tuple[float, Verdict, bool | None], expected: tuple[str, str, str]
) -> None:
    """Only a clear difference has colour; every difference has a sign and a symbol."""
    gap, verdict, good = found
    html = cell_html(compared(gap, verdict, good=good, now=reading("nki")), SV)
    tone, number, symbol = expected
    assert f'class="{tone}"' in html
    assert number in html
    assert symbol in html


def test_uncompared_is_a_dash_and_missing_is_empty() -> None:
    """A gap that was not computed is a dash, an empty cell stays empty."""
    assert "–" in cell_html(compared(None, Verdict.UNTESTED, good=None, now=reading("nki")), SV)
    assert cell_html(None, SV) == ""


def test_small_base_is_grey_with_a_dagger() -> None:
    """A weak number carries its mark."""
    html = cell_html(Quantity(value=71.0, unit=Unit.INDEX, weak=True), SV)
    assert 'class="weak"' in html
    assert "71,0 †" in html


def test_data_are_escaped() -> None:
    """Markup in a segment's name is text."""
    assert cell_html("<b>A&B</b>", SV) == "&lt;b&gt;A&amp;B&lt;/b&gt;"


def test_long_name_gives_way_to_the_short_one() -> None:
    """A label that does not fit becomes the indicator's short name; data are never cut."""
    assert fitted(label("nps"), SV, 10) == "NPS"
    assert fitted(msg("{name}", name="Norrvik Kontor AB"), SV, 3) == "Norrvik Kontor AB"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Quantity(value=2054.0, unit=Unit.MONEY), "2\u00a0054</p>"),
        (Quantity(value=2054.0, unit=Unit.MONEY, currency="SEK"), "2\u00a0054<span>kr</span></p>"),
        (Quantity(value=2054.0, unit=Unit.MONEY, weak=True), "2\u00a0054<span>†</span></p>"),
        (Quantity(value=2054.0, unit=Unit.MONEY, currency="SEK", weak=True), "2\u00a0054<span>kr\u00a0†</span></p>"),
        (Quantity(value=56.0, unit=Unit.PERCENT), "56<span>%</span></p>"),
    ],
)
def test_only_the_unit_of_a_cards_value_is_small(amount: Quantity, expected: str) -> None:
    """The space between thousands is not that before a unit: 2 054 without a currency is one number."""
    assert value_html(amount, SV).endswith(f">{expected}")
