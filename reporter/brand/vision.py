"""Whether a set of data colours can be told apart, also by colour-blind readers."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from reporter.brand.oklch import VISION, difference

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The smallest OKLab distance × 100 that two data colours keep under every kind of vision.
APART: Final = 8.0


def smallest_difference(colours: Iterable[str]) -> float:
    """Return the smallest distance of any two colours, for the eyes that see it smallest."""
    pairs = tuple(combinations(colours, 2))
    return min((difference(a, b, eyes) for a, b in pairs for eyes in VISION), default=100.0)
