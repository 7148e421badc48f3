"""An estimate with its 95 % interval: what every interval function returns."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """``value`` with the 95 % interval from ``low`` to ``high``; ``se`` is its standard error.

    ``df`` are the degrees of freedom behind ``se`` (None: a normal approximation).
    """

    value: float
    low: float
    high: float
    se: float
    df: float | None = None

    def scaled(self, factor: float) -> Interval:
        """Return the interval in a unit that is ``factor`` times smaller (0.7 → 70 %); ``factor`` > 0."""
        return replace(
            self,
            value=self.value * factor,
            low=self.low * factor,
            high=self.high * factor,
            se=self.se * factor,
        )

    def clipped(self, low: float, high: float) -> Interval:
        """Return the interval with its ends inside the scale from ``low`` to ``high``."""
        return replace(self, low=min(max(self.low, low), high), high=max(min(self.high, high), low))
