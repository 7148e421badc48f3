"""The hold-out check: a purchase model that saw a part of the time against what came in the rest."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import NEEDED
from reporter.indicators.queries.purchase_history import WEEK
from reporter.indicators.readings.orders import day
from reporter.model import HeldOutClass, HoldOut
from reporter.statistics.buying import conditional_purchases, fit_buying
from reporter.statistics.likelihood import summed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.purchase_history import Histories
    from reporter.statistics.likelihood import Numbers

#: Customers with this many repeat purchases or more are one class.
TOP_CLASS: Final = 7
#: A third of the time leaves two thirds to learn from; more than a year is never forecast, so never checked.
PART: Final = 3
LONGEST_DAYS: Final = 52 * WEEK


def split_day(first: int, last: int) -> int:
    """Return the last day that the model may see of orders from ``first`` to ``last`` (epoch days)."""
    return last - min((last - first) // PART, LONGEST_DAYS)


def hold_out(seen: Histories, split: int, last: int, *, told: bool) -> HoldOut:
    """Fit the customers up to ``split`` and compare with their purchases up to ``last`` (epoch days).

    Args:
        seen: the customers up to the split, whose ``later`` counts what came up to ``last``.
        split: the last day that the model sees.
        last: the last day of the orders.
        told: whether numbers of customers may be told beside those of the whole.

    Raises:
        NotConvergedError: the shorter time does not tell the parameters.
    """
    one = seen.history
    model, _ = fit_buying(one)
    predicted = conditional_purchases(model, (last - split) / WEEK, one.x, one.tx, one.T)
    classes = _classes(seen, predicted, told=told)
    total, actual = summed(one.weight, predicted), int(seen.later.sum())
    off = [abs(part.predicted / part.actual - 1.0) for part in classes if part.actual > 0]
    return HoldOut(
        split=day(split),
        end=day(last),
        customers=seen.customers if told else None,
        predicted=total,
        actual=actual,
        error=100.0 * (total / actual - 1.0),
        mape=100.0 * sum(off) / len(off),
        classes=classes,
    )


def _classes(seen: Histories, predicted: Numbers, *, told: bool) -> tuple[HeldOutClass, ...]:
    """Return predicted and actual purchases per customer by repeat purchases; a class under 30 joins its neighbour."""
    one = seen.history
    edges: list[int | None] = [None]
    for step in reversed(range(TOP_CLASS + 1)):
        if float(one.weight[_inside(one.x, step, edges[-1])].sum()) >= NEEDED:
            edges.append(step)
    edges[-1] = 0  # too few below the lowest class join it
    parts = []
    for high, low in pairwise(edges):
        here = _inside(one.x, low or 0, high)
        n = float(one.weight[here].sum())
        parts.append(
            HeldOutClass(
                low=low or 0,
                high=None if high is None else high - 1,
                customers=int(n) if told else None,
                predicted=summed(one.weight[here], predicted[here]) / n,
                actual=float(seen.later[here].sum()) / n,
            )
        )
    return tuple(reversed(parts))


def _inside(x: Numbers, low: int, edge: int | None) -> NDArray[np.bool_]:
    """Return which rows (n,) have at least ``low`` repeat purchases and fewer than ``edge``."""
    inside: NDArray[np.bool_] = x >= low
    return inside if edge is None else inside & (x < edge)
