"""Hours on a fixed grid, counted by group of customers: what medians are taken of.

Up to a day a step is six minutes, up to ten days an hour, then a day: a rounded time is never off by more than two
per cent from two and a half hours on, nor by more than three minutes below. Whole days lie on the grid exactly.
Longer than two years counts as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.queries.buckets import bucket
from reporter.statistics.resampling import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.statistics import Interval, Moments

_DAY: Final = 24
_FINE: Final = 10  # steps an hour, up to a day
_FINE_STEPS: Final = _DAY * _FINE
_HOURLY: Final = 10 * _DAY
_HOURLY_STEPS: Final = _FINE_STEPS + _HOURLY - _DAY
_LONGEST: Final = 730 * _DAY
STEPS: Final = _HOURLY_STEPS + (_LONGEST - _HOURLY) // _DAY + 1


def step_of(hours: nw.Expr) -> nw.Expr:
    """Return the step of the grid that a time is rounded to."""
    fine = (hours * _FINE).round(0)
    hourly = _FINE_STEPS + (hours - _DAY).round(0)
    daily = _HOURLY_STEPS + ((hours - _HOURLY) / _DAY).round(0)
    step = nw.when(hours < _DAY).then(fine).otherwise(nw.when(hours < _HOURLY).then(hourly).otherwise(daily))
    return nw.when(hours > _LONGEST).then(STEPS - 1).otherwise(step).cast(nw.Int64)


def grid() -> NDArray[np.float64]:
    """Return the hours that each step stands for, rising: (STEPS,)."""
    import numpy as np

    step = np.arange(STEPS)
    hourly = _DAY + step - _FINE_STEPS
    daily = _HOURLY + _DAY * (step - _HOURLY_STEPS)
    return np.where(step <= _FINE_STEPS, step / _FINE, np.where(step <= _HOURLY_STEPS, hourly, daily)).astype(
        np.float64
    )


def usable(hours: nw.Expr) -> nw.Expr:
    """Tell whether a time is one: not missing, not negative, a number."""
    return (~hours.is_null()) & (hours >= 0) & (hours < 1e9)  # noqa: PLR2004 - what is no number stands above all


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """The times of some cases: how often each group of customers has each step; three arrays of equal length.

    ``customers`` and ``cases`` have a time; ``whole_days`` says that all times are whole days: the export knows days
    only, no clock.
    """

    customers: int
    cases: int
    whole_days: bool
    groups: NDArray[np.int64]
    steps: NDArray[np.int64]
    counts: NDArray[np.int64]

    def median(self, seed: int) -> Interval:
        """Return the median in hours with its bootstrap interval.

        Raises:
            ValueError: no case has a time.
        """
        from reporter.statistics.medians import median_interval

        return median_interval(self.groups, self.steps, self.counts, grid(), seed=seed, total=GROUPS)


def timed(hours: str) -> tuple[nw.Expr, nw.Expr]:
    """Return the pair for ``clustered`` that counts cases with a time (x), and those with a clock behind it (y)."""
    return usable(nw.col(hours)), nw.col(hours) % _DAY != 0


def times(frame: nw.LazyFrame[Any], hours: str, by: str, facts: Mapping[Any, Moments]) -> dict[Any, Times]:
    """Return the times of the cases by the values of a column.

    Args:
        frame: one row a case, with ``key``, ``hours`` and ``by``.
        hours: the column of the times.
        by: what they are grouped by.
        facts: its values → the moments of ``timed``; only those with a case are returned.
    """
    counted = frame.filter(usable(nw.col(hours))).select(by, group=bucket(), step=step_of(nw.col(hours)))
    entries = _arrays(counted.group_by(by, "group", "step").agg(n=nw.len()), (by, "group", "step", "n"))
    return {
        name: Times(
            customers=own.clusters,
            cases=int(own.x),
            whole_days=not own.y,
            **_own(entries, entries[by] == name),
        )
        for name, own in facts.items()
        if own.x
    }


def _own(entries: dict[str, Any], mine: NDArray[np.bool_]) -> dict[str, Any]:
    """Return the arrays of one value of the grouping column."""
    import numpy as np

    return {
        field: np.asarray(entries[name][mine], dtype=np.int64)
        for field, name in (("groups", "group"), ("steps", "step"), ("counts", "n"))
    }


def _arrays(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> dict[str, Any]:
    """Return the columns as arrays, in one order whatever the engine's."""
    return dict(frame.sort(*columns).to_native().select(*columns).fetchnumpy())
