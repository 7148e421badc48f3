"""What a difference between two figures allows us to say: the verdicts V1 to V5.

Two estimates go in, a ``Difference`` with its 95 % and 90 % interval and p value comes out, and
``judge`` names the verdict, also within a family. Where the same customers stand behind both estimates, their
correlation goes in too: of wholly paired data the result is then that of the paired method.

Methods, by unit:

* per cent: the hybrid score interval of Newcombe (1998, Stat Med 17:873, method 10), which combines
  the Wilson limits of either side; correlated, that of his paired method (1998, Stat Med 17:2635) with the
  estimates' correlation for φ; a side known only by its standard error enters with its normal limits
  (Zou & Donner 2008, Stat Med 27:1693);
* NPS: z of the plain standard errors, √((P + D − (P − D)²)/n); the adjusted ones are those of an interval;
* indices, money and the rest: Welch (1947, Biometrika 34:28), with z where a base is unknown;
* correlated means: SE² = SE₁² + SE₂² − 2ρ·SE₁·SE₂, which is that of the paired t test where all customers are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from reporter.model import Better, Unit, Verdict
from reporter.statistics import difference as plain
from reporter.statistics.difference import Difference, combined, welch, z_difference
from reporter.statistics.proportions import wilson
from reporter.statistics.quantiles import Z90, Z95, normal_cdf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reporter.model import Indicator, Reading

CERTAIN = 0.05  # a p value under this is certain
_HALVINGS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One side of a comparison, in the indicator's own unit (per cent as 0–100).

    ``low`` and ``high`` are its 95 % limits, ``se`` its standard error, ``n`` the customers behind
    it; what is unknown is None.
    """

    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n: int | None = None


def estimate(reading: Reading) -> Estimate | None:
    """Return a reading as one side of a comparison; None where it has no value.

    A percentage whose interval is no score interval (a share of revenue) stands by its standard error.
    """
    if reading.value is None:
        return None
    unit, se = reading.indicator.unit, reading.se
    if unit is Unit.PERCENT and se is not None and not reading.method.startswith("wilson"):
        return Estimate(value=reading.value, unit=unit, se=se)
    return Estimate(
        value=reading.value,
        unit=unit,
        low=reading.low,
        high=reading.high,
        se=se,
        n=reading.n_customers or None,
    )


def relevant_difference(indicator: Indicator, other: float) -> float:
    """Return the smallest relevant difference from ``other``, in the indicator's unit.

    An indicator without one has 0: any certain difference counts, and nothing is ever "unchanged".
    """
    if indicator.relevant is None:
        return 0.0
    return indicator.relevant * abs(other) if indicator.relative else indicator.relevant


#: Up to this level, and for every rate that should be low, a share is called unchanged by its own size (per cent).
LOW_LEVEL = 15.0
#: Within this part of the other value; this limit is ours, as is the one above.
LOW_PART = 0.2


def unchanged_within(indicator: Indicator, other: float, relevant: float) -> float:
    """Return within which distance from ``other`` a figure may be called unchanged, in the indicator's unit.

    That is the smallest relevant difference. Of a rate that should be low, and of any share under 15 %, it is a fifth
    of the other value where that is less: three points either way would call a doubled rate of 3 % unchanged.
    A clear difference is one from ``relevant`` on all the same. The rule is ours, not the specification's.
    """
    low = indicator.better is Better.LOWER or abs(other) < LOW_LEVEL
    if indicator.unit is not Unit.PERCENT or not low:
        return relevant
    return min(relevant, LOW_PART * abs(other))


def is_good(indicator: Indicator, gap: float | None, verdict: Verdict) -> bool | None:
    """Tell whether a certain gap is good news; None where nothing is certain or neither way is better."""
    if verdict not in {Verdict.CLEAR, Verdict.SMALL} or not gap or indicator.better is Better.NEITHER:
        return None
    return (gap > 0) is (indicator.better is Better.HIGHER)


def difference(ours: Estimate, theirs: Estimate, correlation: float = 0.0) -> Difference | None:
    """Return the difference with its uncertainty; None where it cannot be tested.

    It cannot be tested when the units differ or either side's uncertainty is unknown. ``correlation`` is that of
    the two estimates, −1 … 1; 0 where no customer is behind both.
    """
    if ours.unit is not theirs.unit:
        return None
    if ours.unit is Unit.PERCENT:
        return _hybrid(ours, theirs, correlation)
    one, two = _standard_error(ours), _standard_error(theirs)
    if one is None or two is None or one + two == 0:
        return None
    if ours.unit is Unit.NPS or min(ours.n or 0, theirs.n or 0) < 2:  # noqa: PLR2004 - one value has no variance
        return z_difference(ours.value, one, theirs.value, two, correlation)
    return welch(ours.value, one, (ours.n or 0) - 1, theirs.value, two, (theirs.n or 0) - 1, correlation)


