"""The bootstrap over customers, from the sums of groups of them: no loop ever runs over customers.

The engine sums every column over at most a thousand groups of customers (``queries.buckets``). Up to that many
customers each is a group of its own, and this is the ordinary bootstrap by customer (Efron & Tibshirani 1993);
beyond, groups of random customers are resampled, which estimates the same variance. Every statistic here is
a function of sums, so that one matrix product draws all replicates at once. Two statistics of the same groups are
drawn with the same weights: their difference keeps the covariance of the customers whom they share.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.statistics.difference import Difference
from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import normal_cdf, normal_quantile, student_cdf, student_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 2000
#: Customers are summed in no more groups than this.
GROUPS = 1000
_ROUNDING = 1e-12


@lru_cache(maxsize=8)
def multiplicities(groups: int, draws: int, seed: int) -> NDArray[np.float64]:
    """Return how often each group stands in each resample: (draws, groups), every row adding up to ``groups``."""
    import numpy as np

    rng = np.random.default_rng(seed)
    return rng.multinomial(groups, np.full(groups, 1.0 / groups), size=draws).astype(np.float64)


def resample(sums: NDArray[np.float64], *, seed: int, draws: int = DRAWS) -> NDArray[np.float64]:
    """Return the sums of every resample.

    Args:
        sums: (groups, columns), what the engine summed over each group of customers.
        seed: starts the draws; the same seed and number of groups give the same resamples.
        draws: how many.

    Returns:
        (draws, columns).
    """
    import numpy as np

    weights = multiplicities(len(sums), draws, seed)
    there = np.flatnonzero(sums.any(axis=1))
    # a group of nobody adds nothing, and a small client leaves most groups empty
    if 2 * len(there) < len(sums):
        return np.take(weights, there, axis=1) @ sums[there]
    return weights @ sums


def studentised_ratio(sums: NDArray[np.float64], drawn: NDArray[np.float64]) -> Interval:
    """Return Σy/Σx with its studentised bootstrap interval (Efron 1982; Hall 1988, Ann Stat 16:927).

    Each resample's ratio is measured by its own linearised standard error; the quantiles of these t values take
    the place of Student's. Amounts of money are skewed, and a symmetric interval then covers too seldom. The
    quantiles are taken at ``expanded`` levels: few customers seldom show how long the tail is, and in simulations
    (docs/coverage.md) the plain levels then cover too seldom as well. Those levels were made for the percentile
    interval; that they serve here rests on the simulations alone.

    Args:
        sums: (groups, 2), x and y by group of customers; groups without a customer are zeros.
        drawn: (draws, 5), the sums of x, y, x², xy and y² in every resample of the groups.

    Raises:
        ValueError: fewer than two groups hold a customer, or all of them have the same ratio.
    """
    import numpy as np

    x, y = sums[:, 0], sums[:, 1]
    clusters = int(np.count_nonzero((x != 0) | (y != 0)))
    value, se = _linearised(np.array([[x.sum(), y.sum(), x @ x, x @ y, y @ y]]), clusters)
    if clusters < 2 or not se[0] > 0:  # noqa: PLR2004 - a variance needs two
        raise ValueError("no variance between customers")
    ratios, errors = _linearised(drawn, clusters)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (ratios - value[0]) / errors
    level = expanded(clusters)
    low, high = np.quantile(_bounded(t, clusters), (level, 1.0 - level))
    centre, unit = float(value[0]), float(se[0])
    return Interval(value=centre, low=centre - float(high) * unit, high=centre - float(low) * unit, se=unit)


def studentised_difference(one: NDArray[np.float64], two: NDArray[np.float64], *, seed: int) -> Difference:
    """Return Σy/Σx of one group of customers minus that of another by the symmetric studentised bootstrap.

    No customer is in both, and each group is resampled by itself (Efron & Tibshirani 1993, 16.2). As in
    ``studentised_ratio``, but with the quantiles of |t| (Hall 1988, JRSS-B 50:35): the skewness of two groups may
    cancel out, and what is left of it on either side is too uncertain for ends of their own. The levels are
    ``expanded`` for the smaller group. The p value is the smallest level at which the interval leaves out 0.

    Args:
        one: (groups, 2), x and y by group of customers; groups without a customer are zeros.
        two: those of the other customers, as ``one``.
        seed: starts the draws.

    Raises:
        ValueError: fewer than two groups of either side hold a customer, or nobody differs from the others.
    """
    import numpy as np

    sides = [sums[sums.any(axis=1)] for sums in (one, two)]
    smaller, gaps, squares = min(len(side) for side in sides), [], []
    for place, side in enumerate(sides):
        x, y = side.T
        products = np.column_stack([x, y, x * x, x * y, y * y])
        # the sample itself stands before its resamples; two groups of the same size must not be drawn alike
        drawn = np.vstack([products.sum(axis=0), resample(products, seed=seed + place)])
        ratios, errors = _linearised(drawn, len(side))
        gaps.append(ratios)
        squares.append(errors**2)
    gap, error = gaps[0] - gaps[1], np.sqrt(squares[0] + squares[1])
    if smaller < 2 or not error[0] > 0:  # noqa: PLR2004 - a variance needs two
        raise ValueError("no variance between customers")
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(_bounded((gap[1:] - gap[0]) / error[1:], smaller))
    centre, unit = float(gap[0]), float(error[0])
    half, half90 = (float(np.quantile(t, 1.0 - 2.0 * expanded(smaller, tail))) * unit for tail in (0.025, 0.05))
    beyond = int((t >= abs(centre) / unit).sum())
    return Difference(
        value=centre,
        low=centre - half,
        high=centre + half,
        low90=centre - half90,
        high90=centre + half90,
        se=unit,
        p=_two_sided((beyond + 1) / (len(t) + 1), smaller),
    )


def _bounded(t: NDArray[np.float64], clusters: int) -> NDArray[np.float64]:
    """Return t values without those that are no number.

    A resample without variance is infinitely far away; where many are, its side is Student's at least.
    """
    import numpy as np

    student, known = student_quantile(0.975, clusters - 1.0), _finite(t)
    bounded: NDArray[np.float64] = np.clip(t[~np.isnan(t)], min(known.min(), -student), max(known.max(), student))
    return bounded


def _two_sided(share: float, customers: int | None) -> float:
    """Return the p value where so large a share of the resamples, of both sides, lies as far away.

    With ``customers`` it is the level whose expansion the share is.
    """
    tail = min(0.5, share / 2.0)
    if customers and tail < 0.5:  # noqa: PLR2004 - half of them lie on either side
        tail = student_cdf(normal_quantile(tail) * math.sqrt((customers - 1) / customers), customers - 1.0)
    return min(1.0, 2.0 * tail)


def _linearised(sums: NDArray[np.float64], clusters: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ratio and linearised standard error of rows of (Σx, Σy, Σx², Σxy, Σy²)."""
    import numpy as np

    x, y, xx, xy, yy = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = y / x
        squares = yy - 2 * ratio * xy + ratio * ratio * xx
        # customers who are all alike leave nothing but rounding, by which no distance may be measured
        squares = np.where(squares > _ROUNDING * yy, squares, 0.0)
        return ratio, np.sqrt(squares * clusters / max(1, clusters - 1)) / np.abs(x)


