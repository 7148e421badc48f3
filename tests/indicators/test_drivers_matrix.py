"""The priority matrix of the drivers, worked by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np

from reporter.indicators.models.drivers import placed
from reporter.indicators.sums import Item, ItemSums
from reporter.statistics import Interval, Moments
from reporter.statistics.driver_shares import Fit, Shares


def rated(item: str, mean: float) -> Item:
    """Return a question on 0–100 whose 100 customers rate it ``mean`` ± 1 alternately: the interval is about ± 0.2."""
    moments = Moments(clusters=100, x=100, y=100 * mean, xx=100, xy=100 * mean, yy=100 * (mean * mean + 1))
    sums = ItemSums(answers=100, histogram=Counter({mean: 100}), score=moments, mark=moments)
    return Item(item=item, kind="relationship", low=0, high=100, sums=sums)


def matrix(means: list[float]) -> tuple[list[tuple[str, str, bool]], float, str]:
    """Return (item, field, certain) of four drivers with 40, 30 ± 10, 20 and 10 %, and the cut of performance."""
    items = ["sat_product", "sat_service", "trust", "ces"]
    shares = Shares(
        shares=tuple(
            Interval(value=v, low=v - w, high=v + w, se=w / 2)
            for v, w in ((0.40, 0.05), (0.30, 0.10), (0.20, 0.04), (0.10, 0.04))
        ),
        apart=(),
    )
    fitted = Fit(r2=0.5, adjusted=0.5, inflation=(1.0,) * 4, alike=(0, 1), correlation=np.eye(5))
    answers = {item: rated(item, mean) for item, mean in zip(items, means, strict=True)}
    found = placed(answers, items, shares, fitted)
    return [(d.item, d.field, d.certain) for d in found.drivers], found.performance_cut, found.cut_rule


def test_the_fields_of_the_matrix_by_hand() -> None:
    """Shares against 25 %, ratings against 75: one driver in each field; the one whose share may be 25 is uncertain."""
    assert matrix([60, 80, 60, 80]) == (
        [
            ("sat_product", "prioritise", True),
            ("sat_service", "keep", False),
            ("trust", "watch", True),
            ("ces", "overdone", True),
        ],
        75.0,
        "75",
    )


def test_a_line_that_parts_nothing_gives_way_to_the_mean() -> None:
    """All ratings below 75: the line stands at their mean, 57.5, and says so."""
    found, cut, rule = matrix([50, 60, 50, 70])
    assert [field for _, field, _ in found] == ["prioritise", "keep", "watch", "overdone"]
    assert (cut, rule) == (57.5, "mean")