def judge(
    found: Difference | None, relevant: float, p: float | None = None, *, equal_within: float | None = None
) -> Verdict:
    """Name the verdict, in the precedence V5, V1, V2, V4, V3.

    Args:
        found: the difference; None is V5.
        relevant: the smallest relevant difference, in the unit of the gap.
        p: the p value adjusted for the family that the difference is tested in; None: tested alone.
        equal_within: the limit of V4 (``unchanged_within``), in the unit of the gap; None: ``relevant``.
    """
    if found is None:
        return Verdict.UNTESTED
    if p is None or p < CERTAIN:
        return plain.judge(found, relevant, equal_within=equal_within)
    limit = relevant if equal_within is None else equal_within
    return Verdict.EQUAL if plain.equivalent(found, limit) else Verdict.UNCLEAR


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p values for the rate of false discoveries (Benjamini & Hochberg 1995, JRSS-B 57:289)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i], reverse=True)
    adjusted, ceiling = [0.0] * len(p_values), 1.0
    for step, i in enumerate(order):
        rank = len(p_values) - step
        ceiling = min(ceiling, p_values[i] * len(p_values) / rank)
        adjusted[i] = ceiling
    return tuple(adjusted)


def _standard_error(side: Estimate) -> float | None:
    """Return the standard error; failing one, the wider half of the 95 % interval over 1.96."""
    if side.se is not None:
        return side.se
    if side.low is None or side.high is None:
        return None
    return max(side.value - side.low, side.high - side.value) / Z95


# --- per cent -------------------------------------------------------------------------------------


def _hybrid(ours: Estimate, theirs: Estimate, correlation: float) -> Difference | None:
    """Return Newcombe's hybrid score difference, in percentage points."""
    one, two = _limits(ours), _limits(theirs)
    if one is None or two is None:
        return None
    gap = ours.value - theirs.value

    def interval(z: float) -> tuple[float, float]:
        (low1, high1), (low2, high2) = one(z), two(z)
        return (
            gap - combined(ours.value - low1, high2 - theirs.value, correlation),
            gap + combined(high1 - ours.value, theirs.value - low2, correlation),
        )

    low, high = interval(Z95)
    low90, high90 = interval(Z90)
    return Difference(
        value=gap,
        low=low,
        high=high,
        low90=low90,
        high90=high90,
        se=combined(_spread(ours), _spread(theirs), correlation),
        p=_p_of(interval),
    )


def _spread(side: Estimate) -> float:
    """Return the standard error of a percentage; of a share of n, the plain one."""
    n = _effective_n(side)
    return sqrt(side.value * (100 - side.value) / n) if n else side.se or 0.0


def _p_of(interval: Callable[[float], tuple[float, float]]) -> float:
    """Return the p value at which an interval, wider the larger z is, first touches zero."""
    inside, outside = 0.0, 40.0
    for _ in range(_HALVINGS):
        z = (inside + outside) / 2
        low, high = interval(z)
        inside, outside = (z, outside) if low > 0 or high < 0 else (inside, z)
    return 2 * normal_cdf(-inside)


def _limits(side: Estimate) -> Callable[[float], tuple[float, float]] | None:
    """Return the limits of a percentage as a function of z: Wilson's, else normal ones, else None."""
    n = _effective_n(side)
    if n is not None:
        return lambda z: _wilson(side.value, n, z)
    if side.se is not None:
        se = side.se
        return lambda z: (side.value - z * se, side.value + z * se)
    return None


def _effective_n(side: Estimate) -> float | None:
    """Return the base that a percentage's own 95 % limits imply, so that weights and clusters count.

    A Wilson limit L of p solves (p − L)² = z² L (1 − L) / n. The smaller of both sides' n is taken.
    """
    if side.low is None or side.high is None:
        return float(side.n) if side.n else None
    p, z = side.value / 100, Z95
    implied = [
        z**2 * limit * (1 - limit) / (p - limit) ** 2
        for limit in (side.low / 100, side.high / 100)
        if 0 < limit < 1 and abs(p - limit) > 1e-12  # noqa: PLR2004 - a limit on the value says nothing
    ]
    return min(implied) if implied else None


def _wilson(percent: float, n: float, z: float) -> tuple[float, float]:
    """Return Wilson's limits of a percentage, in per cent."""
    found = wilson(percent / 100 * n, n, z=z)
    return 100 * found.low, 100 * found.high
