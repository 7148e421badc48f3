"""What pages say of their numbers: rounding, benchmarks, money, and where the figures come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reporter.charts import dumbbell, trend, triad_lanes
from reporter.language import Language
from reporter.model import (
    Benchmark,
    Comparison,
    Figure,
    FileAccount,
    Grade,
    Page,
    Period,
    Quantity,
    Table,
    Text,
    Unit,
    Verdict,
    msg,
)
from reporter.report import Material, compose
from reporter.report.lookup import gap_quantity, interval_text
from reporter.report.outside import refused_words, source_words
from reporter.report.premises import premises
from reporter.report.words import UNROUNDED, label_of
from tests.report.analyses import BALANCE
from tests.report.example import census, material, measurements, reading
from tests.report.plain import plain

SV = Language.load("sv")


def page_of(client: Material, name: str) -> Page:
    """Return a page of a client's report."""
    return next(one for one in compose(client).pages if one.name == name)


def figure(year: int = 2024, **given: object) -> Benchmark:
    """Return an outside figure for the index of satisfaction."""
    facts: dict[str, object] = {
        "indicator": "nki",
        "value": 70.8,
        "unit": Unit.INDEX,
        "publisher": "Institutet",
        "study": "Panelen",
        "year": year,
        "measured": date(year, 10, 1),
        "grade": Grade.B,
    }
    return Benchmark(**{**facts, **given})  # type: ignore[arg-type] # the facts of one figure


def test_a_leg_of_one_indicator_has_that_indicators_benchmark() -> None:
    """Satisfaction reads as its index does and shows its benchmark; loyalty is a mean and shows none of a part's."""
    outside = tuple(
        one
        for one in material().comparisons
        if one.against == "previous" or not one.reading.indicator.id.startswith("triad_")
    )
    client = replace(material(), comparisons=outside)
    known = next(one for one in outside if one.against == "benchmark" and one.reading.indicator.id == "nki")
    assert known.benchmark is not None
    first, _, last = lanes(client)
    assert first.benchmark == known.benchmark.value
    assert first.gap is not None
    assert last.benchmark is None or last.value == reading("loy_idx").value
    moved = {**measurements().current.readings, "triad_satisfaction": reading("triad_satisfaction", 80.0)}
    current = replace(measurements().current, readings=moved)
    assert lanes(replace(client, measurements=replace(measurements(), current=current)))[0].benchmark is None


def lanes(client: Material) -> tuple[triad_lanes.Lane, ...]:
    """Return the lanes of the triad on the summary."""
    drawn = page_of(client, "summary").blocks["triad"]
    assert isinstance(drawn, Figure)
    assert isinstance(drawn.data, triad_lanes.Data)
    return drawn.data.lanes


@pytest.mark.parametrize("name", ["summary", "key_figures", "benchmark"])
def test_rounding_of_differences_is_told_where_they_stand(name: str) -> None:
    """71.0 to 74.2 may show +3.3: every page with differences says from which figures they are computed."""
    assert UNROUNDED.text in str(plain(page_of(material(), name)))


def test_no_rounding_is_told_where_no_difference_stands() -> None:
    """Without an earlier period the key figures show no difference, and nothing is said of any."""
    alone = replace(material(), previous=None, comparisons=(), measurements=replace(measurements(), previous=None))
    assert UNROUNDED.text not in str(plain(page_of(alone, "key_figures").blocks))


def test_benchmark_line_is_named_with_its_year() -> None:
    """One year's level is drawn through all years, so its label says which year."""
    drawn = page_of(material(), "nps").blocks["trend"]
    assert isinstance(drawn, Figure)
    assert isinstance(drawn.data, trend.Data)
    known = next(one.benchmark for one in material().comparisons if one.benchmark and one.reading.indicator.id == "nps")
    assert drawn.data.benchmark == msg("Benchmark {year}", year=str(known.year))


