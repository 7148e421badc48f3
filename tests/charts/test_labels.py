"""Which labels a chart writes, and that none is cut."""

from __future__ import annotations

import re
from itertools import pairwise

from reporter import charts
from reporter.brand import load_brand
from reporter.charts import dumbbell, intervals, trend
from reporter.language import Language
from reporter.model import Figure, Period, Unit, msg
from reporter.resources import templates

DA = Language.load("da")
BRAND = load_brand(templates() / "brands" / "reporter")
QUARTERS = tuple(Period.parse(f"{year}-Q{quarter}") for year in (2023, 2024) for quarter in (1, 2, 3, 4))


def texts(data: intervals.Data | trend.Data | dumbbell.Data, width: float, height: float = 50.0) -> list[str]:
    """Return the texts of a drawn chart."""
    svg = charts.draw(Figure(data=data, width=width, height=height, alt=msg("x")), DA, BRAND).decode()
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def line(*values: float) -> trend.Data:
    """Return a course over quarters."""
    points = tuple(trend.Point(label=one, value=value) for one, value in zip(QUARTERS, values, strict=False))
    return trend.Data(points=points, unit=Unit.PERCENT, own="Vi", decimals=0)


def test_names_of_segments_are_not_cut_at_half_width() -> None:
    """The longest segment name of the Danish client stands in full on a chart of 82 mm."""
    names = ("Mellemstore virksomheder", "Mikrovirksomheder", "Offentlige institutioner")
    rows = tuple(intervals.Row(name=name, value=70.0, low=68.0, high=72.0, n=162) for name in names)
    found = texts(intervals.Data(rows=rows, unit=Unit.INDEX, head="Segment", value="Indeks 0–100", n="Besvarelser"), 82)
    assert set(names) <= set(found)


def test_a_rows_decimals_go_before_the_charts() -> None:
    """A share of 311 customers has no decimals although the one above it, of 2 018, has one."""
    rows = (
        intervals.Row(name="a", value=86.04, n=2018),
        intervals.Row(name="b", value=56.3, n=311, decimals=0),
    )
    found = texts(intervals.Data(rows=rows, unit=Unit.PERCENT, head="x", value="y", decimals=1), 82)
    assert "86,0\u00a0%" in found
    assert "56\u00a0%" in found


def test_a_flat_course_says_its_value_once() -> None:
    """Eight times 92 % is told at the end only."""
    assert texts(line(*[92.0] * 8), 108).count("92\u00a0%") == 1


def test_of_many_points_the_first_and_the_extremes_are_told() -> None:
    """First 50, lowest 40, highest 70 and last 60; 45, 55, 58 and 62 are not told."""
    found = {text for text in texts(line(50, 45, 40, 55, 70, 62, 58, 60), 108) if text.endswith("%")}
    assert found == {"50\u00a0%", "40\u00a0%", "70\u00a0%", "60\u00a0%"}


def test_periods_are_named_in_even_steps_back_from_the_last() -> None:
    """On a narrow chart every fourth quarter is named, or every other, never the first beside the third."""
    for width in (58, 82, 108, 170):
        named = [text for text in texts(line(50, 45, 40, 55, 70, 62, 58, 60), width) if "kvt." in text]
        ticks = [DA.period(one, "tick") for one in QUARTERS]
        places = sorted(ticks.index(text) for text in named)
        assert places[-1] == 7
        assert len({after - before for before, after in pairwise(places)}) <= 1


def test_gaps_of_equal_size_are_drawn_equally_far_from_the_benchmark() -> None:
    """Four points over the benchmark look the same at 8 and at 89 per cent."""
    rows = (
        dumbbell.Row(height=7.0, value=8.0, benchmark=4.0, certain=True, good=True),
        dumbbell.Row(height=7.0, value=89.0, benchmark=85.0, certain=True, good=True),
    )
    data = dumbbell.Data(rows=rows, header=9.0, unit=Unit.PERCENT, from_benchmark=True)
    assert "0" in texts(data, 29, 23.0)
    svg = charts.draw(Figure(data=data, width=29, height=23.0, alt=msg("x")), DA, BRAND).decode()
    bars = re.findall(r'd="M([\d.]+) [\d.]+L([\d.]+) [\d.]+"[^>]*stroke-width="2.6"', svg)
    assert len(bars) == 2
    assert len(set(bars)) == 1
