"""What may be told beside what: bridges and segments, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators.disclosure.rules import bridge_told, segment_bridges_told, segments_told
from reporter.indicators.registry import indicators
from reporter.model import Bridge, Reading, SegmentReading


def flow(kept: int, lost: int, new: int, reactivated: int, *, commuters: int = 0) -> Bridge:
    """Return a bridge of these counts."""
    return Bridge(
        rule="activity", tau_days=90, start=kept + lost, kept=kept, lost=lost, new=new, reactivated=reactivated,
        end=kept + new + reactivated, commuters=commuters,
    )  # fmt: skip


def counts(bridge: Bridge) -> tuple[int, ...]:
    """Return a bridge's counts in the order of ``flow``."""
    return bridge.kept, bridge.lost, bridge.new, bridge.reactivated


def test_a_bridge_of_large_counts_is_told_whole() -> None:
    """Nothing between one and four: as it is; nought may stand."""
    assert bridge_told(flow(60, 40, 20, 10)) == flow(60, 40, 20, 10)
    assert bridge_told(flow(60, 40, 20, 0)) == flow(60, 40, 20, 0)


@pytest.mark.parametrize("hidden", [flow(60, 4, 20, 10), flow(60, 40, 1, 10), flow(3, 40, 20, 10), flow(60, 5, 0, 3)])
def test_a_bridge_with_a_small_step_is_not_told(hidden: Bridge) -> None:
    """Lost, new or kept of one to four could be reckoned from the two ends."""
    assert bridge_told(hidden) is None


def test_few_who_came_back_are_counted_among_the_new() -> None:
    """60 − 40 + 20 + 3: told as 23 new or back, and marked."""
    told = bridge_told(flow(60, 40, 20, 3))
    assert told is not None
    assert (counts(told), told.end, told.joined) == ((60, 40, 23, 0), 83, True)


def test_side_counts_of_one_to_four_are_left_out() -> None:
    """Commuters are in no total: a small one is left out alone."""
    told = [bridge_told(flow(60, 40, 20, 10, commuters=n)) for n in (0, 4, 5)]
    assert [one.commuters for one in told if one] == [0, None, 5]


def test_a_single_hidden_segment_takes_another_with_it() -> None:
    """Segments lose 10, 8 and 3 of 21: with the third hidden, 21 − 18 would tell it, so the smaller goes too."""
    parts = {"A": flow(50, 10, 10, 0), "B": flow(40, 8, 8, 0), "C": flow(30, 3, 9, 0)}
    assert list(segment_bridges_told(flow(120, 21, 27, 0), parts)) == ["A"]
    # nine more lost outside the segments: the rest is twelve, and B may stay
    assert list(segment_bridges_told(flow(120, 30, 27, 0), parts)) == ["A", "B"]


def test_segments_join_the_returned_to_the_new_where_that_tells_more() -> None:
    """Two came back in B: both segments are told with new and returned in one."""
    parts = {"A": flow(50, 10, 10, 20), "B": flow(40, 8, 8, 2)}
    told = segment_bridges_told(flow(90, 18, 18, 22), parts)
    assert {name: counts(one) for name, one in told.items()} == {"A": (50, 10, 30, 0), "B": (40, 8, 10, 0)}
    assert all(one.joined for one in told.values())


def test_no_segments_beside_a_bridge_that_is_not_told() -> None:
    """Segments would add up to it."""
    assert segment_bridges_told(flow(60, 3, 20, 10), {"A": flow(60, 0, 20, 10)}) == {}


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), min_size=1, max_size=5), st.tuples(*[st.integers(0, 9)] * 4))
def test_no_count_of_one_to_four_can_be_reckoned(parts: list[tuple[int, ...]], rest: tuple[int, ...]) -> None:
    """Whatever the segments: neither a told count nor the whole less all told ones is one to four."""
    whole = flow(*map(sum, zip(*parts, rest, strict=True)))
    told_whole = bridge_told(whole)
    told = list(segment_bridges_told(whole, {str(i): flow(*part) for i, part in enumerate(parts)}).values())
    if told_whole is None:
        assert not told
        return
    if any(one.joined for one in told):
        assert all(one.joined for one in told)
        told_whole = replace(told_whole, new=told_whole.new + told_whole.reactivated, reactivated=0)
    for told_counts in map(counts, told):
        assert not any(0 < n < 5 for n in told_counts)
    for total, *of_parts in zip(counts(told_whole), *map(counts, told), strict=True):
        assert not 0 < total - sum(of_parts) < 5


def read(n: int) -> Reading:
    """Return a reading of ``n`` customers."""
    return Reading(indicator=indicators()["nps"], value=10.0, n_customers=n)


def test_segments_leave_no_rest_of_one_to_four() -> None:
    """100 = 60 + 37 + 3 unseen: 37 goes too; with 105 the rest is 8 and both stay."""
    parts = [SegmentReading(segment="A", reading=read(60)), SegmentReading(segment="B", reading=read(37))]
    assert [part.segment for part in segments_told(read(100), parts)] == ["A"]
    assert [part.segment for part in segments_told(read(105), parts)] == ["A", "B"]
    assert [part.segment for part in segments_told(read(97), parts)] == ["A", "B"]
