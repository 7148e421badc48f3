"""Names as labels carry them, and the decimals of ratios."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.findings.facts import difference
from reporter.indicators.registry import modules
from reporter.language import Language, languages
from reporter.model import Comparison, Verdict, msg
from reporter.report.lookup import gap_quantity, quantity
from reporter.report.words import in_a_row, label_of
from tests.report.example import reading
from tests.report.spoken import words


def test_labels_stand_in_a_row_and_not_in_a_sentence() -> None:
    """Capitals within "a, b och c" read as a slip; each name stands once; a dot never begins a line."""
    names = [msg("Stays"), msg("Buys more"), msg("Stays"), msg("Recommends")]
    assert words(in_a_row(names)) == "Stays · Buys more · Recommends"
    assert words(in_a_row(names[:1])) == "Stays"
    assert "Nöjd-kund-index\u00a0· Stays" in Language.load("sv").text(
        msg("{names} · {name}", context="names in a row", names="Nöjd-kund-index", name=msg("Stays"))
    )


@pytest.mark.parametrize("code", languages())
def test_no_two_lifetime_values_go_by_one_label(code: str) -> None:
    """The simple and the modelled one, of margin and of revenue: four labels."""
    found = {
        Language.load(code).text(
            label_of(replace(reading("clv_simple"), indicator=modules()[name].INDICATOR, flags=flags))
        )
        for name in ("clv_simple", "clv_model")
        for flags in ((), ("revenue_based",))
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    ("name", "value", "gap"), [("relvalue", "104,5", "−5,4"), ("complaints_per_1000", "104,5", "−5,4")]
)
def test_a_difference_has_the_decimals_of_its_value(name: str, value: str, gap: str) -> None:
    """Relative value 104.5 has changed by −5.4, not by −5.38: on the page, and in a sentence."""
    now = replace(reading("freq"), indicator=modules()[name].INDICATOR, value=104.52)
    change = Comparison(against="previous", reading=now, gap=-5.38, verdict=Verdict.CLEAR)
    assert words(quantity(now, "")) == value
    assert words(gap_quantity(change, "")) == gap
    assert words(difference(now, -5.38, "")) == gap
