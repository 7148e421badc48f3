"""Customers by recency, frequency and money of their orders, and how they move between segments (ECO7)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from reporter.indicators.disclosure.partition import counts_told, money_told, moves_told
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NORMAL, count
from reporter.indicators.queries.rfm import buyers
from reporter.indicators.readings.orders import TOLERANCE_DAYS, completeness, day
from reporter.indicators.rfm import SEGMENTS, quintiles, segments_of
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Leg, NotComputed, Period, Share, msg
from reporter.model.analyses.rfm import Rfm, RfmCuts, RfmMove, RfmSegment
from reporter.statistics import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.ground import Ground
    from reporter.indicators.rfm import Buyers
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="rfm",
    code="ECO7",
    leg=Leg.ECONOMY,
    name=msg("Customers by how recently, how often and for how much they order"),
    inputs=("orders: customer_id, order_day, amount",),
    source="Hughes 1994; Fader, Hardie & Lee 2005b; Wilson 1927",
)
FORMULA: Final = msg(
    "Customers who ordered in the twelve months up to the end of the period, scored from 1 to 5 by the days since "
    "their last order, the days on which they ordered and the money they spent. The cut-points are fixed: set by the "
    "client, else the quintiles of the compared period’s customers, else of this period’s, money rounded to two "
    "digits. A customer on a cut-point belongs below it. Shares with Wilson’s 95 % interval."
)


def analyse(ground: Ground) -> Analysis:
    """Return the segments, or why customers cannot be scored."""
    basis = ground.basis
    if ground.bought is None or basis.first_order is None:
        return NotComputed(reason=msg("There are no orders in the data."))
    window, compared = _windows(ground, basis.first_order)
    if window is None:
        return NotComputed(reason=msg("No customers to count in the period."))
    now = buyers(ground.bought, window)
    before = buyers(ground.bought, compared) if compared else None
    n = len(now.key)
    if n < NORMAL:
        reason = msg("Too few customers ordered in the twelve months; {needed} are needed.", needed=count(NORMAL))
        return NotComputed(reason=reason)
    currencies = tuple(sorted({*now.currencies, *(before.currencies if before else ())}))
    if len(currencies) > 1:
        return NotComputed(
            reason=msg("The orders are in several currencies: {currencies}.", currencies=currencies), n=n
        )
    if before is not None and len(before.key) < NORMAL:
        before = None
    cuts, origin = _cuts(ground.plan.settings.rfm_cuts, now, before)
    places = segments_of(now, cuts)
    return Rfm(
        window=window,
        compared=compared if before else None,
        customers=n,
        cuts=cuts,
        origin=origin,
        segments=_segments(now, places),
        moves=_moves(now, places, before, segments_of(before, cuts)) if before else (),
        flags=completeness(basis),
    )


def _windows(ground: Ground, first: int) -> tuple[Period | None, Period | None]:
    """Return the twelve months of the report, from the first order on, and those of the period compared with.

    The latter are None where the orders do not reach back so far; the former where none lies before their end.
    """
    plan, since = ground.plan, day(first)
    window = _year_to(plan.period)
    if since >= window.end:
        return None, None
    if since > window.start + timedelta(days=TOLERANCE_DAYS):
        return Period(since, window.end), None
    compared = _year_to(plan.previous) if plan.previous else None
    if compared and since > compared.start + timedelta(days=TOLERANCE_DAYS):
        compared = None
    return window, compared


def _year_to(period: Period) -> Period:
    """Return the twelve months up to the end of a period."""
    end = period.end
    last = 28 if (end.month, end.day) == (2, 29) else end.day
    return Period(end.replace(year=end.year - 1, day=last), end)


def _cuts(
    chosen: RfmCuts | None, now: Buyers, before: Buyers | None
) -> tuple[RfmCuts, Literal["settings", "previous", "current"]]:
    """Return the cut-points of both windows, and where they come from."""
    if chosen is not None:
        return chosen, "settings"
    return (quintiles(before), "previous") if before else (quintiles(now), "current")


def _sizes(places: NDArray[np.int64]) -> list[int]:
    """Return how many customers each segment has."""
    import numpy as np

    return [int(n) for n in np.bincount(places, minlength=len(SEGMENTS))]


def _segments(now: Buyers, places: NDArray[np.int64]) -> tuple[RfmSegment, ...]:
    """Return the segments as they may be told, in the order of the table."""
    n, total = len(places), int(now.money.sum())
    told = counts_told(_sizes(places))
    mine = [now.money[places == place] for place in range(len(SEGMENTS))]
    largest = [int(money.max()) if len(money) else 0 for money in mine]
    money = money_told([int(part.sum()) for part in mine], largest, [size is None for size in told])
    if total <= 0 or 2 * max(largest) > total:
        money = [None] * len(SEGMENTS)
    return tuple(
        RfmSegment(
            id=one.id,
            name=one.name,
            recency=one.recency,
            value=one.value,
            customers=size,
            share=_share(size, n),
            revenue=None if revenue is None else revenue / MONEY_UNIT,
            revenue_share=None if revenue is None else 100.0 * revenue / total,
        )
        for one, size, revenue in zip(SEGMENTS, told, money, strict=True)
    )


def _share(k: int | None, n: int) -> Share:
    """Return a segment's share of the customers in per cent, nothing where its customers are not told."""
    if k is None:
        return Share(value=None)
    found = wilson(k, n).scaled(100.0)
    return Share(value=100.0 * k / n, low=found.low, high=found.high)


def _moves(
    now: Buyers, places: NDArray[np.int64], before: Buyers, old_places: NDArray[np.int64]
) -> tuple[RfmMove, ...]:
    """Return the moves that may be told, from each segment to each, with not having ordered as one more."""
    import numpy as np

    absent = len(SEGMENTS)
    every = np.union1d(now.key, before.key)
    was, is_ = (np.full(len(every), absent) for _ in range(2))
    was[np.searchsorted(every, before.key)] = old_places
    is_[np.searchsorted(every, now.key)] = places
    table = np.bincount(was * (absent + 1) + is_, minlength=(absent + 1) ** 2).reshape(absent + 1, absent + 1)
    hidden = [
        place
        for place, sizes in enumerate(zip(counts_told(_sizes(places)), counts_told(_sizes(old_places)), strict=True))
        if None in sizes
    ]
    shown = table * moves_told(table, hidden, void=(absent, absent))
    return tuple(
        RfmMove(before=_id(i), after=_id(j), customers=int(table[i, j])) for i, j in np.argwhere(shown).tolist()
    )


def _id(place: int) -> str | None:
    """Return a segment's id, None for customers who did not order."""
    return SEGMENTS[place].id if place < len(SEGMENTS) else None
