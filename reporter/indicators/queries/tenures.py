"""Tenures under contract in whole steps: years where contracts run by the year, else months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import narwhals as nw

from reporter.statistics.renewal import Tenures

if TYPE_CHECKING:
    from reporter.indicators.queries.stretches import Stretches
    from reporter.statistics.likelihood import Numbers

Step: TypeAlias = Literal["year", "month"]
YEAR_DAYS: Final = 365.25
#: A month is the twelfth of a mean year, in days.
STEP_DAYS: Final[dict[Step, float]] = {"year": YEAR_DAYS, "month": YEAR_DAYS / 12.0}
#: An end up to a tenth of a step late still belongs to it: months and leap years differ in length, notice is slow.
SLACK: Final = 0.1
#: Contracts run by the year where this share of those that ended did so at a whole number of years.
BY_THE_YEAR: Final = 0.8


def days_of(found: Stretches) -> dict[str, Numbers]:
    """Return how many customers share ``days``, ``left`` (1 or 0) and ``late``, as ``n``; each (rows,)."""
    import numpy as np

    names = ["days", "left", "late"]
    grouped = found.frame.group_by(*names).agg(n=nw.len()).sort(*names)
    rows = grouped.to_native().fetchnumpy()
    return {name: np.asarray(rows[name], dtype=np.float64) for name in (*names, "n")}


def step_of(rows: dict[str, Numbers]) -> Step:
    """Return the step in which these customers' contracts run."""
    import numpy as np

    years, ended = rows["days"] / YEAR_DAYS, rows["n"] * rows["left"]
    whole = (abs(years - np.round(years)) <= SLACK) & (np.round(years) >= 1)
    return "year" if ended.sum() > 0 and (ended * whole).sum() >= BY_THE_YEAR * ended.sum() else "month"


def tenures(rows: dict[str, Numbers], step: Step, needed: int) -> Tenures | None:
    """Return the tenures in steps, up to the last step through which ``needed`` customers were watched.

    Beyond it customers count as still there. None where not even the first step was watched of so many.
    """
    import numpy as np

    length = STEP_DAYS[step]
    reached = np.maximum(np.ceil(rows["days"] / length - SLACK), 1.0)
    entered = _survived(rows["late"] / length, step)
    every = _tenures(np.where(rows["left"] > 0, reached, reached - 1.0), rows["left"], entered, rows["n"])
    if every is None:
        return None
    enough = every.at_risk() >= needed
    last = len(enough) if enough.all() else int(np.argmin(enough))
    if not last:
        return None
    return _tenures(np.minimum(every.steps, last), every.lost * (every.steps <= last), every.entered, every.weight)


def _survived(late: Numbers, step: Step) -> Numbers:
    """Return the steps that customers had behind them when they came under observation at the age ``late`` (in steps).

    Contracts by the year end at its end, so that who is first seen inside one is watched through it. By the month
    they end on any day: a month that was watched in part is left out, since its earlier leavers were never seen.
    """
    import numpy as np

    behind = np.floor(late + SLACK) if step == "year" else np.ceil(late - SLACK)
    return np.asarray(np.maximum(behind, 0.0), dtype=np.float64)


def _tenures(steps: Numbers, lost: Numbers, entered: Numbers, weight: Numbers) -> Tenures | None:
    """Return the rows that were watched over a step at least, added where all three are the same; None without any."""
    import numpy as np

    watched = (weight > 0) & (steps > entered)
    if not watched.any():
        return None
    table = np.stack([steps[watched], lost[watched], entered[watched]])
    distinct, place = np.unique(table, axis=1, return_inverse=True)
    added = np.asarray(np.bincount(place.ravel(), weights=weight[watched]), dtype=np.float64)
    return Tenures(steps=distinct[0], lost=distinct[1], entered=distinct[2], weight=added)