def skewness(sums: NDArray[np.float64]) -> float:
    """Return the skewness of the groups' influence on Σy/Σx; from 25 times its square on, normal theory holds.

    Cochran (1977, Sampling Techniques, 2.15): n > 25·G₁² keeps the error of a 95 % interval below 6 %. It is that
    of the three-parameter log-normal through the 10th, 50th and 90th percentile (method of quantiles: Aitchison &
    Brown 1957, The Lognormal Distribution). The sample's own third moment would say the opposite of
    what it should: it is small in just those samples that lack the customers of the long tail and whose interval
    misses the truth therefore (docs/coverage.md).

    Args:
        sums: (groups, 2), x and y by group of customers; groups without a customer are zeros.

    Returns:
        0 where the upper tail is no longer than the lower one; infinity where the lower one has no length.
    """
    import numpy as np

    x, y = sums[:, 0], sums[:, 1]
    there = (x != 0) | (y != 0)
    influence = (y - y.sum() / x.sum() * x)[there]
    low, middle, high = (float(end) for end in np.quantile(influence, (0.1, 0.5, 0.9)))
    if high - middle <= middle - low:
        return 0.0
    if middle <= low:
        return math.inf
    sigma = math.log((high - middle) / (middle - low)) / normal_quantile(0.9)
    growth = math.exp(sigma * sigma)
    return (growth + 2.0) * math.sqrt(growth - 1.0)


