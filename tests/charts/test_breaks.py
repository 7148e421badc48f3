"""A series that changes what it measures: no line, band or benchmark is drawn across."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reporter import charts
from reporter.brand import load_brand
from reporter.charts.canvas import POINTS
from reporter.charts.scales import seams, stretches
from reporter.language import Language
from reporter.resources import templates
from tests.charts.samples import BROKEN, PLAIN

if TYPE_CHECKING:
    from reporter.model import Figure

BRAND = load_brand(templates() / "brands" / "reporter")


def polylines(figure: Figure, colour: str) -> list[list[float]]:
    """Return the x of the vertices of every stroked line of a colour, in mm."""
    svg = charts.draw(figure, Language.load("sv"), BRAND).decode()
    return [
        [float(x) / POINTS for x, _ in re.findall(r"[ML] ?(-?[\d.]+)[ ,](-?[\d.]+)", path[1])]
        for tag in re.findall(r"<path[^>]*>", svg)
        if f'stroke="{colour.lower()}"' in tag.lower() and (path := re.search(r' d="([^"]*)"', tag))
    ]


def test_runs_are_parted_at_breaks() -> None:
    """1 2 | 3 – 4: the break before the third value and the gap before the last part the series in three."""
    found = stretches([1.0, 2.0, 3.0, None, 4.0], {2})
    assert found == [[(0, 1.0), (1, 2.0)], [(2, 3.0)], [(4, 4.0)]]


@pytest.mark.parametrize(
    ("values", "breaks", "expected"),
    [
        ([1.0, 2.0, 3.0], {1}, [(1, 0.5)]),
        ([1.0, None, 3.0], {2}, [(2, 1.0)]),
        ([1.0, 2.0], {0}, []),
        ([1.0, None, 3.0], {1}, []),
    ],
)
def test_a_seam_lies_half_way(values: list[float | None], breaks: set[int], expected: list[tuple[int, float]]) -> None:
    """Between the last value before and the first after; the first point and a missing one have no break."""
    assert seams(values, breaks) == expected


def test_no_own_line_crosses_the_break_of_a_trend() -> None:
    """Eight quarters with a break before the fifth: two lines of four points, none of eight."""
    lines = [line for line in polylines(BROKEN["trend-broken"], BRAND.colours.own) if len(line) > 1]
    assert [len(line) for line in lines] == [4, 4]
    assert max(lines[0]) < min(lines[1])
    whole = [line for line in polylines(PLAIN["trend"], BRAND.colours.own) if len(line) > 1]
    assert [len(line) for line in whole] == [5]


def test_a_sparkline_breaks_too() -> None:
    """Five values with a break before the fourth: lines of three and two points."""
    lines = [line for line in polylines(BROKEN["sparkline-broken"], BRAND.colours.own) if len(line) > 1]
    assert [len(line) for line in lines] == [3, 2]


def test_a_break_is_named_once() -> None:
    """The words of the break stand in the drawing as text."""
    svg = charts.draw(BROKEN["trend-broken"], Language.load("sv"), BRAND).decode()
    assert svg.count(">Ny skala<") == 1
