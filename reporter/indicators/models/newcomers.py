"""Whose first order the data hold: purchase models count a customer's time from the first order of all.

An export starts on a day. Who was a customer before looks new on the first order after it, and has by then survived
some purchases already. In simulated exports of two and three years of a six-year-old shop, fitting them with the others
made a 0.41–0.67 where 0.8 was true, and purchases to come 2–13 % too many in a year, 5–20 % in three. So only those
count who were first seen at least τ days after the first orders of the data, τ being the time within which nine of ten
gaps between purchases end. What is told holds for them: the same parameters miss those seen earlier by up to a fifth.
With too few of them there is no model; to fit all and to flag it would print the wrong number.

An export may also be a cohort, chosen by the day of the first purchase (as CDNOW is). Then all are new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import narwhals as nw

from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import count
from reporter.indicators.models.purchase_gates import CUSTOMERS, REPEATERS, refusal_of
from reporter.indicators.queries.purchase_history import WEEK, histories, median_gap, weighted_median
from reporter.model import NotComputed, Quantity, Unit, msg
from reporter.store import collect

if TYPE_CHECKING:
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.purchase_history import Histories
    from reporter.model import Message
    from reporter.statistics.likelihood import Numbers

#: So many of the first and of the last customers seen may be errors of the export, such as a mistyped year.
STRAYS: Final = 0.01
#: A cohort came within this part of the time.
COHORT_PART: Final = 3
#: A cohort comes evenly. Of customers who were there before, most are seen again in the first half of that time.
EARLY: Final = 0.6
#: Those who buy in a steady rhythm are all seen again within one gap, and evenly: a cohort takes longer to come.
GAPS: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomers:
    """The customers first seen from the epoch day ``since`` on; ``older`` were seen earlier and are left out."""

    since: int
    found: Histories
    older: int


def newcomers(bought: Purchases, last: int, tau: int) -> Newcomers | NotComputed:
    """Return the customers whose first order the data hold up to the epoch day ``last``, or why they bear no model."""
    every = histories(bought, last)
    refusal = refusal_of(bought, every, last)
    if refusal or every is None:
        return refusal or NotComputed(reason=msg("There are no orders in the data."))
    came, n = arrivals(bought, last)
    if is_cohort(came, n, span=last - bought.first, gap=WEEK * (median_gap(bought, last) or 0.0)):
        return Newcomers(since=bought.first, found=every, older=0)
    since = int(weighted_median(came, n, at=STRAYS)) + tau
    found = histories(bought, last, since=since)
    if found is None or found.customers < CUSTOMERS or found.repeaters < REPEATERS:
        return NotComputed(reason=_too_few(found.customers if found else 0, tau), n=every.customers)
    refusal = refusal_of(bought, found, last)
    return refusal or Newcomers(since=since, found=found, older=every.customers - found.customers)


def arrivals(bought: Purchases, last: int) -> tuple[Numbers, Numbers]:
    """Return the epoch days on which customers were first seen up to ``last``, and how many on each; both (days,)."""
    import numpy as np

    day = nw.col("order_day")
    firsts = bought.visits.filter(nw.col("before").is_null() & (day <= last)).group_by("order_day").agg(n=nw.len())
    rows = np.array(collect(firsts.sort("order_day")), dtype=np.float64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def is_cohort(came: Numbers, n: Numbers, *, span: int, gap: float) -> bool:
    """Tell whether an export holds the customers of one time of acquisition, each from the first purchase on.

    Args:
        came: (days,) the epoch days on which customers were first seen.
        n: (days,) how many on each.
        span: the days of the whole data.
        gap: the median days between purchases.
    """
    first, latest = (weighted_median(came, n, at=at) for at in (STRAYS, 1.0 - STRAYS))
    window = latest - first
    early = float(n[came - first < (window + 1) / 2].sum() / n[came <= latest].sum())
    return GAPS * gap <= window <= span / COHORT_PART and early <= EARLY


def _too_few(n: int, tau: int) -> Message:
    """Return the sentence of too few customers whose first order is known; one to four are not told."""
    days = Quantity(value=tau, unit=Unit.DAYS, decimals=0)
    if small(n):
        return msg(
            "The purchase model needs customers whose first order is in the data, {needed} of them and {repeaters} "
            "who bought again. Whoever was seen within {days} of the first orders may be older than the data, "
            "and too few came later.",
            needed=count(CUSTOMERS),
            repeaters=count(REPEATERS),
            days=days,
        )
    return msg(
        "The purchase model needs customers whose first order is in the data, {needed} of them and {repeaters} who "
        "bought again. Whoever was seen within {days} of the first orders may be older than the data, and only "
        "{n} came later.",
        needed=count(CUSTOMERS),
        repeaters=count(REPEATERS),
        days=days,
        n=count(n),
    )
