"""Which steps of a question may be told, worked by hand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators.disclosure.distribution import FREE, distribution_told, segments_classes_told
from reporter.indicators.sums import Item, ItemSums
from reporter.statistics import Moments

if TYPE_CHECKING:
    from reporter.model import Distribution


def item(scores: dict[int, int], name: str = "nps", scale: tuple[int, int] = (0, 10)) -> Item:
    """Return a question, answered once by each customer."""
    n = sum(scores.values())
    sums = ItemSums(histogram=Counter(scores), score=Moments(clusters=n, x=n, y=0, xx=n, xy=0, yy=0))
    return Item(item=name, kind="relationship", low=scale[0], high=scale[1], sums=sums)


def told(scores: dict[int, int], name: str = "nps", scale: tuple[int, int] = (0, 10)) -> Distribution:
    """Return what is told of a question."""
    found = distribution_told(item(scores, name, scale))
    assert found is not None
    return found


def filled(found: Distribution) -> list[tuple[int, int]]:
    """Return the steps that hold answers."""
    return [(step, n) for step, n in found.counts if n]


def test_steps_from_a_hundred_customers_classes_from_thirty() -> None:
    """100: eleven steps. 99: nothing, or three classes for the recommendation question by segment. 29: nothing."""
    every = told({3: 20, 8: 30, 10: 50})
    assert (filled(every), every.merged, every.classed) == ([(3, 20), (8, 30), (10, 50)], (), False)
    assert every.mean == pytest.approx(8.0)  # (60 + 240 + 500) / 100
    fewer = item({3: 10, 6: 9, 8: 30, 9: 25, 10: 25})
    assert distribution_told(fewer) is None
    found = distribution_told(fewer, classes=True)
    assert found is not None
    assert (found.classed, found.merged) == (True, ((0, 6), (7, 8), (9, 10)))
    assert filled(found) == [(0, 19), (7, 30), (9, 50)]
    assert distribution_told(item({3: 10, 8: 30, 9: 50}, "trust"), classes=True) is None
    assert distribution_told(item({9: 29}), classes=True) is None


def test_one_answer_of_a_thousand_is_told_with_its_class() -> None:
    """One detractor answered 2: detractors are one column of 196, the others stand as they are."""
    found = told({2: 1, 3: 7, 4: 10, 5: 50, 6: 128, 7: 230, 8: 290, 9: 227, 10: 320})
    assert found.merged == ((0, 6),)
    assert filled(found) == [(0, 196), (7, 230), (8, 290), (9, 227), (10, 320)]
    assert not found.classed


def test_two_steps_alone_would_follow_from_the_mean() -> None:
    """Three answered 9: promoters hide one step more than is told, passives and promoters two; so all three go."""
    found = told({5: 40, 6: 30, 7: 30, 8: 30, 9: 3, 10: 90})
    assert found.merged == ((0, 6), (7, 8), (9, 10))
    assert found.classed


def test_a_class_of_few_goes_with_the_one_beside_it() -> None:
    """Three of 1 to 4, on a question that is no NPS: 1 to 7 are one, and the three classes cannot be drawn."""
    found = told({4: 3, 6: 60, 8: 50, 9: 50, 10: 50}, "trust", (1, 10))
    assert found.merged == ((1, 7),)
    assert filled(found) == [(1, 63), (8, 50), (9, 50), (10, 50)]


def test_the_parts_of_the_score_are_told_however_small() -> None:
    """Three detractors follow from score, margin and base: their share is told, not which step they chose."""
    found = told({2: 3, 7: 50, 8: 50, 9: 50, 10: 50})
    assert filled(found)[0] == (0, 3)
    assert found.merged == ((0, 6),)


def test_five_steps_bear_no_hidden_one() -> None:
    """Of a scale of five, three classes would leave two steps to mean and margin: only the total is told."""
    found = told({1: 2, 2: 20, 3: 30, 4: 40, 5: 50}, "csat", (1, 5))
    assert (found.merged, filled(found)) == (((1, 5),), [(1, 142)])
    assert found.mean == pytest.approx((2 + 40 + 90 + 160 + 250) / 142)


def test_segments_leave_no_class_of_one_to_four() -> None:
    """95 in two segments beside 3 + 5 unseen: the smaller segment goes, and 43 are left.

    With 5 + 5, none, or 3 + 30 unseen both are told.
    """
    parts = {"A": item({5: 20, 9: 40}), "B": item({5: 10, 9: 25})}
    assert list(segments_classes_told(item({5: 33, 9: 70}), parts)) == ["A"]
    for unseen in ((5, 5), (0, 0), (3, 30)):
        assert list(segments_classes_told(item({5: 30 + unseen[0], 9: 65 + unseen[1]}), parts)) == ["A", "B"]


@given(
    st.sampled_from([(1, 3), (1, 4), (1, 5), (1, 7), (1, 10), (0, 10)]),
    st.sampled_from(["nps", "trust"]),
    st.lists(st.one_of(st.integers(0, 12), st.integers(100, 300)), min_size=11, max_size=11),
)
def test_no_told_step_has_one_to_four_answers(scale: tuple[int, int], item_name: str, counts: list[int]) -> None:
    """Whatever the answers: none or five on a step, all answers are there, and enough steps are hidden together."""
    name = item_name if scale[1] == 10 else "trust"
    scores = dict(zip(range(scale[0], scale[1] + 1), counts, strict=False))
    found = distribution_told(item(scores, name, scale))
    if sum(scores.values()) < 100:
        assert found is None
        return
    assert found is not None
    assert sum(n for _, n in found.counts) == sum(scores.values())
    first = dict(found.merged)
    classes = {(scale[0], 6), (7, 8), (9, scale[1])} if name == "nps" else set()
    for step, n in found.counts:
        assert not 0 < n < 5 or (step, first.get(step)) in classes
    hidden = sum(high - low for low, high in found.merged)
    assert not found.merged or hidden >= FREE or found.merged == (scale,)
