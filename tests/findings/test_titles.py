"""Titles state what is certain, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.findings import leads, titles
from reporter.findings.title_texts import (
    KEY_FIGURES,
    LEGS_CHANGED,
    LEGS_LEVEL,
    SATISFACTION,
    SATISFACTION_LEVEL,
    VALUE,
    VALUE_LEVEL,
)
from reporter.findings.titles import LEGS
from reporter.model import (
    Benchmark,
    Comparison,
    Concentration,
    Grade,
    Measurements,
    Reading,
    Term,
    Unit,
    Verdict,
)
from tests.findings.build import BEFORE, NOW, one_year, reading, share, two

PAGES = {
    *("summary", "key_figures", "benchmark", "satisfaction", "nps"),
    *("value", "customer_value", "loyalty", "method"),
}
#: Words that claim a movement, a gap or sameness.
CLAIMS = re.compile(
    r"\b(risen|fallen|unchanged|higher|lower|more satisfied|less satisfied|more than in|fewer than"
    r"|Ahead|Behind|behind|Level with|have improved|has improved|have worsened|has worsened)\b"
)


def gap_to(one: Reading, value: float, verdict: Verdict, *, reference: bool = False) -> Comparison:
    """Build a comparison with an outside figure."""
    figure = Benchmark(
        indicator=one.indicator.id,
        value=value,
        unit=one.indicator.unit,
        publisher="P",
        study="S",
        year=2026,
        measured=date(2026, 5, 1),
        grade=Grade.OWN,
    )
    gap = (one.value or 0) - value
    good = gap > 0 if verdict in {Verdict.CLEAR, Verdict.SMALL} else None
    return Comparison(
        against="benchmark",
        reading=one,
        benchmark=figure,
        gap=gap,
        verdict=verdict,
        good=good,
        reference_only=reference,
    )


def test_every_page_has_a_title_without_any_data() -> None:
    """An empty report has titles, and none of them claims anything."""
    found = titles(one_year(), ())
    assert set(found) == PAGES
    assert not [one for one in found.values() if CLAIMS.search(one.text)]


def test_legs_that_moved() -> None:
    """Satisfaction certainly up, value certainly down, loyalty unclear."""
    now = (reading(LEGS[0], 73.4, 0.6), reading(LEGS[1], 66.9, 0.6), reading(LEGS[2], 75.8, 3.0))
    before = (reading(LEGS[0], 69.0, 0.6), reading(LEGS[1], 71.0, 0.6), reading(LEGS[2], 73.0, 3.0))
    assert titles(*two(now, before))["summary"].text == "Satisfaction has risen, but perceived value has fallen"


def test_nothing_certain() -> None:
    """The sentence of the specification, with the earlier period in its slot; V3 is never "unchanged"."""
    legs = tuple(reading(leg, 70.0, 3.0) for leg in LEGS)
    found = titles(*two(legs, tuple(reading(leg, 68.0, 3.0) for leg in LEGS)))["summary"]
    assert found.text == "No certain change in the three legs since {period}"
    assert found.args == (("period", BEFORE),)


def test_unchanged_needs_equivalence_of_all_three() -> None:
    """Three legs certainly within two units are unchanged; with one of them unclear the word is not used."""
    same = tuple(reading(leg, 70.0, 0.3) for leg in LEGS)
    assert "unchanged" in titles(*two(same, same))["summary"].text
    wide = (*same[:2], reading(LEGS[2], 70.0, 3.0))
    assert titles(*two(wide, wide))["summary"].text == "No certain change in the three legs since {period}"


def test_first_year_states_levels() -> None:
    """Without an earlier period the legs' levels are stated, bound to their intervals."""
    strong, weak, border = reading(LEGS[0], 80.0), reading(LEGS[1], 55.0), reading(LEGS[1], 59.5)
    assert titles(one_year(strong, weak), ())["summary"].text == "Satisfaction is strong, but perceived value is weak"
    assert titles(one_year(strong, border), ())["summary"].text == "Satisfaction is strong"
    border_title = titles(one_year(border), ())["summary"].text
    assert border_title == "Perceived value lies on the border between weak and fair"


