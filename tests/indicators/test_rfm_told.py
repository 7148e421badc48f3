"""What may be told of the parts of a whole: movement between segments, their money, against a linear programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.indicators.disclosure.partition import money_told, moves_told
from reporter.indicators.disclosure.recovery import recoverable

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLES = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 2, 4, 6, 9, 15, 40]), min_size=4, max_size=4), min_size=4, max_size=4
)


def test_few_movers_take_others_with_them() -> None:
    """4 of 60 went to a segment that is hidden: so is the 10 beside it, for 60 − 46 − 10 would tell the 4."""
    moves = np.array([[46, 10, 4], [20, 30, 0], [50, 0, 0]])
    assert (moves * moves_told(moves, [2])).tolist() == [[46, 0, 0], [20, 30, 0], [0, 0, 0]]
    assert (moves * moves_told(moves, [0, 2])).tolist() == [[0, 0, 0], [0, 30, 0], [0, 0, 0]]


def width(moves: NDArray[np.int64], told: NDArray[np.bool_], free: list[int], cell: tuple[int, int]) -> float:
    """Return how far a hidden cell could lie apart, all totals but the free ones known: the linear programme."""
    from scipy.optimize import linprog

    unknown = [tuple(place) for place in np.argwhere(~told).tolist()]
    known = [part for part in range(len(moves)) if part not in free]
    rows = [[float(place[axis] == part) for place in unknown] for axis in (0, 1) for part in known]
    sums = [(moves * ~told).sum(axis=1 - axis)[part] for axis in (0, 1) for part in known]
    wanted = np.array([float(place == cell) for place in unknown])
    least, most = (linprog(sign * wanted, A_eq=rows or None, b_eq=sums or None, bounds=(0, None)) for sign in (1, -1))
    return float("inf") if most.status == 3 else -most.fun - least.fun


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_no_hidden_move_can_be_reckoned(rows: list[list[int]]) -> None:
    """Whatever the moves: each hidden count of one to four could be five or more apart."""
    moves = np.array(rows)
    free = [i for i in range(4) if 0 < moves[i].sum() < 5 or 0 < moves[:, i].sum() < 5]
    told = moves_told(moves, free)
    if told.any():
        for row, column in np.argwhere(~told & (moves > 0) & (moves < 5)).tolist():
            assert width(moves, told, free, (row, column)) >= 5 - 1e-9


def test_a_rest_of_ten_can_give_away_a_four() -> None:
    """Rows 6 | 9 0 | 6 and so on: no rest is small, and yet the 4 follows from the totals."""
    moves = np.array([[6, 0, 6], [6, 9, 0], [9, 4, 15]])
    told = np.array([[True, False, True], [True, False, False], [False, False, True]])
    assert width(moves, told, [], (2, 1)) == 0
    assert recoverable(moves, told, []) == (2, 1)
    assert recoverable(moves, moves_told(moves, []), []) is None


def test_a_cell_that_cannot_be_filled_hides_nothing() -> None:
    """Nobody is in neither table: were that cell taken for unknown, the 4 and the 6 beside it would seem hidden."""
    moves = np.array([[50, 4, 6], [20, 30, 6], [9, 20, 0]])
    assert recoverable(moves, moves_told(moves, [], void=(2, 2)), []) is None
    assert moves_told(moves, [], void=(2, 2)).sum() - 1 <= moves_told(moves, []).sum()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9), st.booleans()), min_size=2, max_size=8))
def test_no_dominated_money_follows_from_the_total(parts: list[tuple[int, int, bool]]) -> None:
    """Whatever the parts: all hidden ones together are two or more, of which no customer makes over half."""
    largest = [top for top, _, _ in parts]
    money = [top + top * others // 4 for top, others, _ in parts]
    told = money_told(money, largest, [few for _, _, few in parts])
    hidden = [i for i, total in enumerate(told) if total is None]
    for i, total in enumerate(told):
        assert total is None or (2 * largest[i] <= total and not parts[i][2])
    if any(money[i] for i in hidden) and any(told):
        assert sum(money[i] > 0 for i in hidden) > 1
        assert 2 * max(largest[i] for i in hidden) <= sum(money[i] for i in hidden)
