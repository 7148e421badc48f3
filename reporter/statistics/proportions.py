"""Shares: k of n. Everything is on the scale 0–1."""

from __future__ import annotations

import math

from reporter.statistics.difference import Difference
from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import Z90, Z95


def wilson(k: float, n: float, *, n_eff: float | None = None, z: float = Z95) -> Interval:
    """Return the share k/n with its score interval (Wilson 1927, JASA 22:209).

    Args:
        k: how many have the property, 0 ≤ k ≤ n.
        n: how many were asked, > 0.
        n_eff: the effective number, where weights or repeated answers make it smaller than ``n`` (Kish 1965).
        z: the two-sided normal point; 95 % unless told otherwise.

    Raises:
        ValueError: k is not within 0 … n, or n is 0.
    """
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    p, m = k / n, n_eff or n
    centre = (p + z * z / (2 * m)) / (1 + z * z / m)
    half = z * math.sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / (1 + z * z / m)
    # the limits are exactly 0 and 1 there; rounding must not say 1e-17
    low = 0.0 if k == 0 else centre - half
    high = 1.0 if k == n else centre + half
    return Interval(value=p, low=low, high=high, se=math.sqrt(p * (1 - p) / m))


def newcombe(k1: float, n1: float, k2: float, n2: float) -> Difference:
    """Return k1/n1 − k2/n2 with the hybrid-score interval (Newcombe 1998, Stat Med 17:873, method 10)."""
    low, high = _hybrid(k1, n1, k2, n2, Z95)
    low90, high90 = _hybrid(k1, n1, k2, n2, Z90)
    first, second = wilson(k1, n1), wilson(k2, n2)
    return Difference(
        value=first.value - second.value,
        low=low,
        high=high,
        low90=low90,
        high90=high90,
        se=math.hypot(first.se, second.se),
    )


def _hybrid(k1: float, n1: float, k2: float, n2: float, z: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval for the normal point ``z``."""
    a, b = wilson(k1, n1, z=z), wilson(k2, n2, z=z)
    gap = a.value - b.value
    return (
        gap - math.hypot(a.value - a.low, b.high - b.value),
        gap + math.hypot(a.high - a.value, b.value - b.low),
    )