def test_orders_only() -> None:
    """Without a survey the title says how many stayed."""
    found = titles(one_year(share("retention", 700, 1000)), ())
    assert found["summary"].text == found["loyalty"].text == "{share} of the customers stayed"


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (28.0, 15.0, "NPS has risen to {nps}"),
        (15.0, 28.0, "NPS has fallen to {nps}"),
        (28.0, 27.0, "More promoters than detractors: NPS is {nps}"),
        (-28.0, -27.0, "More detractors than promoters: NPS is {nps}"),
        (2.0, 3.0, "No certain difference between promoters and detractors: NPS is {nps}"),
    ],
)
def test_nps(now: float, before: float, text: str) -> None:
    """NPS with a standard error of 3: ±8.3 for a difference, so +1 says nothing and +13 something."""
    assert titles(*two((reading("nps", now, 3.0),), (reading("nps", before, 3.0),)))["nps"].text == text


def test_loyalty_with_a_certain_change() -> None:
    """700 of 1 000 after 640 of 1 000 is more than before; after 690 it is not said."""
    up = titles(*two((share("retention", 700, 1000),), (share("retention", 640, 1000),)))
    assert up["loyalty"].text == "{share} of the customers stayed, more than in {period}"
    unclear = titles(*two((share("retention", 700, 1000),), (share("retention", 690, 1000),)))
    assert unclear["loyalty"].text == "{share} of the customers stayed"


def test_benchmark_names_or_counts() -> None:
    """Up to two measures are named, more are counted; uncertain gaps and grey references do not count."""
    nki, nps, value = reading("nki", 75.0), reading("nps", 30.0), reading("pvalue_idx", 60.0)
    ahead, behind = gap_to(nki, 70.0, Verdict.CLEAR), gap_to(value, 66.0, Verdict.CLEAR)
    unclear = gap_to(nps, 28.0, Verdict.UNCLEAR)
    found = titles(one_year(nki, nps, value), (ahead, behind, unclear))["benchmark"]
    assert found.text == "Clearly ahead of the benchmark on {ahead}, behind on {behind}"
    assert dict(found.args)["ahead"] == (Term("nki", "name"),)
    three = (ahead, behind, gap_to(nps, 20.0, Verdict.CLEAR))
    counted = titles(one_year(nki, nps, value), three)["benchmark"]
    assert dict(counted.args) == {"ahead": 2, "behind": 1, "total": 3}
    assert titles(one_year(nps), (unclear,))["benchmark"].text == "No clear difference from the benchmark"
    grey = gap_to(nki, 70.0, Verdict.CLEAR, reference=True)
    assert titles(one_year(nki), (grey,))["benchmark"].text == "Outside figures for orientation only"


def test_key_figures_count() -> None:
    """One better, one worse; churn mirrors retention and is not counted again."""
    now = (reading("nki", 75.0), reading("pvalue_idx", 60.0), share("retention", 700, 1000), share("churn", 300, 1000))
    before = (
        *(reading("nki", 70.0), reading("pvalue_idx", 66.0)),
        *(share("retention", 600, 1000), share("churn", 400, 1000)),
    )
    found = titles(*two(now, before))["key_figures"]
    assert found.text == "{better} key figures are clearly better, and one is clearly worse"
    assert dict(found.args) == {"better": 2}


def test_concentration() -> None:
    """The richest fifth's share of revenue, in per cent, is the title where no change is certain."""
    spread = Concentration(customers=500, revenue=1e6, curve=(), top_share=64.2, classes=())
    found = titles(Measurements(current=one_year().current, concentration=spread), ())["customer_value"]
    assert found.text == "One fifth of the customers account for {share} of revenue"


def test_tables_cover_every_combination() -> None:
    """Every state that a title can be in has its own sentence, and no two states share one."""
    assert len(LEGS_CHANGED) == len(LEGS_LEVEL) == 3**3 - 1
    made = [[make(BEFORE) for make in table.values()] for table in (SATISFACTION, VALUE)]
    for table in (LEGS_CHANGED, LEGS_LEVEL, SATISFACTION_LEVEL, VALUE_LEVEL):
        assert len({one.text for one in table.values()}) == len(table)
    assert [len({one.text for one in table}) for table in made] == [9, 9]
    assert len({make(2, 2).text for make in KEY_FIGURES.values()}) == len(KEY_FIGURES)
    assert set(KEY_FIGURES) == set(product((0, 1, 2), repeat=2)) - {(0, 0)}


def test_length() -> None:
    """No English title is longer than the 75 characters that two lines hold."""
    sentences = [*LEGS_CHANGED.values(), *LEGS_LEVEL.values(), *SATISFACTION_LEVEL.values(), *VALUE_LEVEL.values()]
    sentences += [make(BEFORE) for table in (SATISFACTION, VALUE) for make in table.values()]
    sentences += [make(2, 2) for make in KEY_FIGURES.values()]
    assert [one.text for one in sentences if len(one.text.replace("{period}", "2025")) > 75] == []


