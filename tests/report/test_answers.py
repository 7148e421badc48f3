"""How the answers to a question are shown, and what of them is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reporter.charts import diverging, nps_columns
from reporter.model import Distribution, Figure, Quantity, Unit
from reporter.report.answers import CONFIDENTIAL, classes, index, likert, steps
from reporter.report.pages.nps import build
from tests.report.example import material

if TYPE_CHECKING:
    from reporter.report.material import Material

WHOLE = Distribution(
    item="sat_product", low=1, high=10, counts=((1, 63), *((i, 0) for i in range(2, 8)), (8, 50), (9, 50), (10, 50)),
    merged=((1, 7),), mean=7.5,
)  # fmt: skip
BY_CLASS = replace(WHOLE, counts=((1, 20), (2, 0), (3, 0), (4, 0), (5, 43), (6, 0), (7, 0), *WHOLE.counts[7:]),
                   merged=((1, 4), (5, 7)))  # fmt: skip


def test_a_range_over_two_classes_has_no_classes() -> None:
    """1 to 7 told as one: dissatisfied and in between are not apart; 1–4 and 5–7 are."""
    assert classes(WHOLE) is None
    assert classes(BY_CLASS) == (20, 43, 150)


def test_the_index_is_that_of_all_answers_not_of_the_merged_ones() -> None:
    """The mean is 7.5 on 1–10: 72.2."""
    assert index(WHOLE) == pytest.approx(100 * 6.5 / 9)
    assert index(BY_CLASS) == pytest.approx(100 * 6.5 / 9)


def _with(found: Distribution) -> Material:
    """Return the example with one question asked so."""
    whole = material()
    return replace(whole, measurements=replace(whole.measurements, distributions={found.item: found}))


def test_a_question_told_too_coarsely_says_so_in_its_row() -> None:
    """The bar is gone, the base stays, and the reason stands there."""
    rows: list[diverging.Row] = []
    for found in (WHOLE, BY_CLASS):
        figure = likert(_with(found), ("sat_product",), key="satisfaction.items")
        assert figure is not None
        assert isinstance(figure.data, diverging.Data)
        rows += figure.data.rows
    assert [(row.counts, row.n, row.reason) for row in rows] == [
        (None, 213, CONFIDENTIAL),
        ((20, 43, 150), 213, None),
    ]


def test_columns_know_the_ranges() -> None:
    """Steps told together are one column; without classes there are no columns."""
    assert steps(_with(WHOLE), "sat_product", width=100, height=50) is None
    figure = steps(_with(BY_CLASS), "sat_product", width=100, height=50)
    assert figure is not None
    assert isinstance(figure.data, nps_columns.Data)
    assert figure.data.merged == ((1, 4), (5, 7))


def test_the_page_speaks_of_shares_where_a_class_has_few_answers() -> None:
    """Three detractors of 200 are 2 %, not three, in the text for readers of the screen as well."""
    counts = ((0, 3), *((i, 0) for i in range(1, 7)), (7, 57), (8, 40), (9, 50), (10, 50))
    found = Distribution(item="nps", low=0, high=10, counts=counts, merged=((0, 6),), mean=8.4)
    figure = build(_with(found), 1).blocks["distribution"]
    assert isinstance(figure, Figure)
    shares = {name: part for name, part in figure.alt.args if name != "count"}
    assert shares == {
        "promoters": Quantity(value=50, unit=Unit.PERCENT),
        "passives": Quantity(value=48, unit=Unit.PERCENT),
        "critics": Quantity(value=2, unit=Unit.PERCENT),
    }
