"""Two estimates of which the same customers stand behind both: how they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def ratio_correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """Return the correlation of two ratios Σy/Σx over the same groups of customers.

    The influence of group g on a ratio r is (y_g − r·x_g)/Σx (Deville 1999, Survey Methodology 25:193); the
    covariance of two ratios is Σ_g of the products of their influences. Where all customers are in both and
    each is a group of its own, this is the correlation of their paired values, and the interval of
    the difference is that of a paired test.

    Args:
        one: (groups, 2), x and y of the first ratio.
        two: of the second, over the same groups.
    """
    import numpy as np

    first, second = _influence(one), _influence(two)
    scale = float(np.sqrt((first @ first) * (second @ second)))
    if scale <= 0:
        return 0.0
    return float(np.clip((first @ second) / scale, -1.0, 1.0))


def _influence(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each group's influence on the ratio."""
    x, y = sums[:, 0], sums[:, 1]
    total = x.sum()
    influence: NDArray[np.float64] = (y - y.sum() / total * x) / total
    return influence
