"""How much of R² each driver accounts for: LMG shares, and relative weights where there are too many drivers for them.

Everything is a function of covariance matrices, stacked so that all resamples are reckoned at once: the last two axes
hold the drivers in their order and, as the last row and column, the target. Drivers without spread account for
nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Beyond this many drivers LMG gives way to relative weights: it doubles its work with every driver.
LMG_MOST = 12
#: What is left of a driver's variance below this part of it is rounding: the driver repeats the ones before.
_NOTHING = 1e-10
#: So many numbers at a time stay in the processor's cache.
_AT_ONCE = 1_000_000


def covariances(sums: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Return the covariance matrices (divided by n) behind stacked sums of products.

    Args:
        sums: (…, 1 + k + k·(k+1)/2): n or the sum of weights, the (weighted) sums of k columns, and the sums of their
            products, row by row of the upper triangle.
        columns: k.

    Returns:
        (…, k, k).
    """
    import numpy as np

    n, first = sums[..., :1], sums[..., 1 : columns + 1]
    rows, places = np.triu_indices(columns)
    products = np.empty((*sums.shape[:-1], columns, columns))
    products[..., rows, places] = products[..., places, rows] = sums[..., columns + 1 :]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = first / n
        found: NDArray[np.float64] = products / n[..., None] - means[..., :, None] * means[..., None, :]
    return found


def correlations(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation matrices of stacked covariance matrices; a column without spread correlates with none.

    A target without spread makes its whole matrix NaN: there is nothing to account for.
    """
    import numpy as np

    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    spread = np.sqrt(np.where(variance > 0, variance, np.inf))
    found: NDArray[np.float64] = covariance / (spread[..., :, None] * spread[..., None, :])
    places = np.arange(covariance.shape[-1])
    found[..., places, places] = 1.0
    found[~(variance[..., -1] > 0)] = np.nan
    return found


def explained(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return R² of the target on every subset of the drivers.

    One driver after the other is either dropped or swept out of the rest (Goodnight 1979, Am Stat 33:149), so that
    the matrices shrink as the subsets double: 2ᵖ·6 steps in all.

    Args:
        correlation: (…, p + 1, p + 1).

    Returns:
        (…, 2ᵖ); bit j of a place says that driver j is in the subset.
    """
    import numpy as np

    stack = correlation[..., None, :, :]
    for _ in range(correlation.shape[-1] - 1):
        pivot, rest = stack[..., :1, :1], stack[..., 1:, 1:]
        row, column = stack[..., :1, 1:], stack[..., 1:, :1]
        gain = np.where(pivot > _NOTHING, 1.0 / np.where(pivot > _NOTHING, pivot, 1.0), 0.0)
        stack = np.concatenate([rest, rest - column * row * gain], axis=-3)
    return np.clip(1.0 - stack[..., 0, 0], 0.0, 1.0)


def lmg(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what each driver adds to R², averaged over all orders of entry (Lindeman, Merenda & Gold 1980).

    The same as the Shapley value of R² (Grömping 2006, J Stat Softw 17(1)): the parts add up to R².

    Args:
        correlation: (…, p + 1, p + 1), or (p + 1, p + 1).

    Returns:
        (…, p), none below 0.
    """
    import numpy as np

    drivers = correlation.shape[-1] - 1
    weights = _weights(drivers)
    flat = correlation.reshape(-1, drivers + 1, drivers + 1)
    step = max(1, _AT_ONCE >> (drivers + 3))
    found = [explained(flat[start : start + step]) @ weights for start in range(0, len(flat), step)]
    shares = np.concatenate(found).reshape(*correlation.shape[:-2], drivers)
    return np.maximum(shares, 0.0)


def _weights(drivers: int) -> NDArray[np.float64]:
    """Return by what R² of each subset counts for each driver, (2ᵖ, p): |S|!·(p−|S|−1)!/p! before it enters S."""
    import numpy as np

    subsets = np.arange(1 << drivers)
    inside = ((subsets[:, None] >> np.arange(drivers)) & 1).astype(bool)
    size = inside.sum(axis=1)
    before = [1.0 / (drivers * math.comb(drivers - 1, k)) for k in range(drivers)] if drivers else []
    weight = np.array([*before, 0.0])
    found: NDArray[np.float64] = np.where(inside, weight[size - 1][:, None], -weight[size][:, None])
    return found


def relative_weights(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Johnson's relative weights (2000, Multivar Behav Res 35:1), which add up to R².

    R² is parted over the orthogonal variables nearest to the drivers, and from them back to the drivers. The
    derivation is disputed (Thomas et al. 2014, Multivar Behav Res 49:329): they only stand in where LMG takes too long.

    Args:
        correlation: (…, p + 1, p + 1).

    Returns:
        (…, p).
    """
    import numpy as np

    missing = np.asarray(np.isnan(correlation).any(axis=(-2, -1)))
    whole = np.where(missing[..., None, None], np.eye(correlation.shape[-1]), correlation)
    values, vectors = np.linalg.eigh(whole[..., :-1, :-1])
    roots = np.sqrt(np.maximum(values, 0.0))
    turned = np.swapaxes(vectors, -1, -2)
    loadings = (vectors * roots[..., None, :]) @ turned
    inverse = np.where(values > _NOTHING, 1.0 / np.where(values > _NOTHING, roots, 1.0), 0.0)
    weights = ((vectors * inverse[..., None, :]) @ turned @ whole[..., :-1, -1:])[..., 0]
    found: NDArray[np.float64] = ((loadings**2) @ (weights**2)[..., None])[..., 0]
    found[missing] = np.nan
    return found


def importance(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the drivers' parts of R², (…, p): LMG up to twelve drivers, relative weights beyond."""
    few = correlation.shape[-1] - 1 <= LMG_MOST
    return lmg(correlation) if few else relative_weights(correlation)


def r_squared(correlation: NDArray[np.float64]) -> float:
    """Return R² of the target on all drivers, from one correlation matrix (p + 1, p + 1)."""
    import numpy as np

    own, with_target = correlation[:-1, :-1], correlation[:-1, -1]
    return float(with_target @ np.linalg.pinv(own, hermitian=True) @ with_target)


def inflation(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the drivers' variance inflation factors (Marquardt 1970, Technometrics 12:591), from one matrix.

    1/(1 − R²) of each driver on the others: 1 where it shares nothing with them, infinite where they repeat it.
    """
    import numpy as np

    drivers = correlation.shape[-1] - 1
    found = np.empty(drivers)
    for place in range(drivers):
        order = [*(other for other in range(drivers) if other != place), place]
        left = 1.0 - r_squared(correlation[np.ix_(order, order)])
        found[place] = 1.0 / left if left > _NOTHING else np.inf
    return found
