"""The median of values that several customers have several of, from a histogram by groups of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.statistics.resampling import DRAWS, drawn_interval, multiplicities

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.statistics.interval import Interval

#: Steps are kept in which the distribution lies within so many standard errors of a half. The ends of a 95 %
#: interval lie at two of them; what is beyond eight is counted on the outermost step and moves no end.
_REACH: Final = 8.0
_HALF: Final = 0.5


def median_of(counts: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of each row of a histogram; where it lies between two values, their mean.

    Args:
        counts: (rows, steps), how often each value occurs; a row of nothing gives nan.
        values: (steps,), rising.

    Returns:
        (rows,).
    """
    import numpy as np

    reached = 2.0 * counts.cumsum(axis=1)
    n = counts.sum(axis=1, keepdims=True)
    lower = (reached < n).sum(axis=1)
    upper = (reached <= n).sum(axis=1)
    last = len(values) - 1
    middle = (values[np.minimum(lower, last)] + values[np.minimum(upper, last)]) / 2.0
    return np.where(n[:, 0] > 0, middle, np.nan)


def median_interval(
    groups: NDArray[np.int64],
    steps: NDArray[np.int64],
    counts: NDArray[np.int64],
    values: NDArray[np.float64],
    *,
    seed: int,
    total: int,
) -> Interval:
    """Return the median with the percentile interval of the bootstrap by customer (Efron & Tibshirani 1993, 13.3).

    The resamples are one matrix product of the groups' weights and their histograms, cut to the steps around the
    median, so that neither customers nor cases are ever looped over.

    Args:
        groups: (entries,), the group of customers that an entry belongs to, 0 … ``total`` − 1.
        steps: (entries,), the place of its value in ``values``.
        counts: (entries,), how often the group has the value.
        values: (steps,), rising.
        seed: starts the draws.
        total: how many groups are drawn from; those without an entry are drawn too.

    Raises:
        ValueError: there is nothing to take the median of.
    """
    import numpy as np

    if not counts.sum():
        raise ValueError("no values")
    present, rows = np.unique(groups, return_inverse=True)
    taken, columns = np.unique(steps, return_inverse=True)
    histogram = np.zeros((len(present), len(taken)))
    np.add.at(histogram, (rows, columns), counts)
    value = float(median_of(histogram.sum(axis=0, keepdims=True), values[taken])[0])
    near, kept = _around_the_median(histogram)
    drawn = np.take(multiplicities(total, DRAWS, seed), present, axis=1) @ near
    return drawn_interval(value, median_of(drawn, values[taken][kept]))


def _around_the_median(histogram: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the histogram cut to the steps around its median, and which they are.

    What lies outside is added to the outermost steps. The standard error of the distribution function at the
    median is linearised over the groups (Woodruff 1952, JASA 47:635).
    """
    import numpy as np

    n = histogram.sum()
    reached = histogram.sum(axis=0).cumsum() / n
    middle = int((reached < _HALF).sum())
    below = histogram[:, : middle + 1].sum(axis=1)
    gaps = below - reached[middle] * histogram.sum(axis=1)
    reach = _REACH * (float(np.sqrt((gaps * gaps).sum())) / n + 1.0 / n)
    first = int((reached < _HALF - reach).sum())
    last = min(int((reached < _HALF + reach).sum()), histogram.shape[1] - 1)
    near = histogram[:, first : last + 1].copy()
    near[:, 0] += histogram[:, :first].sum(axis=1)
    near[:, -1] += histogram[:, last + 1 :].sum(axis=1)
    return near, np.arange(first, last + 1)
