"""Members of the loyalty programme beside all other customers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, NORMAL, count
from reporter.indicators.models.contrasts import comparable, of_amounts, of_means, of_scores, of_shares, told_counts
from reporter.indicators.plan import YEAR_DAYS
from reporter.indicators.queries.activity import END
from reporter.indicators.queries.membership import (
    Answered,
    Bought,
    answered_by,
    bought_by,
    kept_by,
    memberships,
    revenue_by,
)
from reporter.indicators.readings.orders import SHORTEST_TO_ANNUALISE, YEAR
from reporter.model import Leg, NotComputed, Unit, msg
from reporter.model.analyses.members import Contrast, Members
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis
    from reporter.statistics import Moments

ANALYSIS: Final = AnalysisFacts(
    id="members",
    code="LOY6",
    leg=Leg.LOYALTY,
    name=msg("Members of the loyalty programme and other customers"),
    inputs=(
        "customers: member",
        "orders: customer_id, order_day, amount, currency",
        "subscriptions: customer_id, start_day, end_day",
        "responses: nps",
    ),
    source="Hall 1988; Welch 1947; Newcombe 1998; Rocks 2016",
)
FORMULA: Final = msg(
    "Revenue and orders per customer who ordered, retention and NPS of the members of the loyalty programme and of all "
    "other customers of whom it is known, with the difference of the two: revenue by symmetric studentised bootstrap "
    "over customers (Hall 1988), orders by Welch’s t (1947), retention by Newcombe (1998), NPS by the normal "
    "distribution. Only from 30 customers in each group and 100 in both on; revenue from 100 in each."
)
CAVEAT: Final = msg(
    "Members chose to join, and customers who buy more are more likely to. The difference is no effect of the "
    "programme."
)
_TOO_FEW: Final = msg(
    "At least {needed} members and {needed} other customers, and {both} together, are needed to compare them.",
    needed=count(NEEDED),
    both=count(NORMAL),
)
_TOO_UNEVEN: Final = msg(
    "At least {needed} members and {needed} other customers are needed to compare what they buy for.",
    needed=count(NORMAL),
)


def analyse(ground: Ground) -> Analysis:
    """Return members and others of the report's period, with every contrast that the data bear."""
    of = memberships(ground.tables, ground.everyone)
    if of is None:
        return NotComputed(reason=msg("The data do not tell who is a member of a loyalty programme."))
    contrasts = (*_money(ground, of), _retention(ground, of), _nps(ground, of))
    if all(one.difference is None for one in contrasts):
        return NotComputed(reason=_TOO_FEW)
    members, others = _counts(_sizes(ground, of))
    return Members(members=members, others=others, contrasts=contrasts, caveat=CAVEAT)


def _sizes(ground: Ground, of: nw.LazyFrame[Any]) -> dict[bool | None, int]:
    """Return the customers of the period by membership: those who ordered, else those there at its end."""
    if ground.bought is not None:
        return {who: own.revenue.clusters for who, own in bought_by(ground.bought, of, ground.cell).items()}
    if ground.states is None:
        return {}
    there = ground.states.filter((nw.col("cell") == ground.cell) & (nw.col("state") % (2 * END) >= END))
    rows = collect(there.join(of, on="key", how="left").group_by("member").agg(n=nw.len()))
    return {member: int(n) for member, n in rows}


def _counts(sizes: Mapping[bool | None, int]) -> tuple[int | None, int | None]:
    return told_counts(sizes.get(True, 0), sizes.get(False, 0), sizes.get(None, 0))


def _money(ground: Ground, of: nw.LazyFrame[Any]) -> Iterator[Contrast]:
    """Yield the contrasts of revenue and orders per customer."""
    whole = ground.reading("rev_per_customer")
    if ground.bought is None:
        for measure, unit in (("rev_per_customer", Unit.MONEY), ("freq", Unit.RATIO)):
            yield Contrast(measure=measure, unit=unit, reason=msg("There are no orders in the data."))
        return
    sums = bought_by(ground.bought, of, ground.cell)
    sizes = {who: own.revenue.clusters for who, own in sums.items()}
    counts = _counts(sizes)
    mine, theirs = sums.get(True, Bought()), sums.get(False, Bought())
    if not comparable(sizes.get(True, 0), sizes.get(False, 0)):
        yield Contrast(measure="rev_per_customer", unit=Unit.MONEY, reason=_TOO_FEW)
        yield Contrast(measure="freq", unit=Unit.RATIO, reason=_TOO_FEW)
        return
    if whole.value is None:
        yield Contrast(measure="rev_per_customer", unit=Unit.MONEY, reason=whole.reason)
    elif min(sizes[True], sizes[False]) < NORMAL:
        yield Contrast(measure="rev_per_customer", unit=Unit.MONEY, reason=_TOO_UNEVEN)
    elif any(2 * own.largest > own.revenue.y for own in (mine, theirs)):
        reason = msg("Not shown, for reasons of confidentiality: one customer makes more than half of the revenue.")
        yield Contrast(measure="rev_per_customer", unit=Unit.MONEY, reason=reason)
    else:
        first, second = (revenue_by(ground.bought, of, ground.cell, member=member) for member in (True, False))
        if found := of_amounts("rev_per_customer", first, second, counts, ground.plan.settings.seed):
            yield found
    yearly = _a_year(ground.plan.period.days)
    if found := of_means("freq", Unit.RATIO, yearly(mine.orders), yearly(theirs.orders), counts):
        yield found


def _a_year(days: int) -> Callable[[Moments], Moments]:
    """Return what makes orders of a period orders of a year, as the indicator of the same name does."""
    factor = YEAR / days if days >= SHORTEST_TO_ANNUALISE and days not in YEAR_DAYS else 1.0

    def convert(own: Moments) -> Moments:
        return replace(own, y=own.y * factor, xy=own.xy * factor, yy=own.yy * factor**2)

    return convert


def _retention(ground: Ground, of: nw.LazyFrame[Any]) -> Contrast:
    """Return the contrast of retention."""
    whole = ground.reading("retention")
    if whole.value is None or ground.states is None:
        return Contrast(measure="retention", unit=Unit.PERCENT, reason=whole.reason)
    sums = kept_by(ground.states, of, ground.cell)
    mine, theirs = sums.get(True, (0, 0)), sums.get(False, (0, 0))
    if not comparable(mine[0], theirs[0]):
        return Contrast(measure="retention", unit=Unit.PERCENT, reason=_TOO_FEW)
    return of_shares("retention", mine, theirs, _counts({who: n for who, (n, _) in sums.items()}))


def _nps(ground: Ground, of: nw.LazyFrame[Any]) -> Contrast:
    """Return the contrast of the Net Promoter Score, of the kind and scale that count in the period."""
    whole, decided = ground.reading("nps"), ground.chosen.get((ground.cell, "nps"))
    if whole.value is None or ground.answers is None or decided is None:
        return Contrast(measure="nps", unit=Unit.NPS, reason=whole.reason)
    number = ground.answers.questions.index(tuple(decided[0][1:]))
    sums = answered_by(ground.answers, of, ground.cell, number, ground.plan.settings.top_box)
    mine, theirs = sums.get(True, Answered()), sums.get(False, Answered())
    if not comparable(mine.mark.clusters, theirs.mark.clusters):
        return Contrast(measure="nps", unit=Unit.NPS, reason=_TOO_FEW)
    return of_scores("nps", mine, theirs, _counts({who: own.mark.clusters for who, own in sums.items()}))
