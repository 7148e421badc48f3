"""The drivers' shares of R² with their intervals, and which of them certainly differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.importance import correlations, covariances, importance, inflation, r_squared
from reporter.statistics.resampling import drawn_interval, resample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.statistics.interval import Interval

#: Resamples of the shares (specification of indicators, 1.5).
DRAWS = 1000
#: How often any pair may be called different though none is. Resamples of a hundred customers vary too little: at a
#: level of 5 % some 8 % of the simulated reports erred, at this one at most 6 % (test_importance_shares).
ERROR = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A target on its drivers: R² (0–1), R² adjusted for their number, and what they have in common.

    ``inflation`` are their variance inflation factors, ``alike`` the two places of the pair that is most alike among
    those with the most inflated one, and ``correlation`` (p + 1, p + 1) what all rests on, the target last.
    """

    r2: float
    adjusted: float
    inflation: tuple[float, ...]
    alike: tuple[int, int] | None
    correlation: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Each driver's share of R² (0–1, together 1) and the pairs (i, j) of which i certainly has more than j."""

    shares: tuple[Interval, ...]
    apart: tuple[tuple[int, int], ...]


def fit(sums: NDArray[np.float64], drivers: int, customers: int) -> Fit | None:
    """Return how well the drivers account for the target, or None where the target has no spread.

    Args:
        sums: one row of ``covariances``: weights, sums and products of the drivers and, last, the target.
        drivers: how many there are.
        customers: how many are behind the sums.
    """
    import numpy as np

    correlation = correlations(covariances(sums, drivers + 1))
    if np.isnan(correlation).any():
        return None
    factors = inflation(correlation)
    alike = None
    if drivers > 1:
        worst = int(factors.argmax())
        others = np.abs(correlation[worst, :-1])
        others[worst] = -1.0
        nearest = int(others.argmax())
        alike = (min(worst, nearest), max(worst, nearest))
    r2 = min(1.0, r_squared(correlation))
    left = customers - drivers - 1
    adjusted = 1.0 - (1.0 - r2) * (customers - 1) / left if left > 0 else 0.0
    return Fit(
        r2=r2, adjusted=adjusted, inflation=tuple(float(f) for f in factors), alike=alike, correlation=correlation
    )


def driver_shares(groups: NDArray[np.float64], drivers: int, *, seed: int, draws: int = DRAWS) -> Shares:
    """Return the drivers' shares of R² with percentile intervals over groups of customers, and which of them differ.

    Args:
        groups: (groups, 1 + k + k·(k+1)/2) with k = drivers + 1: per group of customers weights, sums and products of
            the drivers and, last, the target.
        drivers: how many there are, at least one.
        seed: starts the resamples.
        draws: how many resamples.

    Raises:
        ValueError: the drivers account for nothing in half of the resamples.
    """
    import numpy as np

    drawn = np.concatenate([groups.sum(axis=0, keepdims=True), resample(groups, seed=seed, draws=draws)])
    parts = importance(correlations(covariances(drawn, drivers + 1)))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = parts / parts.sum(axis=-1, keepdims=True)
    intervals = tuple(drawn_interval(float(shares[0, j]), shares[1:, j]) for j in range(drivers))
    return Shares(shares=intervals, apart=_apart(parts[0], parts[1:]))


def _apart(own: NDArray[np.float64], drawn: NDArray[np.float64]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of drivers of which the first certainly accounts for more, the largest drivers first.

    All pairs are looked at together: a pair differs where the difference of its parts, over its bootstrap standard
    error, is larger than the largest of all pairs in all but ``ERROR`` of the resamples, each around what was found
    (simultaneous limits by max-|t|: Westfall & Young 1993, Resampling-Based Multiple Testing, 2.3).

    Args:
        own: the drivers' parts of R², (drivers,).
        drawn: those of the resamples, (draws, drivers).
    """
    import numpy as np

    order = np.argsort(-own, kind="stable")
    first, second = (order[places] for places in np.triu_indices(len(own), 1))
    kept = drawn[np.isfinite(drawn).all(axis=1)]
    gap, gaps = own[first] - own[second], kept[:, first] - kept[:, second]
    error = gaps.std(axis=0, ddof=1)
    scale = np.where(error > 0, error, np.inf)
    furthest = (np.abs(gaps - gap) / scale).max(axis=1, initial=0.0)
    limit = float(np.quantile(furthest, 1.0 - ERROR))
    told = gap / scale > limit
    return tuple((int(i), int(j)) for i, j in zip(first[told], second[told], strict=True))
