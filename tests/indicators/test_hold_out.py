"""The hold-out check: where it splits, and how it classes customers."""

from __future__ import annotations

import numpy as np

from reporter.indicators.models.hold_out import _classes, split_day
from reporter.indicators.queries.purchase_history import Histories
from reporter.statistics.buying import History


def seen(counts: dict[int, int], later: dict[int, int]) -> Histories:
    """Return so many customers with each number of repeat purchases, and their purchases after the split."""
    x = np.array(sorted(counts), dtype=float)
    history = History(
        x=x, tx=np.minimum(x, 1.0), T=np.full(len(x), 50.0), weight=np.array([counts[int(k)] for k in x], dtype=float)
    )
    return Histories(
        history=history,
        later=np.array([later.get(int(k), 0) for k in x], dtype=float),
        place=np.array([], dtype=np.int64),
        spend=np.array([]),
    )


def test_a_third_but_at_most_a_year_is_held_out() -> None:
    """Of 300 days the last 100; of 3 000 the last 364."""
    assert split_day(1000, 1300) == 1200
    assert split_day(0, 3000) == 2636


def test_small_classes_join_their_neighbours() -> None:
    """10, 40, 20, 15 and 100 customers at 0, 1, 2, 3 and 9: three classes of 30 or more, and their means."""
    found = _classes(
        seen({0: 10, 1: 40, 2: 20, 3: 15, 9: 100}, {0: 1, 1: 9, 2: 10, 3: 25, 9: 300}),
        np.array([0.1, 0.35, 0.5, 1.2, 2.5]),
        told=True,
    )
    assert [(part.low, part.high, part.customers) for part in found] == [(0, 1, 50), (2, 6, 35), (7, None, 100)]
    assert [part.actual for part in found] == [10 / 50, 35 / 35, 3.0]
    assert np.allclose([part.predicted for part in found], [(1 + 14) / 50, (10 + 18) / 35, 2.5])


def test_frequent_buyers_alone_are_one_class() -> None:
    """Where everyone bought eight times the one class starts at nought."""
    found = _classes(seen({8: 500}, {8: 1000}), np.array([2.0]), told=False)
    assert [(part.low, part.high, part.customers, part.actual) for part in found] == [(0, None, None, 2.0)]
