"""Means and ratios from sums, with the customer as the unit of variance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import Z95, student_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Sums over customers of a denominator x (answers, orders) and a numerator y (scores, money).

    ``clusters`` is the number of customers. Two sets of moments over different customers may be added.
    """

    clusters: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    xy: float = 0
    yy: float = 0

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of both groups of customers together."""
        return Moments(
            clusters=self.clusters + other.clusters,
            x=self.x + other.x,
            y=self.y + other.y,
            xx=self.xx + other.xx,
            xy=self.xy + other.xy,
            yy=self.yy + other.yy,
        )

    def scaled(self, unit: float) -> Moments:
        """Return the moments of x and y that were summed in whole ``unit``-ths."""
        if unit == 1:
            return self
        square = unit * unit
        return Moments(
            clusters=self.clusters,
            x=self.x / unit,
            y=self.y / unit,
            xx=self.xx / square,
            xy=self.xy / square,
            yy=self.yy / square,
        )


def kish(weights: float, squares: float) -> float:
    """Return the effective number of answers, (Σw)²/Σw² (Kish 1965, Survey Sampling, 11.7)."""
    return weights * weights / squares if squares > 0 else 0.0


def ratio(moments: Moments, *, student: bool = True) -> Interval | None:
    """Return Σy/Σx with its linearised, cluster-robust interval; None without at least two customers.

    SE² = C/(C−1) · Σ_c (y_c − r·x_c)² / (Σx)² (Cochran 1977, Sampling Techniques, ch. 6 and 9). With one
    answer a customer (x = 1) this is the mean with its ordinary SE and t interval of C − 1 degrees of freedom.
    ``student`` False takes the normal distribution.
    """
    count = moments.clusters
    if count < 2 or moments.x <= 0:  # noqa: PLR2004 - a variance needs two
        return None
    r = moments.y / moments.x
    squares = max(0.0, moments.yy - 2 * r * moments.xy + r * r * moments.xx)
    if squares <= 1e-12 * abs(moments.yy):
        squares = 0.0  # all customers equal: what is left is rounding
    se = math.sqrt(count / (count - 1) * squares) / moments.x
    t = student_quantile(0.975, count - 1.0) if student else Z95
    return Interval(value=r, low=r - t * se, high=r + t * se, se=se, df=count - 1.0)


def mean_interval(n: int, total: float, squares: float) -> Interval | None:
    """Return the mean Σ/n with its t interval, from n, Σ and Σ²; None without at least two values."""
    return ratio(Moments(clusters=n, x=n, y=total, xx=n, xy=total, yy=squares))


def design_effect(clustered_se: float, plain_se: float) -> float:
    """Return by how much repeated answers widen the variance; never below 1."""
    if plain_se <= 0 or clustered_se <= 0:
        return 1.0
    return max(1.0, (clustered_se / plain_se) ** 2)
