"""How the three legs of the triad stand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reporter.model.analyses.base import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance(Analysis):
    """The lowest leg, the spread between the highest and the lowest, and what other weights would give.

    ``lowest`` is a leg's indicator id; None where no leg is certainly lower than both others (the 95 % interval of
    its difference to each leaves out 0). ``spread`` is highest minus lowest, in index units. ``weighted_low`` and
    ``weighted_high`` are the index at the least and most favourable weights of 0.2 to 0.6 a leg; ``independent_se``
    is what the standard error would be if the legs had nothing to do with each other, ``se`` what it is.
    """

    kind: ClassVar[str] = "balance"

    legs: tuple[tuple[str, float], ...]
    lowest: str | None
    spread: float
    weighted_low: float
    weighted_high: float
    se: float
    independent_se: float
    draws: int
    seed: int