def test_money_beside_money_has_its_step_and_decimals() -> None:
    """24 900 kr stands as 24,9 tkr; its change of −400 and its interval are written in the same step."""
    now = reading("rev_per_customer")
    change = Comparison(against="previous", reading=now, gap=-400.0)
    assert SV.quantity(gap_quantity(change, "SEK")) == "−0,4\u00a0tkr"
    found = interval_text(now, "SEK")
    assert found is not None
    assert SV.text(found) == "24,0–25,8\u00a0tkr"


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        ((('"Netto": amounts without VAT',),), "without VAT"),
        ((('"Brutto": amounts with VAT',),), "include VAT, as"),
        ((('"Netto": amounts without VAT',), ('"Brutto": amounts with VAT',)), "without VAT and others with it"),
        (((),), "does not say"),
    ],
)
def test_amounts_say_of_vat_what_the_files_say(guesses: tuple[tuple[str, ...], ...], expected: str) -> None:
    """What all files say is told, and so is that they differ; where none says, that is said."""
    blank = FileAccount(
        file="o.csv",
        sha256="",
        size=1,
        format="generic_orders",
        kind="orders",
        tables=("orders",),
        encoding="",
        delimiter=";",
        rows_in=1,
        rows_kept=1,
        rows_left_out=0,
    )
    files = tuple(replace(blank, guesses=one) for one in guesses)
    amounts = premises(replace(material(), files=files))[-1]
    assert isinstance(amounts, Text)
    assert expected in amounts.paragraphs[-1].text


def test_many_refused_figures_are_summed_up() -> None:
    """Two figures stand by themselves; three are told by number, years and publishers."""
    refused = [
        Comparison(against="benchmark", reading=reading("nki"), benchmark=figure(year)) for year in (2019, 2021, 2020)
    ]
    assert "NKI 70,8 (Institutet, Panelen, 2019, B) och" in SV.text(refused_words(refused[:2]))
    assert SV.text(refused_words(refused)) == "Tre tal från 2019–2021 för NKI, publicerade av Institutet"
    assert SV.text(refused_words([refused[0]] * 3)) == "Tre tal från 2019 för NKI, publicerade av Institutet"


def test_a_study_with_its_year_in_its_name_says_it_once() -> None:
    """A study called Panelen 2024 is not followed by another 2024."""
    assert "2024, 2024" not in SV.text(source_words(figure(study="Panelen 2024")))
    assert "Panelen, 2024," in SV.text(source_words(figure()))


def test_shares_far_apart_share_a_scale_of_gaps() -> None:
    """Shares of 4 and 85 per cent on one scale would put each row's dots on one spot."""
    tables = page_of(material(), "benchmark").blocks
    for name, one in tables.items():
        if name.startswith("table_"):
            assert isinstance(one, Table)
            assert one.overlay is not None
            assert isinstance(one.overlay.data, dumbbell.Data)
            levels = [row.benchmark for row in one.overlay.data.rows if row.benchmark is not None]
            far = one.overlay.data.unit is Unit.PERCENT and max(levels) - min(levels) > 40
            assert one.overlay.data.from_benchmark is far


def test_quantity_beside_itself_is_written_as_before() -> None:
    """Taking one's own step changes nothing."""
    for value in (0.5, 99.5, 4477.0, 20_400.0, 999_999.0, 41_100_000.0):
        alone = Quantity(value=value, unit=Unit.MONEY, currency="SEK")
        assert SV.quantity(replace(alone, beside=value)) == SV.quantity(alone)


@pytest.mark.parametrize(("period", "previous", "told"), [("2026", "2025", False), ("2026-Q2", "2026-Q1", True)])
def test_season_is_named_where_it_may_move_a_change(period: str, previous: str, told: bool) -> None:  # noqa: FBT001 - parametrised
    """A quarter after a quarter is another time of the year; a year after a year is not."""
    client = replace(material(), period=Period.parse(period), previous=Period.parse(previous))
    assert any(one.headline == msg("Season") for one in premises(client)) is told
    assert ("seasonal swings" in str(plain(page_of(client, "summary").blocks["reading"]))) is told


def test_an_untested_gap_is_drawn_and_not_told() -> None:
    """Where the base is too small for a test, the lane shows the benchmark and says nothing of the gap."""
    compared = tuple(
        replace(one, verdict=Verdict.UNTESTED, low=None, high=None) if one.against == "benchmark" else one
        for one in material().comparisons
    )
    first = lanes(replace(material(), comparisons=compared))[0]
    assert first.benchmark is not None
    assert first.gap is None