scores = st.tuples(*[st.tuples(st.floats(30, 95), st.floats(30, 95), st.floats(0.1, 8)) for _ in range(3)])


@given(scores)
def test_a_leg_moves_in_the_title_only_if_it_certainly_moved(drawn: tuple[tuple[float, float, float], ...]) -> None:
    """The legs that the title calls risen or fallen are those with a clear verdict, in that direction."""
    now = tuple(reading(leg, a, se) for leg, (a, _, se) in zip(LEGS, drawn, strict=True))
    before = tuple(reading(leg, b, se) for leg, (_, b, se) in zip(LEGS, drawn, strict=True))
    measurements, comparisons = two(now, before)
    text = titles(measurements, comparisons)["summary"].text.lower()
    clear = {one.reading.indicator.id: one for one in comparisons if one.verdict is Verdict.CLEAR}
    assert ("risen" in text) == any((one.gap or 0) > 0 for one in clear.values())
    assert ("fallen" in text) == any((one.gap or 0) < 0 for one in clear.values())
    if clear:
        for leg, word in zip(LEGS, ("satisfaction", "perceived value", "loyalty"), strict=True):
            assert (word in text) == (leg in clear)
    if "unchanged" in text:
        assert {one.verdict for one in comparisons} == {Verdict.EQUAL}


@given(st.sampled_from([Verdict.SMALL, Verdict.UNCLEAR, Verdict.UNTESTED]), st.floats(-30, 30))
def test_nothing_uncertain_reaches_a_title(verdict: Verdict, gap: float) -> None:
    """Whatever its size, a gap that is small, unclear or untested is in no title of any page."""
    names = (*LEGS, "nki", "nps", "pvalue_idx", "retention", "aov", "loy_idx")
    now = tuple(reading(name, 65.0, 1.0) for name in names)
    measurements, comparisons = two(now, now)
    uncertain = tuple(replace(one, verdict=verdict, gap=gap, low=gap - 1, high=gap + 1) for one in comparisons)
    outside = tuple(
        replace(gap_to(one, 65.0 - gap, verdict), gap=None if verdict is Verdict.UNTESTED else gap) for one in now
    )
    claims = [one.text for one in titles(measurements, (*uncertain, *outside)).values() if CLAIMS.search(one.text)]
    assert claims == []


def test_leads_carry_the_numbers() -> None:
    """A lead says how much, with its margin; a page without data has none."""
    now, before = (reading("nps", 28.0, 3.0),), (reading("nps", 15.0, 3.0),)
    found = leads(*two(now, before))
    slots = dict(found["nps"].args)
    assert found["nps"].text.startswith("{indicator} has risen from {before} to {now}.")
    assert [getattr(slots[name], "value", None) for name in ("before", "now")] == [15.0, 28.0]
    assert getattr(slots["margin"], "value", 0.0) == pytest.approx(1.96 * 3 * 2**0.5, abs=0.01)
    assert "satisfaction" not in found


def test_money_carries_its_currency() -> None:
    """Amounts in sentences are formatted with the client's currency."""
    now, before = (reading("aov", 1100.0, 5.0),), (reading("aov", 1000.0, 5.0),)
    slots = dict(leads(*two(now, before), currency="SEK")["customer_value"].args)
    assert {getattr(slots[name], "currency", "") for name in ("before", "now", "margin")} == {"SEK"}
    assert getattr(slots["now"], "unit", None) is Unit.MONEY
    assert NOW.months == 12


def test_no_title_denies_a_small_certain_change() -> None:
    """A leg that rose by 1.5 ± 0.6, certain but under 2 units, is not called no change; nor does it make a title."""
    now, before = (tuple(reading(leg, value, 0.2) for leg in LEGS) for value in (71.5, 70.0))
    assert titles(*two(now, before))["summary"].text == "Only small certain changes in the three legs since {period}"


def test_a_survey_without_legs_speaks_of_what_was_asked() -> None:
    """Where only the recommendation question was asked, the summary says what it says."""
    found = titles(one_year(reading("nps", 30.0)), ())
    assert found["summary"] == found["nps"]
    assert found["summary"].text == "More promoters than detractors: NPS is {nps}"
