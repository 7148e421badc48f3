"""Which comparisons were made, and the rules that the figures follow."""

from __future__ import annotations

from dataclasses import replace

from reporter.model import Comparison, Distribution, Period, Snapshot, Table, Verdict, msg
from reporter.report import Material, compose
from reporter.report.compared import comparisons_table, untested_table
from reporter.report.conventions import conventions
from tests.report.example import material, measurements, only, reading
from tests.report.spoken import words

SUMMER = Period.parse("2025-Q3")


def rows(table: Table | None) -> list[list[str]]:
    """Return the rows of a table in words."""
    assert table is not None
    return [[words(cell) for cell in row.cells] for row in table.rows]


def against_last_year(*changes: tuple[str, float, Verdict]) -> Material:
    """Return the client with comparisons against the same period last year too."""
    found = tuple(
        Comparison(against="last_year", reading=reading(name), other=reading(name), gap=gap, verdict=verdict)
        for name, gap, verdict in changes
    )
    whole = material()
    measured = replace(measurements(), last_year=Snapshot(period=SUMMER, readings={}))
    return replace(whole, measurements=measured, comparisons=(*whole.comparisons, *found))


def test_each_family_of_tests_has_its_row() -> None:
    """Of the 4 headline measures 3 moved for certain; 22 others, 11 outside figures, 12 screened segments."""
    found = rows(comparisons_table(replace(material(), screened=(12, 2))))
    previous = [one for one in material().comparisons if one.against == "previous"]
    family = {"triad", "triad_satisfaction", "triad_value", "triad_loyalty"}
    certain = [one for one in previous if one.verdict is Verdict.CLEAR]
    in_family = sum(one.reading.indicator.id in family for one in certain)
    assert found[0] == [
        *("The three legs and their index, against 2025", "4", str(in_family), "0"),
        "Holm (1979), over 4 tests",
    ]
    assert found[1][1:4] == ["22", str(len(certain) - in_family), "0"]
    assert "about 1,1 would look certain" in found[1][4]
    assert found[2][:3] == ["Segments, each against the other customers", "12", "2"]
    assert "Benjamini" in found[2][4]
    assert found[3][:4] == ["Outside figures", "11", "10", "1"]


def test_the_same_period_last_year_is_a_family_of_its_own() -> None:
    """One headline measure and one other, named with the period that they are compared with."""
    client = against_last_year(("triad", 1.0, Verdict.UNCLEAR), ("nps", 9.0, Verdict.SMALL))
    found = rows(comparisons_table(client))
    assert found[2][:4] == ["The three legs and their index, against kvartal 3 2025", "1", "0", "0"]
    assert found[3][:4] == ["All other figures, against kvartal 3 2025", "1", "1", "0"]


def test_what_was_not_tested_is_told_with_its_reason() -> None:
    """A change of scale blocks the comparison: the reason stands once with both indicators, and is no test."""
    reason = msg("Not compared: the scale of the answers has changed since {period}.", period=Period.parse("2025"))
    blocked = tuple(
        Comparison(against="previous", reading=reading(name), other=reading(name), reason=reason)
        for name in ("nps", "nki")
    )
    client = replace(material(), comparisons=blocked)
    assert rows(untested_table(client)) == [
        [
            "Not compared: the scale of the answers has changed since 2025.",
            "Rekommendationsvilja (NPS) · Nöjd-kund-index (NKI)",
        ]
    ]
    assert rows(comparisons_table(client))[0][1:4] == ["0", "0", "2"]
    assert untested_table(material()) is None


def test_without_an_earlier_period_no_test_is_claimed() -> None:
    """A first measurement has neither table."""
    blocks = compose(only("nps", "csat", "answers")).pages[-1].blocks
    assert "tests" not in blocks
    assert "untested" not in blocks


def test_every_scale_tells_its_conversion_and_its_top_box() -> None:
    """1–7: (x − 1)/6, and no share of ease; 1–10: (x − 1)/9, shares from 8; an unknown scale claims no share."""
    scales = {"ces": (1, 7), "csat": (1, 10), "trust": (1, 10), "rebuy": (2, 4)}
    found = {
        item: Distribution(item=item, low=low, high=high, counts=((low, 40), (high, 60)))
        for item, (low, high) in scales.items()
    }
    client = replace(material(), measurements=replace(measurements(), distributions=found))
    told = {row[0]: row[1] for row in rows(conventions(client))}
    assert told["Scale 1–7"] == "Index = (answer − 1) / 6 × 100. Questions: Easy to deal with."
    assert told["Scale 1–10"] == (
        "Index = (answer − 1) / 9 × 100. Questions: Satisfaction on the whole · Trust. "
        "Shares count 8–10: Satisfaction on the whole."
    )
    assert told["Scale 2–4"].startswith("Index = (answer − 2) / 2 × 100.")
    assert "Shares" not in told["Scale 2–4"]
    assert "NPS" not in told


def test_weights_are_told_where_there_are_any() -> None:
    """Without weights it says that every answer counts the same; with them, what the effective base is."""
    whole = material()
    assert "Every answer counts the same" in {row[0]: row[1] for row in rows(conventions(whole))}["Weights"]
    readings = {
        **whole.measurements.current.readings,
        "nps": replace(reading("nps"), flags=("weighted",)),
    }
    current = replace(whole.measurements.current, readings=readings)
    weighted = replace(whole, measurements=replace(whole.measurements, current=current))
    assert "Kish 1965" in {row[0]: row[1] for row in rows(conventions(weighted))}["Weights"]


def test_orders_alone_have_no_rules_of_answers() -> None:
    """Where nobody was asked, nothing is said of answers, scales and weights; draws only where the seed is known."""
    names = [row[0] for row in rows(conventions(only("aov", "freq", "customers")))]
    assert names == ["Smallest bases", "Finite population"]
    seeded = rows(conventions(replace(only("aov"), seed=2005)))
    assert "2 000 draws, from the seed 2005" in seeded[-1][1]
