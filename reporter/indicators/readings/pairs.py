"""What readings of two questions by the same respondents share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators.gates import gate, refused
from reporter.model import msg

if TYPE_CHECKING:
    from reporter.indicators.queries.pairs import Pair
    from reporter.model import Indicator, Reading


def pair_refusal(indicator: Indicator, pair: Pair | None) -> Reading | None:
    """Return why two questions cannot be set against each other, or None where they can."""
    if pair is None:
        return refused(indicator, msg("The two questions were not asked of the same customers."))
    if pair.high <= pair.low:
        return refused(indicator, msg("The scale of the question is not known."))
    if not pair.alike:
        return refused(
            indicator, msg("The two questions were asked on different scales or in different surveys: not compared.")
        )
    return gate(indicator, pair.customers, pair.answers, scale=pair.scale)
