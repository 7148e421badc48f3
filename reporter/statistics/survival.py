"""Survival curves from grouped counts: Kaplan–Meier with its interval, the median, and the log-rank test.

Time is in any unit. Everything is vectorised over the distinct times, of which there are few: a million customers
in whole days are some thousand of them. The tests compare with lifelines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.quantiles import Z95

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

#: A curve that rounding leaves a hair above one half has reached it.
_REACHED = 0.5 + 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """How many left and how many were last seen at each time; all arrays (times,), times ascending and distinct.

    ``events`` left at that time; ``censored`` were last seen then, still there, and stand after the events of that
    time; ``late`` came under observation right after it (delayed entry), all others at the start.
    """

    times: NDArray[np.float64]
    events: NDArray[np.float64]
    censored: NDArray[np.float64]
    late: NDArray[np.float64]

    @property
    def size(self) -> int:
        """How many there are."""
        return int((self.events + self.censored).sum())

    @property
    def at_risk(self) -> NDArray[np.float64]:
        """How many were under observation just before each time (times,)."""
        gone = (self.events + self.censored).cumsum() - self.events - self.censored
        waiting = self.late.sum() - self.late.cumsum() + self.late
        risk: NDArray[np.float64] = self.size - waiting - gone
        return risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A survival curve (Kaplan & Meier 1958); every array has one value per time.

    ``se`` is Greenwood's standard error of ``survival``. ``low`` and ``high`` are NaN where the curve is 1 or 0,
    because nothing tells a spread there.
    """

    times: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    events: NDArray[np.float64]
    censored: NDArray[np.float64]
    survival: NDArray[np.float64]
    se: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The time by which half have left; None where it, or the end of its 95 % interval, is not reached."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRank:
    """The log-rank test of several groups: chi² with ``df`` degrees of freedom and its p value."""

    chi2: float
    df: int
    p: float


def grouped(
    times: ArrayLike, events: ArrayLike, censored: ArrayLike, entries: tuple[ArrayLike, ArrayLike] | None = None
) -> Lives:
    """Return counts by distinct time, added up where a time is given more than once.

    Args:
        times: (rows,) times of leaving or of being last seen, in any order.
        events: (rows,) how many left then.
        censored: (rows,) how many were last seen then.
        entries: delayed entry: (rows,) times and (rows,) how many came under observation right after them.
    """
    import numpy as np

    given = np.asarray(times, dtype=np.float64)
    at, late = (np.asarray(part, dtype=np.float64) for part in entries or ((), ()))
    every, place = np.unique(np.concatenate([given, at]), return_inverse=True)
    here, there = place[: len(given)], place[len(given) :]
    return Lives(
        times=every,
        events=_added(here, events, len(every)),
        censored=_added(here, censored, len(every)),
        late=_added(there, late, len(every)),
    )


def _added(place: NDArray[np.intp], counts: ArrayLike, size: int) -> NDArray[np.float64]:
    """Return the counts added up by place."""
    import numpy as np

    weights = np.asarray(counts, dtype=np.float64)
    return np.bincount(place, weights=weights, minlength=size).astype(np.float64)


def kaplan_meier(lives: Lives) -> Curve:
    """Return the product-limit estimate with the 95 % interval of log(−log S).

    Variance by Greenwood (1926); interval by Kalbfleisch & Prentice (1980), which stays between 0 and 1.
    Delayed entry enters through the number at risk alone (Klein & Moeschberger 2003, 4.6).
    """
    import numpy as np

    risk, events = lives.at_risk, lives.events
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.where(events > 0, 1.0 - events / risk, 1.0).cumprod()
        spread = np.where(events > 0, events / (risk * (risk - events)), 0.0).cumsum()
        width = Z95 * np.sqrt(spread) / np.abs(np.log(survival))
        inside = (survival > 0.0) & (survival < 1.0)
        low = np.where(inside, survival ** np.exp(width), np.nan)
        high = np.where(inside, survival ** np.exp(-width), np.nan)
        se = np.where(survival > 0.0, survival * np.sqrt(spread), 0.0)
    return Curve(
        times=lives.times, at_risk=risk, events=events, censored=lives.censored,
        survival=survival, se=se, low=low, high=high,
    )  # fmt: skip


