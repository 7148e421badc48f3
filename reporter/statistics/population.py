"""The finite population correction."""

from __future__ import annotations

import math


def corrected_margin(margin: float, n: int, population: int) -> float:
    """Return a margin times √((N − n)/(N − 1)) (Cochran 1977, Sampling Techniques, 2.6).

    Args:
        margin: half of an interval, in any unit.
        n: how many were asked, 1 ≤ n ≤ N.
        population: N, how many there are.

    Raises:
        ValueError: n is not within 1 … N.
    """
    if not 1 <= n <= population:
        raise ValueError(f"{n} of {population} is no sample")
    return margin * math.sqrt((population - n) / (population - 1)) if population > 1 else 0.0
