"""What of a survival curve may be told: whole months, and no count of one to four.

The curve is reckoned by the day and told at whole months of age, as far as at least 30 customers are left to
observe. That is stricter than the usual stop at ten at risk, and it is the base that every share here needs; a stop at
a tenth of the start would hide most of the curve of a client that grows. Share and number at risk together give
away how many left between two points, how many were no longer observed and how many came in. So a month at which
one of these counts since the last told point is one to four is told together with the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import NEEDED
from reporter.model.analyses.survival import DAYS_OF_MONTH, SurvivalCurve, SurvivalPoint
from reporter.statistics.survival import Curve, kaplan_meier, median

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.statistics.survival import Lives


def curve_told(lives: Lives, segment: str | None) -> SurvivalCurve:
    """Return the curve of grouped lives in days, as it may be told; the numbers at risk for the whole client only."""
    curve = kaplan_meier(lives)
    size = _borne(curve)
    half = median(_cut(curve, size))
    return SurvivalCurve(
        segment=segment,
        customers=lives.size,
        points=_points(curve, lives, size, whole=segment is None),
        median_days=half.value,
        median_low=half.low,
        median_high=half.high,
    )


def _borne(curve: Curve) -> int:
    """Return how many times come before the first at which customers left and fewer than 30 were at risk."""
    import numpy as np

    weak = np.flatnonzero((curve.events > 0) & (curve.at_risk < NEEDED))
    return int(weak[0]) if len(weak) else len(curve.times)


def _cut(curve: Curve, size: int) -> Curve:
    """Return the first ``size`` times of a curve."""
    return Curve(**{name: getattr(curve, name)[:size] for name in Curve.__dataclass_fields__})


def _points(curve: Curve, lives: Lives, size: int, *, whole: bool) -> tuple[SurvivalPoint, ...]:
    """Return the months that may be told, from month 0; beyond the first ``size`` times nothing is."""
    import numpy as np

    oldest = int(curve.times[-1] / DAYS_OF_MONTH) if len(curve.times) else 0
    place = np.searchsorted(curve.times, np.arange(oldest + 1) * DAYS_OF_MONTH, side="right")
    passed = [_before(counts.cumsum(), 0.0, place) for counts in (curve.events, curve.censored, lives.late)]
    risk = lives.size - lives.late.sum() - passed[0] - passed[1] + passed[2]
    lines = [
        _before(line, start, place)
        for line, start in ((curve.survival, 1.0), (curve.low, np.nan), (curve.high, np.nan))
    ]
    points: list[SurvivalPoint] = []
    told = 0
    for month in range(oldest + 1):
        if month and (risk[month] < NEEDED or place[month] > size):
            break
        if any(small(int(counts[month] - counts[told])) for counts in passed):
            continue
        told = month
        share, low, high = (None if np.isnan(line[month]) else 100.0 * float(line[month]) for line in lines)
        at_risk = int(risk[month]) if whole else None
        points.append(SurvivalPoint(month=month, share=share or 0.0, low=low, high=high, at_risk=at_risk))
    return tuple(points)


def _before(line: NDArray[np.float64], start: float, place: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the last value of a line before each place, ``start`` where there is none."""
    import numpy as np

    return np.concatenate([[start], line])[place]
