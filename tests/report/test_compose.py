"""What stands on which page, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reporter.model import Message, Quantity, SegmentReading, Table
from reporter.report import compose
from tests.report.example import material, measurements, only, reading
from tests.report.plain import compare, plain

ALL_PAGES = [
    "cover",
    "summary",
    "key_figures",
    "benchmark",
    "satisfaction",
    "nps",
    "value",
    "customer_value",
    "loyalty",
    "method",
]


@pytest.mark.parametrize(
    ("name", "indicators"),
    [
        ("whole", None),
        ("survey_only", ("nps", "csat", "rebuy_intent", "answers")),
        ("orders_only", ("aov", "freq", "repeat_rate", "rev_per_customer", "customers", "orders", "revenue")),
    ],
)
def test_report_is_the_golden_one(name: str, indicators: tuple[str, ...] | None) -> None:
    """A hand-made client gives exactly the pages, blocks, numbers and messages of the golden file."""
    found, golden = compare(compose(only(*indicators) if indicators else material()), name)
    assert json.loads(found) == json.loads(golden or "null")


def test_every_page_is_there_when_nothing_is_missing() -> None:
    """The hand-made client fills all pages, numbered in reading order from the cover's 0."""
    report = compose(material())
    assert [page.name for page in report.pages] == ALL_PAGES
    assert [page.number for page in report.pages] == list(range(len(ALL_PAGES)))
    assert report.left_out == ()


def test_page_without_data_is_left_out_with_a_reason_on_the_method_page() -> None:
    """Without orders the page of the customer's value is gone, and the method page says why."""
    report = compose(only("nps", "csat"))
    assert "customer_value" not in [page.name for page in report.pages]
    table = report.pages[-1].blocks["left_out"]
    assert isinstance(table, Table)
    reasons = {row.cells[0]: row.cells[1] for row in table.rows}
    assert {one.topic: one.reason for one in report.left_out} == reasons
    assert any(isinstance(one, Message) and "no orders" in one.text for one in reasons.values())


def test_a_page_of_which_only_the_figure_may_be_told_says_so() -> None:
    """Of 85 answers the NPS is printed, but not how they fall: nobody reads that there were no answers."""
    whole = only("nps", "csat", "answers")
    current = replace(whole.measurements.current, readings={"nps": reading("nps", base=85)})
    measured = replace(
        whole.measurements, current=current, distributions={}, series={}, segments={}, segment_distributions={}
    )
    (left,) = (one for one in compose(replace(whole, measurements=measured)).left_out if one.name == "nps")
    assert left.reason.text == "Only the figure itself can be shown: the groups behind it are too small."


def test_thin_pages_share_a_sheet() -> None:
    """Three answers without trend or segments make one page of results, not three half-empty ones."""
    report = compose(only("nps", "csat", "rebuy_intent", "answers"))
    assert [page.name for page in report.pages] == ["cover", "summary", "results", "method"]
    heads = [name for name in report.pages[2].blocks if name.endswith(".head")]
    assert heads == ["nps.head", "loyalty.head"]


def test_base_under_thirty_prints_no_number() -> None:
    """A reading of 29 customers stands as words, one of 30 as a number with the mark of a small base."""
    whole = material()
    for base, expected in ((29, "too few answers"), (30, "Quantity")):
        current = replace(
            whole.measurements.current,
            readings={**whole.measurements.current.readings, "csat": reading("csat", base=base)},
        )
        table = next(
            page
            for page in compose(replace(whole, measurements=replace(whole.measurements, current=current))).pages
            if page.name == "key_figures"
        ).blocks["table"]
        assert isinstance(table, Table)
        row = next(row for row in table.rows if "'csat'" in str(row.cells[0]))
        assert expected in str(plain(row.cells[1]))
    assert plain(row.cells[1])["Quantity"]["weak"] is True


def test_segment_under_five_tells_not_even_its_size() -> None:
    """A segment of four answers is named, but neither its value nor its base is told."""
    whole = material()
    tiny = (*whole.measurements.segments["nki"][:3], SegmentReading(segment="Ö", reading=reading("nki", base=4)))
    measured = replace(whole.measurements, segments={**whole.measurements.segments, "nki": tiny})
    page = next(page for page in compose(replace(whole, measurements=measured)).pages if page.name == "satisfaction")
    rows = plain(page.blocks["segments"])["Figure"]["data"]["Data"]["rows"]
    row = next(row["Row"] for row in rows if row["Row"]["name"] == "Ö")
    assert set(row) == {"name", "reason"}


def test_undated_answers_get_no_period() -> None:
    """Where the data carry no dates, cover and column heads name no period."""
    report = compose(replace(only("nps", "csat", "answers"), dated=False))
    assert "2026" not in json.dumps(plain(report.pages[0].title))
    assert "undated" in report.pages[0].blocks


def test_composing_twice_gives_the_same_report() -> None:
    """Nothing but the material decides what a report says."""
    assert plain(compose(material())) == plain(compose(material()))


def test_missing_previous_period_leaves_no_empty_columns() -> None:
    """Without an earlier period the table of key figures has no columns for it."""
    whole = replace(material(), previous=None, comparisons=(), measurements=replace(measurements(), previous=None))
    page = next(page for page in compose(whole).pages if page.name == "key_figures")
    table = page.blocks["table"]
    assert isinstance(table, Table)
    assert len(table.columns) == 5  # name, value, interval, base, trend
    assert sum(column.width for column in table.columns) == pytest.approx(170, abs=0.05)


def test_where_one_segment_may_not_tell_who_came_back_none_does() -> None:
    """With one joined bridge, new and returning customers stand in one column of every row, the total's too."""
    whole = material()
    flows = dict(whole.measurements.segment_bridges)
    first = next(iter(flows))
    flows[first] = replace(flows[first], new=flows[first].new + flows[first].reactivated, reactivated=0, joined=True)
    measured = replace(whole.measurements, segment_bridges=flows)
    page = next(page for page in compose(replace(whole, measurements=measured)).pages if page.name == "loyalty")
    table = page.blocks["segments"]
    assert isinstance(table, Table)
    heads = [column.head.text for column in table.columns if column.head]
    assert "New or back (N)" in heads
    assert "Back (R)" not in heads
    total, flow = table.rows[-1].cells[heads.index("New or back (N)")], whole.measurements.bridge
    assert flow is not None
    assert isinstance(total, Quantity)
    assert total.value == flow.new + flow.reactivated