def expanded(customers: int, tail: float = 0.025) -> float:
    """Return the level at which a bootstrap quantile stands for ``tail``; the smaller, the fewer customers.

    Φ(−√(n/(n−1))·t), t the quantile of Student's distribution with n − 1 degrees of freedom (Hesterberg 2015,
    Am Stat 69:371, "expanded percentile"): resamples of n customers vary by the factor √((n−1)/n) too little and
    know nothing of the uncertain variance. Of normal data it makes the percentile interval that of Student.

    Raises:
        ValueError: fewer than two customers.
    """
    if customers < 2:  # noqa: PLR2004 - a variance needs two
        raise ValueError("no variance between customers")
    t = student_quantile(1.0 - tail, customers - 1.0)
    return normal_cdf(-math.sqrt(customers / (customers - 1)) * t)


def drawn_interval(value: float, replicates: NDArray[np.float64], *, customers: int | None = None) -> Interval:
    """Return a value with the percentile interval of its replicates (draws,); those that are no number are left out.

    Args:
        value: of the sample itself.
        replicates: of its resamples.
        customers: who were resampled, where the levels are to be ``expanded``.

    Raises:
        ValueError: fewer than half of the replicates are numbers.
    """
    import numpy as np

    kept = _finite(replicates)
    level = expanded(customers) if customers else 0.025
    low, high = np.quantile(kept, (level, 1.0 - level))
    return Interval(value=value, low=float(low), high=float(high), se=float(kept.std(ddof=1)))


def _finite(replicates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the replicates that are numbers."""
    import numpy as np

    kept: NDArray[np.float64] = replicates[np.isfinite(replicates)]
    if 2 * len(kept) < len(replicates):
        raise ValueError("most of the resamples bear no value")
    return kept


def drawn_difference(replicates: NDArray[np.float64], *, customers: int | None = None) -> Difference:
    """Return a resampled difference: its mean, the percentile intervals and the p value that goes with them.

    Args:
        replicates: of the difference, (draws,).
        customers: behind the smaller side, where the levels are to be ``expanded``.

    Raises:
        ValueError: fewer than half of the replicates are numbers.
    """
    import numpy as np

    kept = _finite(replicates)
    outer, inner = (expanded(customers, tail) if customers else tail for tail in (0.025, 0.05))
    low, low90, high90, high = (float(end) for end in np.quantile(kept, (outer, inner, 1.0 - inner, 1.0 - outer)))
    beyond = min(int((kept <= 0).sum()), int((kept >= 0).sum()))
    return Difference(
        value=float(kept.mean()),
        low=low,
        high=high,
        low90=low90,
        high90=high90,
        se=float(kept.std(ddof=1)),
        # one is added so that no p value is ever 0 (Davison & Hinkley 1997, 4.2)
        p=_two_sided(2.0 * (beyond + 1) / (len(kept) + 1), customers),
    )
