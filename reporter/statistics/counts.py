"""Counts of events."""

from __future__ import annotations

import math

from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import gamma_quantile


def poisson(events: float, exposure: float = 1.0) -> Interval:
    """Return events/exposure with the exact interval (Garwood 1936, Biometrika 28:437).

    Args:
        events: how many; both arguments divided by a design effect where they come in clusters.
        exposure: in which time or of how many, > 0.

    Raises:
        ValueError: a negative count, or no exposure.
    """
    if events < 0 or exposure <= 0:
        raise ValueError(f"{events} events in {exposure} is no rate")
    low = gamma_quantile(0.025, events) if events else 0.0
    high = gamma_quantile(0.975, events + 1)
    return Interval(value=events / exposure, low=low / exposure, high=high / exposure, se=math.sqrt(events) / exposure)