def test_columns_of_key_figures_fill_the_sheet() -> None:
    """Eight columns share 170 mm; millions with their unit fit beside one another."""
    table = page_of(material(), "key_figures").blocks["table"]
    assert isinstance(table, Table)
    assert sum(column.width for column in table.columns) == pytest.approx(170)


@pytest.mark.parametrize(("count", "expected"), [(1, "1 kund"), (2018, "2\u00a0018 kunder")])
def test_cover_counts_in_the_right_number(count: int, expected: str) -> None:
    """One customer is not "1 kunder"."""
    readings = {**measurements().current.readings, "customers": census("customers", count)}
    current = replace(measurements().current, readings=readings)
    facts = page_of(replace(material(), measurements=replace(measurements(), current=current)), "cover").blocks["facts"]
    assert isinstance(facts, tuple)
    assert isinstance(facts[0], Text)
    assert expected in [SV.text(line) for line in facts[0].paragraphs]


def triad_source(client: Material) -> str:
    """Return the line under the triad in Swedish."""
    triad = page_of(client, "summary").blocks["triad"]
    assert isinstance(triad, Figure)
    assert triad.source is not None
    return SV.text(triad.source).replace("\u00a0", " ")


def balanced(lowest: str | None) -> Material:
    """Return the client with a triad whose lowest leg is certain, or with none that is."""
    found = replace(BALANCE, lowest=lowest)
    return replace(material(), measurements=replace(measurements(), analyses={"balance": found}))


def test_the_lowest_leg_is_named_only_where_it_is_certain() -> None:
    """Uncertain: the spread alone, and that none is the lowest for certain; never looked at: only the spread."""
    for client, expected in (
        (balanced(None), "none is certainly the lowest"),
        (material(), "the spread is 8,9. It is"),
    ):
        triad = page_of(client, "summary").blocks["triad"]
        assert isinstance(triad, Figure)
        assert triad.source is not None
        assert "lowest is {leg}" not in str(plain(triad.source))
        if "certainly" in expected:
            assert expected in str(plain(triad.source))


def test_the_triad_index_stands_under_its_legs() -> None:
    """The index with its interval, the lowest leg and the spread of 73.4, 66.9 and 75.8; what loyalty consists of."""
    told = triad_source(balanced("triad_value"))
    assert told.startswith("Triadindex 72,0 (71,1–72,9), medelvärdet av de tre.")
    assert "Lägsta del: upplevt kundvärde. Spännvidd: 8,9." in told
    assert "inte jämförbart med SKI, EPSI eller ACSI" in told
    assert told.endswith("andel behållna kunder; nivåerna ovan gäller inte den.")


def test_a_study_of_ones_own_tells_its_bases() -> None:
    """The benchmark page names the range of the bases of its figures; one base stands alone."""
    own = figure(grade=Grade.OWN)
    assert SV.text(source_words(own)) == "Institutet, Panelen, 2024. Eget jämförelsetal."
    assert SV.text(source_words(own, (310, 310))) == "Institutet, Panelen, 2024, n = 310. Eget jämförelsetal."
    told = SV.text(source_words(own, (310, 290))).replace("\u00a0", " ")
    assert told == "Institutet, Panelen, 2024, n = 290–310. Eget jämförelsetal."


def test_a_lifetime_value_without_a_margin_says_so() -> None:
    """On revenue it never goes by the bare name; with a margin it does."""
    found = reading("clv_simple")
    assert SV.text(label_of(replace(found, flags=("revenue_based",)))) == "Intäktsbaserat CLV"
    assert SV.text(label_of(found)) == "Kundlivstidsvärde (CLV)"


def test_a_table_of_one_ratio_is_headed_by_what_it_counts() -> None:
    """Orders per customer beside their benchmark stand under that name, not under the bare unit."""
    freq = reading("freq")
    orders = Comparison(
        against="benchmark",
        reading=freq,
        benchmark=figure(indicator="freq", unit=Unit.RATIO, value=5.1),
        gap=0.8,
        verdict=Verdict.UNTESTED,
    )
    client = replace(material(), comparisons=(*material().comparisons, orders))
    table = page_of(client, "benchmark").blocks["table_ratio"]
    assert isinstance(table, Table)
    assert table.columns[0].head == msg("Orders per customer")
