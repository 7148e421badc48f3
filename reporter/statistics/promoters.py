"""The Net Promoter Score and its interval."""

from __future__ import annotations

import math

from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import Z95


def nps_interval(promoters: float, passives: float, detractors: float, *, n_eff: float | None = None) -> Interval:
    """Return 100·(P − D)/n with the adjusted-Wald interval (Rocks 2016, Am Stat 70:365).

    ¾ promoter, 1½ passives and ¾ detractor are added, so that 100 of 100 promoters is not ± 0; the
    ends are clipped to ±100. ``se`` is the plain standard error (the change test of two scores uses
    it), except where that is 0: there it is the adjusted one.

    Args:
        promoters: answers 9–10.
        passives: answers 7–8.
        detractors: answers below 7.
        n_eff: the effective number of answers, where customers answered several times.

    Raises:
        ValueError: there is no answer.
    """
    n = promoters + passives + detractors
    if n <= 0:
        raise ValueError("no answers")
    factor = (n_eff or n) / n
    plain = _spread(promoters * factor, passives * factor, detractors * factor)
    adjusted = _spread(promoters * factor + 0.75, passives * factor + 1.5, detractors * factor + 0.75)
    return Interval(
        value=100.0 * (promoters - detractors) / n,
        low=adjusted[0] - Z95 * adjusted[1],
        high=adjusted[0] + Z95 * adjusted[1],
        se=plain[1] or adjusted[1],
    ).clipped(-100.0, 100.0)


def _spread(promoters: float, passives: float, detractors: float) -> tuple[float, float]:
    """Return the score and its Wald standard error, √(P + D − (P−D)²)/n."""
    n = promoters + passives + detractors
    score = (promoters - detractors) / n
    variance = max(0.0, (promoters + detractors) / n - score * score)
    return 100.0 * score, 100.0 * math.sqrt(variance / n)
