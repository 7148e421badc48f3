"""Series that change what they measure: nothing is drawn or said across the break."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.charts import sparkline, trend, triad_lanes
from reporter.model import Figure, Message, Point, Reading
from reporter.report import compose
from reporter.report.course import NEW_DEFINITION, NEW_SCALE, columns_of, spark, trend_of
from reporter.report.lookup import series
from reporter.statistics.comparable import with_breaks
from tests.report.example import YEARS, census, material, measurements, reading
from tests.report.spoken import words

if TYPE_CHECKING:
    from reporter.report import Material


def client(*readings: Reading, indicator: str = "nps") -> Material:
    """Return the hand-made client with another series of an indicator, its breaks found as they are in a run."""
    points = with_breaks(list(zip(YEARS, readings, strict=False)))
    measured = replace(measurements(), series={indicator: points})
    return replace(material(), measurements=measured)


def scaled(value: float, scale: str, **more: int) -> Reading:
    """Return an NPS asked on a scale."""
    return replace(reading("nps", value, **more), scale=scale)


BROKEN = client(scaled(45, "1-10"), scaled(44, "1-10"), scaled(20, "0-10"), scaled(21, "0-10"), scaled(28, "0-10"))


def trend_data(found: Figure | None) -> trend.Data:
    """Return the data of a trend."""
    assert found is not None
    assert isinstance(found.data, trend.Data)
    return found.data


def test_a_new_scale_breaks_the_trend() -> None:
    """The third year is asked from 0: the break is named there, and the benchmark stands only after it."""
    figure = trend_of(BROKEN, "nps", key="nps.trend", width=104, height=50)
    points = trend_data(figure).points
    assert [point.broken for point in points] == [None, None, NEW_SCALE, None, None]
    assert [point.benchmark for point in points] == [None, None, 19.0, 19.0, 19.0]


def test_alt_text_and_subtitle_say_that_the_series_is_broken() -> None:
    """The alt text sets no value from before the break beside the last one; both name the break."""
    figure = trend_of(BROKEN, "nps", key="nps.trend", width=104, height=50)
    assert figure is not None
    assert figure.subtitle is not None
    assert words(figure.alt) == (
        "Rekommendationsvilja (NPS) from 2022 to 2026, last +28; the series is broken at 2024, and values before and "
        "after are not comparable"
    )
    assert "The line breaks at //, where scale or definition changed" in words(figure.subtitle)
    narrow = trend_of(BROKEN, "nps", key="nps.trend", width=58, height=50)
    assert narrow is not None
    assert narrow.subtitle is not None
    assert words(narrow.subtitle).endswith("Not comparable across //.")


def test_a_whole_series_says_nothing_of_breaks() -> None:
    """Without a break the alt text tells first and last value, and no point is broken."""
    figure = trend_of(material(), "nps", key="nps.trend", width=104, height=50)
    assert figure is not None
    assert all(point.broken is None for point in trend_data(figure).points)
    assert "broken" not in words(figure.alt)
    assert isinstance(figure.subtitle, Message)
    assert "//" not in words(figure.subtitle)


def test_another_method_is_a_new_definition() -> None:
    """The same scale, another rule of activity: the definition is new."""
    old, new = (replace(reading("retention"), method=f"wilson/activity-{days}") for days in (365, 147))
    found = trend_of(client(old, new, new, indicator="retention"), "retention", key="x", width=104, height=50)
    assert [point.broken for point in trend_data(found).points] == [None, NEW_DEFINITION, None]


def test_the_break_of_a_point_that_may_not_be_shown_stands_at_the_next() -> None:
    """Of 29 answers nothing is printed; that the scale changed with them still breaks the line."""
    found = client(scaled(45, "1-10"), scaled(40, "0-10", base=29), scaled(20, "0-10"), scaled(28, "0-10"))
    assert [point.broken for point in series(found, "nps")] == [False, True, False]
    first_hidden = client(scaled(45, "1-10", base=29), scaled(40, "0-10"), scaled(20, "0-10"))
    assert [point.broken for point in series(first_hidden, "nps")] == [False, False]


def test_a_sparkline_carries_its_breaks() -> None:
    """The break at the third value, and a benchmark only from there on."""
    figure = spark(BROKEN, "nps")
    assert figure is not None
    assert isinstance(figure.data, sparkline.Data)
    assert figure.data.breaks == (2,)
    assert figure.data.benchmark == (None, None, 19.0, 19.0, 19.0)
    assert words(figure.alt).endswith("last +28; the series is broken at 2024")


def test_columns_of_another_definition_say_so() -> None:
    """Columns stand apart and are not joined; the subtitle names the period from which they count another thing."""
    points = tuple(
        Point(period=year, reading=census("revenue", 1e6), broken=place == 1) for place, year in enumerate(YEARS)
    )
    measured = replace(measurements(), series={"revenue": points})
    figure = columns_of(replace(material(), measurements=measured), "revenue", key="x", width=104, height=40)
    assert figure is not None
    assert figure.subtitle is not None
    assert words(figure.subtitle) == "Not comparable across 2023, where the definition changed."


def test_an_earlier_value_of_another_definition_is_not_drawn_beside_the_new_one() -> None:
    """Loyalty with behaviour in it, after loyalty by attitude alone: no ring in its lane, as there is in the others."""
    measured = measurements()
    assert measured.previous is not None
    before = {**measured.previous.readings}
    before["triad_loyalty"] = replace(before["triad_loyalty"], flags=("attitude_only",))
    changed = replace(measured, previous=replace(measured.previous, readings=before))
    whole = replace(material(), measurements=changed)
    triad = next(page for page in compose(whole).pages if page.name == "summary").blocks["triad"]
    assert isinstance(triad, Figure)
    assert isinstance(triad.data, triad_lanes.Data)
    assert [lane.previous for lane in triad.data.lanes] == [71.2, 68.1, None]


@pytest.mark.parametrize("indicator", ["nps", "nki", "aov"])
def test_a_trend_names_its_unit(indicator: str) -> None:
    """The subtitle begins with what is counted."""
    figure = trend_of(material(), indicator, key="x", width=104, height=50)
    assert figure is not None
    assert figure.subtitle is not None
    assert words(figure.subtitle).split(",")[0].split(".")[0] in {"NPS", "Index 0–100", "Amount"}
