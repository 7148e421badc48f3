"""Differences of two estimates, and what they allow us to say."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from reporter.model import Verdict
from reporter.statistics.quantiles import Z90, Z95, normal_cdf, student_cdf, student_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """First minus second: the 95 % interval, the 90 % interval (for equivalence), and p where a test has one."""

    value: float
    low: float
    high: float
    low90: float
    high90: float
    se: float
    p: float | None = None

    def scaled(self, factor: float) -> Difference:
        """Return the difference in a unit that is ``factor`` times smaller; ``factor`` > 0."""
        return replace(
            self,
            value=self.value * factor,
            low=self.low * factor,
            high=self.high * factor,
            low90=self.low90 * factor,
            high90=self.high90 * factor,
            se=self.se * factor,
        )


def combined(one: float, two: float, correlation: float = 0.0) -> float:
    """Return √(a² + b² − 2ρab): how two uncertainties add up in a difference; never below 0."""
    return math.sqrt(max(0.0, one * one + two * two - 2.0 * correlation * one * two))


def z_difference(value1: float, se1: float, value2: float, se2: float, correlation: float = 0.0) -> Difference:
    """Return the difference of two estimates by the normal distribution (NPS).

    z = Δ/√(SE₁²+SE₂²−2ρ·SE₁·SE₂). p is 1 when both standard errors and the difference are 0, 0 when only the
    errors are.
    """
    gap, se = value1 - value2, combined(se1, se2, correlation)
    p = 2 * normal_cdf(-abs(gap) / se) if se > 0 else float(gap == 0)
    return _around(gap, se, Z95, Z90, p)


def welch(
    value1: float, se1: float, df1: float, value2: float, se2: float, df2: float, correlation: float = 0.0
) -> Difference:
    """Return the difference of two means by Welch's t (Welch 1947, Biometrika 34:28), paired where correlated.

    Args:
        value1: the first mean; ``se1`` its standard error with ``df1`` degrees of freedom (n − 1).
        se1: see ``value1``.
        df1: see ``value1``.
        value2: the second mean, as the first.
        se2: see ``value2``.
        df2: see ``value2``.
        correlation: of the two means; the smaller df then stands for both, as that of a paired test does.
    """
    gap, se = value1 - value2, combined(se1, se2, correlation)
    if se == 0:
        return _around(gap, 0.0, Z95, Z90, float(gap == 0))
    df = min(df1, df2) if correlation else se**4 / (se1**4 / df1 + se2**4 / df2)
    p = 2 * student_cdf(-abs(gap) / se, df)
    return _around(gap, se, student_quantile(0.975, df), student_quantile(0.95, df), p)


def _around(gap: float, se: float, t95: float, t90: float, p: float) -> Difference:
    """Return the symmetric difference with both intervals."""
    return Difference(
        value=gap,
        low=gap - t95 * se,
        high=gap + t95 * se,
        low90=gap - t90 * se,
        high90=gap + t90 * se,
        se=se,
        p=p,
    )


def judge(difference: Difference, relevant: float, *, equal_within: float | None = None) -> Verdict:
    """Return what a tested difference allows us to say (verdicts V1–V4, in their order of precedence).

    ``relevant`` is the smallest relevant difference in the same unit. Equivalence is tested by two
    one-sided tests at 5 % (TOST; Schuirmann 1987), that is by the 90 % interval, within ±``equal_within`` (None:
    within ±``relevant``).
    """
    certain = difference.low > 0 or difference.high < 0
    if certain:
        return Verdict.CLEAR if abs(difference.value) >= relevant else Verdict.SMALL
    if equivalent(difference, relevant if equal_within is None else equal_within):
        return Verdict.EQUAL
    return Verdict.UNCLEAR


def equivalent(difference: Difference, relevant: float) -> bool:
    """Tell whether the difference certainly lies within ±``relevant`` (TOST)."""
    return -relevant < difference.low90 and difference.high90 < relevant


def holm(p_values: tuple[float, ...]) -> tuple[float, ...]:
    """Return the adjusted p-values in the order given (Holm 1979, Scand J Stat 6:65)."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    floor = 0.0
    for rank, index in enumerate(order):
        floor = max(floor, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = floor
    return tuple(adjusted)
