"""What the series by month, quarter and year may tell beside one another and beside the report's own periods.

A quarter less two of its months is the third: where that one is withheld, a second cell must be too (secondary
suppression; Hundepool et al. 2012, 4.2). Periods overlap in more ways than that (rolling years, a period that ends
within a month), so every cell is written as the stretches of time that it consists of, and a withheld one is open
where it is a sum and difference of cells that are told.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import refused
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.model import Period, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.model import Indicator, Point, Reading, Snapshot

    Series = Mapping[str, tuple[Point, ...]]

#: Indicators of these say how customers stand at a moment: their months do not add up to a quarter.
_STATES: Final = "subscriptions"
_TINY: Final = 1e-9


def steps_told(steps: Mapping[str, Series], snapshots: Sequence[Snapshot | None], series: Series) -> dict[str, Series]:
    """Return the steps that may be told.

    The report's own periods (``snapshots``, ``series``) are told whatever the steps are. A step that must not be told
    of one indicator is told of none that rests on the same table, because one may follow from another: revenue is
    orders times the value of an order.
    """
    cells: dict[str, dict[Period, Reading]] = {}
    for one in steps.values():
        _add(cells, one)
    own = {point.period for points in series.values() for point in points}
    own |= {snapshot.period for snapshot in snapshots if snapshot is not None}
    for snapshot in filter(None, snapshots):
        for name, reading in snapshot.readings.items():
            cells.setdefault(name, {})[snapshot.period] = reading
    _add(cells, series)
    withheld: dict[str, set[Period]] = {}
    for readings in cells.values():
        table = _table(next(iter(readings.values())).indicator)
        if table != _STATES:
            withheld.setdefault(table, set()).update(_Cells(readings, frozenset(own)).withheld())
    return {
        step: {name: tuple(_told(point, withheld) for point in points) for name, points in one.items()}
        for step, one in steps.items()
    }


def _add(cells: dict[str, dict[Period, Reading]], series: Series) -> None:
    """Add the points of a series to the cells."""
    for name, points in series.items():
        cells.setdefault(name, {}).update({point.period: point.reading for point in points})


def _table(indicator: Indicator) -> str:
    """Return the table that an indicator rests on; that of the contracts wherever it is one of several."""
    tables = [text.partition(":")[0] for text in indicator.inputs]
    return _STATES if _STATES in tables else tables[0] if tables else ""


def _told(point: Point, withheld: Mapping[str, set[Period]]) -> Point:
    """Return a point, without its reading where that is withheld."""
    indicator = point.reading.indicator
    if point.period not in withheld.get(_table(indicator), ()):
        return point
    reason = flags.FLAGS[flags.SUPPRESSED]
    return replace(point, reading=refused(indicator, reason, marks=(flags.SUPPRESSED,)), broken=False)


class _Cells:
    """The readings of one indicator by period; those of ``own`` periods are told in any case."""

    def __init__(self, readings: Mapping[Period, Reading], own: frozenset[Period]) -> None:
        days = sorted({day for period in readings for day in (period.start, period.end)})
        self.readings = readings
        self.own = own
        #: The shortest stretches of time that the periods consist of.
        self.stretches = tuple(Period(one, two) for one, two in pairwise(days))
        self.rows = {period: self._row(period) for period in readings}
        self.shut = sorted(period for period, one in readings.items() if flags.SUPPRESSED in one.flags)
        self.told = sorted(set(readings) - set(self.shut))

    def withheld(self) -> set[Period]:
        """Return the steps that must be withheld too, so that no withheld count can be reckoned."""
        dropped: set[Period] = set()
        for target in self._targets():
            while (used := self._used(target)) and (steps := self._steps(used)):
                # the smallest that shuts the target; where each has a way around it, more than one must go
                least = next((one for one in steps if not self._used(target, without=one)), steps[0])
                self.told.remove(least)
                dropped.add(least)
        return dropped

    def _targets(self) -> list[NDArray[np.float64]]:
        """Return what must not follow: withheld cells, several of them that are few together, and a small rest."""
        alone = [self.rows[period] for period in self.shut]
        if self._counts():
            rests = [self._row(one) for one in self.stretches if one not in self.readings]
            alone += [row for row in rests if small(self._sum(row))]
        together = [self._shut_within(period) for period in self.told]
        return [*alone, *(row for row in together if row is not None and self._sum(row) < SMALLEST_GROUP)]

    def _counts(self) -> bool:
        """Tell whether the indicator itself is a count."""
        return next(iter(self.readings.values())).indicator.unit is Unit.COUNT

    def _shut_within(self, whole: Period) -> NDArray[np.float64] | None:
        """Return all withheld cells within a period as one; None where there are not two."""
        import numpy as np

        rows = [self.rows[one] for one in self.shut if whole.start <= one.start and one.end <= whole.end]
        return np.maximum.reduce(rows) if len(rows) > 1 else None

    def _sum(self, target: NDArray[np.float64]) -> int:
        """Return what told cells say of a target: its count, or how many customers at least stand behind it."""
        used = self._used(target)
        return round(sum(factor * self._size(period) for period, factor in used.items()))

    def _size(self, period: Period) -> float:
        """Return the count of a cell, else its customers."""
        reading = self.readings[period]
        return (reading.value or 0.0) if self._counts() else reading.n_customers

    def _steps(self, used: Iterable[Period]) -> list[Period]:
        """Return the steps among told cells that hold anyone, the shortest and smallest first."""
        steps = [period for period in used if period not in self.own and self.readings[period].n_customers]
        return sorted(steps, key=lambda period: (period.days, self.readings[period].n_customers, period))

    def _used(self, target: NDArray[np.float64], without: Period | None = None) -> dict[Period, float]:
        """Return the told cells, with factors, whose sum and difference the target is; none where it is not."""
        import numpy as np

        told = [period for period in self.told if period != without]
        if not told:
            return {}
        matrix = np.array([self.rows[period] for period in told]).T
        factors = np.linalg.lstsq(matrix, target, rcond=None)[0]
        if np.abs(matrix @ factors - target).max() > _TINY:
            return {}
        return {period: float(f) for period, f in zip(told, factors, strict=True) if abs(f) > _TINY}

    def _row(self, period: Period) -> NDArray[np.float64]:
        """Return, per stretch, 1 where it belongs to the period."""
        import numpy as np

        return np.array([float(one.start in period) for one in self.stretches])
