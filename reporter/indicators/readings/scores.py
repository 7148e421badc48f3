"""The effective number of answers behind a share of a question that is cut elsewhere than at its top box."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reporter.statistics import design_effect, kish, ratio

if TYPE_CHECKING:
    from reporter.indicators.sums import Item


def effective_by_score(item: Item) -> float:
    """Return the effective number of answers: fewer where they are weighted, or where customers answered twice.

    Repeated answers count by the design effect of the mean score, weights as Kish (1965) says; the smaller holds.
    """
    score, answers = item.sums.score, item.sums.answers
    n = min(float(answers), kish(score.x, score.xx)) if item.weighted else float(answers)
    found = ratio(score)
    if score.clusters == answers or found is None:
        return n
    histogram = item.sums.histogram
    whole = sum(histogram.values())
    spread = sum(times * (value - found.value) ** 2 for value, times in sorted(histogram.items())) / whole
    return min(n, answers / design_effect(found.se, math.sqrt(spread / answers)))
