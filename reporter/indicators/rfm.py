"""Scores of recency, frequency and money, and the segments that are named after them.

A score follows from cut-points in days, orders and money, not from a rank: customers with equal values get equal
scores, and the same customer the same score in every period (Hughes 1994; Fader, Hardie & Lee 2005b).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Message, msg
from reporter.model.analyses.rfm import RfmCuts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCORES: Final = 5
_QUINTILES: Final = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment's range of the score of recency (1–5), and of those of frequency and money added (2–10)."""

    id: str
    name: Message
    recency: tuple[int, int]
    value: tuple[int, int]


#: The definition table: every pair of scores belongs to exactly one segment.
SEGMENTS: Final = (
    Segment(id="best", name=msg("Best customers"), recency=(4, 5), value=(8, 10)),
    Segment(id="loyal", name=msg("Loyal customers"), recency=(4, 5), value=(6, 7)),
    Segment(id="fresh", name=msg("Recent, small so far"), recency=(4, 5), value=(2, 5)),
    Segment(id="cooling", name=msg("Good, but less recent"), recency=(3, 3), value=(6, 10)),
    Segment(id="occasional", name=msg("Occasional customers"), recency=(3, 3), value=(2, 5)),
    Segment(id="precious", name=msg("Valuable, but not seen lately"), recency=(1, 2), value=(8, 10)),
    Segment(id="slipping", name=msg("Good, but not seen lately"), recency=(1, 2), value=(6, 7)),
    Segment(id="dormant", name=msg("Small and not seen lately"), recency=(1, 2), value=(2, 5)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """The customers who ordered in twelve months, in order of ``key``; all arrays (customers,).

    ``recency`` counts days from the last order to the last day, ``frequency`` days with an order; ``money`` is in
    ten-thousandths. ``currencies`` are those of their orders.
    """

    key: NDArray[np.int64]
    recency: NDArray[np.int64]
    frequency: NDArray[np.int64]
    money: NDArray[np.int64]
    currencies: tuple[str, ...] = ()


def quintiles(buyers: Buyers) -> RfmCuts:
    """Return the quintiles of each measure: the smallest values that 20, 40, 60, 80 % do not exceed.

    Money is rounded to two digits, so that no cut-point is a customer's own sum.
    """
    import numpy as np

    r, f, m = (
        [int(cut) for cut in np.quantile(values, _QUINTILES, method="inverted_cdf")]
        for values in (buyers.recency, buyers.frequency, buyers.money)
    )
    money = [float(f"{cut / MONEY_UNIT:.2g}") for cut in m]
    return RfmCuts(
        recency=(r[0], r[1], r[2], r[3]),
        frequency=(f[0], f[1], f[2], f[3]),
        money=(money[0], money[1], money[2], money[3]),
    )


def segments_of(buyers: Buyers, cuts: RfmCuts) -> NDArray[np.int64]:
    """Return the place in ``SEGMENTS`` of every customer (customers,)."""
    import numpy as np

    grid = np.full((SCORES + 1, 2 * SCORES + 1), -1, dtype=np.int64)
    for place, one in enumerate(SEGMENTS):
        grid[one.recency[0] : one.recency[1] + 1, one.value[0] : one.value[1] + 1] = place
    money = np.rint(np.asarray(cuts.money) * MONEY_UNIT)
    recency = SCORES - np.searchsorted(cuts.recency, buyers.recency, side="left")
    value = 2 + np.searchsorted(cuts.frequency, buyers.frequency) + np.searchsorted(money, buyers.money)
    found: NDArray[np.int64] = grid[recency, value]
    return found