def median(curve: Curve) -> Median:
    """Return the first time at which the curve is at one half or below.

    Its interval holds the times at which the curve's own log(−log) interval holds one half (Brookmeyer &
    Crowley 1982): from where the lower end reaches one half to where the upper end does.
    """
    return Median(
        value=_reached(curve.times, curve.survival),
        low=_reached(curve.times, curve.low),
        high=_reached(curve.times, curve.high),
    )


def _reached(times: NDArray[np.float64], line: NDArray[np.float64]) -> float | None:
    """Return the first time at which a falling line is at one half or below; NaN counts as not there yet."""
    found = line <= _REACHED
    return float(times[found.argmax()]) if found.any() else None


def log_rank(groups: Sequence[Lives]) -> LogRank | None:
    """Return the log-rank test that all groups leave at the same pace (Mantel 1966; Peto & Peto 1972).

    None where nothing can be compared, because no one left while others were at risk.

    Raises:
        ValueError: fewer than two groups.
    """
    import numpy as np

    if len(groups) < 2:  # noqa: PLR2004 - one group has nothing to be compared with
        raise ValueError("a comparison needs two groups")
    times = np.unique(np.concatenate([lives.times[lives.events > 0] for lives in groups]))
    left = np.stack([_at(lives.times, lives.events, times) for lives in groups])
    risk = np.stack([_risk_at(lives, times) for lives in groups])
    events, every = left.sum(axis=0), risk.sum(axis=0)
    share = risk / every
    excess = (left - events * share).sum(axis=1)
    # the last one at risk leaves for certain: no variance
    weight = np.where(every > 1, events * (every - events) / np.maximum(every - 1, 1), 0.0)
    variance = np.diag(share @ weight) - (share * weight) @ share.T
    # each row adds up to nought, so that one group follows from the others
    df = int(np.linalg.matrix_rank(variance, hermitian=True))
    if df == 0:
        return None
    chi2 = float(excess @ np.linalg.pinv(variance, hermitian=True) @ excess)
    return LogRank(chi2=chi2, df=df, p=chi_square_tail(chi2, df))


def _at(times: NDArray[np.float64], counts: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the counts at the wanted times, 0 where a time has none."""
    import numpy as np

    found = np.zeros(len(wanted))
    here = np.isin(times, wanted)
    found[np.searchsorted(wanted, times[here])] = counts[here]
    return found


def _risk_at(lives: Lives, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many were under observation just before each wanted time."""
    import numpy as np

    place = np.searchsorted(lives.times, wanted, side="left")
    gone = np.concatenate([[0.0], (lives.events + lives.censored).cumsum()])[place]
    come = np.concatenate([[0.0], lives.late.cumsum()])[place]
    risk: NDArray[np.float64] = lives.size - lives.late.sum() + come - gone
    return risk


def chi_square_tail(x: float, df: int) -> float:
    """Return P(X > x) of chi² with a whole number of degrees of freedom, exact also far out in the tail.

    By Q(s + 1, y) = Q(s, y) + y^s e^(−y)/Γ(s + 1), y = x/2, from Q(1, y) = e^(−y) or Q(½, y) = erfc(√y)
    (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5).
    """
    if x <= 0.0:
        return 1.0
    y, s = x / 2.0, 0.5 if df % 2 else 1.0
    tail = math.erfc(math.sqrt(y)) if df % 2 else math.exp(-y)
    while s < df / 2.0:
        tail += math.exp(s * math.log(y) - y - math.lgamma(s + 1.0))
        s += 1.0
    return tail
